/**
 * Pages and the JSON API: one question to one room, one page record out, one view name.
 *
 * <p>In: HTTP requests whose parameters are types. Out: Thymeleaf views that place ready texts,
 * each figure with its level and block, and {@code /api/v1}. This room knows no peer, no SQL and no
 * private key; what it says of the node comes through {@code chain}.
 */
@NullMarked
package io.hypha.web;

import org.jspecify.annotations.NullMarked;

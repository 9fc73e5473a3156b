/**
 * The JSON API: the same resources as the pages, each value with block, block hash and level.
 *
 * <p>In: GET requests. Out: JSON with amounts as strings of rao and ratios as strings; a missing
 * value is null with a sibling that says why. Errors are {@code application/problem+json}. Nothing
 * is changed here.
 */
@NullMarked
package io.hypha.web.api;

import org.jspecify.annotations.NullMarked;

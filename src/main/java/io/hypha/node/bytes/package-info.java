/**
 * Immutable bytes, hashes and block ids: the plain values every room may hold.
 *
 * <p>In: byte arrays and hex text. Out: values that compare by content, in unsigned order. This
 * room knows no encoding, hash function, socket, clock or database. Hex is for people only.
 */
@NullMarked
package io.hypha.node.bytes;

import org.jspecify.annotations.NullMarked;

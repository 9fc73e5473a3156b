/**
 * Reads zstd: runtimes are stored compressed by it.
 *
 * <p>In: frames from anybody, and how large the content may be. Out: the content, or a {@link
 * io.hypha.node.zstd.ZstdException}. Threat: frames that promise or unfold to gigabytes, or that
 * point outside what is there; nothing is allocated beyond the limit, and every access is checked.
 * Dictionaries are not known. This room knows nothing of what it reads.
 *
 * <p>Rules: RFC 8878.
 */
@NullMarked
package io.hypha.node.zstd;

import org.jspecify.annotations.NullMarked;

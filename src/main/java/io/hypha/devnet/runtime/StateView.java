package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * The state before a block (or at one), as raw keys and values. It does not change while it is
 * used.
 */
public interface StateView {

    /** The value under {@code key}; empty when there is none. */
    Optional<Bytes> get(Bytes key);

    /**
     * The smallest key greater than {@code after}, in unsigned byte order; empty when there is
     * none.
     */
    Optional<Bytes> nextKey(Bytes after);
}

package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;

/** What a state says about the key that follows another. */
public sealed interface NextAnswer {

    /** The smallest key above the one asked for. */
    record Key(Bytes key) implements NextAnswer {}

    /** There is no further key. */
    record End() implements NextAnswer {}

    /**
     * It could not be learnt; the call that asked ends.
     *
     * @param reason for people
     */
    record Unavailable(String reason) implements NextAnswer {}
}

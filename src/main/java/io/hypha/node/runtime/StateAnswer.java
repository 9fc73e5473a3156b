package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;

/** What a state says about one key. */
public sealed interface StateAnswer {

    record Value(Bytes value) implements StateAnswer {}

    /** The key is known not to be there. */
    record Absent() implements StateAnswer {}

    /**
     * It could not be learnt; the call that asked ends.
     *
     * @param reason for people
     */
    record Unavailable(String reason) implements StateAnswer {}
}

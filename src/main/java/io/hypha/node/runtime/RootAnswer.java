package io.hypha.node.runtime;

import io.hypha.node.bytes.Hash256;

/** What a state says about its root after changes. */
public sealed interface RootAnswer {

    record Root(Hash256 root) implements RootAnswer {}

    /**
     * Not enough of the state is known; the call that asked ends.
     *
     * @param reason for people
     */
    record Unavailable(String reason) implements RootAnswer {}
}

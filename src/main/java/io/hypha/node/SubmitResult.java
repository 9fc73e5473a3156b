package io.hypha.node;

import io.hypha.node.bytes.Hash256;

/**
 * What became of an extrinsic that was handed to the network. Only inclusion in a finalized block
 * is proof.
 */
public sealed interface SubmitResult {

    /**
     * On its way.
     *
     * @param endpoints that took it into their pool and said so
     * @param peers it was gossiped to; a peer does not say what it makes of it
     */
    record Sent(Hash256 extrinsicHash, int endpoints, int peers) implements SubmitResult {}

    /**
     * Every endpoint that answered refused it before any block, and no peer was handed it, since
     * the chain's own code, as far as it could be asked, would not take it either: nothing changed,
     * nothing is paid.
     */
    record Refused(int code, String text) implements SubmitResult {}

    record Unreachable(String text) implements SubmitResult {}
}

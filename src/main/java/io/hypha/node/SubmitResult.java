package io.hypha.node;

import io.hypha.node.bytes.Hash256;

/**
 * What became of an extrinsic that was handed to the network. Only inclusion in a finalized block
 * is proof.
 */
public sealed interface SubmitResult {

    /** At least one endpoint took it into its pool. */
    record Sent(Hash256 extrinsicHash, int endpoints) implements SubmitResult {}

    /**
     * Every endpoint that answered refused it before any block: nothing changed, nothing is paid.
     */
    record Refused(int code, String text) implements SubmitResult {}

    record Unreachable(String text) implements SubmitResult {}
}

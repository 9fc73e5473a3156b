package io.hypha.node.extrinsic;

/** What comes of preparing a call for signing. */
public sealed interface Preparation {

    record Ready(SigningPayload payload) implements Preparation {}

    /**
     * A transaction extension of this runtime carries data that we do not know how to make; signing
     * is refused rather than guessed.
     */
    record UnknownExtension(String identifier) implements Preparation {}
}

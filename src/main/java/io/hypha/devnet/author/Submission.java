package io.hypha.devnet.author;

import io.hypha.devnet.runtime.Validity;
import io.hypha.node.bytes.Hash256;

/** What the pool says to a transaction that is handed in. */
public sealed interface Submission {

    /** It is in the pool. */
    record Accepted(Hash256 hash) implements Submission {}

    /** The runtime refuses it on the newest state. */
    record Refused(Validity.Refusal reason) implements Submission {}

    record AlreadyImported(Hash256 hash) implements Submission {}

    /** One of the same nonce is there and pays at least as much. */
    record TooLowPriority(long there, long offered) implements Submission {}

    /** It was found invalid a short time ago. */
    record TemporarilyBanned() implements Submission {}

    /** No room for one that pays so little. */
    record ImmediatelyDropped() implements Submission {}
}

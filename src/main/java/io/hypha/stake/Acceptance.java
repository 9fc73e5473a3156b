package io.hypha.stake;

import java.util.List;

/** What the desk says to what a wallet returned. */
public sealed interface Acceptance {

    /**
     * It answers the payload, the signature holds, and it was handed to the network (see its
     * state).
     */
    record Accepted(Transaction transaction) implements Acceptance {}

    /** It was not sent. Each sentence names one difference or fault. */
    record Rejected(List<String> sentences) implements Acceptance {}

    /**
     * No payload of that id waits for an answer: it was answered before, has expired, or never was.
     */
    record NotWaiting(String sentence) implements Acceptance {}
}

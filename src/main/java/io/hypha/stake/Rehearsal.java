package io.hypha.stake;

/**
 * How the chain's own runtime, run here on the state of a final block, took the very transaction
 * that would be signed; its signature alone was assumed.
 */
public sealed interface Rehearsal {

    /**
     * It would be taken.
     *
     * @param api the runtime API that was asked
     * @param sentence how far that answer reaches
     */
    record Passed(String api, String sentence) implements Rehearsal {}

    /** It would be refused, or would fail in its block; the chain's error in words. */
    record Failed(String api, String sentence) implements Rehearsal {}

    /** It was not rehearsed; that says nothing of the transaction. */
    record NotOffered(String reason) implements Rehearsal {}
}

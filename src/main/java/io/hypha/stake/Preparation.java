package io.hypha.stake;

/** A payload for the wallet, or why nothing may be signed. */
public sealed interface Preparation {

    record Prepared(Transaction transaction) implements Preparation {}

    /** Nothing was prepared; the sentence is for the person who wanted to sign. */
    record Refused(String sentence) implements Preparation {}
}

package io.hypha.chain;

/**
 * What the chain's own code answered to one question, and where its ground is shown.
 *
 * @param method that was asked
 */
public record ExecutedAnswer(String method, ProofId proof) {}

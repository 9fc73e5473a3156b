package io.hypha.node.trie;

/** Whether a set of trie nodes is a read proof for one root. */
public sealed interface ProofCheck {

    /** Every entry hangs under the root and keeps the encoding; it may be read. */
    record Valid(ReadProof proof) implements ProofCheck {}

    /** Nothing of it may be used; {@code reason} says what was found in which entry. */
    record Invalid(String reason) implements ProofCheck {}
}

package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of figure follows from storage values. A page, the builder of a bundle and whoever
 * checks that bundle on another machine run the same formula, so a figure is recomputed and not
 * believed.
 *
 * <p>A storage value is named as its own proof is: {@code 600-SubtensorModule.Delegates-5Hot…}. A
 * formula reads its inputs by that name only, after the name was found in the value's key ({@link
 * ProvenValues}).
 */
public interface Formula {

    /**
     * A word and a version: {@code position/1}. What it computes never changes under the same name.
     */
    String code();

    /** A few words about one figure of this kind, for people. */
    String title(ProofId figure);

    /** How the inputs make the value, in a sentence for people. */
    String words();

    /** What the value counts. */
    String unit(ProofId figure);

    /** {@link Level#PROVEN} for a storage value itself, else {@link Level#DERIVED}. */
    Level level();

    /**
     * Computes the figure.
     *
     * @param figure which one, by its proof's name
     * @param inputs proven values in any order
     */
    Outcome of(ProofId figure, List<Input> inputs);

    /**
     * One proven storage value.
     *
     * @param name as which the formula knows it; the block is the one whose state holds it
     * @param key in the main trie
     * @param value SCALE bytes; empty when proven absent
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    record Input(ProofId name, Bytes key, Optional<Bytes> value) {}

    /** What a formula says. */
    sealed interface Outcome {

        /** The exact value: a decimal number, or hex for a storage value. */
        record Value(String text) implements Outcome {}

        /** The figure is a storage value that is proven absent. */
        record Absent() implements Outcome {}

        /**
         * The inputs are not what the formula needs: one is missing, has another key, or does not
         * decode.
         */
        record Refused(String reason) implements Outcome {}
    }
}

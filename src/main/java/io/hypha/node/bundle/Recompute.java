package io.hypha.node.bundle;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A formula: makes a figure of proven inputs, the same way wherever it runs. It should check that
 * the keys of the inputs are those that {@code what} and the formula speak of; nobody else can.
 */
@FunctionalInterface
public interface Recompute {

    /** What the formula says. */
    sealed interface Outcome {

        /** The value in the same JSON form as in bundles. */
        record Value(JsonNode value) implements Outcome {}

        /**
         * The inputs are not what the formula needs: one is missing, has another key, or does not
         * decode.
         */
        record Refused(String reason) implements Outcome {}
    }

    /**
     * @param claim the figure as claimed; its value is not to be looked at
     * @param inputs in the order of the figure's inputs
     */
    Outcome of(Figure claim, List<ProvenInput> inputs);

    /**
     * The same for a formula that takes calls of the chain's own code; others refuse them.
     *
     * @param calls in the order of the figure's calls
     */
    default Outcome of(Figure claim, List<ProvenInput> inputs, List<ProvenCall> calls) {
        return calls.isEmpty()
                ? of(claim, inputs)
                : new Outcome.Refused("expected no calls, found " + calls.size());
    }
}

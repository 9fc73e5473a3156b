package io.hypha.node.bundle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A figure as a bundle claims it.
 *
 * @param what a caption for people; it proves nothing, unless the formula checks it
 * @param unit of the value, {@code rao} for one
 * @param value by the formula
 * @param formula name of what makes the value of the inputs and calls, {@code apy-30d/1} for one;
 *     {@link #AS_STORED}: the value is the only input's, as hex, or null where it is absent; {@link
 *     #AS_EXECUTED}: it is the result of the only call, as hex
 * @param inputs every proven value the formula needs, in its order
 * @param calls every call of the chain's own code the formula needs, in its order
 */
public record Figure(
        String what,
        FigureLevel level,
        String unit,
        JsonNode value,
        String formula,
        List<FigureInput> inputs,
        List<FigureCall> calls) {

    /** The formula of a figure that is a storage value itself. */
    public static final String AS_STORED = "as-stored";

    /** The formula of a figure that is what the chain's code answers itself. */
    public static final String AS_EXECUTED = "as-executed";

    public Figure {
        inputs = List.copyOf(inputs);
        calls = List.copyOf(calls);
        if (inputs.isEmpty() && calls.isEmpty()) {
            throw new IllegalArgumentException("a figure without inputs");
        }
        Set<String> callNames = new HashSet<>();
        for (FigureCall call : calls) {
            if (!callNames.add(call.name())) {
                throw new IllegalArgumentException("two calls are called " + call.name());
            }
        }
        Set<String> names = new HashSet<>();
        for (FigureInput input : inputs) {
            if (!names.add(input.name())) {
                throw new IllegalArgumentException("two inputs are called " + input.name());
            }
        }
    }

    /** A figure of storage values alone. */
    public Figure(
            String what,
            FigureLevel level,
            String unit,
            JsonNode value,
            String formula,
            List<FigureInput> inputs) {
        this(what, level, unit, value, formula, inputs, List.of());
    }
}

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
 * @param formula name of what makes the value of the inputs, {@code apy-30d/1} for one; {@link
 *     #AS_STORED}: the value is the only input's, as hex, or null where it is absent
 * @param inputs every proven value the formula needs, in its order
 */
public record Figure(
        String what,
        FigureLevel level,
        String unit,
        JsonNode value,
        String formula,
        List<FigureInput> inputs) {

    /** The formula of a figure that is a storage value itself. */
    public static final String AS_STORED = "as-stored";

    public Figure {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a figure without inputs");
        }
        Set<String> names = new HashSet<>();
        for (FigureInput input : inputs) {
            if (!names.add(input.name())) {
                throw new IllegalArgumentException("two inputs are called " + input.name());
            }
        }
    }
}

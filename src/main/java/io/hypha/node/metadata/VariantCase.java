package io.hypha.node.metadata;

import java.util.List;

/**
 * One case of a variant: a call, an event, an error, or any enum's.
 *
 * @param index the byte that stands for it, 0..255; not its place in the list
 */
public record VariantCase(String name, int index, List<Field> fields) {

    public VariantCase {
        if (index < 0 || index > 255) {
            throw new IllegalArgumentException("a variant's index is 0..255, was " + index);
        }
        fields = List.copyOf(fields);
    }

    public static VariantCase of(String name, int index, Field... fields) {
        return new VariantCase(name, index, List.of(fields));
    }
}

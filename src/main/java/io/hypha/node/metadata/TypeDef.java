package io.hypha.node.metadata;

import java.util.List;
import java.util.Optional;

/**
 * How values of a type are encoded. Numbers named {@code type} are ids in the same {@link
 * TypeRegistry}.
 */
public sealed interface TypeDef {

    /** A struct: its fields one after the other. */
    record Composite(List<Field> fields) implements TypeDef {
        public Composite {
            fields = List.copyOf(fields);
        }
    }

    /** An enum: one byte for the case, then its fields. */
    record Variant(List<VariantCase> cases) implements TypeDef {
        public Variant {
            cases = List.copyOf(cases);
        }

        /** The case that {@code index} stands for. */
        public Optional<VariantCase> byIndex(int index) {
            if (index < cases.size() && cases.get(index).index() == index) {
                return Optional.of(cases.get(index));
            }
            for (VariantCase each : cases) {
                if (each.index() == index) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        public Optional<VariantCase> byName(String name) {
            for (VariantCase each : cases) {
                if (each.name().equals(name)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /** {@code Vec<type>}: a compact count, then the items. */
    record Sequence(int type) implements TypeDef {}

    /** {@code [type; length]}; the length is a u32. */
    record Array(long length, int type) implements TypeDef {}

    record Tuple(List<Integer> types) implements TypeDef {
        public Tuple {
            types = List.copyOf(types);
        }
    }

    record Basic(Primitive primitive) implements TypeDef {}

    /** {@code Compact<type>}. */
    record Compact(int type) implements TypeDef {}

    /** {@code BitVec<store, order>}: a compact count of bits, then whole stores. */
    record BitSequence(int store, int order) implements TypeDef {}
}

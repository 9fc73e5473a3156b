package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;

/**
 * A runtime as its metadata describes it.
 *
 * @param version of the metadata: 14, 15 or 16
 * @param types every type that the rest names by id
 * @param apis empty under V14, which does not tell
 * @param callType id of {@code RuntimeCall}
 * @param eventType id of {@code RuntimeEvent}
 * @param errorType id of {@code RuntimeError}; {@link Pallet#NONE} under V14 where no type has that name
 */
public record RuntimeMetadata(
        int version,
        TypeRegistry types,
        List<Pallet> pallets,
        ExtrinsicFormat extrinsic,
        List<RuntimeApi> apis,
        int callType,
        int eventType,
        int errorType) {

    public RuntimeMetadata {
        pallets = List.copyOf(pallets);
        apis = List.copyOf(apis);
    }

    /**
     * Reads metadata that takes all the bytes, wrapped or not as {@link MetadataBlob#unwrap} takes it.
     *
     * @throws ScaleException when it does not decode or is of another version than 14, 15, 16
     */
    public static RuntimeMetadata decode(Bytes encoded) {
        return new MetadataReader(MetadataBlob.unwrap(encoded)).read();
    }

    public Optional<Pallet> pallet(String name) {
        for (Pallet each : pallets) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public Optional<Pallet> pallet(int index) {
        for (Pallet each : pallets) {
            if (each.index() == index) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    public Optional<RuntimeApi> api(String name) {
        for (RuntimeApi each : apis) {
            if (each.name().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** A runtime API's method by its whole name, {@code Core_version}. */
    public Optional<RuntimeApi.Method> apiMethod(String wholeName) {
        for (RuntimeApi api : apis) {
            if (wholeName.startsWith(api.name() + "_")) {
                Optional<RuntimeApi.Method> found =
                        api.method(wholeName.substring(api.name().length() + 1));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** The pallet's calls; empty where it has none. */
    public List<VariantCase> calls(Pallet pallet) {
        return cases(pallet.callType());
    }

    /** The pallet's events; empty where it has none. */
    public List<VariantCase> events(Pallet pallet) {
        return cases(pallet.eventType());
    }

    /** The pallet's errors; empty where it has none. */
    public List<VariantCase> errors(Pallet pallet) {
        return cases(pallet.errorType());
    }

    private List<VariantCase> cases(int type) {
        return type != Pallet.NONE && types.definition(type) instanceof TypeDef.Variant variant
                ? variant.cases()
                : List.of();
    }
}

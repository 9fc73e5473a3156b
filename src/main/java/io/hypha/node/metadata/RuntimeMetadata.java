package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A runtime as its metadata describes it.
 *
 * @param version of the metadata: 14, 15 or 16
 * @param types every type that the rest names by id
 * @param apis empty under V14, which does not tell
 * @param callType id of {@code RuntimeCall}
 * @param eventType id of {@code RuntimeEvent}
 * @param errorType id of {@code RuntimeError}; {@link Pallet#NONE} under V14 where no type has that
 *     name
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
     * Reads metadata that takes all the bytes, wrapped or not as {@link MetadataBlob#unwrap} takes
     * it.
     *
     * @throws ScaleException when it does not decode or is of another version than 14, 15, 16
     */
    public static RuntimeMetadata decode(Bytes encoded) {
        return MetadataReader.read(MetadataBlob.unwrap(encoded));
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

    /**
     * Name and versions; empty where the metadata has no readable constant {@code System.Version}.
     */
    public Optional<RuntimeVersion> runtimeVersion() {
        return RuntimeVersion.of(this);
    }

    /** Reads and writes values of this runtime's types. */
    public DynamicCodec codec() {
        return types.codec();
    }

    /**
     * The keys of a storage item.
     *
     * @throws ValueException when there is no such pallet or item
     */
    public StorageKeys keys(String pallet, String item) {
        Pallet found =
                pallet(pallet)
                        .orElseThrow(() -> new ValueException(pallet, "no pallet of that name"));
        StorageEntry entry =
                found.entry(item)
                        .orElseThrow(() ->
                                new ValueException(
                                        pallet + "." + item, "no storage item of that name"));
        return new StorageKeys(found, entry, types);
    }

    /**
     * A storage key, or with fewer parts than the item has a prefix of keys.
     *
     * @throws ValueException when there is no such pallet or item, or a part does not fit
     */
    public Bytes storageKey(String pallet, String item, JsonNode... parts) {
        return keys(pallet, item).ofJson(List.of(parts));
    }

    /**
     * An encoded call.
     *
     * @param args a list in the order of the call's fields, or an object by their names
     * @throws ValueException when there is no such call or an argument does not fit; its path
     *     begins with {@code args}
     */
    public Bytes encodeCall(String pallet, String call, JsonNode args) {
        return Calls.encode(this, pallet, call, args);
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

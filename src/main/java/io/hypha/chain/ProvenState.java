package io.hypha.chain;

import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The proven answers to one question. Only what was asked can be looked up. */
final class ProvenState {

    /** Reads one value; whoever calls it demands that nothing is left over. */
    interface Decoder<T> {
        T decode(ScaleCodecReader reader);
    }

    private final ChainAt at;
    private final Map<Bytes, StorageValue> values;
    private final List<Bytes> nodes;

    ProvenState(ChainAt at, Map<Bytes, StorageValue> values, List<Bytes> nodes) {
        this.at = at;
        this.values = values;
        this.nodes = nodes;
    }

    BlockRef block() {
        return at.block();
    }

    List<Bytes> nodes() {
        return nodes;
    }

    /**
     * The bytes of a present entry; empty when it is proven absent or the runtime has no such item.
     */
    Optional<Bytes> bytes(StorageItem item, KeyPart... parts) {
        return at.runtime().key(item, parts).flatMap(key -> asked(key).toOptional());
    }

    /**
     * A decoded entry, or what the chain itself takes where there is none.
     *
     * @return empty when the item is unsupported, or absent without a default
     * @throws ScaleException when the value has another form than Hypha knows
     */
    <T> Optional<T> find(StorageItem item, Decoder<T> decoder, KeyPart... parts) {
        if (!at.runtime().has(item)) {
            return Optional.empty();
        }
        return bytes(item, parts)
                .or(() -> at.runtime().fallback(item))
                .map(bytes -> decode(bytes, decoder));
    }

    /** The same as a figure: proven, or with the reason why there is none. */
    <T> Reading<T> reading(StorageItem item, Decoder<T> decoder, KeyPart... parts) {
        Optional<Bytes> key = at.runtime().key(item, parts);
        if (key.isEmpty()) {
            return unsupported(item);
        }
        Optional<Bytes> value = asked(key.get()).toOptional().or(() -> at.runtime().fallback(item));
        if (value.isEmpty()) {
            return Reading.missing(
                    Reading.Reason.ABSENT, "none, proven at block " + block().number());
        }
        try {
            return Reading.known(
                    decode(value.get(), decoder), block(), Level.PROVEN, proof(item, parts));
        } catch (ScaleException | IllegalArgumentException e) {
            return foreign(item, e);
        }
    }

    <T> Reading<T> unsupported(StorageItem item) {
        return Reading.missing(
                Reading.Reason.UNSUPPORTED,
                "runtime " + at.runtime().specVersion() + " has no " + item);
    }

    <T> Reading<T> foreign(StorageItem item, RuntimeException e) {
        return Reading.missing(
                Reading.Reason.UNSUPPORTED,
                item
                        + " has a form in runtime "
                        + at.runtime().specVersion()
                        + " that Hypha does not know: "
                        + e.getMessage());
    }

    ProofId proof(StorageItem item, KeyPart... parts) {
        List<String> arguments = new ArrayList<>(parts.length);
        for (KeyPart part : parts) {
            arguments.add(part.value().toString());
        }
        return new ProofId(block().number(), item.toString(), arguments);
    }

    static <T> T decode(Bytes bytes, Decoder<T> decoder) {
        ScaleCodecReader reader = new ScaleCodecReader(bytes);
        T value = decoder.decode(reader);
        reader.requireEnd();
        return value;
    }

    private StorageValue asked(Bytes key) {
        StorageValue value = values.get(key);
        if (value == null) {
            throw new IllegalStateException(
                    "key " + key.toHex() + " was not part of this question");
        }
        return value;
    }
}

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.Constant;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devnet's metadata. Layouts come from a resource that was cut out of the main network's
 * metadata at spec 424 (what the devnet does not have is left out); the constants that depend on
 * the devnet's rhythm are put in here.
 */
final class RuntimeDescription {

    /** Metadata versions that the runtime answers in. */
    static final List<Integer> METADATA_VERSIONS = List.of(14, 15, 16);

    private static final String LAYOUTS = "/devnet/runtime-424.scale";
    private static final String CODE = "/devnet/runtime-424.wasm";

    private final RuntimeMetadata metadata;
    private final Map<Integer, Bytes> encoded = new ConcurrentHashMap<>();
    private final Map<MetadataDigest.Token, Hash256> digests = new ConcurrentHashMap<>();

    RuntimeDescription(DevnetSpec spec, RuntimeVersion version) {
        RuntimeMetadata cut = RuntimeMetadata.decode(resource(LAYOUTS));
        List<Pallet> pallets =
                cut.pallets().stream()
                        .map(pallet ->
                                new Pallet(
                                        pallet.name(),
                                        pallet.index(),
                                        pallet.storagePrefix(),
                                        pallet.storage(),
                                        pallet.callType(),
                                        pallet.eventType(),
                                        pallet.errorType(),
                                        pallet.constants().stream()
                                                .map(constant ->
                                                        adapted(
                                                                pallet.name(),
                                                                constant,
                                                                spec,
                                                                version))
                                                .toList()))
                        .toList();
        this.metadata =
                new RuntimeMetadata(
                        cut.version(),
                        cut.types(),
                        pallets,
                        cut.extrinsic(),
                        cut.apis(),
                        cut.callType(),
                        cut.eventType(),
                        cut.errorType());
    }

    RuntimeMetadata metadata() {
        return metadata;
    }

    /**
     * @throws IllegalArgumentException when there is no such version
     */
    Bytes encoded(int version) {
        if (!METADATA_VERSIONS.contains(version)) {
            throw new IllegalArgumentException("no metadata version " + version);
        }
        return encoded.computeIfAbsent(version, each -> MetadataWriter.encode(metadata, each));
    }

    /**
     * What CheckMetadataHash signs in mode 1 (RFC-78). Made when it is first asked for: it hashes
     * every type.
     */
    Hash256 digest() {
        return digests.computeIfAbsent(MetadataDigest.Token.TAO, this::digest);
    }

    private Hash256 digest(MetadataDigest.Token token) {
        return switch (MetadataDigest.of(metadata, token)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) -> digest.hash();
            case MetadataDigest.Outcome.None(String reason) ->
                    throw new IllegalStateException(
                            "the devnet's metadata has no digest: " + reason);
        };
    }

    private static Constant adapted(
            String pallet, Constant constant, DevnetSpec spec, RuntimeVersion version) {
        return switch (pallet + "." + constant.name()) {
            case "System.Version" ->
                    new Constant(constant.name(), constant.type(), version.encode());
            case "Timestamp.MinimumPeriod" -> u64(constant, spec.slotDurationMillis() / 2);
            case "Aura.SlotDuration" -> u64(constant, spec.slotDurationMillis());
            default -> constant;
        };
    }

    private static Constant u64(Constant constant, long value) {
        return new Constant(constant.name(), constant.type(), WorkingState.littleEndian(value, 8));
    }

    /** The runtime as WebAssembly: {@code src/main/wasm}, compiled by its {@code build}. */
    static Bytes code() {
        return resource(CODE);
    }

    private static Bytes resource(String name) {
        try (InputStream in = RuntimeDescription.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing");
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + name, e);
        }
    }
}

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.Constant;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.Type;
import io.hypha.node.metadata.TypeDef;
import io.hypha.node.metadata.TypeRegistry;
import io.hypha.node.metadata.VariantCase;
import io.hypha.node.runtime.RuntimeVersionSection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devnet's metadata. Layouts come from a resource that was cut out of the main network's
 * metadata at spec 424 (what the devnet does not have is left out); the constants that depend on
 * the devnet's rhythm are put in here, and so is what a later spec has elsewhere.
 */
final class RuntimeDescription {

    /** Metadata versions that the runtime answers in. */
    static final List<Integer> METADATA_VERSIONS = List.of(14, 15, 16);

    private static final String LAYOUTS = "/devnet/runtime-424.scale";
    private static final int SUBTENSOR = 7;

    /** Digests by spec version: the constants of a devnet are not part of them. */
    private static final Map<Long, Hash256> DIGESTS = new ConcurrentHashMap<>();

    private final DevnetSpec spec;
    private final RuntimeVersionSection version;
    private final SpecLayout layout;
    private final Map<SpecLayout, RuntimeMetadata> metadata = new ConcurrentHashMap<>();
    private final Map<Integer, Bytes> encoded = new ConcurrentHashMap<>();

    RuntimeDescription(DevnetSpec spec, RuntimeVersionSection version, SpecLayout layout) {
        this.spec = spec;
        this.version = version;
        this.layout = layout;
    }

    /** Made when it is first asked for: most runtimes are never upgraded. */
    private RuntimeMetadata metadata() {
        return metadata.computeIfAbsent(layout, _ -> build());
    }

    private RuntimeMetadata build() {
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
        return new RuntimeMetadata(
                cut.version(),
                types(cut, layout),
                pallets,
                layout.withExtra() ? withExtra(cut) : cut.extrinsic(),
                cut.apis(),
                cut.callType(),
                cut.eventType(),
                cut.errorType());
    }

    /**
     * @throws IllegalArgumentException when there is no such version
     */
    Bytes encoded(int version) {
        if (!METADATA_VERSIONS.contains(version)) {
            throw new IllegalArgumentException("no metadata version " + version);
        }
        return encoded.computeIfAbsent(version, each -> MetadataWriter.encode(metadata(), each));
    }

    /**
     * What CheckMetadataHash signs in mode 1 (RFC-78). Made when it is first asked for: it hashes
     * every type.
     */
    Hash256 digest() {
        return DIGESTS.computeIfAbsent(layout.specVersion(), _ -> computeDigest());
    }

    private Hash256 computeDigest() {
        return switch (MetadataDigest.of(metadata(), MetadataDigest.Token.TAO)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) -> digest.hash();
            case MetadataDigest.Outcome.None(String reason) ->
                    throw new IllegalStateException(
                            "the devnet's metadata has no digest: " + reason);
        };
    }

    private static Constant adapted(
            String pallet, Constant constant, DevnetSpec spec, RuntimeVersionSection version) {
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

    /** The types with the calls that a layout moves at its indices. */
    private static TypeRegistry types(RuntimeMetadata cut, SpecLayout layout) {
        int calls =
                cut.pallets().stream()
                        .filter(pallet -> pallet.index() == SUBTENSOR)
                        .findFirst()
                        .orElseThrow()
                        .callType();
        return new TypeRegistry(
                cut.types().types().stream()
                        .map(type ->
                                type.id() == calls
                                        ? new Type(
                                                type.id(),
                                                type.path(),
                                                type.parameters(),
                                                moved(type.definition(), layout))
                                        : type)
                        .toList());
    }

    private static TypeDef moved(TypeDef calls, SpecLayout layout) {
        return new TypeDef.Variant(
                ((TypeDef.Variant) calls)
                        .cases().stream()
                                .map(each ->
                                        new VariantCase(
                                                each.name(), index(each, layout), each.fields()))
                                .toList());
    }

    private static int index(VariantCase call, SpecLayout layout) {
        return switch (call.name()) {
            case "add_stake_limit" -> layout.addStakeLimit();
            case "remove_stake_limit" -> layout.removeStakeLimit();
            default -> call.index();
        };
    }

    private static ExtrinsicFormat withExtra(RuntimeMetadata cut) {
        ExtrinsicFormat format = cut.extrinsic();
        List<ExtrinsicFormat.Extension> extensions = new ArrayList<>(format.extensions());
        extensions.add(
                new ExtrinsicFormat.Extension(
                        SpecLayout.EXTRA,
                        typeOf(cut, new TypeDef.Basic(Primitive.U32)),
                        typeOf(cut, new TypeDef.Tuple(List.of()))));
        return new ExtrinsicFormat(
                format.versions(),
                format.addressType(),
                format.callType(),
                format.signatureType(),
                extensions);
    }

    private static int typeOf(RuntimeMetadata cut, TypeDef definition) {
        return cut.types().types().stream()
                .filter(type -> type.definition().equals(definition))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** The runtime that genesis has, as WebAssembly. */
    static Bytes code() {
        return code(SpecLayout.SPEC_424);
    }

    /**
     * The runtime of a spec as WebAssembly: {@code src/main/wasm}, compiled by its {@code build}.
     */
    static Bytes code(SpecLayout layout) {
        return resource("/devnet/runtime-" + layout.specVersion() + ".wasm");
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

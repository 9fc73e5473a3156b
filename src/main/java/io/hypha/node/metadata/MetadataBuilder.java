package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts a runtime's metadata together: types, pallets, runtime APIs, the extrinsic's format. {@link
 * MetadataWriter} then writes it as V14, V15 or V16, with the same type ids in each.
 *
 * <pre>{@code
 * MetadataBuilder runtime = new MetadataBuilder("node_subtensor_runtime");
 * int u64 = runtime.types().primitive(Primitive.U64);
 * runtime.pallet("SubtensorModule", 7, "pallet_subtensor")
 *         .plain("TotalStake", Modifier.DEFAULT, u64, Bytes.fromHex("0x0000000000000000"))
 *         .calls(VariantCase.of("add_stake", 2, Field.named("amount_staked", u64)));
 * runtime.extrinsic(address, signature).extension("CheckNonce", nonce, unit);
 * Bytes blob = MetadataWriter.encode(runtime.build(), 16);
 * }</pre>
 */
public final class MetadataBuilder {

    private final String crate;
    private final TypeRegistryBuilder types = new TypeRegistryBuilder();
    private final int callType = types.reserve();
    private final int eventType = types.reserve();
    private final int errorType = types.reserve();
    private final List<PalletBuilder> pallets = new ArrayList<>();
    private final List<ApiBuilder> apis = new ArrayList<>();
    private final List<ExtrinsicFormat.Extension> extensions = new ArrayList<>();
    private List<Integer> versions = List.of(4);
    private int addressType = Pallet.NONE;
    private int signatureType = Pallet.NONE;

    /** Metadata of a runtime whose outer enums live in {@code crate}. */
    public MetadataBuilder(String crate) {
        this.crate = crate;
    }

    public TypeRegistryBuilder types() {
        return types;
    }

    /** Id of {@code RuntimeCall}, known from the start: calls may contain calls. */
    public int callType() {
        return callType;
    }

    /** Id of {@code RuntimeEvent}. */
    public int eventType() {
        return eventType;
    }

    /** Id of {@code RuntimeError}. */
    public int errorType() {
        return errorType;
    }

    /**
     * Id of {@code Vec<EventRecord<RuntimeEvent, hash>>}, the value of {@code System.Events}. Its
     * parameters are how {@code @polkadot/api} finds the event type.
     *
     * @param phaseType id of {@code frame_system::Phase}
     * @param hashType id of the topics' hash
     */
    public int eventRecords(int phaseType, int hashType) {
        return types.sequence(
                types.add(
                        "frame_system::EventRecord",
                        List.of(
                                new TypeParameter("E", eventType),
                                new TypeParameter("T", hashType)),
                        new TypeDef.Composite(
                                List.of(
                                        Field.named("phase", phaseType),
                                        Field.named("event", eventType),
                                        Field.named("topics", types.sequence(hashType))))));
    }

    /** Begins a pallet whose types live in {@code palletCrate}. */
    public PalletBuilder pallet(String name, int index, String palletCrate) {
        PalletBuilder pallet = new PalletBuilder(types, name, index, palletCrate);
        pallets.add(pallet);
        return pallet;
    }

    /** Begins a runtime API. */
    public ApiBuilder api(String name, int version) {
        ApiBuilder api = new ApiBuilder(name, version);
        apis.add(api);
        return api;
    }

    public MetadataBuilder extrinsic(int address, int signature) {
        this.addressType = address;
        this.signatureType = signature;
        return this;
    }

    /** Extrinsic formats the runtime takes; {@code 4} alone if not called. */
    public MetadataBuilder extrinsicVersions(Integer... accepted) {
        this.versions = List.of(accepted);
        return this;
    }

    /** Adds a transaction extension after those before it. */
    public MetadataBuilder extension(String identifier, int extraType, int implicitType) {
        extensions.add(new ExtrinsicFormat.Extension(identifier, extraType, implicitType));
        return this;
    }

    /** The whole; to be called once. */
    public RuntimeMetadata build() {
        if (addressType == Pallet.NONE || signatureType == Pallet.NONE) {
            throw new IllegalStateException("extrinsic(address, signature) was not called");
        }
        List<Pallet> built =
                pallets.stream()
                        .map(PalletBuilder::build)
                        .sorted(Comparator.comparingInt(Pallet::index))
                        .toList();
        outerEnum(callType, "RuntimeCall", built, Kind.CALL);
        outerEnum(eventType, "RuntimeEvent", built, Kind.EVENT);
        outerEnum(errorType, "RuntimeError", built, Kind.ERROR);
        return new RuntimeMetadata(
                MetadataWriter.NEWEST,
                types.build(),
                built,
                new ExtrinsicFormat(versions, addressType, callType, signatureType, extensions),
                apis.stream().map(ApiBuilder::build).toList(),
                callType,
                eventType,
                errorType);
    }

    private enum Kind {
        CALL,
        EVENT,
        ERROR
    }

    private void outerEnum(int id, String name, List<Pallet> built, Kind kind) {
        List<VariantCase> cases = new ArrayList<>();
        for (Pallet pallet : built) {
            int inner =
                    switch (kind) {
                        case CALL -> pallet.callType();
                        case EVENT -> pallet.eventType();
                        case ERROR -> pallet.errorType();
                    };
            if (inner != Pallet.NONE) {
                cases.add(VariantCase.of(pallet.name(), pallet.index(), Field.unnamed(inner)));
            }
        }
        types.define(id, crate + "::" + name, List.of(), new TypeDef.Variant(cases));
    }

    /** One pallet in the making. */
    public static final class PalletBuilder {

        private final TypeRegistryBuilder types;
        private final String name;
        private final int index;
        private final String crate;
        private final List<StorageEntry> storage = new ArrayList<>();
        private final List<Constant> constants = new ArrayList<>();
        private int callType = Pallet.NONE;
        private int eventType = Pallet.NONE;
        private int errorType = Pallet.NONE;

        PalletBuilder(TypeRegistryBuilder types, String name, int index, String crate) {
            this.types = types;
            this.name = name;
            this.index = index;
            this.crate = crate;
        }

        /** A storage value. */
        public PalletBuilder plain(
                String item, StorageEntry.Modifier modifier, int valueType, Bytes fallback) {
            storage.add(
                    new StorageEntry(
                            item,
                            modifier,
                            List.of(),
                            List.of(),
                            Pallet.NONE,
                            valueType,
                            fallback));
            return this;
        }

        /** A storage map of one or more key parts; several parts make a tuple key. */
        public PalletBuilder map(
                String item,
                StorageEntry.Modifier modifier,
                List<StorageHasher> hashers,
                List<Integer> keyTypes,
                int valueType,
                Bytes fallback) {
            int keyType =
                    keyTypes.size() == 1
                            ? keyTypes.getFirst()
                            : types.tuple(keyTypes.stream().mapToInt(Integer::intValue).toArray());
            storage.add(
                    new StorageEntry(
                            item, modifier, hashers, keyTypes, keyType, valueType, fallback));
            return this;
        }

        public PalletBuilder calls(VariantCase... cases) {
            callType = types.variant(crate + "::pallet::Call", cases);
            return this;
        }

        public PalletBuilder events(VariantCase... cases) {
            eventType = types.variant(crate + "::pallet::Event", cases);
            return this;
        }

        public PalletBuilder errors(VariantCase... cases) {
            errorType = types.variant(crate + "::pallet::Error", cases);
            return this;
        }

        public PalletBuilder constant(String constant, int type, Bytes value) {
            constants.add(new Constant(constant, type, value));
            return this;
        }

        Pallet build() {
            return new Pallet(
                    name,
                    index,
                    storage.isEmpty() ? "" : name,
                    storage,
                    callType,
                    eventType,
                    errorType,
                    constants);
        }
    }

    /** One runtime API in the making. */
    public static final class ApiBuilder {

        private final String name;
        private final int version;
        private final List<RuntimeApi.Method> methods = new ArrayList<>();

        ApiBuilder(String name, int version) {
            this.name = name;
            this.version = version;
        }

        /** A method with named inputs. */
        public ApiBuilder method(String method, int output, Field... inputs) {
            methods.add(new RuntimeApi.Method(method, List.of(inputs), output));
            return this;
        }

        RuntimeApi build() {
            return new RuntimeApi(name, version, methods);
        }
    }
}

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.Type;
import io.hypha.node.metadata.TypeDef;
import io.hypha.node.metadata.TypeParameter;
import io.hypha.node.metadata.TypeRegistry;
import io.hypha.node.metadata.VariantCase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * Makes {@code devnet/runtime-424.scale} from the main network's metadata at spec 424: the pallets,
 * calls, storage items and runtime APIs that the devnet has, with the types they need. Run {@code
 * main} to write it again.
 */
final class MetadataPruning {

    private static final Map<String, Set<String>> CALLS =
            Map.of(
                    "System", Set.of("remark", "set_code"),
                    "Timestamp", Set.of("set"),
                    "Balances",
                            Set.of("transfer_allow_death", "transfer_keep_alive", "transfer_all"),
                    "SubtensorModule",
                            Set.of(
                                    "add_stake",
                                    "remove_stake",
                                    "add_stake_limit",
                                    "remove_stake_limit",
                                    "remove_stake_full_limit",
                                    "unstake_all",
                                    "unstake_all_alpha",
                                    "move_stake",
                                    "transfer_stake",
                                    "swap_stake",
                                    "swap_stake_limit",
                                    "claim_root",
                                    "set_root_claim_type",
                                    "set_coldkey_auto_stake_hotkey"),
                    "Utility", Set.of("batch", "batch_all", "force_batch"),
                    "Proxy", Set.of("proxy", "add_proxy", "remove_proxy"),
                    "Sudo", Set.of("sudo"),
                    "AdminUtils", Set.of("schedule_grandpa_change"));

    private static final Map<String, Set<String>> STORAGE =
            Map.ofEntries(
                    Map.entry(
                            "System",
                            Set.of(
                                    "Account",
                                    "BlockHash",
                                    "Number",
                                    "ParentHash",
                                    "Digest",
                                    "Events",
                                    "EventCount",
                                    "LastRuntimeUpgrade",
                                    "UpgradedToU32RefCount",
                                    "UpgradedToTripleRefCount")),
                    Map.entry("Timestamp", Set.of("Now")),
                    Map.entry("Aura", Set.of("Authorities", "CurrentSlot")),
                    Map.entry(
                            "Grandpa",
                            Set.of(
                                    "State",
                                    "PendingChange",
                                    "NextForced",
                                    "CurrentSetId",
                                    "SetIdSession",
                                    "Authorities")),
                    Map.entry("Balances", Set.of("TotalIssuance")),
                    Map.entry("TransactionPayment", Set.of("NextFeeMultiplier", "StorageVersion")),
                    Map.entry("Swap", Set.of("FeeRate", "SwapBalancer", "PalSwapInitialized")),
                    Map.entry("Utility", Set.of()),
                    Map.entry("Proxy", Set.of("Proxies")),
                    Map.entry("Sudo", Set.of("Key")),
                    Map.entry("AdminUtils", Set.of()));

    private static final Set<String> PALLETS =
            Set.of(
                    "System",
                    "Timestamp",
                    "Aura",
                    "Grandpa",
                    "Balances",
                    "TransactionPayment",
                    "SubtensorModule",
                    "Utility",
                    "Proxy",
                    "Sudo",
                    "AdminUtils",
                    "Swap");

    private static final Map<String, Set<String>> APIS =
            Map.of(
                    "Core", Set.of("version"),
                    "Metadata", Set.of("metadata", "metadata_at_version", "metadata_versions"),
                    "TaggedTransactionQueue", Set.of("validate_transaction"),
                    "AuraApi", Set.of("slot_duration", "authorities"),
                    "GrandpaApi", Set.of("grandpa_authorities", "current_set_id"),
                    "AccountNonceApi", Set.of("account_nonce"),
                    "TransactionPaymentApi", Set.of("query_info", "query_fee_details"),
                    "StakeInfoRuntimeApi",
                            Set.of(
                                    "get_stake_info_for_coldkey",
                                    "get_stake_info_for_coldkeys",
                                    "get_stake_info_for_hotkey_coldkey_netuid",
                                    "get_stake_availability_for_coldkeys",
                                    "get_stake_fee"),
                    "SwapRuntimeApi",
                            Set.of(
                                    "current_alpha_price",
                                    "current_alpha_price_all",
                                    "sim_swap_tao_for_alpha",
                                    "sim_swap_alpha_for_tao"));

    private final RuntimeMetadata source;
    private final Map<Integer, TypeDef> replaced = new HashMap<>();
    private final TreeSet<Integer> reached = new TreeSet<>();
    private final Map<Integer, Integer> renumbered = new HashMap<>();

    private MetadataPruning(RuntimeMetadata source) {
        this.source = source;
    }

    public static void main(String[] args) throws IOException {
        Path fixture = Path.of(args[0]);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(fixture))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            Files.write(Path.of(args[1]), prune(Bytes.of(bytes.toByteArray())).toArray());
        }
    }

    /** V16 bytes of the devnet's part of {@code metadata}. */
    static Bytes prune(Bytes metadata) {
        return MetadataWriter.encode(
                new MetadataPruning(RuntimeMetadata.decode(metadata)).prune(), 16);
    }

    private RuntimeMetadata prune() {
        List<Pallet> pallets = new ArrayList<>();
        for (Pallet pallet : source.pallets()) {
            if (PALLETS.contains(pallet.name())) {
                pallets.add(pruned(pallet));
            }
        }
        for (int outer : List.of(source.callType(), source.eventType(), source.errorType())) {
            TypeDef.Variant variant = (TypeDef.Variant) source.types().definition(outer);
            replaced.put(
                    outer,
                    new TypeDef.Variant(
                            variant.cases().stream()
                                    .filter(each ->
                                            pallets.stream()
                                                    .anyMatch(p ->
                                                            p.index() == each.index()
                                                                    && isKept(p, outer)))
                                    .toList()));
            reach(outer);
        }
        List<RuntimeApi> apis = apis();
        pallets.forEach(this::reach);
        reachExtrinsic();
        apis.forEach(api ->
                api.methods()
                        .forEach(method -> {
                            reach(method.output());
                            method.inputs().forEach(field -> reach(field.type()));
                        }));
        int next = 0;
        for (int id : reached) {
            renumbered.put(id, next++);
        }
        return new RuntimeMetadata(
                16,
                types(),
                pallets.stream().map(this::renumbered).toList(),
                extrinsic(),
                apis.stream().map(this::renumbered).toList(),
                at(source.callType()),
                at(source.eventType()),
                at(source.errorType()));
    }

    private boolean isKept(Pallet pallet, int outer) {
        if (outer == source.callType()) {
            return pallet.callType() != Pallet.NONE;
        }
        return outer == source.eventType()
                ? pallet.eventType() != Pallet.NONE
                : pallet.errorType() != Pallet.NONE;
    }

    private Pallet pruned(Pallet pallet) {
        Set<String> calls = CALLS.getOrDefault(pallet.name(), Set.of());
        if (!calls.isEmpty()) {
            TypeDef.Variant all = (TypeDef.Variant) source.types().definition(pallet.callType());
            replaced.put(
                    pallet.callType(),
                    new TypeDef.Variant(
                            all.cases().stream()
                                    .filter(each -> calls.contains(each.name()))
                                    .toList()));
        }
        Set<String> items = STORAGE.get(pallet.name());
        List<StorageEntry> storage =
                pallet.storage().stream()
                        .filter(entry -> items == null || items.contains(entry.name()))
                        .toList();
        return new Pallet(
                pallet.name(),
                pallet.index(),
                storage.isEmpty() ? "" : pallet.storagePrefix(),
                storage,
                calls.isEmpty() ? Pallet.NONE : pallet.callType(),
                pallet.eventType(),
                pallet.errorType(),
                pallet.constants());
    }

    private List<RuntimeApi> apis() {
        List<RuntimeApi> apis = new ArrayList<>();
        for (RuntimeApi api : source.apis()) {
            Set<String> methods = APIS.get(api.name());
            if (methods != null) {
                apis.add(
                        new RuntimeApi(
                                api.name(),
                                api.version(),
                                api.methods().stream()
                                        .filter(method -> methods.contains(method.name()))
                                        .toList()));
            }
        }
        return apis;
    }

    private void reach(Pallet pallet) {
        pallet.storage()
                .forEach(entry -> {
                    entry.keyTypes().forEach(this::reach);
                    reach(entry.keyType());
                    reach(entry.valueType());
                });
        reach(pallet.callType());
        reach(pallet.eventType());
        reach(pallet.errorType());
        pallet.constants().forEach(constant -> reach(constant.type()));
    }

    private void reachExtrinsic() {
        reach(source.extrinsic().addressType());
        reach(source.extrinsic().callType());
        reach(source.extrinsic().signatureType());
        source.extrinsic()
                .extensions()
                .forEach(extension -> {
                    reach(extension.extraType());
                    reach(extension.implicitType());
                });
    }

    private void reach(int id) {
        if (id == Pallet.NONE || !reached.add(id)) {
            return;
        }
        Type type = source.types().type(id);
        for (TypeParameter parameter : type.parameters()) {
            if (!parameter.isSkipped()) {
                reach(parameter.type());
            }
        }
        switch (definition(id)) {
            case TypeDef.Composite composite ->
                    composite.fields().forEach(field -> reach(field.type()));
            case TypeDef.Variant variant ->
                    variant.cases()
                            .forEach(each -> each.fields().forEach(field -> reach(field.type())));
            case TypeDef.Sequence sequence -> reach(sequence.type());
            case TypeDef.Array array -> reach(array.type());
            case TypeDef.Tuple tuple -> tuple.types().forEach(this::reach);
            case TypeDef.Basic _ -> {}
            case TypeDef.Compact compact -> reach(compact.type());
            case TypeDef.BitSequence bits -> {
                reach(bits.store());
                reach(bits.order());
            }
        }
    }

    private TypeDef definition(int id) {
        TypeDef other = replaced.get(id);
        return other != null ? other : source.types().definition(id);
    }

    private int at(int id) {
        return id == Pallet.NONE ? id : renumbered.get(id);
    }

    private TypeRegistry types() {
        List<Type> types = new ArrayList<>();
        for (int id : reached) {
            Type type = source.types().type(id);
            List<TypeParameter> parameters =
                    type.parameters().stream()
                            .map(each ->
                                    each.isSkipped()
                                            ? each
                                            : new TypeParameter(each.name(), at(each.type())))
                            .toList();
            types.add(new Type(at(id), type.path(), parameters, renumbered(definition(id))));
        }
        return new TypeRegistry(types);
    }

    private TypeDef renumbered(TypeDef definition) {
        return switch (definition) {
            case TypeDef.Composite composite -> new TypeDef.Composite(fields(composite.fields()));
            case TypeDef.Variant variant ->
                    new TypeDef.Variant(
                            variant.cases().stream()
                                    .map(each ->
                                            new VariantCase(
                                                    each.name(),
                                                    each.index(),
                                                    fields(each.fields())))
                                    .toList());
            case TypeDef.Sequence sequence -> new TypeDef.Sequence(at(sequence.type()));
            case TypeDef.Array array -> new TypeDef.Array(array.length(), at(array.type()));
            case TypeDef.Tuple tuple ->
                    new TypeDef.Tuple(tuple.types().stream().map(this::at).toList());
            case TypeDef.Basic basic -> basic;
            case TypeDef.Compact compact -> new TypeDef.Compact(at(compact.type()));
            case TypeDef.BitSequence bits ->
                    new TypeDef.BitSequence(at(bits.store()), at(bits.order()));
        };
    }

    private List<Field> fields(List<Field> fields) {
        return fields.stream()
                .map(field -> new Field(field.name(), at(field.type()), field.typeName()))
                .toList();
    }

    private Pallet renumbered(Pallet pallet) {
        return new Pallet(
                pallet.name(),
                pallet.index(),
                pallet.storagePrefix(),
                pallet.storage().stream()
                        .map(entry ->
                                new StorageEntry(
                                        entry.name(),
                                        entry.modifier(),
                                        entry.hashers(),
                                        entry.keyTypes().stream().map(this::at).toList(),
                                        at(entry.keyType()),
                                        at(entry.valueType()),
                                        entry.fallback()))
                        .toList(),
                at(pallet.callType()),
                at(pallet.eventType()),
                at(pallet.errorType()),
                pallet.constants().stream()
                        .map(each ->
                                new io.hypha.node.metadata.Constant(
                                        each.name(), at(each.type()), each.value()))
                        .toList());
    }

    private ExtrinsicFormat extrinsic() {
        ExtrinsicFormat format = source.extrinsic();
        return new ExtrinsicFormat(
                List.of(4),
                at(format.addressType()),
                at(format.callType()),
                at(format.signatureType()),
                format.extensions().stream()
                        .map(each ->
                                new ExtrinsicFormat.Extension(
                                        each.identifier(),
                                        at(each.extraType()),
                                        at(each.implicitType())))
                        .toList());
    }

    private RuntimeApi renumbered(RuntimeApi api) {
        return new RuntimeApi(
                api.name(),
                api.version(),
                api.methods().stream()
                        .map(method ->
                                new RuntimeApi.Method(
                                        method.name(),
                                        fields(method.inputs()),
                                        at(method.output())))
                        .toList());
    }
}

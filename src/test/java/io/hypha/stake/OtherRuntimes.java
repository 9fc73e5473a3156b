package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.Type;
import io.hypha.node.metadata.TypeDef;
import io.hypha.node.metadata.TypeRegistry;
import io.hypha.node.metadata.VariantCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runtimes that are not there yet: a known one with one thing changed. */
final class OtherRuntimes {

    private OtherRuntimes() {}

    /** {@code SudoTransactionExtension} carries a number, as {@code CheckNonce} does. */
    static Bytes withExtensionOfData(Bytes known) {
        RuntimeMetadata metadata = RuntimeMetadata.decode(known);
        ExtrinsicFormat format = metadata.extrinsic();
        int number =
                format.extensions().stream()
                        .filter(each -> each.identifier().equals("CheckNonce"))
                        .findFirst()
                        .orElseThrow()
                        .extraType();
        List<ExtrinsicFormat.Extension> extensions =
                format.extensions().stream()
                        .map(each ->
                                each.identifier().equals("SudoTransactionExtension")
                                        ? new ExtrinsicFormat.Extension(
                                                each.identifier(), number, each.implicitType())
                                        : each)
                        .toList();
        return MetadataWriter.encode(
                new RuntimeMetadata(
                        metadata.version(),
                        metadata.types(),
                        metadata.pallets(),
                        new ExtrinsicFormat(
                                format.versions(),
                                format.addressType(),
                                format.callType(),
                                format.signatureType(),
                                extensions),
                        metadata.apis(),
                        metadata.callType(),
                        metadata.eventType(),
                        metadata.errorType()),
                16);
    }

    /** With other calls in a pallet. */
    static RuntimeMetadata withCalls(
            RuntimeMetadata metadata, String pallet, UnaryOperator<List<VariantCase>> change) {
        int changed = metadata.pallet(pallet).orElseThrow().callType();
        List<Type> types =
                metadata.types().types().stream()
                        .map(each ->
                                each.id() == changed
                                                && each.definition()
                                                        instanceof
                                                        TypeDef.Variant(List<VariantCase> cases)
                                        ? new Type(
                                                each.id(),
                                                each.path(),
                                                each.parameters(),
                                                new TypeDef.Variant(change.apply(cases)))
                                        : each)
                        .toList();
        return new RuntimeMetadata(
                metadata.version(),
                new TypeRegistry(types),
                metadata.pallets(),
                metadata.extrinsic(),
                metadata.apis(),
                metadata.callType(),
                metadata.eventType(),
                metadata.errorType());
    }

    /**
     * Calls that came after 424, as their source writes them: argument types are those of calls
     * that 424 has.
     */
    static RuntimeMetadata withLaterCalls(RuntimeMetadata metadata) {
        return withCalls(
                metadata,
                "SubtensorModule",
                calls -> {
                    int account = argument(calls, "move_stake", "origin_hotkey");
                    int netUid = argument(calls, "move_stake", "origin_netuid");
                    int alpha = argument(calls, "move_stake", "alpha_amount");
                    int tao = argument(calls, "add_stake_limit", "amount_staked");
                    int bool = argument(calls, "add_stake_limit", "allow_partial");
                    List<VariantCase> more = new ArrayList<>(calls);
                    more.removeIf(each -> each.name().equals("set_root_claim_type"));
                    more.add(
                            VariantCase.of(
                                    "transfer_stake_and_hotkey",
                                    143,
                                    Field.named("destination_coldkey", account),
                                    Field.named("origin_hotkey", account),
                                    Field.named("destination_hotkey", account),
                                    Field.named("origin_netuid", netUid),
                                    Field.named("destination_netuid", netUid),
                                    Field.named("alpha_amount", alpha)));
                    more.add(
                            VariantCase.of(
                                    "stake_into_basket",
                                    147,
                                    Field.named("hotkey", account),
                                    Field.named("amount_staked", tao)));
                    more.add(
                            VariantCase.of(
                                    "claim_root_with_hotkey", 148, Field.named("hotkey", account)));
                    more.add(
                            VariantCase.of(
                                    "move_stake_limit",
                                    149,
                                    Field.named("origin_hotkey", account),
                                    Field.named("destination_hotkey", account),
                                    Field.named("origin_netuid", netUid),
                                    Field.named("destination_netuid", netUid),
                                    Field.named("alpha_amount", alpha),
                                    Field.named("limit_price", tao),
                                    Field.named("allow_partial", bool)));
                    return more;
                });
    }

    /** The type of a call's argument. */
    static int argument(List<VariantCase> calls, String call, String argument) {
        return calls.stream()
                .filter(each -> each.name().equals(call))
                .flatMap(each -> each.fields().stream())
                .filter(each -> each.name().equals(argument))
                .findFirst()
                .orElseThrow()
                .type();
    }
}

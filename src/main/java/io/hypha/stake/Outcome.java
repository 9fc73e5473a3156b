package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.DynamicCodec;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What became of an extrinsic in its block, read from the block's own proven events by the metadata
 * of its runtime.
 */
sealed interface Outcome {

    record Succeeded(String words) implements Outcome {}

    record Failed(String words) implements Outcome {}

    /** The events do not say, or could not be decoded. */
    record Unclear(String why) implements Outcome {}

    /** Words for the errors that staking meets; any other error is named as the chain names it. */
    Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("SlippageTooHigh", "The price moved past your limit."),
                    Map.entry("PriceLimitExceeded", "The price had moved past your limit."),
                    Map.entry(
                            "AmountTooLow", "The amount is below the chain's minimum of 0.002 τ."),
                    Map.entry("NotEnoughBalanceToStake", "The account has not enough free τ."),
                    Map.entry(
                            "NotEnoughStakeToWithdraw",
                            "The account has not that much stake there."),
                    Map.entry("InsufficientLiquidity", "The pool is too small for this amount."),
                    Map.entry(
                            "HotKeyAccountNotExists",
                            "The chain knows no validator with this key."),
                    Map.entry("SubnetNotExists", "There is no such subnet any more."),
                    Map.entry("SubtokenDisabled", "This subnet takes no stake yet."),
                    Map.entry("StakeUnavailable", "This stake is locked."));

    /**
     * Reads it.
     *
     * @param events value of {@code System.Events} at the block
     * @param index of the extrinsic in the block's body
     */
    static Outcome of(RuntimeMetadata metadata, Bytes events, int index) {
        Optional<StorageEntry> entry =
                metadata.pallet("System").flatMap(system -> system.entry("Events"));
        if (entry.isEmpty()) {
            return new Unclear("this runtime has no System.Events");
        }
        JsonNode records;
        try {
            DynamicCodec codec = metadata.codec();
            records = codec.decode(entry.get().valueType(), events);
        } catch (ScaleException | ValueException e) {
            return new Unclear("the block's events do not decode: " + e.getMessage());
        }
        String fee = "";
        Optional<Outcome> outcome = Optional.empty();
        for (JsonNode record : records) {
            JsonNode phase = record.path("phase").path("ApplyExtrinsic");
            if (!phase.isNumber() || phase.asInt() != index) {
                continue;
            }
            JsonNode event = record.path("event");
            JsonNode paid =
                    event.path("TransactionPayment").path("TransactionFeePaid").path("actual_fee");
            if (paid.isString()) {
                fee =
                        " Chain fee paid: "
                                + new BigDecimal(paid.asString())
                                        .movePointLeft(9)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " τ.";
            }
            if (event.path("System").has("ExtrinsicSuccess")) {
                outcome = Optional.of(new Succeeded("Done"));
            } else if (event.path("System").has("ExtrinsicFailed")) {
                outcome =
                        Optional.of(
                                new Failed(
                                        error(
                                                metadata,
                                                event.path("System")
                                                        .path("ExtrinsicFailed")
                                                        .path("dispatch_error"))));
            }
        }
        String paid = fee;
        return outcome.map(o -> withFee(o, paid))
                .orElse(new Unclear("the block's events say nothing of this extrinsic"));
    }

    private static Outcome withFee(Outcome outcome, String fee) {
        return switch (outcome) {
            case Succeeded(String words) -> new Succeeded(words + "." + fee);
            case Failed(String words) -> new Failed(words + " Nothing else was changed." + fee);
            case Unclear unclear -> unclear;
        };
    }

    private static String error(RuntimeMetadata metadata, JsonNode error) {
        JsonNode module = error.path("Module");
        if (!module.isObject()) {
            return "The chain answered " + error + ".";
        }
        Optional<Pallet> pallet = metadata.pallet(module.path("index").asInt());
        int code = Bytes.fromHex(module.path("error").asString("0x00")).unsignedAt(0);
        return pallet.flatMap(p ->
                        metadata.errors(p).stream()
                                .filter(each -> each.index() == code)
                                .findFirst()
                                .map(each ->
                                        WORDS.getOrDefault(each.name(), "The chain refused it.")
                                                + " ("
                                                + p.name()
                                                + "."
                                                + each.name()
                                                + ")"))
                .orElse(
                        "The chain answered error "
                                + code
                                + " of pallet "
                                + module.path("index").asInt()
                                + ".");
    }
}

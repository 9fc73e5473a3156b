package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.DynamicCodec;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What became of an extrinsic in its block, read from the block's own proven events by the metadata
 * of its runtime.
 */
sealed interface Outcome {

    /** It did what its events say. */
    record Succeeded(String words, List<Effect> effects) implements Outcome {}

    /** It changed nothing but what the effects say, the fee above all. */
    record Failed(String words, List<Effect> effects) implements Outcome {}

    /** The events do not say, or could not be decoded. */
    record Unclear(String why) implements Outcome {}

    /** So many effects are kept of one extrinsic; what is left out is counted. */
    int MAX_EFFECTS = 256;

    /** So many stand in the sentence of a transaction. */
    int MAX_WORDS = 8;

    /**
     * Reads it.
     *
     * @param stored value of {@code System.Events} at the block
     * @param index of the extrinsic in the block's body
     * @param signer who signed it
     */
    static Outcome of(RuntimeMetadata metadata, Bytes stored, int index, Coldkey signer) {
        Optional<StorageEntry> entry =
                metadata.pallet("System").flatMap(system -> system.entry("Events"));
        if (entry.isEmpty()) {
            return new Unclear("this runtime has no System.Events");
        }
        JsonNode records;
        try {
            DynamicCodec codec = metadata.codec();
            records = codec.decode(entry.get().valueType(), stored);
        } catch (ScaleException | ValueException e) {
            return new Unclear("the block's events do not decode: " + e.getMessage());
        }
        List<EventOfPallet> events = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        boolean over = false;
        for (JsonNode record : records) {
            JsonNode phase = record.path("phase").path("ApplyExtrinsic");
            if (!phase.isNumber() || phase.longValue() != index) {
                continue;
            }
            for (Map.Entry<String, JsonNode> event : record.path("event").properties()) {
                JsonNode what = event.getValue();
                events.add(EventOfPallet.of(event.getKey(), what));
                over |= event.getKey().equals("System") && isEnd(what);
                if (failure.isEmpty()) {
                    failure = failure(metadata, event.getKey(), what);
                }
            }
        }
        if (!over) {
            return new Unclear("the block's events say nothing of this extrinsic");
        }
        List<Effect> said = ordered(EffectsOfEvents.of(events, signer));
        return failure.<Outcome>map(why -> new Failed(words(why + " " + besides(said), said), said))
                .orElseGet(() -> new Succeeded(words("Done.", said), said));
    }

    /** What stays of the other calls, where one fails and does not take them with it. */
    private static String besides(List<Effect> said) {
        return said.stream()
                        .allMatch(each ->
                                isFee(each)
                                        || isFeeInAlpha(each)
                                        || each.event().startsWith("Utility."))
                ? "Nothing else was changed."
                : "What else it did stays done.";
    }

    private static boolean isEnd(JsonNode system) {
        return system.has("ExtrinsicSuccess") || system.has("ExtrinsicFailed");
    }

    /**
     * Why it came to nothing: the extrinsic failed, or it went through and what it carried failed.
     */
    private static Optional<String> failure(
            RuntimeMetadata metadata, String pallet, JsonNode event) {
        return switch (pallet) {
            case "System" ->
                    event.has("ExtrinsicFailed")
                            ? Optional.of(
                                    ChainError.words(
                                            metadata,
                                            event.path("ExtrinsicFailed").path("dispatch_error")))
                            : Optional.empty();
            case "Proxy" ->
                    refusal(event.path("ProxyExecuted"), "result")
                            .map(error ->
                                    "The call for the other account failed: "
                                            + ChainError.words(metadata, error));
            case "Utility" -> ofBatch(metadata, event);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofBatch(RuntimeMetadata metadata, JsonNode event) {
        JsonNode interrupted = event.path("BatchInterrupted");
        JsonNode index = interrupted.path("index");
        String call =
                index.isIntegralNumber() && index.canConvertToLong()
                        ? "Call " + (index.longValue() + 1) + " of the batch failed: "
                        : "A call of the batch failed: ";
        return Stream.of(interrupted, event.path("ItemFailed"))
                .map(each -> each.path("error"))
                .filter(error -> !error.isMissingNode())
                .findFirst()
                .or(() -> refusal(event.path("DispatchedAs"), "result"))
                .map(error -> call + ChainError.words(metadata, error));
    }

    /** The error in a result, whether it stands alone or by its name. */
    private static Optional<JsonNode> refusal(JsonNode event, String name) {
        JsonNode result = event.has(name) ? event.path(name) : event;
        return result.isObject() && result.has("Err")
                ? Optional.of(result.path("Err"))
                : Optional.empty();
    }

    /** The fee at the end, and once: one that was taken from stake is told as that alone. */
    private static List<Effect> ordered(List<Effect> effects) {
        boolean inAlpha = effects.stream().anyMatch(Outcome::isFeeInAlpha);
        List<Effect> others =
                effects.stream().filter(each -> !isFee(each) && !isFeeInAlpha(each)).toList();
        List<Effect> ordered =
                new ArrayList<>(others.subList(0, Math.min(others.size(), MAX_EFFECTS)));
        if (others.size() > MAX_EFFECTS) {
            ordered.add(
                    new Effect(
                            "", "And %d more.".formatted(others.size() - MAX_EFFECTS), List.of()));
        }
        effects.stream()
                .filter(each -> isFeeInAlpha(each) || (isFee(each) && !inAlpha))
                .forEach(ordered::add);
        return ordered;
    }

    private static boolean isFee(Effect effect) {
        return effect.event().equals("TransactionPayment.TransactionFeePaid");
    }

    private static boolean isFeeInAlpha(Effect effect) {
        return effect.event().equals(EffectReader.FEE_IN_ALPHA);
    }

    private static String words(String head, List<Effect> effects) {
        List<Effect> deeds =
                effects.stream().filter(each -> !isFee(each) && !isFeeInAlpha(each)).toList();
        StringJoiner words = new StringJoiner(" ").add(head);
        deeds.stream().limit(MAX_WORDS).map(Effect::words).forEach(words::add);
        if (deeds.size() > MAX_WORDS) {
            words.add("And %d more.".formatted(deeds.size() - MAX_WORDS));
        }
        effects.stream()
                .filter(each -> isFee(each) || isFeeInAlpha(each))
                .map(Effect::words)
                .forEach(words::add);
        return words.toString();
    }
}

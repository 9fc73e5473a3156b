package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.Answer;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets the chain's own runtime try a transaction before anybody signs it. First its pool's check;
 * then, where this runtime offers it, the transaction itself: at the beginning of the next block,
 * or as a dry run.
 */
final class Rehearser {

    /** How it went, and the events of the transaction where it was run. */
    record Tried(Rehearsal rehearsal, List<JsonNode> events) {
        static Tried of(Rehearsal rehearsal) {
            return new Tried(rehearsal, List.of());
        }
    }

    static final String VALIDATE = "TaggedTransactionQueue_validate_transaction";
    static final String BEGIN = "Core_initialize_block";
    static final String APPLY = "BlockBuilder_apply_extrinsic";
    static final String DRY_RUN = "DryRunApi_dry_run_call";

    private static final int PRE_RUNTIME = 6;
    private static final int SLOT_SIZE = 8;

    private final LightNode node;
    private final FinalizedHead at;
    private final RuntimeMetadata metadata;

    Rehearser(LightNode node, FinalizedHead at, RuntimeMetadata metadata) {
        this.node = node;
        this.at = at;
        this.metadata = metadata;
    }

    /**
     * Tries it.
     *
     * @param extrinsic with its length prefix, {@link Rehearsed#PLACEHOLDER} in it
     * @param call without length prefix
     */
    Tried rehearse(Bytes extrinsic, Bytes call, Coldkey signer) {
        Rehearsal pool = validate(extrinsic, signer);
        if (pool instanceof Rehearsal.Failed) {
            return Tried.of(pool);
        }
        Optional<Tried> whole = apply(extrinsic, signer).or(() -> dryRun(call, signer));
        return whole.orElseGet(() -> Tried.of(pool));
    }

    private Rehearsal validate(Bytes extrinsic, Coldkey signer) {
        Optional<RuntimeApi.Method> method = metadata.apiMethod(VALIDATE);
        if (method.isEmpty()) {
            return new Rehearsal.NotOffered("This runtime has no " + VALIDATE + ".");
        }
        Bytes source;
        try {
            source =
                    metadata.codec()
                            .encode(
                                    method.get().inputs().getFirst().type(),
                                    JsonNodeFactory.instance.stringNode("External"));
        } catch (ValueException e) {
            return new Rehearsal.NotOffered(
                    VALIDATE + " has a form that Hypha does not know: " + e.getMessage());
        }
        Bytes parameters = Bytes.concat(source, extrinsic, at.hash().toBytes());
        return switch (run(List.of(new RuntimeCall(VALIDATE, parameters)), signer, List.of())) {
            case Ran.No(String reason) -> new Rehearsal.NotOffered(reason);
            case Ran.All(List<Bytes> results, var _) -> judged(method.get(), results.getFirst());
        };
    }

    private Rehearsal judged(RuntimeApi.Method method, Bytes result) {
        JsonNode said;
        try {
            said = metadata.codec().decode(method.output(), result);
        } catch (ScaleException e) {
            return new Rehearsal.NotOffered(
                    VALIDATE + " answered in a form that Hypha does not know: " + e.getMessage());
        }
        if (said.has("Err")) {
            return new Rehearsal.Failed(
                    VALIDATE,
                    ChainRefusal.validity(said.path("Err"))
                            + " The chain would refuse it before any block.");
        }
        return new Rehearsal.Passed(
                VALIDATE,
                "The chain's own runtime, run here, would take this transaction into its pool. It does not run the call: that happens in its block.");
    }

    /** At the beginning of the next block, before anybody else's; empty where it cannot be run. */
    private Optional<Tried> apply(Bytes extrinsic, Coldkey signer) {
        Optional<RuntimeApi.Method> method = metadata.apiMethod(APPLY);
        if (method.isEmpty() || metadata.apiMethod(BEGIN).isEmpty()) {
            return Optional.empty();
        }
        Bytes events = metadata.storageKey("System", "Events");
        List<RuntimeCall> calls =
                List.of(new RuntimeCall(BEGIN, nextHeader()), new RuntimeCall(APPLY, extrinsic));
        if (!(run(calls, signer, List.of(events)) instanceof Ran.All(var results, var after))) {
            return Optional.empty();
        }
        JsonNode said;
        try {
            said = metadata.codec().decode(method.get().output(), results.get(1));
        } catch (ScaleException e) {
            return Optional.empty();
        }
        if (said.has("Err")) {
            return failed(
                    APPLY,
                    ChainRefusal.validity(said.path("Err"))
                            + " The chain would not take it into its next block.");
        }
        if (said.path("Ok").has("Err")) {
            return failed(
                    APPLY,
                    ChainRefusal.dispatch(metadata, said.path("Ok").path("Err"))
                            + " It would fail in its block, and its fee would be paid.");
        }
        return Optional.of(
                new Tried(
                        new Rehearsal.Passed(
                                APPLY,
                                "The chain's own runtime, run here, took this transaction at the beginning of the next block, and it succeeded."),
                        eventsOf(after.getFirst())));
    }

    private static Optional<Tried> failed(String api, String sentence) {
        return Optional.of(Tried.of(new Rehearsal.Failed(api, sentence)));
    }

    /** Parent, number, two roots that are not known yet, and the slot after this block's. */
    private Bytes nextHeader() {
        return new ScaleCodecWriter()
                .writeHash(at.hash())
                .writeCompact(at.number() + 1)
                .writeHash(Hash256.ZERO)
                .writeHash(Hash256.ZERO)
                .writeCompact(1)
                .writeUByte(PRE_RUNTIME)
                .writeFixed(Bytes.of("aura".getBytes(StandardCharsets.US_ASCII)))
                .writeCompact(SLOT_SIZE)
                .writeLong(at.slot() + 1)
                .toBytes();
    }

    /** Events of the block's first extrinsic; none where they do not decode. */
    private List<JsonNode> eventsOf(StorageValue value) {
        List<JsonNode> events = new ArrayList<>();
        if (value instanceof StorageValue.Present(Bytes bytes)) {
            int type =
                    metadata.pallet("System")
                            .flatMap(system -> system.entry("Events"))
                            .orElseThrow()
                            .valueType();
            try {
                for (JsonNode record : metadata.codec().decode(type, bytes)) {
                    JsonNode index = record.path("phase").path("ApplyExtrinsic");
                    if (index.isNumber() && index.asInt() == 0) {
                        events.add(record.path("event"));
                    }
                }
            } catch (ScaleException e) {
                return List.of();
            }
        }
        return List.copyOf(events);
    }

    /** The call alone, as the runtime's own dry run does it. */
    private Optional<Tried> dryRun(Bytes call, Coldkey signer) {
        Optional<RuntimeApi.Method> method = metadata.apiMethod(DRY_RUN);
        if (method.isEmpty()) {
            return Optional.empty();
        }
        JsonNode said;
        try {
            Bytes parameters = dryRunParameters(method.get(), call, signer);
            if (!(run(List.of(new RuntimeCall(DRY_RUN, parameters)), signer, List.of())
                    instanceof Ran.All(var results, var _))) {
                return Optional.empty();
            }
            said = metadata.codec().decode(method.get().output(), results.getFirst());
        } catch (ScaleException | ValueException e) {
            return Optional.empty();
        }
        JsonNode effects = said.path("Ok");
        JsonNode result = effects.path("execution_result");
        if (result.has("Err")) {
            return failed(
                    DRY_RUN,
                    ChainRefusal.dispatch(metadata, result.path("Err").path("error"))
                            + " It would fail in its block, and its fee would be paid.");
        }
        if (!result.has("Ok")) {
            return Optional.empty();
        }
        List<JsonNode> events = new ArrayList<>();
        effects.path("emitted_events").forEach(events::add);
        return Optional.of(
                new Tried(
                        new Rehearsal.Passed(
                                DRY_RUN,
                                "The chain's own runtime, run here, tried this call on the state of the block, and it succeeded."),
                        events));
    }

    /** Origin and call, and a version of XCM where one is asked for. */
    private Bytes dryRunParameters(RuntimeApi.Method method, Bytes call, Coldkey signer) {
        List<Field> inputs = method.inputs();
        ObjectNode signed = JsonNodeFactory.instance.objectNode().put("Signed", signer.address());
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        origin.set("system", signed);
        List<Bytes> parameters = new ArrayList<>();
        parameters.add(metadata.codec().encode(inputs.getFirst().type(), origin));
        parameters.add(call);
        for (Field more : inputs.subList(Math.min(2, inputs.size()), inputs.size())) {
            parameters.add(
                    metadata.codec().encode(more.type(), JsonNodeFactory.instance.numberNode(4)));
        }
        return Bytes.concat(parameters);
    }

    /** Whether all calls returned. */
    private sealed interface Ran {

        record All(List<Bytes> results, List<StorageValue> after) implements Ran {}

        record No(String reason) implements Ran {}
    }

    private Ran run(List<RuntimeCall> calls, Coldkey signer, List<Bytes> keys) {
        return switch (node.rehearse(at, calls, Set.of(signer.key()), keys)) {
            case Answer.Missing<Rehearsed>(var _, String text) ->
                    new Ran.No("The chain's runtime could not be run here: " + text);
            case Answer.Given<Rehearsed>(Rehearsed rehearsed) -> {
                List<Bytes> results = new ArrayList<>();
                for (ExecutedOutcome outcome : rehearsed.outcomes()) {
                    switch (outcome) {
                        case ExecutedOutcome.Returned(Bytes result) -> results.add(result);
                        case ExecutedOutcome.Trapped(String reason) -> {
                            yield new Ran.No("The chain's runtime gave up: " + reason);
                        }
                        case ExecutedOutcome.Limited(String reason) -> {
                            yield new Ran.No("It took more than a call may: " + reason);
                        }
                    }
                }
                yield results.size() < calls.size()
                        ? new Ran.No("The chain's runtime did not answer every call.")
                        : new Ran.All(
                                results,
                                keys.stream()
                                        .map(key ->
                                                rehearsed
                                                        .after()
                                                        .getOrDefault(
                                                                key, new StorageValue.Absent()))
                                        .toList());
            }
        };
    }
}

package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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

    private static final int PRE_RUNTIME = 6;
    private static final int SLOT_SIZE = 8;

    private final RehearsedCalls runs;
    private final FinalizedHead at;
    private final RuntimeMetadata metadata;

    Rehearser(LightNode node, FinalizedHead at, RuntimeMetadata metadata) {
        this.runs = new RehearsedCalls(node, at);
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
        WholeTry applied = apply(extrinsic, signer);
        if (applied instanceof WholeTry.Run(Tried tried)) {
            return tried;
        }
        WholeTry dry = new DryRun(runs, metadata).of(call, signer);
        return dry instanceof WholeTry.Run(Tried tried)
                ? tried
                : Tried.of(withObstacles(pool, applied, dry));
    }

    /** That the call itself was not run is told with the reason, where there is one. */
    private static Rehearsal withObstacles(Rehearsal pool, WholeTry... tries) {
        List<String> obstacles =
                Stream.of(tries)
                        .filter(WholeTry.Failed.class::isInstance)
                        .map(each -> ((WholeTry.Failed) each).reason())
                        .toList();
        return pool instanceof Rehearsal.Passed(String api, String sentence) && !obstacles.isEmpty()
                ? new Rehearsal.Passed(
                        api,
                        sentence
                                + " It was to be run here, too, and could not be: "
                                + String.join(" ", obstacles))
                : pool;
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
        return switch (runs.run(
                List.of(new RuntimeCall(VALIDATE, parameters)), signer, List.of())) {
            case RehearsedCalls.Ran.No(String reason) -> new Rehearsal.NotOffered(reason);
            case RehearsedCalls.Ran.All(List<Bytes> results, var _) ->
                    judged(method.get(), results.getFirst());
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

    /** At the beginning of the next block, before anybody else's. */
    private WholeTry apply(Bytes extrinsic, Coldkey signer) {
        Optional<RuntimeApi.Method> method = metadata.apiMethod(APPLY);
        if (method.isEmpty() || metadata.apiMethod(BEGIN).isEmpty()) {
            return new WholeTry.NotOffered();
        }
        Bytes events = metadata.storageKey("System", "Events");
        List<RuntimeCall> calls =
                List.of(new RuntimeCall(BEGIN, nextHeader()), new RuntimeCall(APPLY, extrinsic));
        return switch (runs.run(calls, signer, List.of(events))) {
            case RehearsedCalls.Ran.No(String reason) -> new WholeTry.Failed(reason);
            case RehearsedCalls.Ran.All(List<Bytes> results, List<StorageValue> after) ->
                    applied(method.get(), results.get(1), after.getFirst());
        };
    }

    private WholeTry applied(RuntimeApi.Method method, Bytes result, StorageValue events) {
        JsonNode said;
        try {
            said = metadata.codec().decode(method.output(), result);
        } catch (ScaleException e) {
            return WholeTry.unknownForm(APPLY, e);
        }
        if (said.has("Err")) {
            return WholeTry.failing(
                    APPLY,
                    ChainRefusal.validity(said.path("Err"))
                            + " The chain would not take it into its next block.");
        }
        if (said.path("Ok").has("Err")) {
            return WholeTry.failing(
                    APPLY,
                    ChainRefusal.dispatch(metadata, said.path("Ok").path("Err"))
                            + " It would fail in its block, and its fee would be paid.");
        }
        return new WholeTry.Run(
                new Tried(
                        new Rehearsal.Passed(
                                APPLY,
                                "The chain's own runtime, run here, took this transaction at the beginning of the next block, and it succeeded."),
                        eventsOf(events)));
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
}

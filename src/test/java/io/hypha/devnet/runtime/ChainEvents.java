package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The last block's events, decoded by the devnet's own metadata. */
final class ChainEvents {

    private static final int INITIALIZATION = -1;
    private static final int FINALIZATION = -2;

    private final RuntimeMetadata metadata;

    ChainEvents(DevnetRuntime runtime) {
        this.metadata = RuntimeMetadata.decode(runtime.metadata(16));
    }

    /** Names of an extrinsic's events, such as {@code Balances.Withdraw}, in order. */
    List<String> names(MemoryChain chain, int extrinsic) {
        return names(of(chain, extrinsic));
    }

    /** Names of the events before the first extrinsic. */
    List<String> initialization(MemoryChain chain) {
        return names(of(chain, INITIALIZATION));
    }

    /** Names of the events after the last extrinsic. */
    List<String> finalization(MemoryChain chain) {
        return names(of(chain, FINALIZATION));
    }

    private static List<String> names(List<JsonNode> events) {
        List<String> names = new ArrayList<>();
        for (JsonNode event : events) {
            String pallet = event.propertyNames().iterator().next();
            JsonNode inner = event.get(pallet);
            names.add(
                    pallet
                            + "."
                            + (inner.isString()
                                    ? inner.asString()
                                    : inner.propertyNames().iterator().next()));
        }
        return names;
    }

    /** The fields of the first event of that name. */
    JsonNode first(MemoryChain chain, int extrinsic, String pallet, String name) {
        for (JsonNode event : of(chain, extrinsic)) {
            if (event.has(pallet) && event.get(pallet).has(name)) {
                return event.get(pallet).get(name);
            }
        }
        throw new AssertionError("no event " + pallet + "." + name + " in " + of(chain, extrinsic));
    }

    private List<JsonNode> of(MemoryChain chain, int extrinsic) {
        StorageEntry entry = metadata.pallet("System").orElseThrow().entry("Events").orElseThrow();
        Bytes stored = chain.get(Items.EVENTS.prefix()).orElseThrow();
        List<JsonNode> events = new ArrayList<>();
        for (JsonNode record : metadata.codec().decode(entry.valueType(), stored)) {
            JsonNode phase = record.get("phase");
            boolean wanted =
                    switch (extrinsic) {
                        case INITIALIZATION -> phase.asString("").equals("Initialization");
                        case FINALIZATION -> phase.asString("").equals("Finalization");
                        default ->
                                phase.has("ApplyExtrinsic")
                                        && phase.get("ApplyExtrinsic").asInt() == extrinsic;
                    };
            if (wanted) {
                events.add(record.get("event"));
            }
        }
        return events;
    }
}

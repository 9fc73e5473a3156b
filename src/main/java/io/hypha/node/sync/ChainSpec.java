package io.hypha.node.sync;

import io.hypha.node.Network;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chain spec: the JSON file that full nodes start from, with its genesis state or only that
 * state's root. Standard fields: {@code name, properties, genesis.raw.top | genesis.stateRootHash,
 * grandpaWarpSyncCheckpoint, rpcEndpoints, bootNodes, forkId}. In {@code properties} two of our own
 * may stand, where other readers tolerate more: {@code slotDurationMillis} and {@code
 * metadataHashes} ({@code {specVersion: {metadataVersion: hash}}}).
 */
public final class ChainSpec {

    private static final int MAX_GENESIS_VALUE = 16 << 20;

    private ChainSpec() {}

    /**
     * The record behind a spec. One whose genesis is that of a network compiled in takes trust from
     * there, since set ids of those do not begin at genesis.
     *
     * @param name of the file, for the message
     * @throws RecordException when it is no spec, or gives no genesis
     */
    public static NetworkRecord read(Bytes json, String name) {
        JsonNode spec = RecordJson.object(json, name);
        JsonNode genesis = RecordJson.required(spec, "genesis", name);
        Optional<JsonNode> raw = RecordJson.optional(genesis.path("raw"), "top");
        Header header =
                raw.isPresent()
                        ? genesisHeader(TrieRoot.of(StateVersion.V1, state(raw.get(), name)))
                        : genesisHeader(
                                RecordJson.hash(genesis, "stateRootHash", name + ": genesis"));
        JsonNode properties = spec.path("properties");
        Network network =
                new Network(
                        RecordJson.text(spec, "name", name),
                        header.hash(),
                        RecordJson.optional(properties, "ss58Format")
                                .map(each -> RecordJson.positiveInt(each, name + ": ss58Format"))
                                .orElse(42),
                        RecordJson.optional(properties, "tokenSymbol")
                                .map(JsonNode::asString)
                                .orElse("TAO"),
                        RecordJson.optional(properties, "tokenDecimals")
                                .map(each -> RecordJson.positiveInt(each, name + ": tokenDecimals"))
                                .orElse(9));
        NetworkRecord record =
                new NetworkRecord(
                        network,
                        anchor(spec, raw, header, name),
                        Duration.ofMillis(
                                RecordJson.optional(properties, "slotDurationMillis")
                                        .map(each ->
                                                RecordJson.positiveInt(
                                                        each, name + ": slotDurationMillis"))
                                        .orElse(
                                                (int)
                                                        NetworkRecord.DEFAULT_SLOT_DURATION
                                                                .toMillis())),
                        pins(properties.path("metadataHashes"), name),
                        RecordJson.addresses(spec.path("rpcEndpoints"), name),
                        RecordJson.peers(spec.path("bootNodes"), name),
                        RecordJson.optional(spec, "forkId")
                                .map(JsonNode::asString)
                                .filter(each -> !each.isEmpty()));
        return Networks.withGenesis(network.genesisHash())
                .map(known ->
                        spec.has("grandpaWarpSyncCheckpoint")
                                ? record
                                : record.withAnchor(known.anchor()))
                .orElse(record);
    }

    private static Anchor anchor(
            JsonNode spec, Optional<JsonNode> raw, Header genesis, String name) {
        JsonNode checkpoint = spec.path("grandpaWarpSyncCheckpoint");
        if (checkpoint.isObject()) {
            return new Anchor.Trusted(
                    checkpoint(checkpoint, name), "grandpaWarpSyncCheckpoint in " + name);
        }
        String authorities = StorageKeys.GRANDPA_AUTHORITIES.toHex();
        return raw.flatMap(top -> RecordJson.optional(top, authorities))
                .<Anchor>map(list ->
                        new Anchor.Trusted(
                                new Checkpoint(
                                        genesis,
                                        RecordJson.voters(0, list, name + ": genesis voters")),
                                "genesis in " + name))
                .orElseGet(() -> new Anchor.Genesis(genesis, "genesis in " + name));
    }

    private static Checkpoint checkpoint(JsonNode node, String name) {
        try {
            Checkpoint checkpoint =
                    Checkpoint.ofChainSpec(
                            RecordJson.hex(node, "finalizedBlockHeader", name),
                            RecordJson.hex(node, "grandpaAuthoritySet", name));
            if (TrustPath.from(checkpoint)
                    instanceof TrustPath.NeedsCheckpoint(var at, String reason)) {
                throw new RecordException(
                        name + ": " + at + " is no place to start from: " + reason);
            }
            return checkpoint;
        } catch (ScaleException e) {
            throw new RecordException(name + ": grandpaWarpSyncCheckpoint: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RecordException(name + ": grandpaWarpSyncCheckpoint: " + e.getMessage(), e);
        }
    }

    private static SortedMap<Bytes, TrieValue> state(JsonNode top, String name) {
        SortedMap<Bytes, TrieValue> state = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : top.properties()) {
            try {
                state.put(Bytes.fromHex(entry.getKey()), value(entry.getValue(), name));
            } catch (IllegalArgumentException e) {
                throw new RecordException(
                        name + ": genesis key " + entry.getKey() + ": " + e.getMessage(), e);
            }
        }
        return state;
    }

    private static TrieValue value(JsonNode node, String name) {
        Bytes value = Bytes.fromHex(node.asString());
        if (value.size() > MAX_GENESIS_VALUE) {
            throw new RecordException(name + ": a genesis value has " + value.size() + " bytes");
        }
        return value.size() > StateVersion.MAX_INLINE_VALUE
                ? new TrieValue.Hashed(Blake2b.hash256(value), value.size())
                : TrieValue.of(value);
    }

    /** Block 0: no parent, no extrinsics, an empty digest. */
    static Header genesisHeader(Hash256 stateRoot) {
        return new Header(Hash256.ZERO, 0, stateRoot, TrieRoot.EMPTY, List.of());
    }

    static Map<Long, Set<Hash256>> pins(JsonNode node, String name) {
        Map<Long, Set<Hash256>> pins = new HashMap<>();
        for (Map.Entry<String, JsonNode> version : node.properties()) {
            Set<Hash256> hashes = new HashSet<>();
            try {
                version.getValue().forEach(hash -> hashes.add(Hash256.fromHex(hash.asString())));
                pins.put(Long.parseLong(version.getKey()), hashes);
            } catch (IllegalArgumentException e) {
                throw new RecordException(
                        name + ": metadataHashes of " + version.getKey() + ": " + e.getMessage(),
                        e);
            }
        }
        return pins;
    }
}

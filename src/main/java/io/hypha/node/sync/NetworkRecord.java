package io.hypha.node.sync;

import io.hypha.node.Network;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.wire.Multiaddr;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a light node must know of a network before it meets it.
 *
 * @param slotDuration length of an Aura slot
 * @param pinnedMetadata BLAKE2b-256 of raw metadata (any version), by spec version: held against
 *     what the code answers, and used where the code cannot be run
 * @param rpc addresses that are asked when none are given
 * @param bootnodes peers that are met first
 * @param forkId part of the names of the peers' protocols, where there is one
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NetworkRecord(
        Network network,
        Anchor anchor,
        Duration slotDuration,
        Map<Long, Set<Hash256>> pinnedMetadata,
        List<URI> rpc,
        List<Multiaddr> bootnodes,
        Optional<String> forkId) {

    public static final Duration DEFAULT_SLOT_DURATION = Duration.ofSeconds(12);

    public NetworkRecord {
        if (slotDuration.toMillis() < 1) {
            throw new IllegalArgumentException("a slot lasts at least 1 ms, was " + slotDuration);
        }
        Map<Long, Set<Hash256>> pins = new HashMap<>();
        pinnedMetadata.forEach((version, hashes) -> pins.put(version, Set.copyOf(hashes)));
        pinnedMetadata = Map.copyOf(pins);
        rpc = List.copyOf(rpc);
        bootnodes = List.copyOf(bootnodes);
    }

    /** A network that is reached over JSON-RPC only. */
    public NetworkRecord(
            Network network,
            Anchor anchor,
            Duration slotDuration,
            Map<Long, Set<Hash256>> pinnedMetadata,
            List<URI> rpc) {
        this(network, anchor, slotDuration, pinnedMetadata, rpc, List.of(), Optional.empty());
    }

    /** The same network from another place of trust. */
    public NetworkRecord withAnchor(Anchor other) {
        return new NetworkRecord(
                network, other, slotDuration, pinnedMetadata, rpc, bootnodes, forkId);
    }
}

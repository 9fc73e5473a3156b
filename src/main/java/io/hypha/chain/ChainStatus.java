package io.hypha.chain;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the light node knows of itself, for pages that may not ask it.
 *
 * @param state where the synchronisation stands
 * @param explanation one sentence for people
 * @param finalized newest block verified as final
 * @param finalitySource who gave the justification that {@code finalized} was reached by; empty
 *     where it is the checkpoint or was known from an earlier start
 * @param readable newest final block whose state some source still has
 * @param sealed newest block above it whose Aura seals and ancestry were verified: sealed, not
 *     final
 * @param code the runtime's code that calls are run with, once it was looked at
 * @param warp how far the walk along the changes of voters is, while it is under way
 * @param information what was proven of the chain at the first block that was followed
 * @param freshness whether the sources agree that {@code finalized} is the newest final block
 * @param endpoints JSON-RPC addresses
 * @param peers full nodes on the chain's own network, those with faults among them
 * @param bytesReceived from endpoints and peers together
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record ChainStatus(
        NetworkName network,
        State state,
        String explanation,
        Checkpoint checkpoint,
        Optional<BlockRef> finalized,
        Optional<FinalitySource> finalitySource,
        Optional<BlockRef> readable,
        Optional<BlockId> sealed,
        Duration slotDuration,
        Optional<Voters> voters,
        Optional<RuntimeTrust> runtime,
        Optional<Code> code,
        Optional<Warp> warp,
        Optional<Information> information,
        Freshness freshness,
        List<Endpoint> endpoints,
        List<Peer> peers,
        List<Disagreement> disagreements,
        long bytesReceived) {

    public ChainStatus {
        endpoints = List.copyOf(endpoints);
        peers = List.copyOf(peers);
        disagreements = List.copyOf(disagreements);
    }

    /** Which chain this is; the genesis hash alone tells. */
    public record NetworkName(
            String name,
            Hash256 genesisHash,
            int ss58Prefix,
            String tokenSymbol,
            int tokenDecimals) {}

    public enum State {
        NO_CHECKPOINT,
        CONNECTING,
        WARP_SYNCING,
        CHAIN_INFORMATION,
        FOLLOWING,
        NO_PEER,
        STOPPED
    }

    /**
     * Who gave the bytes that proved a block final; they were verified here, whoever it is.
     *
     * @param peer a libp2p identity, or the address of an endpoint
     */
    public record FinalitySource(Wire wire, String peer) {}

    public enum Wire {
        P2P,
        RPC;

        /** {@code p2p} or {@code rpc}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The walk from the checkpoint to the newest final block.
     *
     * @param reached number of the newest block verified as final
     * @param claimed the highest number that a source holds for final: a hint
     * @param fragments how many changes of voters were followed
     */
    public record Warp(long reached, long claimed, int fragments) {}

    /**
     * Proven from the state of a final block.
     *
     * @param codeHash BLAKE2b-256 of the runtime's code
     * @param auraAuthorities how many authors take turns
     */
    public record Information(BlockId at, Hash256 codeHash, int auraAuthorities) {}

    /**
     * Whether the newest final block is as new as the chain's.
     *
     * @param sources how many hold the same for the newest final block; 0 where nobody was counted
     * @param text one sentence for people
     */
    public record Freshness(FreshnessKind kind, int sources, String text) {}

    public enum FreshnessKind {
        /** Nothing above genesis is verified as final. */
        UNKNOWN,
        /** Young, and two sources or more agree. */
        FRESH,
        /** Young, but at most one source confirms it: newer blocks may be held back. */
        SINGLE_SOURCE,
        /** A source claims newer final blocks than could be verified. */
        DISAGREE,
        /** Too old, whatever the sources say. */
        STALE
    }

    /** The block trusted from the start, and the set in office after it, once that is known. */
    public record Checkpoint(Optional<BlockId> block, Optional<Voters> after, String origin) {}

    public record Voters(long setId, int count, long totalWeight, long threshold) {}

    /** Which metadata is used and why it is believed. */
    public record RuntimeTrust(String specName, long specVersion, String why) {}

    /**
     * The code that is run here.
     *
     * @param hash BLAKE2b-256, proven
     * @param compiled whether it runs compiled to the machine's own code; else it is interpreted
     * @param pending an upgrade that was seen and is not in office yet
     */
    public record Code(
            Hash256 hash,
            String specName,
            long specVersion,
            boolean compiled,
            Optional<Upgrade> pending) {}

    /**
     * New code that a block brought; in office from the block after that one on.
     *
     * @param at the block whose header says so
     * @param isFinal whether that block is final
     * @param codeHash of the new code, once it is proven
     * @param specVersion of the new code, once it was looked at
     */
    public record Upgrade(
            BlockId at, boolean isFinal, Optional<Hash256> codeHash, Optional<Long> specVersion) {}

    public record Endpoint(
            String address,
            String software,
            EndpointState state,
            Optional<Duration> latency,
            long bytesReceived,
            long faults,
            Optional<BlockId> claimedHead,
            boolean servesReadProofs,
            boolean servesJustifications) {}

    public enum EndpointState {
        CONNECTING,
        OK,
        SILENT,
        BANNED
    }

    /**
     * A full node of the chain's own network, met or tried.
     *
     * @param id its libp2p identity; empty while it is not known
     * @param address a multiaddress
     * @param agent the software as it calls itself; empty before it said so
     * @param best its newest block, as it claims
     * @param finalizedNumber the number of its newest final block, as it claims
     * @param lastFailure words for what went wrong last; empty when nothing did
     */
    public record Peer(
            String id,
            String address,
            String agent,
            PeerState state,
            Optional<Duration> latency,
            long bytesReceived,
            long bytesSent,
            long faults,
            Optional<BlockId> best,
            Optional<Long> finalizedNumber,
            String lastFailure) {}

    public enum PeerState {
        CONNECTING,
        CONNECTED,
        /** It could not be reached or went away; it is tried again later. */
        WAITING,
        /** It lied, sent garbage or was too slow, and is not talked to for a while. */
        BANNED
    }

    /** Peers that are connected now. */
    public long connectedPeers() {
        return peers.stream().filter(peer -> peer.state() == PeerState.CONNECTED).count();
    }

    /** Endpoints that answer now. */
    public long answeringEndpoints() {
        return endpoints.stream().filter(each -> each.state() == EndpointState.OK).count();
    }

    /** A lie or a contradiction that was seen. */
    public record Disagreement(Instant at, String endpoint, String about, String text) {}

    /** How old finality is at {@code now}, by chain time; empty before the first final block. */
    public Optional<Duration> finalityAge(Instant now) {
        return finalized
                .filter(block -> block.number() > 0)
                .map(block -> { // genesis has no time
                    Duration age =
                            Duration.between(Instant.ofEpochMilli(block.timestampMillis()), now);
                    return age.isNegative() ? Duration.ZERO : age;
                });
    }
}

package io.hypha.node;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the node knows of itself, for the page and the terminal.
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
 * @param chain what was proven of the chain at the first block that was followed
 * @param freshness whether the sources agree that {@code finalized} is the newest final block
 * @param endpoints JSON-RPC addresses
 * @param peers full nodes on the chain's own network, those with faults among them
 * @param bytesReceived from endpoints and peers together
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NodeStatus(
        Network network,
        State state,
        String explanation,
        Checkpoint checkpoint,
        Optional<FinalizedHead> finalized,
        Optional<FinalitySource> finalitySource,
        Optional<FinalizedHead> readable,
        Optional<BlockId> sealed,
        Duration slotDuration,
        Optional<Voters> voters,
        Optional<RuntimeTrust> runtime,
        Optional<Code> code,
        Optional<Warp> warp,
        Optional<ChainInformation> chain,
        Freshness freshness,
        List<Endpoint> endpoints,
        List<Peer> peers,
        List<Disagreement> disagreements,
        long bytesReceived) {

    public enum State {
        /** The network's record has no usable checkpoint and none was given. */
        NO_CHECKPOINT,
        /** Nobody that is on our chain answers yet. */
        CONNECTING,
        /** Walking the changes of voters from the checkpoint up, hop by hop. */
        WARP_SYNCING,
        /** Proving the runtime's hash and the authors of blocks at the block that was reached. */
        CHAIN_INFORMATION,
        FOLLOWING,
        /** No endpoint and no peer answers; pages show what was proven before. */
        NO_PEER,
        /** A change of voters cannot be followed; a newer checkpoint is needed. */
        STOPPED
    }

    /**
     * Who gave the bytes that proved a block final. They were verified here, whoever it is.
     *
     * @param peer a libp2p identity, {@code 12D3Koo…}, or the address of an endpoint
     */
    public record FinalitySource(Wire wire, String peer) {}

    public enum Wire {
        P2P,
        RPC
    }

    /** The block trusted from the start, and the set in office after it, once that is known. */
    public record Checkpoint(Optional<BlockId> block, Optional<Voters> after, String origin) {}

    public record Voters(long setId, int count, long totalWeight, long threshold) {}

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
    public record ChainInformation(BlockId at, Hash256 codeHash, int auraAuthorities) {}

    /** Which metadata is used and why it is believed. */
    public record RuntimeTrust(String specName, long specVersion, String why) {}

    /**
     * The code that is run here.
     *
     * @param hash BLAKE2b-256, proven
     * @param specVersion as the code says itself
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
     * New code that a block brought. It is in office from the block after that one on.
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
        /** It sent something that its own proof refutes, and is no longer asked. */
        BANNED
    }

    /**
     * A full node of the chain's own network, met or tried.
     *
     * @param id its libp2p identity, {@code 12D3Koo…}; empty while it is not known
     * @param address a multiaddress
     * @param agent the software as it calls itself; empty before it said so
     * @param faults what it did wrong since this node started
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
        /**
         * It did not answer in time and is banned for a short while. Who is late may be honest, and
         * so may be the machine that it is late on.
         */
        SLOW,
        /** It lied or sent garbage, and is banned for a while. */
        BANNED
    }

    /**
     * A lie or a contradiction that was seen: who, about what, what was expected and what was
     * found.
     */
    public record Disagreement(Instant at, String endpoint, String about, String text) {}
}

package io.hypha.node;

import io.hypha.node.bytes.BlockId;
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
 * @param readable newest final block whose state some endpoint still has
 * @param sealed newest block above it whose Aura seals and ancestry were verified: sealed, not
 *     final
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NodeStatus(
        Network network,
        State state,
        String explanation,
        Checkpoint checkpoint,
        Optional<FinalizedHead> finalized,
        Optional<FinalizedHead> readable,
        Optional<BlockId> sealed,
        Duration slotDuration,
        Voters voters,
        Optional<RuntimeTrust> runtime,
        List<Endpoint> endpoints,
        List<Disagreement> disagreements,
        long bytesReceived) {

    public enum State {
        /** The network's record has no usable checkpoint and none was given. */
        NO_CHECKPOINT,
        CONNECTING,
        /** Walking the changes of voters from the checkpoint up. */
        CATCHING_UP,
        FOLLOWING,
        /** No endpoint answers; pages show what was proven before. */
        NO_PEER,
        /** A change of voters cannot be followed; a newer checkpoint is needed. */
        STOPPED
    }

    /** The block trusted from the start, and the set in office after it. */
    public record Checkpoint(Optional<BlockId> block, long setIdAfter, int voters, String origin) {}

    public record Voters(long setId, int count, long totalWeight, long threshold) {}

    /** Which metadata is used and why it is believed. */
    public record RuntimeTrust(String specName, long specVersion, String why) {}

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
     * A lie or a contradiction that was seen: who, about what, what was expected and what was
     * found.
     */
    public record Disagreement(Instant at, String endpoint, String about, String text) {}
}

package io.hypha.chain;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the light node knows of itself, for pages that may not ask it.
 *
 * @param state where the synchronisation stands
 * @param explanation one sentence for people
 * @param finalized newest block verified as final
 * @param readable newest final block whose state some endpoint still has
 * @param sealed newest block above it whose Aura seals and ancestry were verified: sealed, not
 *     final
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record ChainStatus(
        NetworkName network,
        State state,
        String explanation,
        Checkpoint checkpoint,
        Optional<BlockRef> finalized,
        Optional<BlockRef> readable,
        Optional<BlockId> sealed,
        Duration slotDuration,
        Voters voters,
        Optional<RuntimeTrust> runtime,
        List<Endpoint> endpoints,
        List<Disagreement> disagreements,
        long bytesReceived) {

    public ChainStatus {
        endpoints = List.copyOf(endpoints);
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
        CATCHING_UP,
        FOLLOWING,
        NO_PEER,
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
        BANNED
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

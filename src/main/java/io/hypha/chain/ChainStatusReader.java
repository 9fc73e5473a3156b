package io.hypha.chain;

import io.hypha.node.FinalizedHead;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;

/** Hands the node's status to rooms that may not see the node. */
final class ChainStatusReader {

    private ChainStatusReader() {}

    static ChainStatus of(NodeStatus status) {
        return new ChainStatus(
                network(status.network()),
                state(status.state()),
                status.explanation(),
                new ChainStatus.Checkpoint(
                        status.checkpoint().block(),
                        status.checkpoint().setIdAfter(),
                        status.checkpoint().voters(),
                        status.checkpoint().origin()),
                status.finalized().map(ChainStatusReader::block),
                status.readable().map(ChainStatusReader::block),
                status.sealed(),
                status.slotDuration(),
                new ChainStatus.Voters(
                        status.voters().setId(),
                        status.voters().count(),
                        status.voters().totalWeight(),
                        status.voters().threshold()),
                status.runtime()
                        .map(runtime ->
                                new ChainStatus.RuntimeTrust(
                                        runtime.specName(), runtime.specVersion(), runtime.why())),
                status.endpoints().stream().map(ChainStatusReader::endpoint).toList(),
                status.disagreements().stream()
                        .map(seen ->
                                new ChainStatus.Disagreement(
                                        seen.at(), seen.endpoint(), seen.about(), seen.text()))
                        .toList(),
                status.bytesReceived());
    }

    static ChainStatus.NetworkName network(Network network) {
        return new ChainStatus.NetworkName(
                network.name(),
                network.genesisHash(),
                network.ss58Prefix(),
                network.tokenSymbol(),
                network.tokenDecimals());
    }

    static BlockRef block(FinalizedHead head) {
        return new BlockRef(head.number(), head.hash(), head.timestampMillis());
    }

    private static ChainStatus.Endpoint endpoint(NodeStatus.Endpoint endpoint) {
        return new ChainStatus.Endpoint(
                endpoint.address(),
                endpoint.software(),
                state(endpoint.state()),
                endpoint.latency(),
                endpoint.bytesReceived(),
                endpoint.faults(),
                endpoint.claimedHead(),
                endpoint.servesReadProofs(),
                endpoint.servesJustifications());
    }

    private static ChainStatus.State state(NodeStatus.State state) {
        return switch (state) {
            case NO_CHECKPOINT -> ChainStatus.State.NO_CHECKPOINT;
            case CONNECTING -> ChainStatus.State.CONNECTING;
            case WARP_SYNCING, CHAIN_INFORMATION -> ChainStatus.State.CATCHING_UP;
            case FOLLOWING -> ChainStatus.State.FOLLOWING;
            case NO_PEER -> ChainStatus.State.NO_PEER;
            case STOPPED -> ChainStatus.State.STOPPED;
        };
    }

    private static ChainStatus.EndpointState state(NodeStatus.EndpointState state) {
        return switch (state) {
            case CONNECTING -> ChainStatus.EndpointState.CONNECTING;
            case OK -> ChainStatus.EndpointState.OK;
            case SILENT -> ChainStatus.EndpointState.SILENT;
            case BANNED -> ChainStatus.EndpointState.BANNED;
        };
    }
}

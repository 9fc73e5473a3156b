package io.hypha.chain;

import io.hypha.chain.ChainStatus.FreshnessKind;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
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
                        status.checkpoint().after().map(ChainStatusReader::voters),
                        status.checkpoint().origin()),
                status.finalized().map(ChainStatusReader::block),
                status.finalitySource()
                        .map(source ->
                                new ChainStatus.FinalitySource(wire(source.wire()), source.peer())),
                status.readable().map(ChainStatusReader::block),
                status.sealed(),
                status.slotDuration(),
                status.voters().map(ChainStatusReader::voters),
                status.runtime()
                        .map(runtime ->
                                new ChainStatus.RuntimeTrust(
                                        runtime.specName(), runtime.specVersion(), runtime.why())),
                status.code().map(ChainStatusReader::code),
                status.warp()
                        .map(warp ->
                                new ChainStatus.Warp(
                                        warp.reached(), warp.claimed(), warp.fragments())),
                status.chain()
                        .map(chain ->
                                new ChainStatus.Information(
                                        chain.at(), chain.codeHash(), chain.auraAuthorities())),
                freshness(status.freshness()),
                status.endpoints().stream().map(ChainStatusReader::endpoint).toList(),
                status.peers().stream().map(ChainStatusReader::peer).toList(),
                status.disagreements().stream()
                        .map(seen ->
                                new ChainStatus.Disagreement(
                                        seen.at(), seen.endpoint(), seen.about(), seen.text()))
                        .toList(),
                status.bytesReceived());
    }

    private static ChainStatus.Code code(NodeStatus.Code code) {
        return new ChainStatus.Code(
                code.hash(),
                code.specName(),
                code.specVersion(),
                code.compiled(),
                code.pending()
                        .map(upgrade ->
                                new ChainStatus.Upgrade(
                                        upgrade.at(),
                                        upgrade.isFinal(),
                                        upgrade.codeHash(),
                                        upgrade.specVersion())));
    }

    private static ChainStatus.Voters voters(NodeStatus.Voters set) {
        return new ChainStatus.Voters(set.setId(), set.count(), set.totalWeight(), set.threshold());
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

    private static ChainStatus.Peer peer(NodeStatus.Peer peer) {
        return new ChainStatus.Peer(
                peer.id(),
                peer.address(),
                peer.agent(),
                state(peer.state()),
                peer.latency(),
                peer.bytesReceived(),
                peer.bytesSent(),
                peer.faults(),
                peer.best(),
                peer.finalizedNumber(),
                peer.lastFailure());
    }

    private static ChainStatus.Freshness freshness(Freshness freshness) {
        return switch (freshness) {
            case Freshness.Unknown _ -> freshness(freshness, FreshnessKind.UNKNOWN, 0);
            case Freshness.Fresh(var _, int sources) ->
                    freshness(freshness, FreshnessKind.FRESH, sources);
            case Freshness.SingleSource(var _, int sources) ->
                    freshness(freshness, FreshnessKind.SINGLE_SOURCE, sources);
            case Freshness.Disagree _ -> freshness(freshness, FreshnessKind.DISAGREE, 0);
            case Freshness.Stale(var _, int sources) ->
                    freshness(freshness, FreshnessKind.STALE, sources);
        };
    }

    private static ChainStatus.Freshness freshness(
            Freshness freshness, FreshnessKind kind, int sources) {
        return new ChainStatus.Freshness(kind, sources, freshness.text());
    }

    private static ChainStatus.Wire wire(NodeStatus.Wire wire) {
        return switch (wire) {
            case P2P -> ChainStatus.Wire.P2P;
            case RPC -> ChainStatus.Wire.RPC;
        };
    }

    private static ChainStatus.PeerState state(NodeStatus.PeerState state) {
        return switch (state) {
            case CONNECTING -> ChainStatus.PeerState.CONNECTING;
            case CONNECTED -> ChainStatus.PeerState.CONNECTED;
            case WAITING -> ChainStatus.PeerState.WAITING;
            case SLOW, BANNED -> ChainStatus.PeerState.BANNED;
        };
    }

    private static ChainStatus.State state(NodeStatus.State state) {
        return switch (state) {
            case NO_CHECKPOINT -> ChainStatus.State.NO_CHECKPOINT;
            case CONNECTING -> ChainStatus.State.CONNECTING;
            case WARP_SYNCING -> ChainStatus.State.WARP_SYNCING;
            case CHAIN_INFORMATION -> ChainStatus.State.CHAIN_INFORMATION;
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

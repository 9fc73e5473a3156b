package io.hypha.node.sync;

import io.hypha.node.NodeStatus.Peer;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.network.Misconduct;
import io.hypha.node.network.PeerRecord;
import io.hypha.node.network.PeerRecord.State;
import io.hypha.node.network.wire.PeerId;
import java.util.List;
import java.util.Optional;

/** Says what is known of peers, from memory. */
final class PeerBoard {

    private PeerBoard() {}

    /** Whether some address was not tried to its end yet. */
    static boolean stillTrying(PeerSide peers) {
        List<PeerRecord> all = peers.describe();
        return all.isEmpty()
                || all.stream()
                        .anyMatch(each ->
                                each.state() instanceof State.Connected
                                        || (each.failures() == 0
                                                && (each.state() instanceof State.Connecting
                                                        || each.state() instanceof State.Known)));
    }

    static List<Peer> describe(PeerSide peers) {
        return peers.describe().stream().map(each -> describe(peers, each)).toList();
    }

    private static Peer describe(PeerSide peers, PeerRecord record) {
        Optional<PeerId> id = record.address().peerId();
        Optional<Source> source = id.flatMap(peers::source);
        String name = id.map(PeerId::toString).orElse("");
        return switch (record.state()) {
            case State.Connected connected ->
                    new Peer(
                            name,
                            record.address().toString(),
                            connected.agent(),
                            connected.joined() ? PeerState.CONNECTED : PeerState.CONNECTING,
                            connected.latency(),
                            connected.bytesReceived(),
                            connected.bytesSent(),
                            connected.faults() + source.map(Source::faults).orElse(0L),
                            Optional.of(connected.best()),
                            source.flatMap(Source::claimedFinal),
                            source.map(Source::lastFault)
                                    .filter(words -> !words.isEmpty())
                                    .orElse(record.lastFailure()));
            case State.Connecting _ -> away(record, name, PeerState.CONNECTING);
            case State.Known _ ->
                    away(
                            record,
                            name,
                            record.failures() == 0 ? PeerState.CONNECTING : PeerState.WAITING);
            case State.BackingOff _ -> away(record, name, PeerState.WAITING);
            case State.Banned(_, Misconduct kind, _) ->
                    away(record, name, kind == Misconduct.SLOW ? PeerState.SLOW : PeerState.BANNED);
        };
    }

    private static Peer away(PeerRecord record, String name, PeerState state) {
        return new Peer(
                name,
                record.address().toString(),
                "",
                state,
                Optional.empty(),
                0,
                0,
                record.failures(),
                Optional.empty(),
                Optional.empty(),
                record.state() instanceof State.Banned ? record.text() : record.lastFailure());
    }
}

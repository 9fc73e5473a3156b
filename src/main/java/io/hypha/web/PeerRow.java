package io.hypha.web;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.Peer;
import io.hypha.chain.ChainStatus.PeerState;
import io.hypha.node.bytes.BlockId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * A full node of the chain's own network as texts. Its name and heights are claims.
 *
 * @param name short identity, or the words that there is none yet
 * @param id whole identity, empty while it is not known
 * @param state what it is to us
 * @param kind {@code ok}, {@code wait} or {@code bad}
 * @param failure what went wrong last, empty when nothing did
 */
public record PeerRow(
        String name,
        String id,
        String address,
        String agent,
        String state,
        String kind,
        String failure,
        Figure best,
        Figure finalized,
        String latency,
        String received,
        String sent,
        String faults) {

    private static final int HEAD = 12;
    private static final int TAIL = 6;

    /** Those that answer first, then those that are tried, then the banned ones. */
    static List<PeerRow> of(ChainStatus status) {
        return status.peers().stream()
                .sorted(Comparator.comparingInt((Peer peer) -> order(peer.state())))
                .map(PeerRow::of)
                .toList();
    }

    private static int order(PeerState state) {
        return switch (state) {
            case CONNECTED -> 0;
            case CONNECTING -> 1;
            case WAITING -> 2;
            case BANNED -> 3;
        };
    }

    private static PeerRow of(Peer peer) {
        return new PeerRow(
                peer.id().isEmpty() ? "identity not known yet" : shortId(peer.id()),
                peer.id(),
                ForeignText.of(place(peer), ForeignText.SENTENCE),
                peer.agent().isEmpty()
                        ? "software not said"
                        : ForeignText.of(peer.agent(), ForeignText.NAME),
                state(peer.state()),
                kind(peer.state()),
                failure(peer),
                peer.best()
                        .map(BlockId::number)
                        .map(PeerRow::claim)
                        .orElseGet(() -> Figure.missing("not said")),
                peer.finalizedNumber()
                        .map(PeerRow::claim)
                        .orElseGet(() -> Figure.missing("not said")),
                peer.latency().map(PeerRow::latency).orElse("not measured"),
                Numbers.bytes(peer.bytesReceived()),
                Numbers.bytes(peer.bytesSent()),
                Numbers.grouped(peer.faults()));
    }

    private static String failure(Peer peer) {
        String words = ForeignText.of(peer.lastFailure(), ForeignText.SENTENCE);
        return words.isEmpty() || peer.state() != PeerState.CONNECTED ? words : "earlier: " + words;
    }

    /** Its address without the identity that stands above it. */
    private static String place(Peer peer) {
        String end = "/p2p/" + peer.id();
        return !peer.id().isEmpty() && peer.address().endsWith(end)
                ? peer.address().substring(0, peer.address().length() - end.length())
                : peer.address();
    }

    /** What somebody says of a block: nothing was verified. */
    static Figure claim(long number) {
        return Figure.unverified(Numbers.grouped(number), number);
    }

    static String latency(Duration latency) {
        return latency.toMillis() == 0 ? "< 1 ms" : Numbers.grouped(latency.toMillis()) + " ms";
    }

    static String shortId(String id) {
        return id.length() <= HEAD + TAIL + 1
                ? id
                : id.substring(0, HEAD) + "…" + id.substring(id.length() - TAIL);
    }

    private static String state(PeerState state) {
        return switch (state) {
            case CONNECTING -> "connecting";
            case CONNECTED -> "connected";
            case WAITING -> "not connected, tried again later";
            case BANNED -> "banned for a while";
        };
    }

    private static String kind(PeerState state) {
        return switch (state) {
            case CONNECTED -> "ok";
            case CONNECTING, WAITING -> "wait";
            case BANNED -> "bad";
        };
    }
}

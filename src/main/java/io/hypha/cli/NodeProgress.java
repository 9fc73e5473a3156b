package io.hypha.cli;

import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.Disagreement;
import io.hypha.node.NodeStatus.Endpoint;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.Peer;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.NodeStatus.State;
import io.hypha.node.NodeStatus.Warp;
import io.hypha.node.bytes.BlockId;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells on standard error what a light node does: a line for each new state, for each source that
 * comes, fails or lies, and for each tenth of a warp sync. A terminal gets a bar instead of those.
 */
final class NodeProgress {

    private static final int WIDTH = 24;
    private static final String REDRAW = "\r\u001B[K";

    private final PrintStream err;
    private final boolean terminal;
    private final Map<String, String> sources = new HashMap<>();
    private Set<Disagreement> seen = Set.of();
    private String told = "";
    private String bar = "";

    NodeProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Prints what is new since the last call. */
    void tell(NodeStatus status) {
        status.peers().forEach(peer -> source(name(peer), words(peer)));
        status.endpoints().forEach(each -> source(each.address(), words(each)));
        disagreements(status.disagreements());
        if (status.state() == State.WARP_SYNCING && status.warp().isPresent()) {
            warp(status, status.warp().get());
        } else {
            pause();
            state(status);
        }
    }

    /** Takes the bar away, so that something else can be printed; the next call draws it again. */
    void pause() {
        if (!bar.isEmpty()) {
            err.print(REDRAW);
            err.flush();
            bar = "";
        }
    }

    /** While it follows, the explanation is the age of a block: it changes each second. */
    private void state(NodeStatus status) {
        String now =
                status.state() == State.FOLLOWING
                        ? status.state().name()
                        : status.state() + ": " + status.explanation();
        if (!now.equals(told)) {
            told = now;
            line(status.state() + ": " + status.explanation());
        }
    }

    private void warp(NodeStatus status, Warp warp) {
        long from = status.checkpoint().block().map(BlockId::number).orElse(0L);
        long whole = Math.max(1, warp.claimed() - from);
        int percent = (int) (100.0 * Math.clamp(warp.reached() - from, 0L, whole) / whole);
        String text =
                "#%d of #%d, %d %s of voters"
                        .formatted(
                                warp.reached(),
                                Math.max(warp.claimed(), warp.reached()),
                                warp.fragments(),
                                warp.fragments() == 1 ? "change" : "changes");
        if (!terminal) {
            String now = "warp " + percent / 10 + " " + warp.fragments();
            if (!now.equals(told)) {
                told = now;
                line("WARP_SYNCING: " + percent + " %, " + text);
            }
            return;
        }
        int full = WIDTH * percent / 100;
        String drawn =
                "[%s%s] %3d %%  %s"
                        .formatted("#".repeat(full), ".".repeat(WIDTH - full), percent, text);
        if (!drawn.equals(bar)) {
            err.print(REDRAW + drawn);
            err.flush();
            bar = drawn;
        }
    }

    private void source(String name, String words) {
        String before = sources.put(name, words);
        if (!words.isEmpty() && !words.equals(before)) {
            line(name + ": " + words);
        }
    }

    private void disagreements(List<Disagreement> all) {
        all.stream()
                .filter(each -> !seen.contains(each))
                .forEach(each ->
                        line(
                                "refuted: "
                                        + each.endpoint()
                                        + ", "
                                        + each.about()
                                        + ": "
                                        + each.text()));
        seen = Set.copyOf(all);
    }

    private static String name(Peer peer) {
        if (peer.id().isEmpty()) {
            return "peer at " + peer.address();
        }
        String end = "/p2p/" + peer.id();
        String place =
                peer.address().endsWith(end)
                        ? peer.address().substring(0, peer.address().length() - end.length())
                        : peer.address();
        return "peer " + peer.id() + " at " + place;
    }

    private static String words(Peer peer) {
        return switch (peer.state()) {
            case CONNECTING -> "";
            case CONNECTED -> faults(peer.faults(), peer.lastFailure(), "connected");
            case WAITING -> peer.lastFailure();
            case SLOW, BANNED -> faults(peer.faults(), peer.lastFailure(), PeerState.BANNED.name());
        };
    }

    private static String words(Endpoint endpoint) {
        return switch (endpoint.state()) {
            case CONNECTING -> "";
            case OK -> faults(endpoint.faults(), "", "answers");
            case SILENT -> faults(endpoint.faults(), "", "silent");
            case BANNED -> faults(endpoint.faults(), "", EndpointState.BANNED.name());
        };
    }

    private static String faults(long faults, String last, String state) {
        return state
                + (faults == 0 ? "" : faults == 1 ? ", 1 fault" : ", " + faults + " faults")
                + (last.isEmpty() ? "" : ", last: " + last);
    }

    /** On one line, without what would move a terminal's cursor: peers choose some of the words. */
    private void line(String text) {
        pause();
        err.println(text.replaceAll("[\\p{Cc}\\p{Cf}]", ""));
    }
}

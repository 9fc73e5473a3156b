package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.Freshness;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.Disagreement;
import io.hypha.node.NodeStatus.Endpoint;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.Peer;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.NodeStatus.State;
import io.hypha.node.NodeStatus.Warp;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeProgressTest {

    private static final String ID = "12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";
    static final String PLACE = "/ip4/127.0.0.1/tcp/1";
    private static final String ADDRESS = PLACE + "/p2p/" + ID;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    private static NodeStatus status(
            State state,
            String explanation,
            Optional<Warp> warp,
            List<Peer> peers,
            List<Endpoint> endpoints,
            List<Disagreement> disagreements) {
        return new NodeStatus(
                new Network("fake", Hash256.ZERO, 42, "TAO", 9),
                state,
                explanation,
                new NodeStatus.Checkpoint(
                        Optional.of(new BlockId(100, Hash256.ZERO)),
                        Optional.of(new NodeStatus.Voters(6, 4, 4, 3)),
                        "by hand"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(12),
                Optional.of(new NodeStatus.Voters(6, 4, 4, 3)),
                Optional.empty(),
                Optional.empty(),
                warp,
                Optional.empty(),
                new Freshness.Unknown(),
                endpoints,
                peers,
                disagreements,
                0);
    }

    private static NodeStatus status(State state, String explanation) {
        return status(state, explanation, Optional.empty(), List.of(), List.of(), List.of());
    }

    private static NodeStatus warping(long reached, long claimed, int fragments) {
        return status(
                State.WARP_SYNCING,
                "walking",
                Optional.of(new Warp(reached, claimed, fragments)),
                List.of(),
                List.of(),
                List.of());
    }

    static NodeStatus with(Peer... peers) {
        return status(
                State.CONNECTING,
                "connecting",
                Optional.empty(),
                List.of(peers),
                List.of(),
                List.of());
    }

    static Peer peer(PeerState state, long faults, String failure) {
        return new Peer(
                ID,
                ADDRESS,
                "agent",
                state,
                Optional.empty(),
                0,
                0,
                faults,
                Optional.empty(),
                Optional.empty(),
                failure);
    }

    @Test
    void a_state_is_told_once_and_a_growing_age_is_no_news() {
        NodeProgress progress = new NodeProgress(err, false);

        progress.tell(status(State.CONNECTING, "connecting to 2 peers"));
        progress.tell(status(State.CONNECTING, "connecting to 2 peers"));
        progress.tell(status(State.FOLLOWING, "2 s ago"));
        progress.tell(status(State.FOLLOWING, "3 s ago"));

        assertThat(printed().lines())
                .containsExactly("CONNECTING: connecting to 2 peers", "FOLLOWING: 2 s ago");
    }

    @Test
    void a_file_gets_a_line_for_each_tenth_and_each_change_of_voters() {
        NodeProgress progress = new NodeProgress(err, false);

        for (int reached = 100; reached <= 200; reached++) {
            progress.tell(warping(reached, 200, reached < 155 ? 0 : 1));
        }

        assertThat(printed().lines())
                .hasSize(12)
                .contains("WARP_SYNCING: 0 %, #100 of #200, 0 changes of voters")
                .contains("WARP_SYNCING: 55 %, #155 of #200, 1 change of voters")
                .endsWith("WARP_SYNCING: 100 %, #200 of #200, 1 change of voters")
                .noneMatch(line -> line.contains("\u001B"));
    }

    @Test
    void a_terminal_gets_a_bar_that_lines_do_not_break() {
        NodeProgress progress = new NodeProgress(err, true);

        progress.tell(warping(150, 200, 1));
        assertThat(printed())
                .isEqualTo(
                        "\r\u001B[K[############............]  50 %  #150 of #200, 1 change of voters");
        progress.tell(warping(150, 200, 1));
        assertThat(printed()).isEmpty();

        progress.tell(
                status(
                        State.WARP_SYNCING,
                        "walking",
                        Optional.of(new Warp(175, 200, 1)),
                        List.of(peer(PeerState.BANNED, 1, "a forged justification")),
                        List.of(),
                        List.of()));
        assertThat(printed())
                .startsWith("\r\u001B[Kpeer " + ID + " at " + PLACE + ": BANNED, 1 fault")
                .contains("a forged justification" + System.lineSeparator() + "\r\u001B[K[####");

        progress.pause();
        assertThat(printed()).isEqualTo("\r\u001B[K");
        progress.pause();
        assertThat(printed()).isEmpty();
    }

    @Test
    void hints_that_make_no_sense_do_not_break_the_bar() {
        NodeProgress progress = new NodeProgress(err, true);

        progress.tell(warping(300, 200, 0));
        assertThat(printed()).contains("100 %  #300 of #300");
        progress.tell(warping(50, 0, 0));
        assertThat(printed()).contains("  0 %  #50 of #50");
        progress.tell(warping(Long.MAX_VALUE / 2 + 100, Long.MAX_VALUE, 2));
        assertThat(printed()).contains(" 50 %");
    }

    @Test
    void each_source_says_when_it_comes_fails_or_lies() {
        NodeProgress progress = new NodeProgress(err, false);

        progress.tell(with(peer(PeerState.CONNECTING, 0, "")));
        progress.tell(with(peer(PeerState.WAITING, 1, "a.example:1: connection refused")));
        progress.tell(with(peer(PeerState.WAITING, 1, "a.example:1: connection refused")));
        progress.tell(with(peer(PeerState.CONNECTED, 1, "")));
        progress.tell(with(peer(PeerState.CONNECTED, 2, "no answer within 15 s")));
        progress.tell(with(peer(PeerState.BANNED, 3, "wrong set id")));

        assertThat(printed().lines())
                .containsExactly(
                        "CONNECTING: connecting",
                        "peer " + ID + " at " + PLACE + ": a.example:1: connection refused",
                        "peer " + ID + " at " + PLACE + ": connected, 1 fault",
                        "peer "
                                + ID
                                + " at "
                                + PLACE
                                + ": connected, 2 faults, last: no answer within 15 s",
                        "peer " + ID + " at " + PLACE + ": BANNED, 3 faults, last: wrong set id");
    }

    @Test
    void a_refuted_claim_is_told_once_and_cannot_move_the_cursor() {
        NodeProgress progress = new NodeProgress(err, true);
        Disagreement lie =
                new Disagreement(Instant.EPOCH, ID, "a proof", "\u001B[2Jgone\u009B\r\n\u202Eaway");
        Endpoint endpoint =
                new Endpoint(
                        "ws://a",
                        "node",
                        EndpointState.BANNED,
                        Optional.empty(),
                        0,
                        1,
                        Optional.empty(),
                        true,
                        false);
        for (int i = 0; i < 2; i++) {
            progress.tell(
                    status(
                            State.CONNECTING,
                            "c",
                            Optional.empty(),
                            List.of(),
                            List.of(endpoint),
                            List.of(lie)));
        }

        assertThat(printed().lines())
                .containsExactly(
                        "ws://a: BANNED, 1 fault",
                        "refuted: " + ID + ", a proof: [2Jgoneaway",
                        "CONNECTING: c");
    }
}

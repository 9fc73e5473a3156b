package io.hypha.cli;

import static io.hypha.cli.NodeProgressTest.peer;
import static io.hypha.cli.NodeProgressTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.NodeStatus.Peer;
import io.hypha.node.NodeStatus.PeerState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeCommandTest {

    @Test
    void who_is_late_silent_or_not_reached_has_not_lied() {
        Peer liar = peer(PeerState.BANNED, 1, "for LIE: wrong set id");
        assertThat(NodeCommand.everySourceLied(with(liar))).isTrue();

        assertThat(NodeCommand.everySourceLied(with())).isFalse();
        for (PeerState state : PeerState.values()) {
            if (state != PeerState.BANNED) {
                Peer other =
                        new Peer(
                                "",
                                NodeProgressTest.PLACE,
                                "agent",
                                state,
                                Optional.empty(),
                                0,
                                0,
                                1,
                                Optional.empty(),
                                Optional.empty(),
                                "no answer within 15 s");
                assertThat(NodeCommand.everySourceLied(with(other))).as("%s", state).isFalse();
                assertThat(NodeCommand.everySourceLied(with(liar, other)))
                        .as("beside a liar, %s", state)
                        .isFalse();
            }
        }
    }
}

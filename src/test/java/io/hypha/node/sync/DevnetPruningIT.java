package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.Answer;
import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A devnet that justifies each 32nd block and forgets state after 16, as finney does with 512 and
 * 256.
 */
class DevnetPruningIT {

    private static final int PERIOD = 32;
    private static final int STATE = 16;

    @Test
    void reads_at_justified_blocks_while_their_state_is_kept_and_follows_sealed_ones_between(
            @TempDir Path dir) {
        SettableClock clock =
                new SettableClock(
                        Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withDataDir(dir)
                        .withJustificationPeriod(PERIOD)
                        .withStateBlocks(STATE);
        try (Devnet devnet = Devnet.manual(options, 40, clock)) {
            NetworkRecord record =
                    ChainSpec.read(
                            Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)),
                            "the spec");
            try (VerifyingNode node =
                    new VerifyingNode(
                            FollowedDevnet.options(record, devnet.rpcWebSocket(), clock))) {
                node.round();
                assertEquals(
                        PERIOD,
                        node.finalizedHead().orElseThrow().number(),
                        node.status().explanation());
                assertEquals(PERIOD, given(node.readableHead()).number());
                assertEquals(40, node.status().sealed().orElseThrow().number());

                while (devnet.head().number() < 60) {
                    clock.advance(Duration.ofSeconds(2));
                    devnet.author();
                }
                node.round();
                assertEquals(60, node.status().sealed().orElseThrow().number());
                var missing = assertInstanceOf(Answer.Missing.class, node.readableHead());
                assertEquals(Answer.Reason.STATE_PRUNED, missing.reason());
                assertEquals(
                        "finality 28 blocks old, state pruned at every source", missing.text());

                while (devnet.head().number() < 66) {
                    clock.advance(Duration.ofSeconds(2));
                    devnet.author();
                }
                node.round();
                assertEquals(64, given(node.readableHead()).number());
                assertEquals(66, node.status().sealed().orElseThrow().number());
            }
        }
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Reading;
import io.hypha.chain.SubtensorReader;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A devnet with the numbers of the main network: each 512th block is justified, state is kept for
 * 256.
 */
@Tag("long")
class MainNetworkRhythmIT {

    private static final Duration SLOT = Duration.ofSeconds(2);

    /** {@code //Bob} of the development phrase. */
    private static final Coldkey BOB =
            new Coldkey(
                    Hash256.fromHex(
                            "0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"));

    private final SettableClock clock =
            new SettableClock(Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));

    @TempDir private Path dir;

    private void authorUpTo(Devnet devnet, long number) {
        while (devnet.head().number() < number) {
            clock.advance(SLOT);
            devnet.author();
        }
    }

    @Test
    void reads_at_justified_blocks_while_their_state_is_kept_and_says_so_when_it_is_not() {
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withDataDir(dir.resolve("devnet"))
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withJustificationPeriod(512)
                        .withStateBlocks(256);
        try (Devnet devnet = Devnet.manual(options, 600, clock)) {
            NetworkRecord record =
                    ChainSpec.read(
                            Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)),
                            "the spec");
            try (VerifyingNode node =
                    new VerifyingNode(
                            FollowedDevnet.options(record, devnet.rpcWebSocket(), clock))) {
                readsAt(node, 512, 600);

                authorUpTo(devnet, 767);
                readsAt(node, 512, 767);

                authorUpTo(devnet, 780);
                node.round();
                assertEquals(512, node.finalizedHead().orElseThrow().number());
                assertEquals(780, node.status().sealed().orElseThrow().number());
                String sentence = "finality 268 blocks old, state pruned at every source";
                assertEquals(
                        Answer.missing(Answer.Reason.STATE_PRUNED, sentence), node.readableHead());
                assertEquals(
                        Reading.missing(Reading.Reason.STATE_PRUNED, sentence),
                        new SubtensorReader(node).account(BOB));

                authorUpTo(devnet, 1_023);
                node.round();
                assertEquals(512, node.finalizedHead().orElseThrow().number());
                assertEquals(1_023, node.status().sealed().orElseThrow().number());

                authorUpTo(devnet, 1_034);
                readsAt(node, 1_024, 1_034);
                FinalizedHead old = given(node.finalizedAt(600));
                assertEquals(
                        Answer.missing(
                                Answer.Reason.STATE_PRUNED,
                                "the state of block 600 is pruned at every source"),
                        node.read(old, List.of(StorageKeys.CURRENT_SET_ID)));
            }
        }
    }

    /** Every figure is of the final block; what lies above it is sealed and nothing more. */
    private void readsAt(VerifyingNode node, long justified, long sealed) {
        node.round();
        assertEquals(
                justified,
                node.finalizedHead().orElseThrow().number(),
                node.status().explanation());
        assertEquals(justified, given(node.readableHead()).number());
        assertEquals(sealed, node.status().sealed().orElseThrow().number());
        SubtensorReader chain = new SubtensorReader(node);
        assertEquals(justified, chain.status().finalized().orElseThrow().number());
        assertEquals(sealed, chain.status().sealed().orElseThrow().number());
        AccountView account = chain.account(BOB).toOptional().orElseThrow();
        assertEquals(justified, account.block().number());
        assertInstanceOf(Reading.Known.class, account.free());
        assertFalse(
                given(
                                node.readRange(
                                        given(node.readableHead()),
                                        StorageKeys.plain("System", "Account")))
                        .entries()
                        .isEmpty());
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.VoterChange;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.NetworkOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long chain with changes of voters, followed over libp2p: no gap, no leak, nothing missed. */
@Tag("long")
class LongFollowIT {

    private static final int BLOCKS = Integer.getInteger("hypha.long.blocks", 20_000);
    private static final int CHANGE_EACH = 2_000;
    private static final int STEP = 20;
    private static final Duration SLOT = Duration.ofSeconds(2);

    private final SettableClock clock =
            new SettableClock(Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));

    @TempDir private Path dir;

    private static void await(RunningNode node, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> node.status().toString());
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** After a collection, which the runtime may put off. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void no_block_is_missed_and_the_heap_stays_flat() throws InterruptedException {
        try (Devnet devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir)
                                .withRpcPort(0)
                                .withP2pPort(0)
                                .withDataDir(dir.resolve("devnet")),
                        3,
                        clock)) {
            NetworkRecord record =
                    ChainSpec.read(
                            Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)), "spec");
            try (RunningNode node =
                    LightNodes.start(
                            // Pings are not answered any quicker because the chain is.
                            NodeOptions.overPeers(record)
                                    .withClock(clock)
                                    .withPeers(
                                            NetworkOptions.light(
                                                    devnet.genesisHash(),
                                                    devnet.p2pAddresses().subList(0, 1))))) {
                follow(devnet, node);
            }
        }
    }

    private void follow(Devnet devnet, RunningNode node) throws InterruptedException {
        List<Long> heaps = new ArrayList<>();
        int changes = 0;
        for (int made = 0; made < BLOCKS; made += STEP) {
            if (made % CHANGE_EACH == CHANGE_EACH / 2) {
                changes++;
                VoterChange.schedule(
                        devnet,
                        VoterChange.voters(
                                "//" + changes, "//" + (changes + 1), "//" + (changes + 2)),
                        changes % 3);
            }
            List<BlockId> blocks = new ArrayList<>();
            for (int i = 0; i < STEP; i++) {
                clock.advance(SLOT);
                blocks.add(devnet.author());
            }
            await(
                    node,
                    () ->
                            node.finalizedHead()
                                    .map(FinalizedHead::block)
                                    .filter(blocks.getLast()::equals)
                                    .isPresent());
            for (BlockId block : blocks) {
                assertEquals(block, given(node.finalizedAt(block.number())).block());
            }
            if (made >= BLOCKS * 2 / 5 && made % (BLOCKS / 5) == 0) {
                heaps.add(heap());
            }
        }
        heaps.add(heap());
        NodeStatus status = node.status();
        assertEquals(changes, status.voters().setId());
        assertTrue(status.disagreements().isEmpty(), status.disagreements().toString());
        assertTrue(
                heaps.getLast() < heaps.getFirst() * 11 / 10, () -> "the heap grows: " + heaps);
    }
}

package io.hypha.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetMembers;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.Progress;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RunningNode;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionFollower;
import io.hypha.stake.TransactionState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction on a devnet of four nodes with one authority each, over peers alone. */
class TransactionAmongMembersIT {

    private static final Set<TransactionState> HANDED_OVER =
            EnumSet.of(
                    TransactionState.SENT, TransactionState.IN_BLOCK, TransactionState.FINALIZED);

    @Test
    void it_goes_to_at_least_three_peers_and_survives_the_death_of_one(@TempDir Path dir)
            throws Exception {
        InstantSource clock = InstantSource.system();
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withDataDir(dir.resolve("chain"))
                        .withBlockTime(Duration.ofSeconds(1));
        TellingLog log = new TellingLog();
        try (DevnetMembers members = DevnetMembers.start(options, 4, 3, Progress.SILENT);
                RunningNode node =
                        LightNodes.start(
                                NodeOptions.overPeers(
                                                ChainSpec.read(
                                                        Bytes.of(
                                                                members.chainSpec()
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8)),
                                                        "the spec"))
                                        .withPeers(members.p2pAddresses()));
                TransactionFollowing _ =
                        TransactionFollowing.start(
                                node, new TransactionFollower(node, log, clock))) {
            awaitPeers(node);
            Transaction sent = BobStakes.oneTao(node, log, clock);
            assertNotNull(sent.standing().sent(), sent.explanation());
            // A block may hold it by now: these are made by the clock.
            assertTrue(HANDED_OVER.contains(sent.state()), sent.state() + sent.explanation());
            assertTrue(sent.standing().sent().peers() >= 3, sent.standing().toString());
            assertEquals(0, sent.standing().sent().endpoints());
            members.stopNode(3);

            log.await(TransactionState.FINALIZED);
            var place = log.find(sent.id()).orElseThrow().standing().place();
            for (Devnet member : members.running()) {
                assertTrue(member.awaitHead(place.block().number(), Duration.ofMinutes(3)));
            }
        }
    }

    /** Until a block is final at whose time all four are connected. */
    private static void awaitPeers(RunningNode node) throws InterruptedException {
        BlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
        try (var _ = node.onFinalized(heads::add)) {
            do {
                assertNotNull(heads.poll(3, TimeUnit.MINUTES), () -> node.status().toString());
            } while (node.status().peers().stream()
                            .filter(each -> each.state() == NodeStatus.PeerState.CONNECTED)
                            .count()
                    < 4);
        }
    }
}

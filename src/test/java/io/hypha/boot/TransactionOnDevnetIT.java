package io.hypha.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RunningNode;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionFollower;
import io.hypha.stake.TransactionState;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction on a devnet that justifies each eighth block, so that a block is sealed long before
 * it is final: through a real light node, desk and follower. Blocks are made by the test.
 */
class TransactionOnDevnetIT {

    private static final int PERIOD = 8;
    private static final Duration SLOT = Duration.ofSeconds(2);

    private static final class TestClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TempDir Path dir;

    private final TestClock clock = new TestClock();
    private final TellingLog log = new TellingLog();
    private boolean overPeers;
    private Devnet devnet;
    private RunningNode node;
    private TransactionFollowing following;

    @BeforeEach
    void start() throws InterruptedException {
        startDevnet();
        startHypha();
    }

    private void startDevnet() {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir)
                                .withDataDir(dir.resolve("devnet"))
                                .withRpcPort(0)
                                .withP2pPort(0)
                                .withBlockTime(SLOT)
                                .withJustificationPeriod(PERIOD),
                        2 * PERIOD,
                        clock);
    }

    private void startHypha() throws InterruptedException {
        NetworkRecord record =
                ChainSpec.read(
                        Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)), "the spec");
        NodeOptions options =
                overPeers
                        ? NodeOptions.overPeers(record).withPeers(devnet.p2pAddresses())
                        : NodeOptions.of(record, List.of(devnet.rpcWebSocket()));
        node = LightNodes.start(options.withClock(clock).withPollInterval(Duration.ofMillis(50)));
        CountDownLatch isFinal = new CountDownLatch(1);
        try (var _ =
                node.onFinalized(head -> {
                    if (head.number() >= devnet.head().number() / PERIOD * PERIOD) {
                        isFinal.countDown();
                    }
                })) {
            boolean reached =
                    node.finalizedHead()
                            .filter(head ->
                                    head.number() >= devnet.head().number() / PERIOD * PERIOD)
                            .isPresent();
            assertTrue(reached || isFinal.await(3, TimeUnit.MINUTES), "nothing became final");
        }
        following = TransactionFollowing.start(node, new TransactionFollower(node, log, clock));
    }

    private void stopHypha() {
        following.close();
        node.close();
    }

    @AfterEach
    void stop() {
        stopHypha();
        devnet.close();
    }

    private BlockId author() {
        clock.now = clock.now.plus(SLOT);
        return devnet.author();
    }

    private void authorTo(long number) {
        while (devnet.head().number() < number) {
            author();
        }
    }

    private Transaction send() throws Exception {
        return BobStakes.oneTao(node, log, clock);
    }

    private Transaction now(Transaction transaction) {
        return log.find(transaction.id()).orElseThrow();
    }

    @Test
    void is_in_a_sealed_block_first_and_final_later() throws Exception {
        Transaction sent = send();
        assertEquals(TransactionState.SENT, sent.state(), sent.explanation());
        assertEquals(1, sent.standing().sent().endpoints());
        BlockId holding = author();
        log.await(TransactionState.IN_BLOCK);
        Standing.Place place = now(sent).standing().place();
        assertNotNull(place);
        assertEquals(holding, place.block());
        assertNull(place.finalizedAt());

        authorTo(3 * PERIOD);
        log.await(TransactionState.FINALIZED);
        assertEquals(holding, now(sent).standing().place().block());
        assertTrue(now(sent).explanation().startsWith("Done."), now(sent).explanation());
    }

    @Test
    void is_followed_on_after_a_restart_in_the_middle() throws Exception {
        Transaction sent = send();
        BlockId holding = author();
        log.await(TransactionState.IN_BLOCK);
        stopHypha();
        authorTo(4 * PERIOD + 3);
        log.kept.clear();
        startHypha();

        log.await(TransactionState.FINALIZED);
        assertEquals(holding, now(sent).standing().place().block());
    }

    @Test
    void what_no_block_took_expires_when_its_era_is_final() throws Exception {
        Transaction sent = send();
        // The devnet's pool is not kept over its restart: its author never heard of it.
        stopHypha();
        devnet.close();
        startDevnet();
        authorTo((sent.deathBlock() / PERIOD + 1) * PERIOD);
        log.kept.clear();
        startHypha();

        log.await(TransactionState.EXPIRED);
        assertTrue(now(sent).explanation().endsWith("it is safe to try again."));
    }

    @Test
    void over_peers_alone_it_is_gossiped_and_becomes_final() throws Exception {
        stopHypha();
        overPeers = true;
        startHypha();
        Transaction sent = send();
        assertEquals(TransactionState.SENT, sent.state(), sent.explanation());
        assertEquals(0, sent.standing().sent().endpoints());
        assertTrue(sent.standing().sent().peers() > 0);
        awaitInPool();
        BlockId holding = author();

        authorUntilFinal(holding.number());
        log.await(TransactionState.FINALIZED);
        assertEquals(holding, now(sent).standing().place().block());
    }

    /** A commit that is told before the node listens is lost: the next one brings it. */
    private void authorUntilFinal(long number) throws InterruptedException {
        CountDownLatch isFinal = new CountDownLatch(1);
        try (var _ =
                node.onFinalized(head -> {
                    if (head.number() >= number) {
                        isFinal.countDown();
                    }
                })) {
            for (int more = 0; !isFinal(number) && !isFinal.await(2, TimeUnit.SECONDS); more++) {
                assertTrue(more < 30, "#" + number + " does not become final");
                author();
            }
        }
    }

    private boolean isFinal(long number) {
        return node.finalizedHead().filter(head -> head.number() >= number).isPresent();
    }

    /** A peer does not say when it has taken something: the devnet's own pool is asked. */
    private void awaitInPool() throws Exception {
        HttpRequest pending =
                HttpRequest.newBuilder(devnet.rpcHttp())
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"author_pendingExtrinsics\",\"params\":[]}"))
                        .build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (HttpClient client = HttpClient.newHttpClient()) {
            String answer;
            do {
                answer = client.send(pending, HttpResponse.BodyHandlers.ofString()).body();
                assertTrue(System.nanoTime() < deadline, answer);
            } while (!answer.contains("\"0x"));
        }
    }
}

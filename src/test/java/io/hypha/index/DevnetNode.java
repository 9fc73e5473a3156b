package io.hypha.index;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.FollowedDevnet;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.RunningNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A devnet that makes blocks only when told, and a light node that follows it over WebSocket: for
 * tests.
 */
public final class DevnetNode {

    private static final Duration BLOCK_TIME = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Devnet devnet;
    private final RunningNode node;
    private final AtomicReference<Instant> now;
    private final Semaphore news = new Semaphore(1);

    private DevnetNode(Devnet devnet, RunningNode node, AtomicReference<Instant> now) {
        this.devnet = devnet;
        this.node = node;
        this.now = now;
    }

    public static DevnetNode start(Path dataDir, int historyBlocks) throws InterruptedException {
        DevnetOptions options =
                DevnetOptions.defaults(dataDir)
                        .withDataDir(dataDir.resolve("devnet"))
                        .withBlockTime(BLOCK_TIME)
                        .withRpcPort(0)
                        .withP2pPort(0);
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
        InstantSource clock = now::get;
        Devnet devnet = Devnet.manual(options, historyBlocks, clock);
        RunningNode node =
                LightNodes.start(
                        FollowedDevnet.options(
                                ChainSpec.read(
                                        Bytes.of(
                                                devnet.chainSpec()
                                                        .getBytes(StandardCharsets.UTF_8)),
                                        "devnet"),
                                devnet.rpcWebSocket(),
                                clock.withZone(ZoneOffset.UTC)));
        DevnetNode both = new DevnetNode(devnet, node, now);
        node.onFinalized(_ -> both.news.release());
        both.await(devnet.head().number());
        return both;
    }

    public LightNode node() {
        return node;
    }

    public Devnet devnet() {
        return devnet;
    }

    /** Makes that many blocks and waits until the light node has verified the last one as final. */
    public long author(int blocks) throws InterruptedException {
        long last = devnet.head().number();
        for (int i = 0; i < blocks; i++) {
            now.updateAndGet(time -> time.plus(BLOCK_TIME));
            last = devnet.author().number();
        }
        await(last);
        return last;
    }

    private void await(long number) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (node.finalizedHead().map(head -> head.number() < number).orElse(true)) {
            long left = Duration.between(Instant.now(), deadline).toMillis();
            if (left <= 0) {
                throw new AssertionError(
                        "block "
                                + number
                                + " was not final within "
                                + PATIENCE
                                + ": "
                                + Optional.of(node.status()).get().explanation());
            }
            if (news.tryAcquire(Math.min(left, 1_000), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }
    }

    /** Stops both. */
    public void close() throws Exception {
        node.close();
        devnet.close();
    }
}

package io.hypha.web;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.rpc.WebSocketClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A devnet in the tests' own process that makes a block in each slot, but for an epoch's while
 * somebody asks it not to: an epoch changes pools and stake, and between a quote and the block that
 * takes it no test could say what must happen. However slow the machine is, none falls in between.
 */
final class HeldDevnet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeldDevnet.class);
    private static final int EPOCH_BLOCKS = 20;
    private static final int HISTORY = 2 * EPOCH_BLOCKS;

    /** More blocks than any way through the pages sends transactions. */
    private static final int LEFT = 8;

    private static final Duration BLOCK_TIME = Duration.ofMillis(400);

    private final Devnet devnet;
    private final WebSocketClient client;
    private final ScheduledExecutorService author = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean held;
    private volatile boolean still;

    HeldDevnet(Path dir) throws InterruptedException {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir)
                                .withDataDir(dir)
                                .withBlockTime(BLOCK_TIME)
                                .withRpcPort(0)
                                .withP2pPort(0),
                        HISTORY,
                        InstantSource.system());
        client = new WebSocketClient(devnet.rpcWebSocket());
        author.scheduleWithFixedDelay(this::slot, 0, BLOCK_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void slot() {
        try {
            // While it is held, a block is made for each transaction and for nothing else.
            if (!still && (!held || (left() > 0 && hasWork()))) {
                devnet.author();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            // Thrown on, it would be the last slot: a pool that answers late is asked in the next.
            LOG.error("no block was made", e);
        }
    }

    private boolean hasWork() throws InterruptedException {
        return !client.call("author_pendingExtrinsics").isEmpty();
    }

    /** Blocks until the one that ends an epoch. */
    private long left() {
        return EPOCH_BLOCKS - 1 - devnet.head().number() % EPOCH_BLOCKS;
    }

    /**
     * From now on until {@link #release} no epoch ends.
     *
     * @return the newest block
     */
    long hold() throws InterruptedException {
        while (true) {
            held = true;
            // What the author has begun is done after this.
            long head = onAuthorsThread(() -> devnet.head().number());
            if (left() >= LEFT) {
                return head;
            }
            held = false;
            devnet.awaitHead(head + left() + 1, Duration.ofMinutes(1));
        }
    }

    private <T> T onAuthorsThread(java.util.concurrent.Callable<T> what)
            throws InterruptedException {
        try {
            return author.submit(what).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    void release() {
        held = false;
    }

    /** What is on its way when this returns is done; after it no block is made, for nothing. */
    void stop() throws InterruptedException {
        still = true;
        onAuthorsThread(devnet::head);
    }

    /** Blocks are made again. */
    void resume() {
        still = false;
    }

    String chainSpec() {
        return devnet.chainSpec();
    }

    String rpc() {
        return devnet.rpcWebSocket().toString();
    }

    /** Without an interrupt: it would close the chain's file under a block that is being made. */
    @Override
    public void close() {
        author.close();
        client.close();
        devnet.close();
    }
}

package io.hypha.index;

import io.hypha.chain.EpochSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the index running on a thread of its own: woken by each finalized block, it looks for new
 * epochs and fills history between. A database or chain that fails is waited for; nothing that was
 * kept is lost.
 */
public final class IndexFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
    private static final int LOG_EVERY = 50;

    private final EpochSource source;
    private final EpochIndexer indexer;
    private final Runnable afterNewEpoch;
    private final Semaphore news = new Semaphore(1);

    @SuppressWarnings("NullAway.Init") // set by start
    private Thread thread;

    private volatile boolean stopping;
    private volatile IndexStatus status =
            new IndexStatus(
                    IndexStatus.State.STARTING, "The index has not started yet.", 0, 0, 0, 0);

    public IndexFollower(EpochSource source, EpochStore store) {
        this(source, store, () -> {});
    }

    /**
     * @param afterNewEpoch runs on the index's thread after a new epoch was kept, so that readers
     *     find their rankings computed
     */
    public IndexFollower(EpochSource source, EpochStore store, Runnable afterNewEpoch) {
        this.source = source;
        this.afterNewEpoch = afterNewEpoch;
        this.indexer = new EpochIndexer(source, store);
    }

    public IndexStatus status() {
        return status;
    }

    /** Starts the thread. */
    public void start() {
        thread = Thread.ofVirtual().name("index").start(this::run);
    }

    /** Stops after the block in work. */
    @Override
    public void close() {
        stopping = true;
        news.release();
        try {
            if (thread != null && !thread.join(LONGEST_WAIT)) {
                LOG.warn("the index did not stop within {} s", LONGEST_WAIT.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration wait = Duration.ofSeconds(1);
        try (EpochSource.Subscription _ = source.onFinalized(news::release)) {
            while (!stopping) {
                try {
                    Duration pause = work();
                    wait = Duration.ofSeconds(1);
                    sleep(pause);
                } catch (ForeignDatabaseException e) {
                    LOG.error("the index stops: {}", e.getMessage());
                    tell(IndexStatus.State.STOPPED, String.valueOf(e.getMessage()));
                    return;
                } catch (RuntimeException e) {
                    LOG.warn(
                            "the index could not keep a block; trying again in {} s",
                            wait.toSeconds(),
                            e);
                    tell(
                            IndexStatus.State.WAITING_FOR_DATABASE,
                            "A block could not be kept: " + e.getMessage() + ". Trying again.");
                    indexer.retryGaps();
                    sleep(wait);
                    wait =
                            wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0
                                    ? LONGEST_WAIT
                                    : wait.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tell(IndexStatus.State.STOPPED, "The index has stopped.");
    }

    /**
     * Looks once, then keeps what is missing until something new is final. Returns how long to
     * rest.
     */
    private Duration work() {
        news.drainPermits();
        EpochIndexer.Step looked = indexer.look();
        if (looked instanceof EpochIndexer.Step.Waiting waiting) {
            tell(IndexStatus.State.WAITING_FOR_CHAIN, waiting.text());
            return Duration.ofSeconds(2);
        }
        while (!stopping && news.availablePermits() == 0) {
            switch (indexer.step()) {
                case EpochIndexer.Step.Indexed indexed -> count(indexed);
                case EpochIndexer.Step.Skipped(long block, String text) ->
                        LOG.info("epoch #{} cannot be read and stays a gap: {}", block, text);
                case EpochIndexer.Step.Waiting(_, String text) -> {
                    tell(IndexStatus.State.WAITING_FOR_CHAIN, text);
                    return Duration.ofSeconds(2);
                }
                case EpochIndexer.Step.Idle(long head) -> {
                    tell(
                            IndexStatus.State.FOLLOWING,
                            "Every epoch up to block " + head + " that can be read is on record.");
                    return LOOK_AGAIN;
                }
            }
        }
        return Duration.ZERO;
    }

    private void count(EpochIndexer.Step.Indexed indexed) {
        IndexStatus before = status;
        status =
                new IndexStatus(
                        indexed.left() > 0
                                ? IndexStatus.State.READING_HISTORY
                                : IndexStatus.State.FOLLOWING,
                        indexed.left() > 0
                                ? "Reading history, newest first: at block " + indexed.block() + "."
                                : "On record up to block "
                                        + Math.max(before.newestBlock(), indexed.block())
                                        + ".",
                        before.epochBlocks() + 1,
                        indexed.left(),
                        Math.max(before.newestBlock(), indexed.block()),
                        before.oldestBlock() == 0
                                ? indexed.block()
                                : Math.min(before.oldestBlock(), indexed.block()));
        if (indexed.isNew() && indexed.left() <= 1) {
            afterNewEpoch.run();
        }
        if (indexed.isNew() || status.epochBlocks() % LOG_EVERY == 0) {
            LOG.info(
                    "epoch #{}: {} subnets, {} rows kept; {} epochs on record since the start, {} wanted",
                    indexed.block(),
                    indexed.subnets(),
                    indexed.rows(),
                    status.epochBlocks(),
                    indexed.left());
        }
    }

    private void tell(IndexStatus.State state, String text) {
        IndexStatus before = status;
        status =
                new IndexStatus(
                        state,
                        text,
                        before.epochBlocks(),
                        indexer.left(),
                        before.newestBlock(),
                        before.oldestBlock());
    }

    private void sleep(Duration pause) throws InterruptedException {
        if (!pause.isZero() && news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
            news.release();
        }
    }
}

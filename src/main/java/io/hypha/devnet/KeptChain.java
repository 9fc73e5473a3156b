package io.hypha.devnet;

import io.hypha.devnet.author.Author;
import io.hypha.devnet.author.Authorities;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chain opened from its data directory, or made there, with its history. */
record KeptChain(
        ChainStore store,
        Chain chain,
        TransactionPool pool,
        Author author,
        Authorities keys,
        DevnetRecord record)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptChain.class);

    /**
     * @throws DevnetException when the store is in use or belongs to another chain
     */
    static KeptChain open(
            DevnetOptions options, int historyBlocks, InstantSource clock, Progress progress) {
        ChainStore store = store(options.dataDir(), options.fresh());
        try {
            DevnetRuntime runtime = new DevnetRuntime(spec(store, options, historyBlocks, clock));
            DevnetMember member = options.member();
            Authorities keys = Authorities.share(member.index(), member.of());
            Chain chain =
                    Chain.open(
                            store,
                            runtime,
                            keys,
                            options.justificationPeriod(),
                            options.stateBlocks());
            TransactionPool pool = new TransactionPool(chain);
            Author author = new Author(chain, pool, clock);
            DevnetRecord record = NetworkRecord.of(chain, keys);
            progress.opened(record);
            writeHistory(chain, author, progress);
            return new KeptChain(store, chain, pool, author, keys, record);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static ChainStore store(Path dir, boolean fresh) {
        try {
            return ChainStore.open(dir, fresh);
        } catch (StoreException e) {
            throw new DevnetException(String.valueOf(e.getMessage()), e);
        }
    }

    /** When the chain kept in a data directory was made; empty where there is none. */
    static Optional<Long> createdAtMillis(Path dataDir) {
        try (ChainStore store = store(dataDir, false)) {
            return store.spec().map(DevnetSpec::creationTimeMillis);
        }
    }

    /** Whether nothing stands above the history, and nobody has voted for anything. */
    boolean isOnlyHistory() {
        return chain.head().number() == chain.runtime().spec().historyBlocks()
                && store.ballot().isEmpty();
    }

    /** Gives another data directory, which is not in use, the same chain as it is on disk. */
    static void copy(Path from, Path to) {
        try {
            ChainStore.copy(from, to);
        } catch (StoreException e) {
            throw new DevnetException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The kept chain's spec, which must be the one asked for; without a chain, a new one that is
     * created now, or when the members of a shared chain say.
     */
    private static DevnetSpec spec(
            ChainStore store, DevnetOptions options, int historyBlocks, InstantSource clock) {
        long slotMillis = options.blockTime().toMillis();
        long shared = options.member().createdAtMillis();
        long created = shared == 0 ? clock.millis() : shared;
        DevnetSpec wanted = DevnetSpec.startingAt(options.seed(), created, slotMillis);
        Optional<DevnetSpec> kept = store.spec();
        if (kept.isEmpty()) {
            return new DevnetSpec(
                    wanted.seed(),
                    wanted.creationTimeMillis(),
                    wanted.slotDurationMillis(),
                    historyBlocks,
                    wanted.historyStepMillis(),
                    wanted.epochBlocks());
        }
        DevnetSpec spec = kept.get();
        if (!spec.seed().equals(options.seed())
                || spec.slotDurationMillis() != slotMillis
                || (shared != 0 && spec.creationTimeMillis() != wanted.creationTimeMillis())) {
            throw new DevnetException(
                    "the chain in "
                            + options.dataDir()
                            + " was made with "
                            + text(spec)
                            + ", not "
                            + text(wanted)
                            + "; give those, another data directory, or --fresh for a new chain");
        }
        return spec;
    }

    private static String text(DevnetSpec spec) {
        return "seed %s and a block time of %d ms at %d"
                .formatted(spec.seed(), spec.slotDurationMillis(), spec.creationTimeMillis());
    }

    private static void writeHistory(Chain chain, Author author, Progress progress) {
        long total = chain.runtime().spec().historyBlocks();
        if (chain.head().number() >= total) {
            return;
        }
        long began = System.nanoTime();
        author.authorHistory(done -> progress.history(done, total));
        LOG.info(
                "wrote {} blocks of history in {} ms",
                total,
                (System.nanoTime() - began) / 1_000_000);
    }

    @Override
    public void close() {
        store.close();
    }
}

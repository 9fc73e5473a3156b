package io.hypha.devnet;

import io.hypha.devnet.author.Author;
import io.hypha.devnet.author.Authorities;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.p2p.ChainAnswers;
import io.hypha.devnet.p2p.DevnetPeer;
import io.hypha.devnet.p2p.NodeKey;
import io.hypha.devnet.p2p.PeerAddresses;
import io.hypha.devnet.rpc.RpcMethods;
import io.hypha.devnet.rpc.RpcServer;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StoreException;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running devnet. {@link #start} gives one; {@link #close} stops it, and its store can be opened
 * again.
 */
public final class Devnet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Devnet.class);
    private static final UnaryOperator<ChainServer> HONEST = UnaryOperator.identity();

    private final ChainStore store;
    private final Chain chain;
    private final Author author;
    private final RpcServer server;
    private final DevnetPeer peer;
    private final DevnetRecord record;
    private final String address;
    private final Optional<SlotClock> slots;

    private Devnet(
            ChainStore store,
            Chain chain,
            Author author,
            RpcServer server,
            DevnetPeer peer,
            DevnetRecord record,
            String address,
            Optional<SlotClock> slots) {
        this.store = store;
        this.chain = chain;
        this.author = author;
        this.server = server;
        this.peer = peer;
        this.record = record;
        this.address = address;
        this.slots = slots;
    }

    /**
     * Opens or makes the chain, writes its history, serves it, and authors a block in each slot.
     *
     * @throws DevnetException when the store is in use or belongs to another chain, or the port is
     *     taken
     */
    public static Devnet start(DevnetOptions options, Progress progress) {
        InstantSource clock = InstantSource.system();
        Devnet devnet =
                open(options, DevnetSpec.HISTORY_BLOCKS, clock, progress, true, HONEST);
        devnet.slots.ifPresent(SlotClock::start);
        return devnet;
    }

    /**
     * As {@link #start} by another clock, with a shorter history, and no block is authored but by
     * {@link #author}: for tests.
     */
    public static Devnet manual(DevnetOptions options, int historyBlocks, InstantSource clock) {
        return manual(options, historyBlocks, clock, HONEST);
    }

    /**
     * As {@link #manual}, and peers are answered by what {@code serving} makes of the honest
     * answers: for tests of how others meet a node that lies.
     */
    public static Devnet manual(
            DevnetOptions options,
            int historyBlocks,
            InstantSource clock,
            UnaryOperator<ChainServer> serving) {
        return open(options, historyBlocks, clock, Progress.SILENT, false, serving);
    }

    private static Devnet open(
            DevnetOptions options,
            int historyBlocks,
            InstantSource clock,
            Progress progress,
            boolean timed,
            UnaryOperator<ChainServer> serving) {
        ChainStore store;
        try {
            store = ChainStore.open(options.dataDir(), options.fresh());
        } catch (StoreException e) {
            throw new DevnetException(String.valueOf(e.getMessage()), e);
        }
        try {
            DevnetRuntime runtime = new DevnetRuntime(spec(store, options, historyBlocks, clock));
            Authorities authorities = new Authorities();
            Chain chain =
                    Chain.open(
                            store,
                            runtime,
                            authorities,
                            options.justificationPeriod(),
                            options.stateBlocks());
            TransactionPool pool = new TransactionPool(chain);
            Author author = new Author(chain, pool, clock);
            DevnetRecord record = NetworkRecord.of(chain, authorities);
            progress.opened(record);
            writeHistory(chain, author, progress);
            RpcServer server =
                    RpcServer.listen(
                            options.address(),
                            options.rpcPort(),
                            new RpcMethods(chain, pool));
            LOG.info(
                    "devnet {} serves JSON-RPC on {} port {}; head {}",
                    record.genesisHash().toShortHex(),
                    options.address(),
                    server.port(),
                    chain.head().id());
            DevnetPeer peer = listen(options, chain, pool, serving, server);
            Optional<SlotClock> slots =
                    timed ? Optional.of(new SlotClock(author, clock)) : Optional.empty();
            return new Devnet(
                    store, chain, author, server, peer, record, options.address(), slots);
        } catch (IOException e) {
            store.close();
            throw new DevnetException(e.getMessage() + "; choose another with --rpc-port", e);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private static DevnetPeer listen(
            DevnetOptions options,
            Chain chain,
            TransactionPool pool,
            UnaryOperator<ChainServer> serving,
            RpcServer server) {
        try {
            DevnetPeer peer =
                    DevnetPeer.open(
                            chain,
                            pool,
                            NodeKey.in(options.dataDir()),
                            PeerAddresses.listen(options.address(), options.p2pPort()),
                            List.of(),
                            new PeerListener() {},
                            serving.apply(new ChainAnswers(chain)));
            LOG.info("devnet peer {} listens on {}", peer.id(), peer.addresses());
            return peer;
        } catch (UncheckedIOException e) {
            server.close();
            throw new DevnetException(
                    String.valueOf(e.getMessage()) + "; choose another port with --p2p-port", e);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** The peer id of the node that is kept in a data directory, or is going to be. */
    public static PeerId identity(DevnetOptions options) {
        try {
            Files.createDirectories(options.dataDir());
            return Identity.ofSeed(NodeKey.in(options.dataDir())).peerId();
        } catch (IOException e) {
            throw new DevnetException(
                    "cannot use the data directory " + options.dataDir() + ": " + e, e);
        }
    }

    /**
     * The kept chain's spec, which must be the one asked for; without a chain, a new one that is
     * created now.
     */
    private static DevnetSpec spec(
            ChainStore store, DevnetOptions options, int historyBlocks, InstantSource clock) {
        long slotMillis = options.blockTime().toMillis();
        Optional<DevnetSpec> kept = store.spec();
        if (kept.isEmpty()) {
            DevnetSpec now = DevnetSpec.startingAt(options.seed(), clock.millis(), slotMillis);
            return new DevnetSpec(
                    now.seed(),
                    now.creationTimeMillis(),
                    now.slotDurationMillis(),
                    historyBlocks,
                    now.historyStepMillis(),
                    now.epochBlocks());
        }
        DevnetSpec spec = kept.get();
        if (!spec.seed().equals(options.seed()) || spec.slotDurationMillis() != slotMillis) {
            throw new DevnetException(
                    "the chain in "
                            + options.dataDir()
                            + " was made with seed "
                            + spec.seed()
                            + " and a block time of "
                            + spec.slotDurationMillis()
                            + " ms, not seed "
                            + options.seed()
                            + " and "
                            + slotMillis
                            + " ms; give those, another data directory, or --fresh for a new chain");
        }
        return spec;
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

    /**
     * Makes one block now, with what the pool holds. Its slot is the clock's, or the next one if
     * that is taken.
     */
    public BlockId author() {
        return author.author().id();
    }

    /** The newest block; it is final. */
    public BlockId head() {
        return chain.head().id();
    }

    public URI rpcWebSocket() {
        return URI.create("ws://" + host() + ":" + server.port());
    }

    public URI rpcHttp() {
        return URI.create("http://" + host() + ":" + server.port());
    }

    /** Where peers reach this node by libp2p, with its id: plain, then over WebSocket. */
    public List<Multiaddr> p2pAddresses() {
        return PeerAddresses.reachable(peer.addresses());
    }

    private String host() {
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    public Hash256 genesisHash() {
        return record.genesisHash();
    }

    public DevnetRecord networkRecord() {
        return record;
    }

    /**
     * The chain spec as JSON text: standard fields with the raw genesis state, and this node as a
     * bootnode. Slot duration and
     * the hashes of the metadata are in its {@code properties}, the one place where other readers
     * tolerate more.
     */
    public String chainSpec() {
        return ChainSpec.json(record, p2pAddresses(), chain.runtime().genesis());
    }

    /** Stops: no block is left half made, and the store is closed. */
    @Override
    public void close() {
        slots.ifPresent(SlotClock::stop);
        peer.close();
        server.close();
        store.close();
        LOG.info("devnet {} stops at {}", record.genesisHash().toShortHex(), chain.head().id());
    }
}

package io.hypha.devnet;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.member.Member;
import io.hypha.devnet.member.MemberInbox;
import io.hypha.devnet.p2p.ChainAnswers;
import io.hypha.devnet.p2p.DevnetPeer;
import io.hypha.devnet.p2p.NodeKey;
import io.hypha.devnet.p2p.PeerAddresses;
import io.hypha.devnet.rpc.RpcMethods;
import io.hypha.devnet.rpc.RpcServer;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.devnet.store.StoredBlock;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running devnet node: the only one of its chain, or a member among several that share one.
 * {@link #start} gives one; {@link #close} stops it, and its store can be opened again.
 */
public final class Devnet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Devnet.class);
    private static final UnaryOperator<ChainServer> HONEST = UnaryOperator.identity();

    private final DevnetOptions options;
    private final KeptChain kept;
    private final RpcServer server;
    private final DevnetPeer peer;
    private final Runnable stopMaking;

    private Devnet(
            DevnetOptions options,
            KeptChain kept,
            RpcServer server,
            DevnetPeer peer,
            Runnable stopMaking) {
        this.options = options;
        this.kept = kept;
        this.server = server;
        this.peer = peer;
        this.stopMaking = stopMaking;
    }

    /**
     * In the data directory: the chain spec, so that others find the chain and check its bundles.
     */
    public static final String SPEC_FILE = "spec.json";

    /**
     * Opens or makes the chain, writes its history, serves it, and authors a block in each slot, or
     * in those of its own authorities.
     *
     * @throws DevnetException when the store is in use or belongs to another chain, or the port is
     *     taken
     */
    public static Devnet start(DevnetOptions options, Progress progress) {
        return start(options, DevnetSpec.HISTORY_BLOCKS, InstantSource.system(), progress, HONEST);
    }

    /**
     * As {@link #start} by another clock and with another length of the history; and peers are
     * answered by what {@code serving} makes of the honest answers: for tests of how others meet a
     * node that lies.
     */
    public static Devnet start(
            DevnetOptions options,
            int historyBlocks,
            InstantSource clock,
            Progress progress,
            UnaryOperator<ChainServer> serving) {
        return open(options, historyBlocks, clock, progress, true, serving);
    }

    /**
     * As {@link #start} by another clock, with a shorter history, and no block is authored but by
     * {@link #author}: for tests. A member of a shared chain takes part nonetheless.
     */
    public static Devnet manual(DevnetOptions options, int historyBlocks, InstantSource clock) {
        return manual(options, historyBlocks, clock, HONEST);
    }

    /** As {@link #manual}, with peers answered by what {@code serving} makes of the answers. */
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
        Ports.requireFree(options);
        KeptChain kept = KeptChain.open(options, historyBlocks, clock, progress);
        try {
            return serve(options, kept, clock, timed, serving);
        } catch (IOException e) {
            kept.close();
            throw new DevnetException(e.getMessage() + "; choose another with --rpc-port", e);
        } catch (RuntimeException | Error e) {
            kept.close();
            throw e;
        }
    }

    private static Devnet serve(
            DevnetOptions options,
            KeptChain kept,
            InstantSource clock,
            boolean timed,
            UnaryOperator<ChainServer> serving)
            throws IOException {
        Chain chain = kept.chain();
        RpcServer server =
                RpcServer.listen(
                        options.address(), options.rpcPort(), new RpcMethods(chain, kept.pool()));
        MemberInbox inbox = new MemberInbox();
        boolean alone = options.member().isAlone();
        PeerListener listener = alone ? new PeerListener() {} : inbox;
        DevnetPeer peer = listen(options, kept, serving, server, listener);
        LOG.info(
                "devnet {} serves JSON-RPC on {} port {}, peer {} on {}; head {}",
                kept.record().genesisHash().toShortHex(),
                options.address(),
                server.port(),
                peer.id(),
                peer.addresses(),
                chain.head().id());
        Runnable stop = () -> {};
        if (!alone) {
            stop = Member.start(chain, kept.pool(), kept.keys(), clock, inbox, peer)::close;
        } else if (timed) {
            SlotClock slots = new SlotClock(kept.author(), clock);
            slots.start();
            stop = slots::stop;
        }
        return new Devnet(options, kept, server, peer, stop);
    }

    private static DevnetPeer listen(
            DevnetOptions options,
            KeptChain kept,
            UnaryOperator<ChainServer> serving,
            RpcServer server,
            PeerListener listener) {
        try {
            return DevnetPeer.open(
                    kept.chain(),
                    kept.pool(),
                    NodeKey.in(options.dataDir()),
                    PeerAddresses.listen(options.address(), options.p2pPort()),
                    PeerAddresses.parse(options.member().bootnodes()),
                    listener,
                    serving.apply(new ChainAnswers(kept.chain())));
        } catch (UncheckedIOException e) {
            server.close();
            throw new DevnetException(e.getMessage() + "; choose another port with --p2p-port", e);
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
     * Makes one block now, with what the pool holds. Its slot is the clock's, or the next one if
     * that is taken.
     *
     * @throws IllegalStateException for a member of a shared chain, which cannot alone
     */
    public BlockId author() {
        if (!options.member().isAlone()) {
            throw new IllegalStateException("members of a shared chain make blocks by turns");
        }
        return kept.author().author().id();
    }

    /** The newest final block; of a node that is alone, the newest of all. */
    public BlockId head() {
        return kept.chain().head().id();
    }

    /**
     * Waits until a block of that number is final here.
     *
     * @return whether one was within the time
     */
    public boolean awaitHead(long number, Duration atMost) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Consumer<StoredBlock> look =
                block -> {
                    if (block.number() >= number) {
                        reached.countDown();
                    }
                };
        Consumer<NewBlock> listener = news -> look.accept(news.block());
        kept.chain().follow(look, listener);
        try {
            return reached.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            kept.chain().unfollow(listener);
        }
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
        String address = options.address();
        return address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    }

    public Hash256 genesisHash() {
        return kept.record().genesisHash();
    }

    public DevnetRecord networkRecord() {
        return kept.record();
    }

    /** The chain spec with this node as its only bootnode. */
    public String chainSpec() {
        return chainSpec(p2pAddresses());
    }

    /**
     * The chain spec as JSON text: standard fields with the raw genesis state. What only Hypha asks
     * for is in its {@code properties}, the one place where other readers tolerate more.
     */
    public String chainSpec(List<Multiaddr> bootnodes) {
        return ChainSpec.json(kept.record(), bootnodes, kept.chain().runtime().genesis());
    }

    /** Stops: no block is left half made, and the store is closed. */
    @Override
    public void close() {
        stopMaking.run();
        peer.close();
        server.close();
        kept.close();
        LOG.info("devnet {} stops at {}", genesisHash().toShortHex(), head());
    }
}

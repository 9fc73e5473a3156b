package io.hypha.devnet;

import io.hypha.devnet.author.Authorities;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.wire.Multiaddr;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The nodes of one devnet in this process: one that holds all keys, or up to four that hold those
 * of one authority each. Node k keeps its chain in {@code node-k} below the data directory and
 * listens k above each port that is given.
 */
public final class DevnetMembers implements AutoCloseable {

    private static final InstantSource CLOCK = InstantSource.system();

    private final DevnetOptions options;
    private final int count;
    private final int historyBlocks;
    private final long createdAtMillis;
    private final TreeMap<Integer, Devnet> running = new TreeMap<>();
    private boolean fresh;

    private DevnetMembers(
            DevnetOptions options, int count, int historyBlocks, long createdAtMillis) {
        this.options = options;
        this.count = count;
        this.historyBlocks = historyBlocks;
        this.createdAtMillis = createdAtMillis;
        this.fresh = options.fresh();
    }

    /**
     * Starts them all.
     *
     * @param options of the first node
     * @param count 1..4; one is {@link Devnet#start} as it is
     */
    public static DevnetMembers start(DevnetOptions options, int count, Progress progress) {
        return start(options, count, DevnetSpec.HISTORY_BLOCKS, progress);
    }

    /** As {@link #start} with another length of the history. */
    public static DevnetMembers start(
            DevnetOptions options, int count, int historyBlocks, Progress progress) {
        DevnetMembers members = prepare(options, count, historyBlocks, progress);
        try {
            for (int k = 0; k < count; k++) {
                members.startNode(k, progress, UnaryOperator.identity());
            }
            return members;
        } catch (RuntimeException | Error e) {
            members.close();
            throw e;
        }
    }

    /** Makes the chain of each node, with its history, where there is none, and starts none. */
    public static DevnetMembers prepare(
            DevnetOptions options, int count, int historyBlocks, Progress progress) {
        if (count < 1 || count > Authorities.GENESIS_COUNT) {
            throw new IllegalArgumentException(
                    "a devnet has 1.." + Authorities.GENESIS_COUNT + " nodes, was " + count);
        }
        long created = 0;
        if (count > 1) {
            long now = CLOCK.millis();
            created =
                    options.fresh()
                            ? now
                            : KeptChain.createdAtMillis(folder(options, 0)).orElse(now);
        }
        DevnetMembers members = new DevnetMembers(options, count, historyBlocks, created);
        if (count > 1) {
            members.makeChains(progress);
        }
        return members;
    }

    /** A new history is the same everywhere: one node makes it, the others get copies. */
    private void makeChains(Progress progress) {
        boolean untouched;
        try (KeptChain first = KeptChain.open(options(0), historyBlocks, CLOCK, progress)) {
            untouched = first.isOnlyHistory();
        }
        for (int k = 1; k < count && untouched; k++) {
            DevnetOptions other = options(k);
            if (options.fresh() || KeptChain.createdAtMillis(other.dataDir()).isEmpty()) {
                KeptChain.copy(options(0).dataDir(), other.dataDir());
            }
        }
        fresh = false;
    }

    private static Path folder(DevnetOptions options, int k) {
        return options.dataDir().resolve("node-" + k);
    }

    private static int above(int port, int k) {
        return port == 0 ? 0 : port + k;
    }

    /**
     * With what a node is started, by {@link Devnet#start} in this process or another one; it knows
     * those that run in this one.
     */
    public DevnetOptions options(int k) {
        if (count == 1) {
            return options;
        }
        List<String> others =
                running.values().stream()
                        .map(node -> node.p2pAddresses().getFirst().toString())
                        .toList();
        return options.withDataDir(folder(options, k))
                .withFresh(fresh)
                .withRpcPort(above(options.rpcPort(), k))
                .withP2pPort(above(options.p2pPort(), k))
                .withMember(new DevnetMember(k, count, createdAtMillis, others));
    }

    /**
     * Starts one node that does not run; it knows those that do.
     *
     * @param serving what its peers are answered, out of the honest answers
     */
    public Devnet startNode(int k, UnaryOperator<ChainServer> serving) {
        return startNode(k, Progress.SILENT, serving);
    }

    private Devnet startNode(int k, Progress progress, UnaryOperator<ChainServer> serving) {
        if (k < 0 || k >= count || running.containsKey(k)) {
            throw new IllegalArgumentException("node " + k + " of " + count + " cannot be started");
        }
        Devnet node = Devnet.start(options(k), historyBlocks, CLOCK, progress, serving);
        running.put(k, node);
        return node;
    }

    /** Stops one node; the others go on. */
    public void stopNode(int k) {
        Devnet node = running.remove(k);
        if (node != null) {
            node.close();
        }
    }

    /** A running node. */
    public Devnet node(int k) {
        Devnet node = running.get(k);
        if (node == null) {
            throw new IllegalArgumentException("node " + k + " does not run");
        }
        return node;
    }

    /** Those that run, by their index. */
    public List<Devnet> running() {
        return List.copyOf(running.values());
    }

    /** Where peers reach the nodes that run. */
    public List<Multiaddr> p2pAddresses() {
        return running.values().stream().flatMap(node -> node.p2pAddresses().stream()).toList();
    }

    /** The chain spec with all running nodes as bootnodes. */
    public String chainSpec() {
        return running.firstEntry().getValue().chainSpec(p2pAddresses());
    }

    @Override
    public void close() {
        for (Integer k : List.copyOf(running.keySet())) {
            stopNode(k);
        }
    }
}

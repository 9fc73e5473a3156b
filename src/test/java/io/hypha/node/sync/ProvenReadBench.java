package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.network.message.MessageLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Proven reads over libp2p on the loopback from a map of 100 000 entries: 1, 100 and 10 000 keys
 * with an empty cache and again at the next block, in which 100 entries changed; and the whole map.
 * Beside each, in the same run, the limit: as many bytes as were received over a bare socket of the
 * loopback, in as many answers as take 2 MiB each, with BLAKE2b-256 over each node's worth of them.
 * And what the peer spends on proving, which is part of ours and not of the limit.
 *
 * <p>{@code bench/proven-reads} runs it; prints a table in Markdown.
 */
public final class ProvenReadBench {

    private static final int ENTRIES = 100_000;
    private static final int CHANGED = 100;
    private static final int BLOCKS = 24;
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int LEAST_RUNS = 7;
    private static final int NODE_BYTES = 128;
    private static final int ANSWER_BYTES = 2 << 20;

    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    private final FakeChain chain = new FakeChain(4);
    private final BareSocket bare = new BareSocket();
    private Sources sources = new Sources();

    private ProvenReadBench() {}

    /** Without arguments everything; {@code keys} or {@code map} for one of them. */
    public static void main(String[] args) {
        new ProvenReadBench().run(List.of(args));
    }

    private void run(List<String> only) {
        chain.addMap(ENTRIES);
        for (int i = 0; i < BLOCKS; i++) {
            chain.changeMap(sample(CHANGED));
        }
        try (ServingPeer peer = new ServingPeer(chain, 0);
                VerifyingNode node =
                        new VerifyingNode(
                                PeerSyncTest.options(chain).withPeers(List.of(peer.address())))) {
            peer.answers.rangeBytes = MessageLimits.MAX_STATE_ENTRY_BYTES;
            node.start();
            awaitHead(node);
            sources = node.peers().orElseThrow().sources();
            List<FinalizedHead> heads =
                    IntStream.rangeClosed(1, BLOCKS + 1)
                            .mapToObj(number -> given(node.finalizedAt(number)))
                            .toList();
            System.out.println(
                    "| read | ms | keys/s | bytes | peer's proving, ms | limit, ms | of limit |");
            System.out.println("|---|---|---|---|---|---|---|");
            if (only.isEmpty() || only.contains("keys")) {
                for (int keys : new int[] {1, 100, 10_000}) {
                    report("%,d keys, empty cache", keys, cold(heads.getLast(), keys));
                    report("%,d keys, next block", keys, again(heads, keys));
                }
            }
            if (only.isEmpty() || only.contains("map")) {
                report("map of %,d, empty cache", ENTRIES, coldMap(heads.getLast()));
                report("map of %,d, next block", ENTRIES, mapAgain(heads));
            }
        }
    }

    private void awaitHead(VerifyingNode node) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (node.finalizedHead().orElseThrow().number() < chain.head().header().number()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(node.status().toString());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<Integer> sample(int count) {
        return random.ints(0, ENTRIES).distinct().limit(count).boxed().toList();
    }

    private List<Bytes> keys(int count) {
        return sample(count).stream().map(FakeChain::bigKey).toList();
    }

    private ProvenReader emptyReader() {
        return new ProvenReader(
                sources,
                new Hedge(NodeOptions.DEFAULT_PATIENCE),
                head -> "no state of " + head.block());
    }

    /** One run of what is measured. */
    private record Sample(long nanos, long bytes, long provingNanos) {}

    private Sample timed(Supplier<Object> read, Supplier<Object> proving) {
        long before = sources.bytesReceived();
        long nanos = nanosOf(read);
        long bytes = sources.bytesReceived() - before;
        return new Sample(nanos, bytes, nanosOf(proving));
    }

    private static long nanosOf(Supplier<Object> work) {
        long start = System.nanoTime();
        if (work.get() == null) {
            throw new IllegalStateException("nothing came");
        }
        return System.nanoTime() - start;
    }

    private List<Sample> cold(FinalizedHead at, int count) {
        return repeat(() -> {
            List<Bytes> keys = keys(count);
            ProvenReader reader = emptyReader();
            return timed(() -> read(reader, at, keys), () -> prove(at, keys));
        });
    }

    private List<Sample> again(List<FinalizedHead> heads, int count) {
        int[] turn = {0};
        ProvenReader[] reader = {emptyReader()};
        List<List<Bytes>> chosen = new ArrayList<>();
        return repeat(() -> {
            if (turn[0] % heads.size() == 0) {
                reader[0] = emptyReader();
                chosen.clear();
                chosen.add(keys(count));
                read(reader[0], heads.getFirst(), chosen.getFirst());
                turn[0]++;
            }
            FinalizedHead at = heads.get(turn[0]++ % heads.size());
            return timed(() -> read(reader[0], at, chosen.getFirst()), () -> at);
        });
    }

    private List<Sample> coldMap(FinalizedHead at) {
        return repeat(() -> {
            ProvenReader reader = emptyReader();
            return timed(() -> range(reader, at), () -> at);
        });
    }

    private List<Sample> mapAgain(List<FinalizedHead> heads) {
        int[] turn = {0};
        ProvenReader[] reader = {emptyReader()};
        return repeat(() -> {
            if (turn[0] % heads.size() == 0) {
                reader[0] = emptyReader();
                range(reader[0], heads.getFirst());
                turn[0]++;
            }
            FinalizedHead at = heads.get(turn[0]++ % heads.size());
            return timed(() -> range(reader[0], at), () -> at);
        });
    }

    /** As a caller must: so many keys in one question at most. */
    private static Object read(ProvenReader reader, FinalizedHead at, List<Bytes> keys) {
        int found = 0;
        for (int from = 0; from < keys.size(); from += LightNode.MAX_KEYS) {
            found +=
                    given(
                                    reader.read(
                                            at,
                                            keys.subList(
                                                    from,
                                                    Math.min(
                                                            keys.size(),
                                                            from + LightNode.MAX_KEYS))))
                            .values()
                            .size();
        }
        if (found != keys.size()) {
            throw new IllegalStateException(found + " of " + keys.size() + " keys");
        }
        return found;
    }

    private static Object range(ProvenReader reader, FinalizedHead at) {
        return switch (reader.readRange(at, FakeChain.BIG_MAP)) {
            case Answer.Given<ProvenRange>(var range) when range.entries().size() == ENTRIES ->
                    range;
            case Answer<ProvenRange> other ->
                    throw new IllegalStateException(String.valueOf(other));
        };
    }

    /** The peer's work for these keys, in the batches in which they are asked for. */
    private Object prove(FinalizedHead at, List<Bytes> keys) {
        var state = chain.at(at.number()).state();
        int nodes = 0;
        for (int from = 0; from < keys.size(); from += ProofFetcher.KEYS_PER_REQUEST) {
            nodes +=
                    state.prove(
                                    keys.subList(
                                            from,
                                            Math.min(
                                                    keys.size(),
                                                    from + ProofFetcher.KEYS_PER_REQUEST)))
                            .size();
        }
        return nodes;
    }

    private static List<Sample> repeat(Supplier<Sample> once) {
        for (long end = System.nanoTime() + WARM_UP_NANOS; System.nanoTime() < end; ) {
            once.get();
        }
        List<Sample> samples = new ArrayList<>();
        long end = System.nanoTime() + MEASURED_NANOS;
        while (System.nanoTime() < end || samples.size() < LEAST_RUNS) {
            samples.add(once.get());
        }
        return samples;
    }

    private void report(String what, int keys, List<Sample> samples) {
        long nanos = median(samples.stream().map(Sample::nanos).toList());
        long bytes = median(samples.stream().map(Sample::bytes).toList());
        long proving = median(samples.stream().map(Sample::provingNanos).toList());
        List<Sample> limits =
                repeat(() -> new Sample(nanosOf(() -> bare.take((int) bytes)), bytes, 0));
        long limit = median(limits.stream().map(Sample::nanos).toList());
        System.out.printf(
                Locale.ROOT,
                "| %s | %.3f | %,d | %,d | %s | %.3f | %.1f %% |%n",
                String.format(Locale.ROOT, what, keys),
                nanos / 1e6,
                keys * 1_000_000_000L / nanos,
                bytes,
                proving < 10_000 ? "–" : "%.3f".formatted(proving / 1e6),
                limit / 1e6,
                100.0 * limit / nanos);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Sends as many bytes as it is asked for over a socket of the loopback, and nothing else. */
    private static final class BareSocket {
        private final DataInputStream in;
        private final DataOutputStream out;

        BareSocket() {
            try {
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Thread.ofVirtual().start(() -> serve(server));
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                socket.setTcpNoDelay(true);
                in = new DataInputStream(socket.getInputStream());
                out = new DataOutputStream(socket.getOutputStream());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void serve(ServerSocket server) {
            try (Socket socket = server.accept()) {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] bytes = new byte[ANSWER_BYTES];
                while (true) {
                    int wanted = in.readInt();
                    socket.getOutputStream().write(bytes, 0, wanted);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Asks for that many bytes and hashes what comes. */
        Object take(int bytes) {
            try {
                byte[] answer = new byte[Math.min(bytes, ANSWER_BYTES)];
                int hashed = 0;
                for (int left = bytes; left > 0; left -= answer.length) {
                    int part = Math.min(left, answer.length);
                    out.writeInt(part);
                    in.readFully(answer, 0, part);
                    for (int from = 0; from < part; from += NODE_BYTES) {
                        byte[] node =
                                Arrays.copyOfRange(answer, from, Math.min(part, from + NODE_BYTES));
                        hashed += Blake2b.hash256(node).length;
                    }
                }
                return hashed + 1;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

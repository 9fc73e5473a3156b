package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Proven reads over a real WebSocket of the loopback, server and light node in one JVM on one
 * chain: reads of 1, 100 and 10 000 keys that no read before has touched, a whole map of 100 000
 * entries, and that map again after one entry changed. Run by {@code bench/proven-reads}; one JSON
 * object a line.
 */
final class ProvenReadBench {

    private static final int ENTRIES = 100_000;
    private static final int ROUNDS = 3;
    /** As full nodes answer {@code /state/2}. */
    private static final int RANGE_BYTES = 2 << 20;

    private static final int WEB_SOCKET = 1;
    private static final long WAIT_SECONDS = 60;

    private final FakeChain chain = new FakeChain(4);
    private final List<Bytes> keys = new ArrayList<>();

    private ProvenReadBench() {
        chain.grow(3);
        chain.addMap(ENTRIES);
        for (int i = 0; i < ENTRIES; i++) {
            keys.add(FakeChain.bigKey(i));
        }
        Collections.shuffle(keys, new Random(1));
    }

    public static void main(String[] args) throws InterruptedException {
        ProvenReadBench bench = new ProvenReadBench();
        bench.reads(100, 10, false);
        bench.map(false);
        bench.reads(1, 200, true);
        bench.reads(100, 50, true);
        bench.reads(10_000, 2, true);
        bench.map(true);
        System.exit(0);
    }

    /** Reads that follow each other, each of keys of its own; a new node for each round. */
    private void reads(int count, int reads, boolean told)
            throws InterruptedException {
        List<Double> seconds = new ArrayList<>();
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ServingPeer peer = serve(round);
                    RunningNode node = follow(peer)) {
                FinalizedHead head = head(node);
                long before = node.status().bytesReceived();
                long began = System.nanoTime();
                for (int read = 0; read < reads; read++) {
                    int first = (read * count) % (ENTRIES - count + 1);
                    read(node, head, keys.subList(first, first + count));
                }
                seconds.add((System.nanoTime() - began) / 1e9);
                bytes = node.status().bytesReceived() - before;
            }
        }
        if (told) {
            double median = median(seconds);
            System.out.printf(
                    "{\"keys\":%d,\"reads\":%d,\"readsPerSecond\":%.1f,\"keysPerSecond\":%.0f,\"bytesPerKey\":%.0f}%n",
                    count,
                    reads,
                    reads / median,
                    (double) reads * count / median,
                    (double) bytes / ((double) reads * count));
        }
    }

    private static void read(RunningNode node, FinalizedHead head, List<Bytes> keys) {
        for (int from = 0; from < keys.size(); from += LightNode.MAX_KEYS) {
            List<Bytes> some =
                    keys.subList(from, Math.min(keys.size(), from + LightNode.MAX_KEYS));
            ProvenRead read = given(node.read(head, some));
            if (read.values().size() != some.size()) {
                throw new IllegalStateException("expected " + some.size() + " values");
            }
        }
    }

    private void map(boolean told) throws InterruptedException {
        List<Double> whole = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        long bytes = 0;
        long bytesAgain = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ServingPeer peer = serve(round);
                    RunningNode node = follow(peer)) {
                long before = node.status().bytesReceived();
                long began = System.nanoTime();
                range(node, head(node));
                whole.add((System.nanoTime() - began) / 1e9);
                bytes = node.status().bytesReceived() - before;
                chain.changeMap(round);
                peer.tell();
                FinalizedHead changed = head(node);
                before = node.status().bytesReceived();
                began = System.nanoTime();
                range(node, changed);
                again.add((System.nanoTime() - began) / 1e9);
                bytesAgain = node.status().bytesReceived() - before;
            }
        }
        if (told) {
            System.out.printf(
                    "{\"map\":%d,\"seconds\":%.2f,\"bytes\":%d,\"secondsAfterOneChange\":%.2f,\"bytesAfterOneChange\":%d}%n",
                    ENTRIES, median(whole), bytes, median(again), bytesAgain);
        }
    }

    private static void range(RunningNode node, FinalizedHead head) {
        ProvenRange range = given(node.readRange(head, FakeChain.BIG_MAP));
        if (range.entries().size() != ENTRIES) {
            throw new IllegalStateException("found " + range.entries().size() + " entries");
        }
    }

    private ServingPeer serve(int round) {
        ServingPeer peer = new ServingPeer(chain, round);
        peer.answers.rangeBytes = RANGE_BYTES;
        return peer;
    }

    private RunningNode follow(ServingPeer peer) {
        return LightNodes.start(
                PeerSyncTest.options(chain)
                        .withPeers(List.of(peer.network.addresses().get(WEB_SOCKET))));
    }

    /** The chain's newest block, once the node has verified it as final. */
    private FinalizedHead head(RunningNode node) throws InterruptedException {
        LinkedBlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
        try (LightNode.Subscription _ = node.onFinalized(heads::add)) {
            node.finalizedHead().ifPresent(heads::add);
            while (true) {
                FinalizedHead head = heads.poll(WAIT_SECONDS, TimeUnit.SECONDS);
                if (head == null) {
                    throw new IllegalStateException("no head: " + node.status());
                }
                if (head.block().equals(chain.head().id())) {
                    return head;
                }
            }
        }
    }

    private static <T> T given(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Missing<T> missing -> throw new IllegalStateException(missing.toString());
        };
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

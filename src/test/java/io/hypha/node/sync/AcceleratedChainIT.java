package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.ChildJvm;
import io.hypha.devnet.AcceleratedDevnet;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Twox;
import io.hypha.node.scale.ScaleCodecWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The light node follows twenty thousand blocks of a devnet in another process over libp2p alone,
 * with new voters each two thousand: the first half block by block, the second as fast as the
 * devnet makes them. Then blocks may be passed over, but none may be unknown when it is asked for.
 */
@Tag("long")
class AcceleratedChainIT {

    private static final int BLOCKS = 20_000;
    private static final int CHANGE_EACH = 2_000;
    private static final int ONE_BY_ONE = BLOCKS / 2;
    private static final int BURST = 500;

    /** So far the whole state is read at each epoch's block, to fill what is bounded by bytes. */
    private static final int READ_ALL = 4_000;

    private static final int EPOCH = 20;

    /** What is bounded by the number of headers is full too; from here on memory must not grow. */
    private static final int CACHES_FULL = 10_000;

    private static final Bytes SUBTENSOR =
            Bytes.of(Twox.hash128("SubtensorModule".getBytes(StandardCharsets.US_ASCII)));

    private static final long DEADLINE_SECONDS = 120;
    private static final int LOOKS_AT_HEAP = 120;

    @TempDir private Path dir;

    /** Numbers and hashes of blocks in an array that does not grow, as memory is measured here. */
    private static final class Blocks {
        private final byte[] hashes = new byte[(BLOCKS + 1) * Hash256.SIZE];
        private final long[] sets = new long[BLOCKS + 1];
        private final boolean[] present = new boolean[BLOCKS + 1];

        void put(long number, Hash256 hash, long set) {
            int at = Math.toIntExact(number);
            System.arraycopy(hash.toArray(), 0, hashes, at * Hash256.SIZE, Hash256.SIZE);
            sets[at] = set;
            present[at] = true;
        }

        Hash256 hash(int number) {
            return Hash256.of(
                    Arrays.copyOfRange(hashes, number * Hash256.SIZE, (number + 1) * Hash256.SIZE));
        }

        int count() {
            int count = 0;
            for (boolean each : present) {
                count += each ? 1 : 0;
            }
            return count;
        }
    }

    /** The devnet's process: obeys lines, says what it made. */
    private static final class Child implements AutoCloseable {
        final Blocks made = new Blocks();
        private final Process process;
        private final BufferedReader out;
        private final PrintStream in;
        private long set;
        private long newest = AcceleratedDevnet.HISTORY;
        private long lastOfSet = Long.MAX_VALUE;

        Child(Path dir) throws IOException {
            process = ChildJvm.start(AcceleratedDevnet.class, dir.toString());
            out = process.inputReader(StandardCharsets.UTF_8);
            in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            expect("ready");
        }

        private String line() throws IOException {
            String line;
            do {
                line = out.readLine();
                assertNotNull(line, "the devnet's process ended");
            } while (!line.startsWith(AcceleratedDevnet.SAYS));
            return line.substring(AcceleratedDevnet.SAYS.length());
        }

        private void expect(String word) throws IOException {
            assertEquals(word, line());
        }

        void change(long delay) throws IOException {
            in.println("change " + delay);
            expect("pooled");
            lastOfSet = newest + 1 + delay;
        }

        void author(int blocks) throws IOException {
            in.println("author " + blocks);
            for (int i = 0; i < blocks; i++) {
                String[] words = line().split(" ", 2);
                newest = Long.parseLong(words[0]);
                made.put(newest, Hash256.fromHex(words[1]), set);
                if (newest == lastOfSet) {
                    set++;
                }
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** What the node told, in order. */
    private static final class Told {
        final Blocks blocks = new Blocks();
        final BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();
        final List<String> faults = new ArrayList<>();
        private long last = -1;

        synchronized void hear(FinalizedHead head) {
            if (head.number() <= last) {
                faults.add(head.number() + " after " + last);
            }
            last = head.number();
            blocks.put(last, head.block().hash(), head.setId());
            numbers.add(last);
        }

        /** Waits until that block or a later one was told. */
        void await(long number, RunningNode node) throws InterruptedException {
            for (long heard = -1; heard < number; ) {
                Long next = numbers.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
                assertNotNull(next, () -> "no block " + number + ": " + node.status());
                heard = next;
            }
        }
    }

    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least =
                    Math.min(
                            least,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private RunningNode follow() throws IOException {
        NetworkRecord record =
                ChainSpec.read(
                        Bytes.of(Files.readAllBytes(dir.resolve(AcceleratedDevnet.SPEC))),
                        "the devnet's spec");
        return LightNodes.start(
                NodeOptions.overPeers(record)
                        .withPeers(FollowedDevnet.patient(record, record.bootnodes().getFirst())));
    }

    @Test
    void follows_twenty_thousand_blocks_with_ten_changes_of_voters_and_keeps_its_size(
            TestReporter reporter) throws IOException, InterruptedException {
        List<Long> heap = new ArrayList<>();
        long began = System.nanoTime();
        try (Child devnet = new Child(dir);
                RunningNode node = follow()) {
            Told told = new Told();
            try (var _ = node.onFinalized(told::hear)) {
                devnet.author(1);
                told.await(devnet.newest, node);
                while (devnet.newest < BLOCKS) {
                    grow(devnet, node, told);
                    if (devnet.newest % CHANGE_EACH == 0) {
                        heap.add(heapAfterCollection());
                        reporter.publishEntry(
                                "block " + devnet.newest,
                                heap.getLast() / 1024
                                        + " KiB after "
                                        + (System.nanoTime() - began) / 1_000_000_000
                                        + " s, told "
                                        + told.blocks.count());
                    }
                }
                NodeStatus status = node.status();
                assertEquals(NodeStatus.State.FOLLOWING, status.state(), status.explanation());
                assertEquals(List.of(), status.disagreements());
                assertEquals(BLOCKS / CHANGE_EACH, status.voters().orElseThrow().setId());
                keepsItsSize(heap);
            }
            assertEquals(List.of(), told.faults, "heads rise");
            check(devnet.made, told.blocks);
        }
    }

    /** What the last round holds until its end goes; what is held for good never does. */
    private static void keepsItsSize(List<Long> heap) {
        long full = heap.get(CACHES_FULL / CHANGE_EACH - 1);
        for (int i = 0; heap.getLast() >= full + full / 10; i++) {
            assertTrue(
                    i < LOOKS_AT_HEAP,
                    () -> "the heap after collection, each " + CHANGE_EACH + " blocks: " + heap);
            LockSupport.parkNanos(500_000_000);
            heap.set(heap.size() - 1, heapAfterCollection());
        }
    }

    private static void grow(Child devnet, RunningNode node, Told told)
            throws IOException, InterruptedException {
        if (devnet.newest % CHANGE_EACH == CHANGE_EACH / 2) {
            devnet.change(devnet.newest / CHANGE_EACH % 2 == 0 ? 0 : 2);
        }
        if (devnet.newest < ONE_BY_ONE) {
            devnet.author(1);
        } else {
            devnet.author(BURST);
        }
        told.await(devnet.newest, node);
        if (devnet.newest <= READ_ALL && devnet.newest % EPOCH == 0) {
            readAll(node);
        }
        if (devnet.newest % BURST == 0) {
            checkHistory(devnet, node);
            FinalizedHead head = node.finalizedHead().orElseThrow();
            assertEquals(devnet.made.hash((int) devnet.newest), head.block().hash());
            assertEquals(
                    Optional.of(new ScaleCodecWriter().writeLong(devnet.set).toBytes()),
                    given(node.read(head, List.of(StorageKeys.CURRENT_SET_ID)))
                            .value(StorageKeys.CURRENT_SET_ID)
                            .toOptional());
        }
    }

    /** Block by block none is left out; and whatever was told is what the devnet made. */
    private static void check(Blocks made, Blocks told) {
        for (int number = AcceleratedDevnet.HISTORY + 1; number <= BLOCKS; number++) {
            assertTrue(
                    told.present[number] || number > ONE_BY_ONE,
                    "block " + number + " was never told");
            if (told.present[number]) {
                assertEquals(made.hash(number), told.hash(number));
                assertEquals(made.sets[number], told.sets[number], "set of block " + number);
            }
        }
        assertEquals(BLOCKS / CHANGE_EACH, made.sets[BLOCKS], "changes");
    }

    /** The last burst of blocks, as if somebody asked for each. */
    private static void checkHistory(Child devnet, RunningNode node) {
        long first = Math.max(AcceleratedDevnet.HISTORY + 1, devnet.newest - BURST + 1);
        for (long number = devnet.newest; number >= first; number--) {
            FinalizedHead at = given(node.finalizedAt(number));
            assertEquals(devnet.made.hash((int) number), at.block().hash());
            assertEquals(devnet.made.sets[(int) number], at.setId(), "set of block " + number);
        }
    }

    private static void readAll(RunningNode node) {
        FinalizedHead head = node.finalizedHead().orElseThrow();
        ProvenRange all = given(node.readRange(head, SUBTENSOR));
        List<Bytes> keys = all.entries().keySet().stream().limit(LightNode.MAX_KEYS).toList();
        ProvenRead read = given(node.read(head, keys));
        for (Bytes key : keys) {
            assertEquals(Optional.ofNullable(all.entries().get(key)), read.value(key).toOptional());
        }
    }
}

package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.trie.RandomStates.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranges as /state/2 serves them: proven, compacted, checked and read on, to the end. */
class StateRangeTest {

    private static final int LIMIT = 2000;

    /** What a peer sends, as the asker reads it. */
    private static ReadProof received(StateTrie trie, StateRange range) {
        Bytes compact = CompactProof.encode(trie.root(), range.nodes());
        return switch (ReadProof.checkCompact(trie.root(), compact)) {
            case ProofCheck.Valid(ReadProof proof) -> proof;
            case ProofCheck.Invalid(String reason) -> throw new AssertionError(reason);
        };
    }

    private static SortedMap<Bytes, Bytes> walked(StateTrie trie, Bytes prefix, long limit) {
        SortedMap<Bytes, Bytes> all = new TreeMap<>();
        boolean first = true;
        Bytes after = prefix;
        while (true) {
            StateRange range =
                    trie.proveRange(first && prefix.isEmpty() ? List.of() : List.of(after), limit)
                            .orElseThrow();
            ReadProof proof = received(trie, range);
            RangeRead read =
                    first && prefix.isEmpty() ? proof.range(prefix) : proof.range(after, prefix);
            all.putAll(read.entries());
            switch (read) {
                case RangeRead.Complete _ -> {
                    return all;
                }
                case RangeRead.Partial(SortedMap<Bytes, Bytes> entries, Bytes upTo) -> {
                    assertThat(entries).as("progress after %s", after).isNotEmpty();
                    assertThat(upTo).isGreaterThan(entries.lastKey());
                    assertThat(range.complete()).isFalse();
                    after = entries.lastKey();
                }
            }
            first = false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_state_walked_range_by_range_is_the_whole_state(StateVersion version) {
        for (int seed = 0; seed < 20; seed++) {
            SortedMap<Bytes, Bytes> state = new RandomStates(seed).state(1 + seed * 200);
            StateTrie trie = new Stored(version, state).trie;
            long limit = seed % 4 == 0 ? 0 : seed * 700L;
            assertThat(walked(trie, Bytes.EMPTY, limit)).as("seed %s", seed).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_proven_range_holds_every_entry_up_to_its_bound(StateVersion version) {
        Random random = new Random(11);
        for (int seed = 0; seed < 30; seed++) {
            SortedMap<Bytes, Bytes> state = new RandomStates(seed).state(300);
            StateTrie trie = new Stored(version, state).trie;
            RandomStates keys = new RandomStates(seed + 1000L);
            for (int i = 0; i < 20; i++) {
                Bytes after = keys.key();
                long limit = random.nextInt(6000);
                StateRange range = trie.proveRange(List.of(after), limit).orElseThrow();
                RangeRead read = received(trie, range).range(after, Bytes.EMPTY);
                SortedMap<Bytes, Bytes> truth = new TreeMap<>(state.tailMap(after));
                truth.remove(after);
                switch (read) {
                    case RangeRead.Complete(SortedMap<Bytes, Bytes> entries) ->
                            assertThat(entries).isEqualTo(truth);
                    case RangeRead.Partial(SortedMap<Bytes, Bytes> entries, Bytes upTo) ->
                            assertThat(entries).isEqualTo(truth.headMap(upTo));
                }
                assertThat((long) read.entries().size()).isGreaterThanOrEqualTo(range.entries());
            }
        }
    }

    @Test
    void a_prefix_ends_the_range_where_its_last_entry_is_proven_to_be_the_last() {
        SortedMap<Bytes, Bytes> state = new RandomStates(4).state(800);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        for (Bytes prefix : List.of(Bytes.ofInts(0x1f), Bytes.ofInts(0, 0x1f), Bytes.ofInts(7))) {
            SortedMap<Bytes, Bytes> truth = new TreeMap<>();
            state.forEach((key, value) -> {
                if (key.startsWith(prefix) && !key.equals(prefix)) {
                    truth.put(key, value);
                }
            });
            assertThat(walked(trie, prefix, LIMIT)).as("prefix %s", prefix).isEqualTo(truth);
        }
    }

    @Test
    void the_entry_that_exceeds_the_limit_is_still_proven() {
        SortedMap<Bytes, Bytes> state = new RandomStates(9).state(500);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        StateRange least = trie.proveRange(List.of(), 0).orElseThrow();
        assertThat(least.entries()).isEqualTo(1);
        assertThat(received(trie, least).range(Bytes.EMPTY).entries())
                .containsEntry(state.firstKey(), state.get(state.firstKey()));
        StateRange all = trie.proveRange(List.of(), Long.MAX_VALUE).orElseThrow();
        assertThat(all.complete()).isTrue();
        assertThat(all.entries()).isEqualTo(state.size());
    }

    @Test
    void after_the_last_entry_there_is_a_proof_that_nothing_follows() {
        SortedMap<Bytes, Bytes> state = new RandomStates(9).state(500);
        StateTrie trie = new Stored(StateVersion.V0, state).trie;
        StateRange range = trie.proveRange(List.of(state.lastKey()), LIMIT).orElseThrow();
        assertThat(range.complete()).isTrue();
        assertThat(range.entries()).isZero();
        assertThat(received(trie, range).range(state.lastKey(), Bytes.EMPTY))
                .isEqualTo(new RangeRead.Complete(new TreeMap<>()));
        StateTrie nothing = StateTrie.empty(StateVersion.V1);
        assertThat(
                        received(nothing, nothing.proveRange(List.of(), LIMIT).orElseThrow())
                                .range(Bytes.EMPTY))
                .isEqualTo(new RangeRead.Complete(new TreeMap<>()));
    }

    /** The heart of it: what a proof leaves out ends the run and is never taken for absent. */
    @ParameterizedTest
    @EnumSource
    void a_node_left_out_ends_the_run_and_hides_nothing(StateVersion version) {
        for (int seed = 0; seed < 6; seed++) {
            SortedMap<Bytes, Bytes> state = new RandomStates(seed).state(120);
            StateTrie trie = new Stored(version, state).trie;
            List<Bytes> nodes = trie.proveRange(List.of(), 6000).orElseThrow().nodes();
            for (int i = 1; i < nodes.size(); i++) {
                List<Bytes> twin = withoutSubtree(trie.root(), Proofs.without(nodes, i));
                RangeRead read = Proofs.valid(trie.root(), twin).range(Bytes.EMPTY);
                assertThat(read).isInstanceOf(RangeRead.Partial.class);
                Bytes upTo = ((RangeRead.Partial) read).upTo();
                assertThat(read.entries())
                        .as("seed %s without node %s", seed, i)
                        .isEqualTo(new TreeMap<>(state.headMap(upTo)));
            }
        }
    }

    /** What hangs no longer under the root has to go, too, or the proof is invalid at once. */
    private static List<Bytes> withoutSubtree(Hash256 root, List<Bytes> nodes) {
        List<Bytes> left = new ArrayList<>(nodes);
        while (ReadProof.check(root, left) instanceof ProofCheck.Invalid(String reason)) {
            assertThat(reason).contains("hangs under no root");
            left.remove(Integer.parseInt(reason.split(" ")[1]));
        }
        return left;
    }

    @Test
    void a_changed_value_is_noticed() {
        SortedMap<Bytes, Bytes> state = new RandomStates(3).state(100);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        List<Bytes> nodes = trie.proveRange(List.of(), LIMIT).orElseThrow().nodes();
        for (int i = 0; i < nodes.size(); i++) {
            List<Bytes> twin =
                    Proofs.replaced(
                            nodes, i, Proofs.flipped(nodes.get(i), nodes.get(i).size() * 8 - 1));
            assertThat(ReadProof.check(trie.root(), twin)).isInstanceOf(ProofCheck.Invalid.class);
        }
    }

    /** A liar that builds a state without one entry proves another root. */
    @Test
    void a_skipped_entry_is_noticed() {
        SortedMap<Bytes, Bytes> state = new RandomStates(3).state(100);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        for (Bytes skipped : state.keySet()) {
            SortedMap<Bytes, Bytes> less = new TreeMap<>(state);
            less.remove(skipped);
            StateTrie lie = new Stored(StateVersion.V1, less).trie;
            Bytes compact =
                    CompactProof.encode(
                            lie.root(), lie.proveRange(List.of(), 1 << 20).orElseThrow().nodes());
            assertThat(ReadProof.checkCompact(trie.root(), compact))
                    .isInstanceOf(ProofCheck.Invalid.class);
        }
    }

    /** A whole state with child tries, as Substrate's state sync walks it. */
    @ParameterizedTest
    @EnumSource
    void child_tries_are_walked_with_their_parents(StateVersion version) {
        for (int seed = 0; seed < 12; seed++) {
            Families families = new Families(version, seed);
            Map<Bytes, SortedMap<Bytes, Bytes>> children = new HashMap<>();
            SortedMap<Bytes, Bytes> main = new TreeMap<>();
            List<Bytes> start = List.of();
            boolean complete = false;
            int rounds = 0;
            while (!complete) {
                StateRange range = families.trie.proveRange(start, 300 + seed * 150L).orElseThrow();
                ReadProof proof = received(families.trie, range);
                int before = main.size() + children.values().stream().mapToInt(Map::size).sum();
                start = families.take(proof, start, main, children);
                complete = range.complete();
                int now = main.size() + children.values().stream().mapToInt(Map::size).sum();
                assertThat(now).isGreaterThanOrEqualTo(before);
                assertThat(++rounds).isLessThan(2000);
            }
            assertThat(main).as("seed %s", seed).isEqualTo(families.main);
            families.children.forEach((key, entries) ->
                    assertThat(children.getOrDefault(key, new TreeMap<>())).isEqualTo(entries));
        }
    }

    /** A main trie with child tries of their own sizes. */
    private static final class Families {
        final SortedMap<Bytes, Bytes> main;
        final SortedMap<Bytes, SortedMap<Bytes, Bytes>> children = new TreeMap<>();
        final StateTrie trie;

        Families(StateVersion version, int seed) {
            RandomStates random = new RandomStates(seed);
            main = random.state(60);
            Map<Hash256, Bytes> store = new HashMap<>();
            for (int i = 0; i < seed % 5; i++) {
                SortedMap<Bytes, Bytes> entries = new RandomStates(100 + i).state(1 + 20 * i);
                Stored child = new Stored(version, entries);
                Bytes key =
                        Bytes.of(
                                (":child_storage:default:c" + i)
                                        .getBytes(StandardCharsets.US_ASCII));
                children.put(key, entries);
                main.put(key, child.trie.root().toBytes());
                store.putAll(child.store);
            }
            Stored stored = new Stored(version, main);
            stored.store.putAll(store);
            trie = stored.trie;
        }

        /** Takes what a proof brings and says where to go on. */
        List<Bytes> take(
                ReadProof proof,
                List<Bytes> start,
                SortedMap<Bytes, Bytes> mainFound,
                Map<Bytes, SortedMap<Bytes, Bytes>> childrenFound) {
            if (start.size() == 2) {
                Optional<List<Bytes>> next =
                        takeChild(
                                start.getFirst(),
                                proof.rangeOfChild(start.getFirst(), start.getLast()),
                                childrenFound);
                if (next.isPresent()) {
                    return next.get();
                }
            }
            RangeRead read =
                    start.isEmpty()
                            ? proof.range(Bytes.EMPTY)
                            : proof.range(start.getFirst(), Bytes.EMPTY);
            // A child that is done and nothing new above it: go on after the child's key.
            List<Bytes> next = start.isEmpty() ? start : List.of(start.getFirst());
            for (Map.Entry<Bytes, Bytes> entry : read.entries().entrySet()) {
                mainFound.put(entry.getKey(), entry.getValue());
                next = List.of(entry.getKey());
                if (children.containsKey(entry.getKey())) {
                    Optional<List<Bytes>> inside =
                            takeChild(
                                    entry.getKey(),
                                    proof.rangeOfChild(entry.getKey()),
                                    childrenFound);
                    if (inside.isPresent()) {
                        return inside.get();
                    }
                }
            }
            return next;
        }

        private static Optional<List<Bytes>> takeChild(
                Bytes child, RangeRead read, Map<Bytes, SortedMap<Bytes, Bytes>> found) {
            SortedMap<Bytes, Bytes> all = found.computeIfAbsent(child, _ -> new TreeMap<>());
            all.putAll(read.entries());
            return switch (read) {
                case RangeRead.Complete _ -> Optional.empty();
                case RangeRead.Partial _ -> Optional.of(List.of(child, all.lastKey()));
            };
        }
    }

    @Test
    void a_start_in_a_child_trie_that_is_not_there_has_no_range() {
        StateTrie trie = new Families(StateVersion.V1, 3).trie;
        Bytes child = Bytes.of(":child_storage:default:c0".getBytes(StandardCharsets.US_ASCII));
        Bytes nobody = Bytes.of(":child_storage:default:zz".getBytes(StandardCharsets.US_ASCII));
        assertThat(trie.proveRange(List.of(child, Bytes.EMPTY), LIMIT)).isPresent();
        assertThat(trie.proveRange(List.of(nobody, Bytes.EMPTY), LIMIT)).isEmpty();
        assertThat(trie.proveRange(List.of(trie.keys(Bytes.EMPTY, 1).getFirst(), child), LIMIT))
                .isEmpty();
        assertThat(trie.proveRange(List.of(child, child, child), LIMIT)).isEmpty();
    }

    @Test
    void a_child_trie_that_is_proven_not_to_be_is_a_complete_range_without_entries() {
        StateTrie trie = new Families(StateVersion.V1, 3).trie;
        Bytes nobody = Bytes.of(":child_storage:default:zz".getBytes(StandardCharsets.US_ASCII));
        ReadProof all = received(trie, trie.proveRange(List.of(), 1 << 24).orElseThrow());
        assertThat(all.rangeOfChild(nobody)).isEqualTo(new RangeRead.Complete(new TreeMap<>()));
        ReadProof little = received(trie, trie.proveRange(List.of(), 0).orElseThrow());
        assertThat(little.rangeOfChild(nobody)).isInstanceOf(RangeRead.Partial.class);
        assertThat(little.rangeOfChild(nobody).entries()).isEmpty();
    }

    /** The size of Finney's largest maps; a range is what one request brings. */
    @Test
    void a_map_of_a_hundred_thousand_entries_is_proven_and_read_in_ranges() {
        Bytes prefix = Blake2b.hash256(Bytes.ofInts(1)).toBytes();
        SortedMap<Bytes, Bytes> map = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            Bytes account =
                    Blake2b.hash256(Bytes.ofInts(i & 0xff, i >>> 8 & 0xff, i >>> 16)).toBytes();
            map.put(Bytes.concat(prefix, account.slice(0, 16), account), account.slice(0, 8));
        }
        SortedMap<Bytes, Bytes> state = new TreeMap<>(map);
        state.putAll(new RandomStates(1).state(500));
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        assertThat(walked(trie, prefix, 2 << 20)).isEqualTo(map);
    }
}

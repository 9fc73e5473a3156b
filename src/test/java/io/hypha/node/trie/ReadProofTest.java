package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.RandomStates.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadProofTest {

    private static final int SEEDS = 60;

    private static List<Bytes> someKeys(
            RandomStates random, SortedMap<Bytes, Bytes> state, int count) {
        List<Bytes> present = new ArrayList<>(state.keySet());
        List<Bytes> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(i % 2 == 0 ? present.get(random.below(present.size())) : random.key());
        }
        return keys;
    }

    @ParameterizedTest
    @EnumSource
    void what_was_proven_is_read_and_what_was_not_is_never_called_absent(StateVersion version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomStates random = new RandomStates(seed);
            SortedMap<Bytes, Bytes> state = random.state(1 + random.below(200));
            StateTrie trie = new Stored(version, state).trie;
            List<Bytes> keys = someKeys(random, state, 6);
            List<Bytes> nodes = new ArrayList<>(trie.prove(keys));
            Collections.shuffle(nodes, new java.util.Random(seed));
            ReadProof proof = Proofs.valid(trie.root(), nodes);
            for (Bytes key : keys) {
                Bytes value = state.get(key);
                assertThat(proof.read(key))
                        .isEqualTo(
                                value == null
                                        ? new StorageRead.Absent()
                                        : new StorageRead.Value(value));
            }
            List<Bytes> others = new ArrayList<>(state.keySet());
            others.addAll(someKeys(random, state, 100));
            for (Bytes key : others) {
                switch (proof.read(key)) {
                    case StorageRead.Value(Bytes value) ->
                            assertThat(value).isEqualTo(state.get(key));
                    case StorageRead.Absent _ -> assertThat(state).doesNotContainKey(key);
                    case StorageRead.Incomplete _ -> assertThat(keys).doesNotContain(key);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void next_keys_agree_with_the_state_or_say_what_to_ask(StateVersion version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomStates random = new RandomStates(seed);
            SortedMap<Bytes, Bytes> state = random.state(1 + random.below(200));
            StateTrie trie = new Stored(version, state).trie;
            ReadProof all = Proofs.valid(trie.root(), trie.prove(state.keySet()));
            ReadProof part = Proofs.valid(trie.root(), trie.prove(someKeys(random, state, 4)));
            for (int i = 0; i < 100; i++) {
                Bytes prefix = random.key();
                Bytes after = random.key();
                NextKey truth =
                        state.keySet().stream()
                                .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
                                .findFirst()
                                .<NextKey>map(NextKey.Found::new)
                                .orElse(new NextKey.None());
                assertThat(all.nextKey(prefix, after)).isEqualTo(truth);
                NextKey answer = part.nextKey(prefix, after);
                if (!(answer instanceof NextKey.Incomplete(Bytes askNext))) {
                    assertThat(answer).isEqualTo(truth);
                } else {
                    assertThat(askNext.startsWith(prefix) || prefix.startsWith(askNext)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void asking_for_what_is_missing_ends_in_a_complete_enumeration(StateVersion version) {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomStates random = new RandomStates(seed);
            SortedMap<Bytes, Bytes> state = random.state(1 + random.below(200));
            StateTrie trie = new Stored(version, state).trie;
            Bytes prefix = random.key().slice(0, 0);
            Bytes key = random.key();
            if (seed % 3 != 0) {
                prefix = key.slice(0, Math.min(key.size(), 1 + seed % 2));
            }
            Set<Bytes> nodes = new HashSet<>(trie.prove(List.of(prefix)));
            int rounds = 0;
            while (true) {
                PrefixRead read = Proofs.valid(trie.root(), List.copyOf(nodes)).entries(prefix);
                if (read instanceof PrefixRead.Incomplete(List<Bytes> askNext)) {
                    int before = nodes.size();
                    nodes.addAll(trie.prove(askNext));
                    assertThat(nodes.size()).as("each round brings nodes").isGreaterThan(before);
                    assertThat(++rounds).isLessThan(100);
                    continue;
                }
                Bytes below = prefix;
                SortedMap<Bytes, Bytes> truth = new TreeMap<>(state);
                truth.keySet().removeIf(each -> !each.startsWith(below));
                assertThat(read).isEqualTo(new PrefixRead.Complete(truth));
                break;
            }
        }
    }

    @Test
    void a_detached_value_that_is_left_out_is_incomplete() {
        Bytes key = Bytes.ofInts(1, 2);
        Bytes value = Bytes.of(new byte[33]);
        Stored stored = new Stored(StateVersion.V1, new TreeMap<>(Map.of(key, value)));
        List<Bytes> nodes = stored.trie.prove(List.of(key));
        assertThat(nodes).hasSize(2).contains(value);
        ReadProof proof = Proofs.valid(stored.trie.root(), List.of(nodes.getFirst()));
        assertThat(proof.read(key)).isEqualTo(new StorageRead.Incomplete());
        assertThat(proof.entries(Bytes.EMPTY)).isEqualTo(new PrefixRead.Incomplete(List.of(key)));
        assertThat(proof.nextKey(Bytes.EMPTY, Bytes.EMPTY)).isEqualTo(new NextKey.Found(key));
        assertThat(proof.read(Bytes.ofInts(1))).isEqualTo(new StorageRead.Absent());
    }

    @Test
    void the_empty_trie_proves_every_key_absent() {
        ReadProof proof =
                Proofs.valid(TrieRoot.EMPTY, StateTrie.empty(StateVersion.V1).prove(List.of()));
        assertThat(proof.read(Bytes.ofInts(1))).isEqualTo(new StorageRead.Absent());
        assertThat(proof.read(Bytes.EMPTY)).isEqualTo(new StorageRead.Absent());
        assertThat(proof.entries(Bytes.EMPTY)).isEqualTo(new PrefixRead.Complete(new TreeMap<>()));
        assertThat(proof.nextKey(Bytes.EMPTY, Bytes.EMPTY)).isEqualTo(new NextKey.None());
    }

    @Test
    void a_proof_without_entries_is_invalid() {
        assertThat(Proofs.reasonAgainst(TrieRoot.EMPTY, List.of()))
                .contains("no entry hashes to the root");
        assertThat(ReadProof.checkEncoded(TrieRoot.EMPTY, Bytes.ofInts(0)))
                .isInstanceOf(ProofCheck.Invalid.class);
    }

    @Test
    void refuses_entries_that_are_there_twice_or_hang_under_no_root() {
        RandomStates random = new RandomStates(5);
        SortedMap<Bytes, Bytes> state = random.state(100);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        List<Bytes> nodes = trie.prove(List.of(state.firstKey(), state.lastKey()));
        Proofs.valid(trie.root(), nodes);
        for (int i = 0; i < nodes.size(); i++) {
            assertThat(Proofs.reasonAgainst(trie.root(), Proofs.with(nodes, nodes.get(i))))
                    .isEqualTo("entry " + nodes.size() + " is there twice");
        }
        for (Bytes stray :
                List.of(Bytes.EMPTY, Bytes.ofInts(0), Bytes.of(new byte[40]), random.value())) {
            assertThat(Proofs.reasonAgainst(trie.root(), Proofs.with(nodes, stray)))
                    .isEqualTo("entry " + nodes.size() + " hangs under no root");
        }
        // A whole other trie beside it hangs under no root either.
        StateTrie other = new Stored(StateVersion.V1, new RandomStates(6).state(20)).trie;
        List<Bytes> both = new ArrayList<>(nodes);
        both.addAll(other.prove(List.of(Bytes.EMPTY)));
        assertThat(Proofs.reasonAgainst(trie.root(), both)).contains("hangs under no root");
    }

    @Test
    void many_equal_entries_are_refused_at_once() {
        List<Bytes> nodes = Collections.nCopies(ReadProof.MAX_ENTRIES, Bytes.ofInts(0));
        assertThat(Proofs.reasonAgainst(TrieRoot.EMPTY, nodes)).contains("is there twice");
    }

    @Test
    void refuses_proofs_above_the_limits_before_hashing_them() {
        List<Bytes> tooMany = Collections.nCopies(ReadProof.MAX_ENTRIES + 1, Bytes.EMPTY);
        assertThat(Proofs.reasonAgainst(TrieRoot.EMPTY, tooMany)).contains("65537 entries");
        List<Bytes> tooLarge = Collections.nCopies(9, Bytes.of(new byte[2 << 20]));
        assertThat(Proofs.reasonAgainst(TrieRoot.EMPTY, tooLarge)).contains("limit of 16777216");
    }

    @Test
    void a_value_above_two_mebibytes_may_stand_apart_but_not_in_its_node() {
        Bytes key = Bytes.ofInts(9);
        Bytes large = Bytes.of(new byte[(2 << 20) + 1]);
        StateTrie apart = new Stored(StateVersion.V1, new TreeMap<>(Map.of(key, large))).trie;
        assertThat(Proofs.valid(apart.root(), apart.prove(List.of(key))).read(key))
                .isEqualTo(new StorageRead.Value(large));
        StateTrie inside = new Stored(StateVersion.V0, new TreeMap<>(Map.of(key, large))).trie;
        assertThat(Proofs.reasonAgainst(inside.root(), inside.prove(List.of(key))))
                .contains("above 2097152");
    }

    @Test
    void claimed_lengths_of_a_gibibyte_are_refused_without_memory() {
        Bytes nodesClaimed = Bytes.ofInts(3, 0, 0, 0, 0x40);
        assertThatThrownBy(() -> ReadProof.split(nodesClaimed)).isInstanceOf(ScaleException.class);
        Bytes bytesClaimed = Bytes.ofInts(4, 3, 0, 0, 0, 0x40, 1, 2);
        assertThatThrownBy(() -> ReadProof.split(bytesClaimed)).isInstanceOf(ScaleException.class);
        assertThat(ReadProof.checkEncoded(TrieRoot.EMPTY, nodesClaimed))
                .isInstanceOf(ProofCheck.Invalid.class);
        assertThat(ReadProof.checkEncoded(TrieRoot.EMPTY, bytesClaimed))
                .isInstanceOf(ProofCheck.Invalid.class);
    }

    @Test
    void an_encoded_proof_has_no_byte_more_or_less() {
        StateTrie trie = new Stored(StateVersion.V1, new RandomStates(1).state(30)).trie;
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(trie.prove(List.of(Bytes.EMPTY)), ScaleCodecWriter::writeByteVector);
        Bytes encoded = writer.toBytes();
        assertThat(ReadProof.checkEncoded(trie.root(), encoded))
                .isInstanceOf(ProofCheck.Valid.class);
        assertThat(ReadProof.checkEncoded(trie.root(), encoded.slice(0, encoded.size() - 1)))
                .isInstanceOf(ProofCheck.Invalid.class);
        assertThat(ReadProof.checkEncoded(trie.root(), Bytes.concat(encoded, Bytes.ofInts(0))))
                .isInstanceOf(ProofCheck.Invalid.class);
    }

    @Test
    void reads_child_tries_inside_the_same_proof() {
        Bytes name = Bytes.of("market".getBytes(StandardCharsets.US_ASCII));
        Bytes rootKey =
                Bytes.concat(
                        Bytes.of(":child_storage:default:".getBytes(StandardCharsets.US_ASCII)),
                        name);
        RandomStates random = new RandomStates(21);
        SortedMap<Bytes, Bytes> childState = random.state(60);
        SortedMap<Bytes, Bytes> state = random.state(60);
        Stored stored = new Stored(StateVersion.V1, childState);
        Hash256 childRoot = stored.trie.root();
        state.put(rootKey, childRoot.toBytes());
        stored.trie = stored.trie.at(TrieRoot.EMPTY);
        TreeMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
        state.forEach((key, value) -> changes.put(key, Optional.of(value)));
        stored.apply(changes);

        Bytes present = childState.lastKey();
        Bytes absent = Bytes.fromHex("0xfefefe");
        List<Bytes> nodes = stored.trie.proveChild(rootKey, List.of(present, absent));
        ReadProof proof = Proofs.valid(stored.trie.root(), nodes);
        StorageRead value = new StorageRead.Value(childState.get(present));
        assertThat(proof.readChild(name, present)).isEqualTo(value);
        assertThat(proof.readChild(rootKey, present)).isEqualTo(value);
        assertThat(proof.readChild(name, absent)).isEqualTo(new StorageRead.Absent());
        assertThat(proof.readChild(Bytes.ofInts(0xff), present))
                .isEqualTo(new StorageRead.Absent());

        // Only the main trie's part: the child's keys are not covered, and nothing hangs loose.
        ReadProof mainOnly = Proofs.valid(stored.trie.root(), stored.trie.prove(List.of(rootKey)));
        assertThat(mainOnly.readChild(name, present)).isEqualTo(new StorageRead.Incomplete());
        // The child's part without the way to its root hangs under no root.
        List<Bytes> childOnly = new ArrayList<>(stored.trie.at(childRoot).prove(List.of(present)));
        childOnly.addAll(stored.trie.prove(List.of()));
        assertThat(Proofs.reasonAgainst(stored.trie.root(), childOnly))
                .contains("hangs under no root");
        // A root-like value elsewhere is a value and no root.
        Stored elsewhere = new Stored(StateVersion.V1, childState);
        elsewhere.trie = elsewhere.trie.at(TrieRoot.EMPTY);
        elsewhere.apply(Map.of(name, Optional.of(childRoot.toBytes())));
        List<Bytes> loose = new ArrayList<>(elsewhere.trie.prove(List.of(name)));
        loose.addAll(elsewhere.trie.at(childRoot).prove(List.of(present)));
        assertThat(Proofs.reasonAgainst(elsewhere.trie.root(), loose))
                .contains("hangs under no root");
    }

    @Test
    void a_child_root_that_is_no_hash_proves_nothing_below_it() {
        Bytes name = Bytes.ofInts(7);
        Bytes rootKey =
                Bytes.concat(
                        Bytes.of(":child_storage:default:".getBytes(StandardCharsets.US_ASCII)),
                        name);
        StateTrie trie =
                new Stored(StateVersion.V1, new TreeMap<>(Map.of(rootKey, Bytes.ofInts(1)))).trie;
        ReadProof proof = Proofs.valid(trie.root(), trie.prove(List.of(rootKey)));
        assertThat(proof.readChild(name, Bytes.ofInts(1))).isEqualTo(new StorageRead.Incomplete());
    }

    @Test
    void a_node_that_many_parents_share_is_checked_once_and_its_keys_are_bounded() {
        // Each level refers sixteen times to the one below: 16^40 paths in 41 nodes.
        Bytes node = Bytes.concat(Bytes.ofInts(0x40 | 1, 1, 40 << 2), Bytes.of(new byte[40]));
        List<Bytes> nodes = new ArrayList<>(List.of(node));
        for (int level = 0; level < 40; level++) {
            List<Bytes> parts = new ArrayList<>(List.of(Bytes.ofInts(0x80, 0xff, 0xff)));
            for (int child = 0; child < 16; child++) {
                parts.add(Bytes.ofInts(32 << 2));
                parts.add(Blake2b.hash256(node).toBytes());
            }
            node = Bytes.concat(parts);
            nodes.add(node);
        }
        Hash256 root = Blake2b.hash256(node);
        // Its values stand at 41 nibbles: under no storage key.
        ReadProof proof = Proofs.valid(root, nodes);
        assertThat(proof.entries(Bytes.EMPTY)).isInstanceOf(PrefixRead.TooLarge.class);
        assertThat(proof.nextKey(Bytes.EMPTY, Bytes.EMPTY)).isInstanceOf(NextKey.Incomplete.class);
        assertThat(proof.read(Bytes.of(new byte[20]))).isEqualTo(new StorageRead.Absent());
    }
}

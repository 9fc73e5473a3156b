package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.RandomStates.Stored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompactProofTest {

    private static final Bytes LONG = Bytes.of(new byte[40]);

    private static Bytes vector(Bytes... items) {
        return vector(List.of(items));
    }

    private static Bytes vector(List<Bytes> items) {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(items, ScaleCodecWriter::writeByteVector);
        return writer.toBytes();
    }

    private static List<Bytes> items(Bytes encoded) {
        return new ScaleCodecReader(encoded).readVector(1, ScaleCodecReader::readByteVector);
    }

    private static List<Bytes> plain(Bytes encoded, Hash256 root) {
        return switch (CompactProof.decode(encoded, root)) {
            case CompactProof.Nodes(List<Bytes> nodes) -> nodes;
            case CompactProof.Invalid(String reason) -> throw new AssertionError(reason);
        };
    }

    private static String reason(Bytes encoded, Hash256 root) {
        return switch (CompactProof.decode(encoded, root)) {
            case CompactProof.Nodes _ -> throw new AssertionError("expected an invalid proof");
            case CompactProof.Invalid(String reason) -> reason;
        };
    }

    /** Every form, written by hand from the rules and not by the encoder. */
    @Test
    void reads_a_proof_put_together_by_hand() {
        // Leaf 1 holds a detached value, leaf 2 an inline one of 32 bytes, leaf 3 is too small to
        // be hashed, leaf 4 is not in the proof.
        Bytes leaf1 = Bytes.concat(Bytes.fromHex("2105"), Blake2b.hash256(LONG).toBytes());
        Bytes leaf2 = Bytes.concat(Bytes.fromHex("410680"), Bytes.of(new byte[32]));
        Bytes leaf3 = Bytes.fromHex("4107042a");
        Bytes leaf4 = Bytes.concat(Bytes.fromHex("410880"), Bytes.of(new byte[32]));
        Bytes root =
                Bytes.concat(
                        Bytes.fromHex("801e00"),
                        Bytes.fromHex("80"),
                        Blake2b.hash256(leaf1).toBytes(),
                        Bytes.fromHex("80"),
                        Blake2b.hash256(leaf2).toBytes(),
                        Bytes.fromHex("10"),
                        leaf3,
                        Bytes.fromHex("80"),
                        Blake2b.hash256(leaf4).toBytes());
        Bytes compactRoot =
                Bytes.concat(
                        Bytes.fromHex("801e00000010"),
                        leaf3,
                        Bytes.fromHex("80"),
                        Blake2b.hash256(leaf4).toBytes());
        Bytes compact = vector(compactRoot, Bytes.fromHex("01410500"), LONG, leaf2);
        Hash256 rootHash = Blake2b.hash256(root);

        assertThat(plain(compact, rootHash)).containsExactlyInAnyOrder(root, leaf1, LONG, leaf2);
        assertThat(CompactProof.encode(rootHash, List.of(leaf2, LONG, root, leaf1)))
                .isEqualTo(compact);
        ReadProof proof = Proofs.valid(rootHash, plain(compact, rootHash));
        assertThat(proof.read(Bytes.fromHex("15"))).isEqualTo(new StorageRead.Value(LONG));
        assertThat(proof.read(Bytes.fromHex("37")))
                .isEqualTo(new StorageRead.Value(Bytes.fromHex("2a")));
        assertThat(proof.read(Bytes.fromHex("38"))).isEqualTo(new StorageRead.Absent());
        assertThat(proof.read(Bytes.fromHex("48"))).isEqualTo(new StorageRead.Incomplete());
    }

    @Test
    void keeps_the_hash_of_a_detached_value_that_is_not_in_the_proof() {
        Bytes root = Bytes.concat(Bytes.fromHex("2105"), Blake2b.hash256(LONG).toBytes());
        Hash256 rootHash = Blake2b.hash256(root);
        Bytes compact = CompactProof.encode(rootHash, List.of(root));
        assertThat(compact).isEqualTo(vector(root));
        assertThat(plain(compact, rootHash)).containsExactly(root);
    }

    @Test
    void reads_the_state_without_entries() {
        Bytes compact = CompactProof.encode(TrieRoot.EMPTY, List.of(Bytes.ofInts(0)));
        assertThat(compact).isEqualTo(vector(Bytes.ofInts(0)));
        assertThat(plain(compact, TrieRoot.EMPTY)).containsExactly(Bytes.ofInts(0));
    }

    @ParameterizedTest
    @EnumSource
    void any_set_of_paths_comes_out_as_it_went_in(StateVersion version) {
        for (int seed = 0; seed < 150; seed++) {
            RandomStates random = new RandomStates(seed);
            SortedMap<Bytes, Bytes> state = random.state(1 + seed * 3);
            StateTrie trie = new Stored(version, state).trie;
            List<Bytes> keys = new ArrayList<>(state.keySet());
            List<Bytes> asked = new ArrayList<>();
            for (int i = 0; i <= random.below(keys.size()); i++) {
                asked.add(
                        random.below(5) == 0 ? random.key() : keys.get(random.below(keys.size())));
            }
            List<Bytes> nodes = trie.prove(asked);
            Bytes compact = CompactProof.encode(trie.root(), nodes);
            List<Bytes> plain = plain(compact, trie.root());
            assertThat(new HashSet<>(plain)).as("seed %s", seed).isEqualTo(new HashSet<>(nodes));
            assertThat(plain).hasSameSizeAs(nodes);
            assertThat(compact.size()).isLessThanOrEqualTo(vector(nodes).size() + nodes.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void child_tries_follow_in_the_order_of_their_keys(StateVersion version) {
        SortedMap<Bytes, Bytes> childA = new RandomStates(1).state(50);
        SortedMap<Bytes, Bytes> childB = new RandomStates(2).state(50);
        Children state = new Children(version, childA, childB);
        Bytes keyA = Children.key("a");
        Bytes keyB = Children.key("b");
        List<Bytes> nodes = new ArrayList<>(state.trie.proveChild(keyB, childB.keySet()));
        for (Bytes node : state.trie.proveChild(keyA, childA.keySet())) {
            if (!nodes.contains(node)) {
                nodes.add(node);
            }
        }
        Bytes compact = CompactProof.encode(state.trie.root(), nodes);
        CompactReader reader = new CompactReader(items(compact));
        assertThat(reader.readTrie()).isEqualTo(state.trie.root());
        assertThat(reader.readTrie().toBytes()).isEqualTo(state.trie.get(keyA).orElseThrow());
        assertThat(reader.readTrie().toBytes()).isEqualTo(state.trie.get(keyB).orElseThrow());
        assertThat(reader.hasNext()).isFalse();
        ReadProof proof = Proofs.valid(state.trie.root(), plain(compact, state.trie.root()));
        childA.forEach((key, value) ->
                assertThat(proof.readChild(keyA, key)).isEqualTo(new StorageRead.Value(value)));
        childB.forEach((key, value) ->
                assertThat(proof.readChild(keyB, key)).isEqualTo(new StorageRead.Value(value)));
    }

    /** A main trie with a few entries and two child tries. */
    static final class Children {
        final StateTrie trie;

        Children(StateVersion version, SortedMap<Bytes, Bytes> a, SortedMap<Bytes, Bytes> b) {
            Stored first = new Stored(version, a);
            Stored second = new Stored(version, b);
            SortedMap<Bytes, Bytes> main = new TreeMap<>(new RandomStates(3).state(40));
            main.put(key("a"), first.trie.root().toBytes());
            main.put(key("b"), second.trie.root().toBytes());
            Stored stored = new Stored(version, main);
            stored.store.putAll(first.store);
            stored.store.putAll(second.store);
            trie = stored.trie;
        }

        static Bytes key(String name) {
            return Bytes.of((":child_storage:default:" + name).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void a_trie_that_no_child_root_names_makes_the_proof_invalid() {
        StateTrie trie = new Stored(StateVersion.V1, new RandomStates(1).state(20)).trie;
        StateTrie other = new Stored(StateVersion.V1, new RandomStates(2).state(20)).trie;
        List<Bytes> both = new ArrayList<>();
        both.addAll(items(CompactProof.encode(trie.root(), trie.prove(trie.keys(Bytes.EMPTY, 3)))));
        both.addAll(
                items(CompactProof.encode(other.root(), other.prove(other.keys(Bytes.EMPTY, 3)))));
        assertThat(ReadProof.checkCompact(trie.root(), vector(both)))
                .isInstanceOfSatisfying(
                        ProofCheck.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("hangs under no root"));
    }

    @Test
    void a_node_that_hangs_twice_is_written_once() {
        // Two subtrees with the same keys and values are one node.
        SortedMap<Bytes, Bytes> state = new TreeMap<>();
        for (int i = 0; i < 8; i++) {
            state.put(Bytes.ofInts(0x10, i), LONG);
            state.put(Bytes.ofInts(0x20, i), LONG);
        }
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        List<Bytes> nodes = trie.prove(state.keySet());
        Bytes compact = CompactProof.encode(trie.root(), nodes);
        assertThat(items(compact)).hasSize(nodes.size());
        assertThat(plain(compact, trie.root())).containsExactlyInAnyOrderElementsOf(nodes);
    }

    @Test
    void says_what_is_wrong_with_a_proof() {
        SortedMap<Bytes, Bytes> state = new RandomStates(5).state(60);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        List<Bytes> good = items(CompactProof.encode(trie.root(), trie.prove(state.keySet())));
        Hash256 root = trie.root();
        assertThat(reason(vector(), root)).contains("the proof ends");
        assertThat(reason(vector(good.subList(0, good.size() - 1)), root)).contains("needs more");
        assertThat(reason(vector(good), Hash256.ZERO)).contains("expected 0x0000");
        assertThat(reason(vector(Proofs.with(good, Bytes.EMPTY)), root)).contains("no bytes");
        assertThat(reason(vector(Proofs.with(good, Bytes.ofInts(1))), root)).contains("no bytes");
        assertThat(reason(vector(Bytes.fromHex("01410504aa"), LONG), root)).contains("escaped");
        assertThat(reason(vector(Bytes.fromHex("018003000000"), LONG), root)).contains("escaped");
        assertThat(reason(vector(Bytes.fromHex("01410500")), root)).contains("needs more");
        assertThat(reason(vector(Bytes.fromHex("80030000"), Bytes.ofInts(0)), root))
                .contains("cut off");
        assertThat(reason(vector(Bytes.fromHex("8003000000"), Bytes.ofInts(0)), root))
                .contains("below a root");
        assertThat(reason(Bytes.fromHex("feffffff"), root)).contains("no Vec<Vec<u8>>");
        assertThat(reason(Bytes.concat(vector(good), Bytes.ofInts(0)), root))
                .contains("no Vec<Vec<u8>>");
    }

    @Test
    void every_item_left_out_or_changed_is_noticed() {
        SortedMap<Bytes, Bytes> state = new RandomStates(6).state(40);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        List<Bytes> good = items(CompactProof.encode(trie.root(), trie.prove(state.keySet())));
        for (int i = 0; i < good.size(); i++) {
            assertThat(ReadProof.checkCompact(trie.root(), vector(Proofs.without(good, i))))
                    .as("without item %s", i)
                    .isInstanceOf(ProofCheck.Invalid.class);
            for (int bit = 0; bit < good.get(i).size() * 8; bit++) {
                Bytes twin = Proofs.flipped(good.get(i), bit);
                assertThat(
                                ReadProof.checkCompact(
                                        trie.root(), vector(Proofs.replaced(good, i, twin))))
                        .as("item %s, bit %s", i, bit)
                        .isInstanceOf(ProofCheck.Invalid.class);
            }
        }
    }

    @Test
    void a_chain_of_nodes_as_deep_as_the_limit_does_not_overflow_the_stack() {
        List<Bytes> items = new ArrayList<>();
        for (int i = 0; i < ReadProof.MAX_ENTRIES - 1; i++) {
            // A branch with a value and one child that is left out.
            items.add(Bytes.fromHex("c0010004aa00"));
        }
        items.add(Bytes.fromHex("4004bb"));
        assertThat(reason(vector(items), Hash256.ZERO)).contains("expected 0x0000");
    }

    @Test
    void a_proof_may_not_inflate_beyond_the_limit_of_a_plain_one() {
        // 16 MiB of nodes, and a hash more for each.
        List<Bytes> items = new ArrayList<>();
        Bytes big = Bytes.of(new byte[3900]);
        int size = 0;
        for (int i = 0; size + 4000 < ReadProof.MAX_TOTAL_BYTES; i++) {
            Bytes number = Bytes.ofInts(i & 0xff, i >>> 8 & 0xff, 0, 0);
            Bytes item = Bytes.concat(Bytes.fromHex("c00100013d"), number, big, Bytes.ofInts(0));
            items.add(item);
            size += item.size();
        }
        items.add(Bytes.fromHex("4004bb"));
        assertThat(reason(vector(items), Hash256.ZERO)).contains("inflates to more than");
    }

    @Test
    void the_writer_wants_the_root() {
        assertThatThrownBy(() -> CompactProof.encode(Hash256.ZERO, List.of(Bytes.ofInts(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no node hashes to the root");
    }
}

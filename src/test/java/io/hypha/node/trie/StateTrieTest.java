package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.trie.RandomStates.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateTrieTest {

    private static final Bytes KEY = Bytes.fromHex("0x1234");

    @ParameterizedTest
    @EnumSource
    void batches_of_changes_lead_to_the_root_of_the_whole_state(StateVersion version) {
        for (int seed = 0; seed < 40; seed++) {
            RandomStates random = new RandomStates(seed);
            SortedMap<Bytes, Bytes> model = new TreeMap<>();
            Stored stored = new Stored(version);
            for (int batch = 0; batch < 25; batch++) {
                Map<Bytes, Optional<Bytes>> changes = random.changes(model, 1 + random.below(40));
                stored.apply(changes);
                changes.forEach((key, value) ->
                        value.ifPresentOrElse(
                                present -> model.put(key, present), () -> model.remove(key)));
                assertThat(stored.trie.root())
                        .as("seed %s batch %s", seed, batch)
                        .isEqualTo(RandomStates.rootOf(version, model));
            }
            model.forEach((key, value) -> assertThat(stored.trie.get(key)).contains(value));
        }
    }

    @ParameterizedTest
    @EnumSource
    void removing_everything_leads_back_to_the_empty_root(StateVersion version) {
        SortedMap<Bytes, Bytes> state = new RandomStates(7).state(300);
        Stored stored = new Stored(version, state);
        Map<Bytes, Optional<Bytes>> removal = new HashMap<>();
        state.keySet().forEach(key -> removal.put(key, Optional.empty()));
        stored.apply(removal);
        assertThat(stored.trie.root()).isEqualTo(TrieRoot.EMPTY);
        assertThat(stored.trie.keys(Bytes.EMPTY, 10)).isEmpty();
        assertThat(stored.trie.get(state.firstKey())).isEmpty();
    }

    @Test
    void an_older_root_stays_readable() {
        Stored stored = new Stored(StateVersion.V1);
        stored.apply(Map.of(KEY, Optional.of(Bytes.ofInts(1))));
        StateTrie older = stored.trie;
        stored.apply(Map.of(KEY, Optional.of(Bytes.ofInts(2))));
        assertThat(older.get(KEY)).contains(Bytes.ofInts(1));
        assertThat(stored.trie.get(KEY)).contains(Bytes.ofInts(2));
    }

    @Test
    void hands_over_a_long_value_apart_from_its_node() {
        Bytes value = Bytes.of(new byte[33]);
        TrieUpdate update =
                StateTrie.empty(StateVersion.V1).update(Map.of(KEY, Optional.of(value)));
        assertThat(update.newNodes()).containsEntry(Blake2b.hash256(value), value);
        TrieUpdate inline =
                StateTrie.empty(StateVersion.V0).update(Map.of(KEY, Optional.of(value)));
        assertThat(inline.newNodes()).containsOnlyKeys(inline.root());
    }

    @Test
    void keeps_long_values_of_version_0_in_their_nodes_until_they_are_written_again() {
        Bytes longValue = Bytes.of(new byte[40]);
        Bytes other = Bytes.fromHex("0x1299");
        Stored stored = new Stored(StateVersion.V0);
        stored.apply(Map.of(KEY, Optional.of(longValue), other, Optional.of(longValue)));
        StateTrie upgraded =
                new StateTrie(
                        StateVersion.V1,
                        stored.trie.root(),
                        hash -> Optional.ofNullable(stored.store.get(hash)));

        TrieUpdate nothing = upgraded.update(Map.of());
        assertThat(nothing.root()).isEqualTo(stored.trie.root());

        TrieUpdate rewritten = upgraded.update(Map.of(KEY, Optional.of(longValue)));
        stored.store.putAll(rewritten.newNodes());
        assertThat(rewritten.newNodes()).containsKey(Blake2b.hash256(longValue));
        assertThat(rewritten.root())
                .isNotEqualTo(
                        RandomStates.rootOf(
                                StateVersion.V1,
                                new TreeMap<>(Map.of(KEY, longValue, other, longValue))));
        StateTrie mixed = upgraded.at(rewritten.root());
        assertThat(mixed.get(KEY)).contains(longValue);
        assertThat(mixed.get(other)).contains(longValue);
        ProofCheck check = ReadProof.check(mixed.root(), mixed.prove(List.of(KEY, other)));
        ReadProof proof = ((ProofCheck.Valid) check).proof();
        assertThat(proof.read(KEY)).isEqualTo(new StorageRead.Value(longValue));
        assertThat(proof.read(other)).isEqualTo(new StorageRead.Value(longValue));
    }

    @ParameterizedTest
    @EnumSource
    void names_keys_in_order_below_a_prefix_and_after_a_key(StateVersion version) {
        RandomStates random = new RandomStates(11);
        TreeMap<Bytes, Bytes> state = new TreeMap<>(random.state(400));
        StateTrie trie = new Stored(version, state).trie;
        for (int i = 0; i < 2000; i++) {
            Bytes prefix = random.key();
            Bytes after = random.key();
            List<Bytes> below =
                    state.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
            List<Bytes> rest = below.stream().filter(key -> key.compareTo(after) > 0).toList();
            assertThat(trie.keys(prefix, 1000)).isEqualTo(below);
            assertThat(trie.keys(prefix, 2)).isEqualTo(below.subList(0, Math.min(2, below.size())));
            assertThat(trie.keys(prefix, after, 1000)).isEqualTo(rest);
            assertThat(trie.nextKey(after)).isEqualTo(Optional.ofNullable(state.higherKey(after)));
        }
        Map<Bytes, Bytes> all = new HashMap<>();
        trie.forEach(Bytes.EMPTY, all::put);
        assertThat(all).isEqualTo(state);
    }

    @Test
    void a_store_that_lost_a_node_is_an_error_and_no_answer() {
        SortedMap<Bytes, Bytes> state = new RandomStates(3).state(50);
        Stored stored = new Stored(StateVersion.V1, state);
        Hash256 root = stored.trie.root();
        stored.store.remove(root);
        assertThatThrownBy(() -> stored.trie.get(KEY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(root.toHex());
        stored.store.put(root, Bytes.ofInts(0x3f));
        assertThatThrownBy(() -> stored.trie.get(KEY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keys_that_are_prefixes_of_each_other_neither_recurse_nor_get_lost() {
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
        byte[] longest = new byte[4000];
        List<Bytes> keys = new ArrayList<>();
        for (int i = 0; i < longest.length; i++) {
            keys.add(Bytes.of(longest, 0, i));
            changes.put(keys.getLast(), Optional.of(Bytes.ofInts(i & 0xff)));
        }
        Stored stored = new Stored(StateVersion.V1);
        stored.apply(changes);
        Bytes deepest = keys.getLast();
        assertThat(stored.trie.get(deepest)).contains(Bytes.ofInts(3999 & 0xff));
        ProofCheck check = ReadProof.check(stored.trie.root(), stored.trie.prove(List.of(deepest)));
        ReadProof proof = ((ProofCheck.Valid) check).proof();
        assertThat(proof.read(deepest)).isEqualTo(new StorageRead.Value(Bytes.ofInts(3999 & 0xff)));
        assertThat(proof.nextKey(Bytes.EMPTY, keys.get(3998)))
                .isEqualTo(new NextKey.Found(deepest));
    }
}

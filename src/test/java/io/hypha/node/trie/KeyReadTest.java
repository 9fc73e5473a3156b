package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.CompactProofTest.Children;
import io.hypha.node.trie.RandomStates.Stored;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads over nodes at hand that say which node is needed next. */
class KeyReadTest {

    private final Map<Hash256, Bytes> cache = new HashMap<>();

    private PartialTrie cached(Hash256 root) {
        return new PartialTrie(root, hash -> Optional.ofNullable(cache.get(hash)));
    }

    /** Reads a key, fetching what is missing one by one; gives how many were fetched. */
    private int read(Stored chain, Hash256 root, Bytes key, Optional<Bytes> truth) {
        int fetched = 0;
        while (true) {
            switch (cached(root).find(key)) {
                case KeyRead.Value(Bytes value) -> {
                    assertThat(truth).contains(value);
                    return fetched;
                }
                case KeyRead.Absent() -> {
                    assertThat(truth).isEmpty();
                    return fetched;
                }
                case KeyRead.Missing(Hash256 hash) -> {
                    assertThat(cache).doesNotContainKey(hash);
                    cache.put(hash, Optional.ofNullable(chain.store.get(hash)).orElseThrow());
                    fetched++;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void each_missing_node_brings_the_answer_nearer(StateVersion version) {
        SortedMap<Bytes, Bytes> state = new RandomStates(1).state(500);
        Stored chain = new Stored(version, state);
        RandomStates others = new RandomStates(2);
        for (Bytes key : state.keySet()) {
            read(chain, chain.trie.root(), key, Optional.of(state.get(key)));
            Bytes other = others.key();
            read(chain, chain.trie.root(), other, Optional.ofNullable(state.get(other)));
        }
        for (Bytes key : state.keySet()) {
            assertThat(read(chain, chain.trie.root(), key, Optional.of(state.get(key)))).isZero();
        }
    }

    @Test
    void under_a_new_root_only_changed_paths_are_missing() {
        SortedMap<Bytes, Bytes> state = new RandomStates(3).state(2000);
        Stored chain = new Stored(StateVersion.V1, state);
        state.forEach((key, value) -> read(chain, chain.trie.root(), key, Optional.of(value)));
        Bytes changed = state.keySet().stream().skip(700).findFirst().orElseThrow();
        chain.apply(Map.of(changed, Optional.of(Bytes.ofInts(1, 2, 3))));
        state.put(changed, Bytes.ofInts(1, 2, 3));
        int fetched = 0;
        for (Map.Entry<Bytes, Bytes> entry : state.entrySet()) {
            fetched +=
                    read(chain, chain.trie.root(), entry.getKey(), Optional.of(entry.getValue()));
        }
        // One path: its nodes, and nothing of the other 1999.
        assertThat(fetched).isBetween(1, 40);
    }

    @Test
    void reads_child_tries_and_ranges_of_what_is_at_hand() {
        SortedMap<Bytes, Bytes> child = new RandomStates(4).state(100);
        Children family = new Children(StateVersion.V1, child, new TreeMap<>());
        List<Bytes> proof = family.trie.proveChild(Children.key("a"), child.keySet());
        proof.forEach(node -> cache.put(io.hypha.node.crypto.Blake2b.hash256(node), node));
        PartialTrie trie = cached(family.trie.root());
        child.forEach((key, value) ->
                assertThat(trie.findChild(Children.key("a"), key))
                        .isEqualTo(new KeyRead.Value(value)));
        assertThat(trie.findChild(Children.key("a"), Bytes.fromHex("ffff")))
                .isEqualTo(new KeyRead.Absent());
        assertThat(trie.findChild(Children.key("b"), Bytes.fromHex("ffff")))
                .isInstanceOf(KeyRead.Missing.class);
        assertThat(trie.range(Bytes.EMPTY)).isInstanceOf(RangeRead.Partial.class);
        assertThat(trie.range(Bytes.ofInts(0x3a), Bytes.EMPTY))
                .isInstanceOf(RangeRead.Partial.class);
        assertThat(trie.nextKey(Children.key(""), Bytes.EMPTY))
                .isEqualTo(new NextKey.Found(Children.key("a")));
    }
}

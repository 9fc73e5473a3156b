package io.hypha.node.trie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartialTrieTest {

    private static final int ENTRIES = 300;

    private final Map<Bytes, Bytes> state = new HashMap<>();
    private final Map<Hash256, Bytes> store = new HashMap<>();
    private StateTrie full;

    @BeforeEach
    void build() {
        Random random = new Random(7);
        for (int i = 0; i < ENTRIES; i++) {
            byte[] key = new byte[5];
            random.nextBytes(key);
            key[0] = (byte) (i % 3);
            byte[] value = new byte[i % 4 == 0 ? 50 : 3];
            random.nextBytes(value);
            state.put(Bytes.of(key), Bytes.of(value));
        }
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
        state.forEach((key, value) -> changes.put(key, Optional.of(value)));
        TrieUpdate update = StateTrie.empty(StateVersion.V1).update(changes);
        store.putAll(update.newNodes());
        full = new StateTrie(StateVersion.V1, update.root(), this::stored);
    }

    private Optional<Bytes> stored(Hash256 hash) {
        return Optional.ofNullable(store.get(hash));
    }

    private PartialTrie trie() {
        return new PartialTrie(full.root(), this::stored);
    }

    @Test
    void what_answers_rested_on_is_a_proof_of_them() {
        PartialTrie trie = trie();
        Bytes absent = Bytes.ofInts(1, 2, 3);
        List<Bytes> keys = state.keySet().stream().limit(20).toList();
        keys.forEach(key -> assertEquals(new StorageRead.Value(state.get(key)), trie.read(key)));
        assertEquals(new StorageRead.Absent(), trie.read(absent));
        ReadProof proof =
                assertInstanceOf(ProofCheck.Valid.class, ReadProof.check(full.root(), trie.used()))
                        .proof();
        keys.forEach(key -> assertEquals(new StorageRead.Value(state.get(key)), proof.read(key)));
        assertEquals(new StorageRead.Absent(), proof.read(absent));
    }

    @Test
    void never_takes_what_is_not_at_hand_for_absent() {
        List<Hash256> hashes = List.copyOf(store.keySet());
        int incomplete = 0;
        for (Hash256 hash : hashes) {
            Bytes node = store.remove(hash);
            PartialTrie trie = trie();
            for (Map.Entry<Bytes, Bytes> each : state.entrySet()) {
                switch (trie.read(each.getKey())) {
                    case StorageRead.Value(Bytes value) -> assertEquals(each.getValue(), value);
                    case StorageRead.Incomplete _ -> incomplete++;
                    case StorageRead.Absent _ -> throw new AssertionError(each.getKey());
                }
            }
            store.put(hash, node);
        }
        assertTrue(incomplete >= hashes.size());
    }

    @Test
    void a_prefix_is_complete_or_says_which_key_to_ask_for() {
        Bytes prefix = Bytes.ofInts(1);
        PrefixRead.Complete whole =
                assertInstanceOf(PrefixRead.Complete.class, trie().entries(prefix));
        assertEquals(ENTRIES / 3, whole.entries().size());
        Map<Hash256, Bytes> all = Map.copyOf(store);
        store.clear();
        int rounds = 0;
        while (trie().entries(prefix) instanceof PrefixRead.Incomplete(List<Bytes> askNext)) {
            StateTrie serving =
                    new StateTrie(
                            StateVersion.V1,
                            full.root(),
                            hash -> Optional.ofNullable(all.get(hash)));
            serving.prove(askNext).forEach(node -> store.put(Blake2b.hash256(node), node));
            assertTrue(++rounds < 12);
        }
        assertEquals(whole, trie().entries(prefix));
        assertTrue(store.size() < all.size());
    }

    @Test
    void gives_the_hash_of_a_long_value_without_the_value() {
        Bytes key =
                state.keySet().stream()
                        .filter(each -> state.get(each).size() > 32)
                        .findFirst()
                        .orElseThrow();
        Hash256 hash = Blake2b.hash256(state.get(key));
        store.remove(hash);
        assertEquals(Optional.of(hash), trie().valueHash(key));
        assertEquals(new StorageRead.Incomplete(), trie().read(key));
        assertEquals(Optional.empty(), trie().valueHash(Bytes.concat(key, Bytes.ofInts(0))));
        Bytes small =
                state.keySet().stream()
                        .filter(each -> state.get(each).size() < 32)
                        .findFirst()
                        .orElseThrow();
        assertEquals(Optional.of(Blake2b.hash256(state.get(small))), trie().valueHash(small));
    }
}

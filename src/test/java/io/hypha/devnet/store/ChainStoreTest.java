package io.hypha.devnet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainStoreTest {

    private static final DevnetSpec SPEC = DevnetSpec.startingAt("store", 1_790_000_000_000L, 2000);

    @TempDir Path dir;

    /** Plain maps that say what each block's state is. */
    private final List<TreeMap<Bytes, Bytes>> states = new ArrayList<>();

    private final Random random = new Random(7);

    @Test
    void gives_the_state_of_every_block_after_reopening() {
        try (ChainStore store = ChainStore.open(dir, false)) {
            fill(store, 60);
        }
        try (ChainStore store = ChainStore.open(dir, false)) {
            assertEquals(59, store.newest().orElseThrow().number());
            for (int number = 0; number < 60; number++) {
                assertEquals(states.get(number), entries(store, number), "block " + number);
            }
        }
    }

    @Test
    void goes_on_from_the_last_block_where_a_process_was_killed() throws Exception {
        ChainStore killed = ChainStore.open(dir, false);
        fill(killed, 20);
        Path copy = Files.createDirectory(dir.resolve("copy"));
        Files.copy(dir.resolve("chain.mv"), copy.resolve("chain.mv"));
        Files.write(copy.resolve("chain.mv"), new byte[777], StandardOpenOption.APPEND);
        try (ChainStore store = ChainStore.open(copy, false)) {
            assertEquals(19, store.newest().orElseThrow().number());
            assertEquals(Optional.of(SPEC), store.spec());
            assertEquals(states.get(19), entries(store, 19));
            append(store);
            assertEquals(states.get(20), entries(store, 20));
        }
        killed.close();
    }

    @Test
    void finds_a_block_by_number_and_by_hash_with_all_its_parts() {
        try (ChainStore store = ChainStore.open(dir, false)) {
            fill(store, 5);
            StoredBlock third = store.block(3).orElseThrow();
            assertEquals(Optional.of(third), store.block(third.hash()));
            assertEquals(third.header().hash(), third.hash());
            assertEquals(List.of(Bytes.ofInts(4, 1), Bytes.ofInts(4, 2)), third.body());
            assertEquals(List.of(Bytes.ofInts(3)), third.justifications());
            assertTrue(store.block(5).isEmpty());
            assertTrue(store.block(Hash256.ZERO).isEmpty());
        }
    }

    @Test
    void keeps_a_state_that_did_not_change() {
        try (ChainStore store = ChainStore.open(dir, false)) {
            fill(store, 3);
            StoredBlock parent = store.newest().orElseThrow();
            put(store, parent, Map.of());
            assertEquals(states.get(2), entries(store, 3));
        }
    }

    @Test
    void refuses_a_folder_that_is_in_use() {
        ChainStore first = ChainStore.open(dir, false);
        StoreException refused =
                assertThrows(StoreException.class, () -> ChainStore.open(dir, false));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("is in use"), refused.getMessage());
        first.close();
        ChainStore.open(dir, false).close();
    }

    @Test
    void sets_the_old_chain_aside_for_a_fresh_one() {
        try (ChainStore store = ChainStore.open(dir, false)) {
            fill(store, 2);
        }
        try (ChainStore store = ChainStore.open(dir, true)) {
            assertTrue(store.newest().isEmpty());
            assertTrue(Files.exists(dir.resolve("chain.mv.old")));
        }
        ChainStore.open(dir, true).close();
    }

    @Test
    void says_that_a_file_is_no_store() throws Exception {
        Files.write(dir.resolve("chain.mv"), new byte[100_000]);
        StoreException refused =
                assertThrows(StoreException.class, () -> ChainStore.open(dir, false));
        assertTrue(String.valueOf(refused.getMessage()).contains("--fresh"), refused.getMessage());
        ChainStore.open(dir, true).close();
    }

    private void fill(ChainStore store, int blocks) {
        TreeMap<Bytes, Bytes> first = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            first.put(key(i), value());
        }
        states.add(first);
        Map<Bytes, Optional<Bytes>> all = new HashMap<>();
        first.forEach((key, value) -> all.put(key, Optional.of(value)));
        TrieUpdate trie = StateTrie.empty(StateVersion.V1).update(all);
        store.putGenesis(
                SPEC,
                new Header(Hash256.ZERO, 0, trie.root(), TrieRoot.EMPTY, List.of()),
                trie.newNodes());
        for (int number = 1; number < blocks; number++) {
            append(store);
        }
    }

    private void append(ChainStore store) {
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            changes.put(
                    key(random.nextInt(400)),
                    random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value()));
        }
        TreeMap<Bytes, Bytes> next = new TreeMap<>(states.getLast());
        changes.forEach((key, value) ->
                value.ifPresentOrElse(set -> next.put(key, set), () -> next.remove(key)));
        states.add(next);
        put(store, store.newest().orElseThrow(), changes);
    }

    private static void put(
            ChainStore store, StoredBlock parent, Map<Bytes, Optional<Bytes>> changes) {
        StateNodes nodes = store.state(parent);
        TrieUpdate trie =
                new StateTrie(StateVersion.V1, parent.header().stateRoot(), nodes).update(changes);
        Header header =
                new Header(
                        parent.hash(), parent.number() + 1, trie.root(), TrieRoot.EMPTY, List.of());
        List<Bytes> body = List.of(Bytes.ofInts(4, 1), Bytes.ofInts(4, 2));
        store.put(header, header.hash(), body, List.of(Bytes.ofInts(3)), trie.newNodes(), nodes);
        store.commit();
    }

    private static TreeMap<Bytes, Bytes> entries(ChainStore store, long number) {
        StoredBlock block = store.block(number).orElseThrow();
        StateTrie trie =
                new StateTrie(StateVersion.V1, block.header().stateRoot(), store.state(block));
        TreeMap<Bytes, Bytes> entries = new TreeMap<>();
        trie.keys(Bytes.EMPTY, 10_000)
                .forEach(key -> entries.put(key, trie.get(key).orElseThrow()));
        return entries;
    }

    private static Bytes key(int i) {
        return Bytes.concat(
                Bytes.ofInts(i % 3), Blake2b.hash256(Bytes.ofInts(i / 256, i % 256)).toBytes());
    }

    /** Short, on the border, and detached values. */
    private Bytes value() {
        int[] sizes = {0, 1, 8, 31, 32, 33, 64, 500};
        byte[] value = new byte[sizes[random.nextInt(sizes.length)]];
        random.nextBytes(value);
        return Bytes.of(value);
    }
}

package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Seeded states whose keys share prefixes, end inside each other, and hold values of every
 * interesting length.
 */
final class RandomStates {

    private final Random random;

    RandomStates(long seed) {
        random = new Random(seed);
    }

    Bytes key() {
        byte[] key =
                new byte
                        [switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(3);
                            case 1 -> 1 + random.nextInt(4);
                            case 2 -> 32 + random.nextInt(4);
                            default -> 2 + random.nextInt(40);
                        }];
        // Few different bytes: paths part late, branches fill, one key becomes the prefix of
        // another.
        int alphabet = random.nextBoolean() ? 2 : 5;
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (random.nextInt(alphabet) * 0x1f);
        }
        return Bytes.of(key);
    }

    Bytes value() {
        byte[] value =
                new byte
                        [switch (random.nextInt(6)) {
                            case 0 -> 0;
                            case 1 -> random.nextInt(4);
                            case 2 -> 31 + random.nextInt(4);
                            case 3 -> 60 + random.nextInt(8);
                            case 4 -> random.nextInt(33);
                            default ->
                                    random.nextInt(20) == 0
                                            ? 16_380 + random.nextInt(8)
                                            : random.nextInt(200);
                        }];
        random.nextBytes(value);
        return Bytes.of(value);
    }

    SortedMap<Bytes, Bytes> state(int size) {
        SortedMap<Bytes, Bytes> state = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            state.put(key(), value());
        }
        return state;
    }

    /**
     * Sets, overwrites with the same and with other values, removes what is and what is not there.
     */
    Map<Bytes, Optional<Bytes>> changes(SortedMap<Bytes, Bytes> state, int size) {
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
        List<Bytes> keys = new ArrayList<>(state.keySet());
        for (int i = 0; i < size; i++) {
            Bytes known = keys.isEmpty() ? key() : keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> changes.put(key(), Optional.of(value()));
                case 2 -> changes.put(known, Optional.of(value()));
                case 3 -> changes.put(known, Optional.ofNullable(state.get(known)));
                case 4 -> changes.put(known, Optional.empty());
                default -> changes.put(key(), Optional.empty());
            }
        }
        return changes;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    void fill(byte[] bytes) {
        random.nextBytes(bytes);
    }

    static Hash256 rootOf(StateVersion version, SortedMap<Bytes, Bytes> state) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        state.forEach((key, value) -> entries.put(key, TrieValue.of(value)));
        return TrieRoot.of(version, entries);
    }

    /** A state in memory whose nodes are all there. */
    static final class Stored {
        final Map<Hash256, Bytes> store = new HashMap<>();
        StateTrie trie;

        Stored(StateVersion version) {
            trie =
                    new StateTrie(
                            version, TrieRoot.EMPTY, hash -> Optional.ofNullable(store.get(hash)));
        }

        Stored(StateVersion version, SortedMap<Bytes, Bytes> state) {
            this(version);
            Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
            state.forEach((key, value) -> changes.put(key, Optional.of(value)));
            apply(changes);
        }

        void apply(Map<Bytes, Optional<Bytes>> changes) {
            TrieUpdate update = trie.update(changes);
            store.putAll(update.newNodes());
            trie = trie.at(update.root());
        }
    }
}

package io.hypha.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The overlay does what copies of the whole state would do. */
class CallStorageTest {

    private static final CallLimits LIMITS =
            new CallLimits(
                    java.time.Duration.ofMinutes(1),
                    1,
                    1,
                    Integer.MAX_VALUE,
                    1 << 20,
                    1 << 30,
                    64,
                    1);

    /** The state as a map, and a copy for each open transaction. */
    private static final class Model {
        private TreeMap<Bytes, Bytes> now;
        private final Deque<TreeMap<Bytes, Bytes>> before = new ArrayDeque<>();

        Model(SortedMap<Bytes, Bytes> state) {
            now = new TreeMap<>(state);
        }
    }

    private static Bytes key(SplittableRandom random) {
        int size = random.nextInt(1, 4);
        byte[] key = new byte[size];
        for (int i = 0; i < size; i++) {
            key[i] = (byte) random.nextInt(4);
        }
        return Bytes.of(key);
    }

    @Test
    void it_agrees_with_copies_of_the_state() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            SortedMap<Bytes, Bytes> entries = new TreeMap<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                entries.put(key(random), Bytes.ofInts(random.nextInt(256)));
            }
            Overlay overlay = new Overlay(LIMITS);
            Model model = new Model(entries);
            CallThread.run(
                    LIMITS,
                    thread -> {
                        CallStorage storage =
                                new CallStorage(RuntimeState.of(entries), overlay, LIMITS, thread);
                        for (int step = 0; step < 400; step++) {
                            perform(random, storage, model, entries);
                        }
                        storage.closeTransactions();
                    });
            while (!model.before.isEmpty()) {
                model.now = model.before.pop();
            }
            SortedMap<Bytes, Bytes> after = new TreeMap<>(entries);
            overlay.changes(Overlay.MAIN)
                    .forEach((key, value) ->
                            value.ifPresentOrElse(
                                    present -> after.put(key, present), () -> after.remove(key)));
            assertEquals(model.now, after, "seed " + seed);
            long held =
                    overlay.changes(Overlay.MAIN).entrySet().stream()
                            .mapToLong(change ->
                                    64
                                            + change.getKey().size()
                                            + change.getValue().map(Bytes::size).orElse(0))
                            .sum();
            assertEquals(held, overlay.bytes(), "seed " + seed);
        }
    }

    private static void perform(
            SplittableRandom random,
            CallStorage storage,
            Model model,
            SortedMap<Bytes, Bytes> state) {
        Bytes key = key(random);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                Bytes value = Bytes.ofInts(random.nextInt(256), 1);
                storage.set(Overlay.MAIN, key, value);
                model.now.put(key, value);
            }
            case 3 -> {
                storage.clear(Overlay.MAIN, key);
                model.now.remove(key);
            }
            case 4 -> {
                if (model.before.size() < 60) {
                    storage.begin();
                    model.before.push(new TreeMap<>(model.now));
                }
            }
            case 5 -> {
                if (!model.before.isEmpty()) {
                    storage.commit();
                    model.before.pop();
                }
            }
            case 6 -> {
                if (!model.before.isEmpty()) {
                    storage.rollback();
                    model.now = model.before.pop();
                }
            }
            case 7 -> clearPrefix(random, storage, model, state, key);
            case 8 ->
                    assertEquals(
                            Optional.ofNullable(model.now.higherKey(key)),
                            storage.next(Overlay.MAIN, key));
            default ->
                    assertEquals(
                            Optional.ofNullable(model.now.get(key)),
                            storage.get(Overlay.MAIN, key));
        }
        if (random.nextInt(100) == 0) {
            SortedMap<Bytes, TrieValue> all = new TreeMap<>();
            model.now.forEach((each, value) -> all.put(each, TrieValue.of(value)));
            assertEquals(TrieRoot.of(StateVersion.V1, all), storage.root(StateVersion.V1));
        }
    }

    /** The limit counts keys of the state, removed before or not; the overlay's own all go. */
    private static void clearPrefix(
            SplittableRandom random,
            CallStorage storage,
            Model model,
            SortedMap<Bytes, Bytes> state,
            Bytes prefix) {
        List<Bytes> stored =
                state.keySet().stream().filter(each -> each.startsWith(prefix)).toList();
        int limit = random.nextInt(5);
        boolean isLimited = random.nextBoolean();
        int gone = isLimited ? Math.min(limit, stored.size()) : stored.size();
        CallStorage.Removal removal =
                storage.clearPrefix(
                        Overlay.MAIN,
                        prefix,
                        isLimited ? OptionalLong.of(limit) : OptionalLong.empty());
        assertEquals(new CallStorage.Removal(gone == stored.size(), gone), removal);
        stored.subList(0, gone).forEach(model.now::remove);
        model.now.keySet().removeIf(each -> each.startsWith(prefix) && !state.containsKey(each));
        // a key of the state that the overlay had set anew is taken from the overlay, too
        stored.stream()
                .skip(gone)
                .filter(each -> !state.get(each).equals(model.now.get(each)))
                .forEach(model.now::remove);
    }
}

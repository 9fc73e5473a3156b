package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieValue;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A state that is there as a whole. A child trie whose root it names is not known, only that. */
final class WholeState implements RuntimeState {

    private static final int MAX_NAME = 20;

    private final NavigableMap<Bytes, TrieValue> entries;

    WholeState(SortedMap<Bytes, TrieValue> entries) {
        this.entries = new TreeMap<>(entries);
    }

    @Override
    public StateAnswer get(Bytes key) {
        return switch (entries.get(key)) {
            case null -> new StateAnswer.Absent();
            case TrieValue.Known(Bytes value) -> new StateAnswer.Value(value);
            case TrieValue.Hashed _ ->
                    new StateAnswer.Unavailable(
                            "only the hash of the value of " + key.toHex() + " is known");
        };
    }

    @Override
    public NextAnswer next(Bytes key) {
        Bytes next = entries.higherKey(key);
        return next == null ? new NextAnswer.End() : new NextAnswer.Key(next);
    }

    @Override
    public StateAnswer child(Bytes childName, Bytes key) {
        return holds(childName)
                ? new StateAnswer.Unavailable(unknown(childName))
                : new StateAnswer.Absent();
    }

    @Override
    public NextAnswer childNext(Bytes childName, Bytes key) {
        return holds(childName)
                ? new NextAnswer.Unavailable(unknown(childName))
                : new NextAnswer.End();
    }

    private boolean holds(Bytes childName) {
        return entries.containsKey(WellKnownKeys.childRoot(childName));
    }

    private static String unknown(Bytes childName) {
        Bytes shown = childName.slice(0, Math.min(MAX_NAME, childName.size()));
        return "the entries of the child trie " + shown.toHex() + " are not given";
    }

    @Override
    public RootAnswer root(StateVersion version, SortedMap<Bytes, Optional<Bytes>> changes) {
        SortedMap<Bytes, TrieValue> changed = new TreeMap<>(entries);
        apply(changes, changed);
        return rootOf(version, changed);
    }

    @Override
    public RootAnswer childRoot(
            Bytes childName, StateVersion version, SortedMap<Bytes, Optional<Bytes>> changes) {
        if (holds(childName)) {
            return new RootAnswer.Unavailable(unknown(childName));
        }
        SortedMap<Bytes, TrieValue> child = new TreeMap<>();
        apply(changes, child);
        return rootOf(version, child);
    }

    private static void apply(
            SortedMap<Bytes, Optional<Bytes>> changes, SortedMap<Bytes, TrieValue> target) {
        changes.forEach((key, value) ->
                value.ifPresentOrElse(
                        present -> target.put(key, TrieValue.of(present)),
                        () -> target.remove(key)));
    }

    private static RootAnswer rootOf(StateVersion version, SortedMap<Bytes, TrieValue> entries) {
        try {
            return new RootAnswer.Root(TrieRoot.of(version, entries));
        } catch (IllegalArgumentException e) {
            return new RootAnswer.Unavailable(String.valueOf(e.getMessage()));
        }
    }
}

package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieValue;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state that a call reads; what the call writes never reaches it. Asked on the thread of the
 * call, one question at a time. An implementation may block: the time limit of a call does not run
 * meanwhile, and it is not interrupted. It must not need a lock that the thread which called {@link
 * RuntimeSession#call} holds.
 */
public interface RuntimeState {

    StateAnswer get(Bytes key);

    /** The smallest key above {@code key}, which need not exist. */
    NextAnswer next(Bytes key);

    /**
     * A key of a child trie; absent where there is no such child.
     *
     * @param childName without {@code :child_storage:default:}
     */
    StateAnswer child(Bytes childName, Bytes key);

    /** The smallest key of a child trie above {@code key}; otherwise like {@link #next}. */
    NextAnswer childNext(Bytes childName, Bytes key);

    /**
     * The root of this state after the changes. Few calls need it (those that make or execute a
     * block); a state of which only parts are known cannot tell.
     *
     * @param version how changed values are written
     * @param changes the new value of a key, or empty where it is removed
     */
    default RootAnswer root(StateVersion version, SortedMap<Bytes, Optional<Bytes>> changes) {
        return new RootAnswer.Unavailable("the root of a state that is known in parts");
    }

    /** The root of a child trie after the changes; otherwise like {@link #root}. */
    default RootAnswer childRoot(
            Bytes childName, StateVersion version, SortedMap<Bytes, Optional<Bytes>> changes) {
        return new RootAnswer.Unavailable("the root of a child trie that is known in parts");
    }

    /** A whole state without child tries. */
    static RuntimeState of(SortedMap<Bytes, Bytes> entries) {
        SortedMap<Bytes, TrieValue> values = new TreeMap<>();
        entries.forEach((key, value) -> values.put(key, TrieValue.of(value)));
        return new WholeState(values);
    }

    /** A whole state without child tries, of which some values are known by their hash only. */
    static RuntimeState ofTrie(SortedMap<Bytes, TrieValue> entries) {
        return new WholeState(new TreeMap<>(entries));
    }
}

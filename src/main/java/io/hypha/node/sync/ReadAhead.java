package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.trie.KeyRead;
import io.hypha.node.trie.NextKey;
import io.hypha.node.trie.PartialTrie;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes at hand as a state that calls are run on only to learn what they will ask for: what is
 * not known is put down and said to be absent, so that the call goes on. Nothing that such a run
 * returns is an answer; it is thrown away, and the call is made again on what was fetched since.
 */
final class ReadAhead implements RuntimeState {

    /** More are asked for by the next run. */
    private static final int MAX_KEYS = 8_192;

    private final PartialTrie trie;
    private final Set<Bytes> missing = new LinkedHashSet<>();

    ReadAhead(PartialTrie trie) {
        this.trie = trie;
    }

    /** Keys of the main trie that were asked for and are not known, in that order. */
    List<Bytes> missing() {
        return List.copyOf(missing);
    }

    private void miss(Bytes key) {
        if (missing.size() < MAX_KEYS) {
            missing.add(key);
        }
    }

    @Override
    public StateAnswer get(Bytes key) {
        KeyRead read = trie.find(key);
        if (read instanceof KeyRead.Missing) {
            miss(key);
        }
        return known(read);
    }

    /** Children are small and rare: what is missing of one is fetched when it is needed. */
    @Override
    public StateAnswer child(Bytes childName, Bytes key) {
        return known(trie.findChild(childName, key));
    }

    private static StateAnswer known(KeyRead read) {
        return switch (read) {
            case KeyRead.Value(Bytes value) -> new StateAnswer.Value(value);
            case KeyRead.Absent(), KeyRead.Missing _ -> new StateAnswer.Absent();
        };
    }

    @Override
    public NextAnswer next(Bytes key) {
        return switch (trie.nextKey(Bytes.EMPTY, key)) {
            case NextKey.Found(Bytes found) -> new NextAnswer.Key(found);
            case NextKey.None() -> new NextAnswer.End();
            case NextKey.Incomplete(Bytes askNext) -> {
                miss(askNext);
                yield new NextAnswer.End();
            }
        };
    }

    @Override
    public NextAnswer childNext(Bytes childName, Bytes key) {
        return trie.nextKeyOfChild(childName, key) instanceof NextKey.Found(Bytes found)
                ? new NextAnswer.Key(found)
                : new NextAnswer.End();
    }
}

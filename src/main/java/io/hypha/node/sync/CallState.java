package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.trie.KeyRead;
import io.hypha.node.trie.NextKey;
import io.hypha.node.trie.NodeSource;
import io.hypha.node.trie.PartialTrie;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The proven state behind one call. What the nodes at hand do not show is fetched while the call
 * waits, and each answer rests on nodes that hang under the block's state root. What could not be
 * had is unavailable; it is never taken for absent. For one thread at a time.
 */
final class CallState implements RuntimeState {

    /** A walk to the next key takes a request for each level that is not at hand. */
    private static final int MAX_LEVELS = 64;

    private final FinalizedHead at;
    private final NodeSource nodes;
    private final PartialTrie trie;
    private final CallFetcher fetcher;
    private final Set<Bytes> read = new LinkedHashSet<>();

    CallState(FinalizedHead at, NodeSource nodes, CallFetcher fetcher) {
        this.at = at;
        this.nodes = nodes;
        this.trie = new PartialTrie(at.stateRoot(), nodes);
        this.fetcher = fetcher;
    }

    /** Keys of the main trie that were asked for or found, in order. */
    Set<Bytes> read() {
        return read;
    }

    /** The nodes and detached values that the answers so far rested on. */
    List<Bytes> proof() {
        return trie.used();
    }

    private PartialTrie fresh() {
        return new PartialTrie(at.stateRoot(), nodes);
    }

    @Override
    public StateAnswer get(Bytes key) {
        read.add(key);
        return find(each -> each.find(key), enough -> fetcher.keys(List.of(key), enough));
    }

    @Override
    public StateAnswer child(Bytes childName, Bytes key) {
        return find(
                each -> each.findChild(childName, key),
                enough -> fetcher.childKeys(childName, List.of(key), enough));
    }

    /** Asks the nodes at hand, and once more after what was missing was fetched. */
    private StateAnswer find(Finding finding, Fetching fetching) {
        KeyRead known = finding.in(trie);
        if (known instanceof KeyRead.Missing) {
            Optional<String> failure =
                    fetching.fetch(() -> !(finding.in(fresh()) instanceof KeyRead.Missing));
            if (failure.isPresent()) {
                return new StateAnswer.Unavailable(failure.get());
            }
            known = finding.in(trie);
        }
        return switch (known) {
            case KeyRead.Value(Bytes value) -> new StateAnswer.Value(value);
            case KeyRead.Absent() -> new StateAnswer.Absent();
            case KeyRead.Missing(var node) ->
                    new StateAnswer.Unavailable("nobody has the trie node " + node);
        };
    }

    private interface Finding {
        KeyRead in(PartialTrie trie);
    }

    private interface Fetching {
        /** Words for why nothing came; empty when it did. */
        Optional<String> fetch(BooleanSupplier enough);
    }

    @Override
    public NextAnswer next(Bytes key) {
        read.add(key);
        NextAnswer answer =
                next(
                        each -> each.nextKey(Bytes.EMPTY, key),
                        (askNext, enough) -> fetcher.keys(List.of(askNext), enough));
        if (answer instanceof NextAnswer.Key(Bytes found)) {
            read.add(found);
        }
        return answer;
    }

    @Override
    public NextAnswer childNext(Bytes childName, Bytes key) {
        return next(
                each -> each.nextKeyOfChild(childName, key),
                (askNext, enough) -> fetcher.childKeys(childName, List.of(askNext), enough));
    }

    private NextAnswer next(Walk walk, FetchingNext fetching) {
        for (int level = 0; level < MAX_LEVELS; level++) {
            switch (walk.in(trie)) {
                case NextKey.Found(Bytes key) -> {
                    return new NextAnswer.Key(key);
                }
                case NextKey.None() -> {
                    return new NextAnswer.End();
                }
                case NextKey.Incomplete(Bytes askNext) -> {
                    NextKey.Incomplete before = new NextKey.Incomplete(askNext);
                    Optional<String> failure =
                            fetching.fetch(askNext, () -> !walk.in(fresh()).equals(before));
                    if (failure.isPresent()) {
                        return new NextAnswer.Unavailable(failure.get());
                    }
                }
            }
        }
        return new NextAnswer.Unavailable("the way to the next key does not end");
    }

    private interface Walk {
        NextKey in(PartialTrie trie);
    }

    private interface FetchingNext {
        Optional<String> fetch(Bytes askNext, BooleanSupplier enough);
    }
}

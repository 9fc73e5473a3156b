package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.SortedMap;
import java.util.TreeMap;

/** The questions that nodes under one root answer, wherever they come from. */
final class TrieReads {

    private final NodeLookup nodes;
    private final byte[] root;
    private final TrieReader reader;

    TrieReads(NodeLookup nodes, Hash256 root) {
        this.nodes = nodes;
        this.root = root.toArray();
        this.reader = new TrieReader(nodes);
    }

    /** What the proof says about a key of the main trie. */
    StorageRead read(Bytes key) {
        return reader.read(root, key.toArray());
    }

    /**
     * What the proof says about a key of a child trie. When the main trie is proven to hold no such
     * child, the key is absent.
     *
     * @param storageName the child's name, or its storage key with {@code :child_storage:default:}
     *     in front
     */
    StorageRead readChild(Bytes storageName, Bytes key) {
        StorageRead childRoot = read(StorageKeys.childRoot(storageName));
        return switch (childRoot) {
            case StorageRead.Value(Bytes value) ->
                    // Anything but 32 bytes is no root, and so nothing is known about what hangs
                    // under it.
                    value.size() == Hash256.SIZE
                            ? reader.read(value.toArray(), key.toArray())
                            : new StorageRead.Incomplete();
            case StorageRead.Absent absent -> absent;
            case StorageRead.Incomplete incomplete -> incomplete;
        };
    }

    /**
     * The smallest key that starts with {@code prefix} and lies above {@code after}, which need not
     * exist.
     */
    NextKey nextKey(Bytes prefix, Bytes after) {
        return nextKey(root, prefix, after);
    }

    /** Like {@link #nextKey} in a child trie; without such a child there is no key. */
    NextKey nextKeyOfChild(Bytes storageName, Bytes after) {
        return switch (read(StorageKeys.childRoot(storageName))) {
            case StorageRead.Value(Bytes childRoot) when childRoot.size() == Hash256.SIZE ->
                    nextKey(childRoot.toArray(), Bytes.EMPTY, after);
            case StorageRead.Value _, StorageRead.Incomplete _ -> new NextKey.Incomplete(after);
            case StorageRead.Absent _ -> new NextKey.None();
        };
    }

    private NextKey nextKey(byte[] top, Bytes prefix, Bytes after) {
        TrieWalk walk = new TrieWalk(nodes, top, prefix, after, false, ReadProof.MAX_STEPS);
        return switch (walk.next()) {
            case ENTRY -> new NextKey.Found(walk.key());
            case MISSING -> new NextKey.Incomplete(walk.missingKey());
            case EXHAUSTED -> new NextKey.Incomplete(prefix);
            case END -> new NextKey.None();
        };
    }

    /** Every entry below {@code prefix}, proven to be all of them. */
    PrefixRead entries(Bytes prefix) {
        return PrefixEntries.below(nodes, root, prefix);
    }

    RangeRead range(Bytes prefix) {
        return range(
                new TrieWalk(nodes, root, prefix, Bytes.EMPTY, true, ReadProof.MAX_STEPS), prefix);
    }

    RangeRead range(Bytes after, Bytes prefix) {
        return range(new TrieWalk(nodes, root, prefix, after, false, ReadProof.MAX_STEPS), after);
    }

    RangeRead rangeOfChild(Bytes storageName) {
        return rangeOfChild(storageName, Bytes.EMPTY, true);
    }

    RangeRead rangeOfChild(Bytes storageName, Bytes after) {
        return rangeOfChild(storageName, after, false);
    }

    private RangeRead rangeOfChild(Bytes storageName, Bytes bound, boolean inclusive) {
        return switch (read(StorageKeys.childRoot(storageName))) {
            case StorageRead.Value(Bytes childRoot) when childRoot.size() == Hash256.SIZE ->
                    range(
                            new TrieWalk(
                                    nodes,
                                    childRoot.toArray(),
                                    Bytes.EMPTY,
                                    bound,
                                    inclusive,
                                    ReadProof.MAX_STEPS),
                            bound);
            case StorageRead.Value _, StorageRead.Incomplete _ ->
                    new RangeRead.Partial(new TreeMap<>(), bound);
            case StorageRead.Absent _ -> new RangeRead.Complete(new TreeMap<>());
        };
    }

    /**
     * @param begin up to where all is known before the first entry
     */
    private RangeRead range(TrieWalk walk, Bytes begin) {
        SortedMap<Bytes, Bytes> found = new TreeMap<>();
        long bytes = 0;
        while (true) {
            switch (walk.next()) {
                case ENTRY -> {
                    Bytes key = walk.key();
                    if (found.size() == ReadProof.MAX_PREFIX_ENTRIES
                            || bytes > ReadProof.MAX_PREFIX_BYTES) {
                        return new RangeRead.Partial(found, key);
                    }
                    if (!(reader.value(walk.node()) instanceof StorageRead.Value(Bytes value))) {
                        return new RangeRead.Partial(found, key);
                    }
                    found.put(key, value);
                    bytes += key.size() + value.size();
                }
                case MISSING -> {
                    return new RangeRead.Partial(found, walk.missingKey());
                }
                case EXHAUSTED -> {
                    return new RangeRead.Partial(found, found.isEmpty() ? begin : found.lastKey());
                }
                case END -> {
                    return new RangeRead.Complete(found);
                }
            }
        }
    }
}

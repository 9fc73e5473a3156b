package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Comparator;
import java.util.List;

/**
 * What a {@code BTreeSet} or a {@code BTreeMap} holds, each part encoded: in the order of Rust's
 * {@code Ord}, each key once, as the chain itself writes them.
 */
final class SortedEntries {

    /** One of a map; of a set, whose entries are keys only, the value has no bytes. */
    record Entry(Bytes key, Bytes value) {}

    private final List<Entry> entries;
    private final String twice;

    private SortedEntries(List<Entry> unsorted, Comparator<Bytes> order, String twice) {
        this.entries = unsorted.stream().sorted(Comparator.comparing(Entry::key, order)).toList();
        this.twice = twice;
    }

    static SortedEntries set(List<Bytes> items, Comparator<Bytes> order) {
        return new SortedEntries(
                items.stream().map(item -> new Entry(item, Bytes.EMPTY)).toList(),
                order,
                "a set holds each value once, %s stands twice");
    }

    static SortedEntries map(List<Entry> entries, Comparator<Bytes> order) {
        return new SortedEntries(entries, order, "the key %s stands twice");
    }

    /**
     * @throws ValueException at {@code path} when a key stands there twice
     */
    void write(ValuePath path, ScaleCodecWriter out) {
        for (int i = 1; i < entries.size(); i++) {
            Bytes key = entries.get(i).key();
            if (key.equals(entries.get(i - 1).key())) {
                throw path.wrong(twice.formatted(key));
            }
        }
        out.writeCompact(entries.size());
        entries.forEach(each -> out.writeFixed(each.key()).writeFixed(each.value()));
    }
}

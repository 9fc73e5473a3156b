package io.hypha.devnet.author;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Chooses what goes into a block: the dearest first, each after those that it needs. */
final class BlockSelection {

    private final Map<Bytes, List<PoolEntry>> waiting = new HashMap<>();
    private final PriorityQueue<PoolEntry> open = new PriorityQueue<>(PoolEntry.FIRST_COMES);
    private final Set<Bytes> provided = new HashSet<>();

    private BlockSelection(Collection<PoolEntry> entries) {
        for (PoolEntry entry : entries) {
            if (entry.ready && entry.missing.isEmpty()) {
                open.add(entry);
            } else if (entry.ready) {
                entry.missing.forEach(
                        tag -> waiting.computeIfAbsent(tag, _ -> new ArrayList<>()).add(entry));
            }
        }
    }

    static List<Bytes> of(Collection<PoolEntry> entries, int maxCount, int maxBytes) {
        BlockSelection selection = new BlockSelection(entries);
        List<Bytes> chosen = new ArrayList<>();
        int size = 0;
        while (!selection.open.isEmpty() && chosen.size() < maxCount) {
            PoolEntry next = selection.open.poll();
            if (size + next.extrinsic.size() <= maxBytes) {
                size += next.extrinsic.size();
                chosen.add(next.extrinsic);
                selection.free(next);
            }
        }
        return chosen;
    }

    private void free(PoolEntry chosen) {
        provided.addAll(chosen.provides);
        for (Bytes tag : chosen.provides) {
            for (PoolEntry freed : waiting.getOrDefault(tag, List.of())) {
                if (provided.containsAll(freed.missing)) {
                    open.add(freed);
                }
            }
        }
    }
}

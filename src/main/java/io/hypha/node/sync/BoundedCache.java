package io.hypha.node.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The answers used last, bounded by their weight in bytes. */
final class BoundedCache<K, V> {

    private final long capacityBytes;
    private final ToLongFunction<V> weight;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    BoundedCache(long capacityBytes, ToLongFunction<V> weight) {
        this.capacityBytes = capacityBytes;
        this.weight = weight;
    }

    synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void clear() {
        entries.clear();
        bytes = 0;
    }

    synchronized void put(K key, V value) {
        V before = entries.put(key, value);
        bytes += weight.applyAsLong(value) - (before == null ? 0 : weight.applyAsLong(before));
        var oldest = entries.entrySet().iterator();
        while (bytes > capacityBytes && oldest.hasNext()) {
            bytes -= weight.applyAsLong(oldest.next().getValue());
            oldest.remove();
        }
    }
}

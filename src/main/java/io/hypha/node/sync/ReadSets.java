package io.hypha.node.sync;

import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which keys a call read the last time, so that they can be asked for in one request the next time.
 * A hint: what the call reads then is found out by running it.
 */
final class ReadSets {

    /** A call that reads more learns the first of them. */
    private static final int MAX_KEYS = 8_192;

    private static final long CAPACITY_BYTES = 4L << 20;
    private static final int ENTRY_OVERHEAD = 256;
    private static final int KEY_OVERHEAD = 64;

    /** The same methods of the same code, with the same parameters. */
    private record Same(Hash256 code, List<RuntimeCall> calls) {}

    /** The same methods of the same code, whatever the parameters. */
    private record Alike(Hash256 code, List<String> methods) {
        static Alike of(Hash256 code, List<RuntimeCall> calls) {
            return new Alike(code, calls.stream().map(RuntimeCall::method).toList());
        }
    }

    private final BoundedCache<Same, List<Bytes>> same =
            new BoundedCache<>(CAPACITY_BYTES, ReadSets::weight);
    private final BoundedCache<Alike, List<Bytes>> alike =
            new BoundedCache<>(CAPACITY_BYTES, ReadSets::weight);

    private static long weight(List<Bytes> keys) {
        return ENTRY_OVERHEAD + keys.stream().mapToLong(key -> key.size() + KEY_OVERHEAD).sum();
    }

    /** Keys of the last such call with these parameters, else with others; empty before any. */
    Optional<List<Bytes>> of(Hash256 code, List<RuntimeCall> calls) {
        return same.get(new Same(code, calls)).or(() -> alike.get(Alike.of(code, calls)));
    }

    void learn(Hash256 code, List<RuntimeCall> calls, Set<Bytes> keys) {
        List<Bytes> kept = new LinkedHashSet<>(keys).stream().limit(MAX_KEYS).toList();
        same.put(new Same(code, calls), kept);
        alike.put(Alike.of(code, calls), kept);
    }
}

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state while a block runs: the state before it and the changes so far. Changes since a mark
 * can be taken back, as a failed dispatch demands.
 */
final class WorkingState {

    /** A key that was looked at: its value before the block and now. */
    private static final class Slot {
        private final Optional<Bytes> before;
        private Optional<Bytes> now;

        private Slot(Optional<Bytes> before) {
            this.before = before;
            this.now = before;
        }
    }

    private record Undo(Slot slot, Optional<Bytes> value) {}

    private final StateView parent;
    private final Map<Bytes, Slot> slots = new HashMap<>();
    private final List<Undo> journal = new ArrayList<>();

    WorkingState(StateView parent) {
        this.parent = parent;
    }

    Optional<Bytes> get(Bytes key) {
        return slot(key).now;
    }

    /** The value before the block. */
    Optional<Bytes> before(Bytes key) {
        return slot(key).before;
    }

    boolean contains(Bytes key) {
        return get(key).isPresent();
    }

    void put(Bytes key, Bytes value) {
        set(key, Optional.of(value));
    }

    void remove(Bytes key) {
        set(key, Optional.empty());
    }

    /** A point to return to with {@link #rollBack}. */
    int mark() {
        return journal.size();
    }

    void rollBack(int mark) {
        while (journal.size() > mark) {
            Undo undo = journal.removeLast();
            undo.slot().now = undo.value();
        }
    }

    /** Keys whose value is another than before the block. */
    SortedMap<Bytes, Optional<Bytes>> changes() {
        SortedMap<Bytes, Optional<Bytes>> changes = new TreeMap<>();
        slots.forEach((key, slot) -> {
            if (!slot.now.equals(slot.before)) {
                changes.put(key, slot.now);
            }
        });
        return changes;
    }

    private Slot slot(Bytes key) {
        Slot known = slots.get(key);
        if (known == null) {
            known = new Slot(parent.get(key));
            slots.put(key, known);
        }
        return known;
    }

    private void set(Bytes key, Optional<Bytes> value) {
        Slot slot = slot(key);
        journal.add(new Undo(slot, slot.now));
        slot.now = value;
    }

    // Typed access. Numbers are little-endian, as SCALE has them.

    long u64(Bytes key) {
        return u64(key, 0);
    }

    long u64(Bytes key, long absent) {
        return get(key).map(value -> littleEndian(value, 8)).orElse(absent);
    }

    void putU64(Bytes key, long value) {
        put(key, littleEndian(value, 8));
    }

    void addU64(Bytes key, long amount) {
        putU64(key, Math.addExact(u64(key), amount));
    }

    /** Subtracts down to zero, as the chain's saturating arithmetic does. */
    void subtractU64(Bytes key, long amount) {
        putU64(key, Math.max(0, u64(key) - amount));
    }

    long u32(Bytes key) {
        return get(key).map(value -> littleEndian(value, 4)).orElse(0L);
    }

    void putU32(Bytes key, long value) {
        put(key, littleEndian(value, 4));
    }

    int u16(Bytes key, int absent) {
        return get(key).map(value -> (int) littleEndian(value, 2)).orElse(absent);
    }

    void putU16(Bytes key, int value) {
        put(key, littleEndian(value, 2));
    }

    boolean bool(Bytes key, boolean absent) {
        return get(key).map(value -> value.at(0) != 0).orElse(absent);
    }

    /** A non-negative number in {@code size} bytes; a negative one in eight. */
    static Bytes littleEndian(long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < Math.min(size, 8); i++) {
            bytes[i] = (byte) (value >>> (8 * i));
        }
        return Bytes.of(bytes);
    }

    static long littleEndian(Bytes value, int size) {
        long number = 0;
        for (int i = size - 1; i >= 0; i--) {
            number = number << 8 | value.unsignedAt(i);
        }
        return number;
    }
}

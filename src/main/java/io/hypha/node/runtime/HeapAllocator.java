package io.hypha.node.runtime;

import java.util.Arrays;

/**
 * The heap of one instance, which belongs to the host: blocks of 8 bytes to 32 MiB, each rounded up
 * to a power of two and preceded by a header of eight bytes. Freed blocks are kept by size; the
 * rest of the memory is handed out from {@code __heap_base} upwards, and grows.
 *
 * <p>Headers and the links of free blocks lie in the guest's memory, where it may spoil them: they
 * are checked, and a spoilt one ends the call.
 */
final class HeapAllocator {

    static final int MAX_BLOCK = 32 << 20;

    private static final int LEAST_SHIFT = 3;
    private static final int ORDERS = 23;
    private static final int HEADER = 8;
    private static final int ALIGNMENT = 8;
    private static final long OCCUPIED = 1L << 32;
    private static final long NOTHING = 0xffff_ffffL;

    private final GuestMemory memory;
    private final long base;
    private final long[] free = new long[ORDERS];
    private long bump;

    HeapAllocator(GuestMemory memory, long heapBase) {
        this.memory = memory;
        this.base = (heapBase + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        this.bump = base;
        Arrays.fill(free, NOTHING);
    }

    /** The address of a block of that many bytes or more. */
    int allocate(int size) {
        long bytes = Integer.toUnsignedLong(size);
        if (bytes > MAX_BLOCK) {
            throw CallEndedException.trap(
                    "a block of " + bytes + " bytes was asked for, " + MAX_BLOCK + " at most");
        }
        int order = order(bytes);
        long header = free[order] == NOTHING ? extend(order) : takeFree(order);
        memory.writeLong(header, OCCUPIED | order);
        return (int) (header + HEADER);
    }

    private static int order(long bytes) {
        long rounded = Math.max(bytes, 1L << LEAST_SHIFT);
        return Long.SIZE - Long.numberOfLeadingZeros(rounded - 1) - LEAST_SHIFT;
    }

    private long takeFree(int order) {
        long header = free[order];
        long link = memory.readLong(header);
        if ((link & ~NOTHING) != 0) {
            throw spoilt(header);
        }
        if (link != NOTHING) {
            requireInsideHeap(link, order);
        }
        free[order] = link;
        return header;
    }

    private long extend(int order) {
        long header = bump;
        long end = header + HEADER + (1L << (order + LEAST_SHIFT));
        if (end > memory.size()) {
            growTo(end);
        }
        bump = end;
        return header;
    }

    /** At least doubles the memory where its limit allows. */
    private void growTo(long end) {
        long needed = ((end + (1 << 16) - 1) >>> 16) - memory.pages();
        long allowed = (long) memory.maximumPages() - memory.pages();
        long wanted = Math.min(allowed, Math.max(needed, memory.pages()));
        if (needed > allowed || !memory.grow((int) wanted)) {
            throw CallEndedException.reached(
                    Limit.MEMORY,
                    "the code wants more than " + memory.maximumPages() + " pages of memory");
        }
    }

    /** Gives a block back. */
    void release(int pointer) {
        long header = Integer.toUnsignedLong(pointer) - HEADER;
        if (header < base || header >= bump) {
            throw CallEndedException.trap("a block outside the heap was freed");
        }
        long tag = memory.readLong(header);
        long order = tag & NOTHING;
        if ((tag & ~NOTHING) != OCCUPIED || order >= ORDERS) {
            throw spoilt(header);
        }
        requireInsideHeap(header, (int) order);
        memory.writeLong(header, free[(int) order]);
        free[(int) order] = header;
    }

    private void requireInsideHeap(long header, int order) {
        if (header < base || header + HEADER + (1L << (order + LEAST_SHIFT)) > bump) {
            throw spoilt(header);
        }
    }

    private static CallEndedException spoilt(long header) {
        return CallEndedException.trap("the header of the heap block at " + header + " is spoilt");
    }
}

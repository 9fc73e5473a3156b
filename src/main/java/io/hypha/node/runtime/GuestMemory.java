package io.hypha.node.runtime;

import com.dylibso.chicory.runtime.Memory;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/** The linear memory of one instance; addresses and lengths are checked before it is touched. */
final class GuestMemory {

    private final Memory memory;

    GuestMemory(Memory memory) {
        this.memory = memory;
    }

    long size() {
        return (long) memory.pages() * Memory.PAGE_SIZE;
    }

    int maximumPages() {
        return memory.maximumPages();
    }

    int pages() {
        return memory.pages();
    }

    boolean grow(int pages) {
        return memory.grow(pages) >= 0;
    }

    private void requireInside(long address, long length) {
        if (address + length > size()) {
            throw CallEndedException.trap(
                    length + " bytes at " + address + " are outside the memory of " + size());
        }
    }

    /** The bytes of a fat pointer: length above, address below, both unsigned. */
    byte[] slice(long fat) {
        return read((int) fat, fat >>> 32);
    }

    Bytes bytes(long fat) {
        return Bytes.of(slice(fat));
    }

    byte[] read(int pointer, long length) {
        long address = Integer.toUnsignedLong(pointer);
        requireInside(address, length);
        return memory.readBytes((int) address, (int) length);
    }

    Hash256 hash(int pointer) {
        return Hash256.of(read(pointer, Hash256.SIZE));
    }

    void write(int pointer, byte[] bytes, int offset, int length) {
        long address = Integer.toUnsignedLong(pointer);
        requireInside(address, length);
        if (length > 0) {
            memory.write((int) address, bytes, offset, length);
        }
    }

    void write(int pointer, byte[] bytes) {
        write(pointer, bytes, 0, bytes.length);
    }

    long readLong(long address) {
        requireInside(address, Long.BYTES);
        return memory.readLong((int) address);
    }

    void writeLong(long address, long value) {
        requireInside(address, Long.BYTES);
        memory.writeLong((int) address, value);
    }

    static long fat(int pointer, int length) {
        return (long) length << 32 | Integer.toUnsignedLong(pointer);
    }
}

package io.hypha.devnet.store;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an encoded trie node refers to other entries of the store: its children that are 32 bytes,
 * and its value where only the hash stands in the node. Node format: Polkadot specification, "State
 * storage", both versions.
 */
final class NodeReferences {

    /**
     * @param offset of the 32 bytes within the node
     */
    record Reference(int offset, Hash256 hash, boolean detachedValue) {}

    private final Bytes node;
    private final List<Reference> found = new ArrayList<>();
    private int at;

    private NodeReferences(Bytes node) {
        this.node = node;
    }

    /** The references of a node that this process has encoded itself, in their order. */
    static List<Reference> of(Bytes node) {
        NodeReferences walk = new NodeReferences(node);
        walk.read();
        return walk.found;
    }

    private void read() {
        int first = next();
        if (first == 0) {
            return;
        }
        boolean branch;
        boolean value;
        boolean hashedValue = false;
        int lengthBits;
        if ((first & 0xc0) == 0x40) {
            branch = false;
            value = true;
            lengthBits = 6;
        } else if ((first & 0x80) != 0) {
            branch = true;
            value = (first & 0x40) != 0;
            lengthBits = 6;
        } else {
            hashedValue = true;
            value = true;
            branch = (first & 0x20) == 0;
            lengthBits = branch ? 4 : 5;
        }
        int nibbles = nibbles(first, lengthBits);
        at += (nibbles + 1) / 2;
        int children = branch ? next() | next() << 8 : 0;
        if (hashedValue) {
            refer(true);
        } else if (value) {
            int size = compact();
            at += size;
        }
        for (int child = 0; child < Integer.bitCount(children); child++) {
            int size = compact();
            if (size == Hash256.SIZE) {
                refer(false);
            } else {
                at += size;
            }
        }
    }

    private void refer(boolean detachedValue) {
        byte[] hash = node.slice(at, at + Hash256.SIZE).toArray();
        found.add(new Reference(at, Hash256.of(hash), detachedValue));
        at += Hash256.SIZE;
    }

    private int nibbles(int first, int bits) {
        int full = (1 << bits) - 1;
        int length = first & full;
        if (length < full) {
            return length;
        }
        int more;
        do {
            more = next();
            length += more;
        } while (more == 255);
        return length;
    }

    private int compact() {
        int first = next();
        return switch (first & 3) {
            case 0 -> first >> 2;
            case 1 -> first >> 2 | next() << 6;
            default -> first >> 2 | next() << 6 | next() << 14 | next() << 22;
        };
    }

    private int next() {
        return node.unsignedAt(at++);
    }
}

package io.hypha.node.metadata;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the layouts of all metadata versions are made of: type ids, lists, documentation,
 * deprecations.
 */
final class MetadataCursor {

    final ScaleCodecReader in;
    final int version;
    private final int typeCount;

    MetadataCursor(ScaleCodecReader in, int version, int typeCount) {
        this.in = in;
        this.version = version;
        this.typeCount = typeCount;
    }

    void docs() {
        for (int left = in.readCount(1); left > 0; left--) {
            in.skipByteVector();
        }
    }

    void deprecation() {
        if (version > 15) {
            deprecationOf(0);
        }
    }

    /** 0 not deprecated, 1 deprecated, 2 deprecated with a note and maybe a version. */
    void deprecationOf(int least) {
        int kind = in.readUByte();
        if (kind < least || kind > 2) {
            throw new ScaleException(
                    in.offset() - 1, "a deprecation is " + least + "..2, found " + kind);
        }
        if (kind == 2) {
            in.skipByteVector();
            if (in.readBoolean()) {
                in.skipByteVector();
            }
        }
    }

    int typeId() {
        int start = in.offset();
        int id = in.readCompactInt();
        if (id >= typeCount) {
            throw new ScaleException(start, "type " + id + " is not among " + typeCount + " types");
        }
        return id;
    }

    <T> List<T> list(int minItemSize, Supplier<T> item) {
        int count = in.readCount(minItemSize);
        if (count == 0) {
            return List.of();
        }
        Object[] items = new Object[count];
        for (int i = 0; i < count; i++) {
            items[i] = item.get();
        }
        @SuppressWarnings("unchecked")
        List<T> list = (List<T>) Arrays.asList(items);
        return list;
    }
}

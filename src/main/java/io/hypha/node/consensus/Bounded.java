package io.hypha.node.consensus;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Vectors from outside with a limit of their own, beside the limit that the bytes at hand give. */
final class Bounded {

    private Bounded() {}

    static <T> List<T> readVector(
            ScaleCodecReader reader,
            String what,
            int most,
            int leastItemSize,
            Function<ScaleCodecReader, T> item) {
        int start = reader.offset();
        int count = reader.readCount(leastItemSize);
        if (count > most) {
            throw new ScaleException(
                    start, "expected at most " + most + " " + what + ", found " + count);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.apply(reader));
        }
        return items;
    }
}

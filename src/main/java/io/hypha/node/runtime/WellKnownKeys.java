package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** Keys that a host gives a meaning. */
final class WellKnownKeys {

    /** Nothing below it is written by a runtime directly. */
    static final Bytes CHILD_STORAGE = ascii(":child_storage:");

    private static final Bytes DEFAULT_CHILD_STORAGE = ascii(":child_storage:default:");

    private WellKnownKeys() {}

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes childRoot(Bytes childName) {
        return Bytes.concat(DEFAULT_CHILD_STORAGE, childName);
    }

    static boolean isOfChildStorage(Bytes key) {
        return key.startsWith(CHILD_STORAGE);
    }
}

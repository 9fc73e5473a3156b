package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** Keys that the trie itself gives a meaning. */
final class StorageKeys {

    /** Below it stand the roots of child tries, each under the name of its trie. */
    static final Bytes CHILD_STORAGE =
            Bytes.of(":child_storage:default:".getBytes(StandardCharsets.US_ASCII));

    private StorageKeys() {}

    /**
     * The main trie's key that holds the root of the child trie of that name; a key with the prefix
     * is kept.
     */
    static Bytes childRoot(Bytes nameOrKey) {
        return nameOrKey.startsWith(CHILD_STORAGE)
                ? nameOrKey
                : Bytes.concat(CHILD_STORAGE, nameOrKey);
    }
}

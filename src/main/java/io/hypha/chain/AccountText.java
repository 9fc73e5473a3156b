package io.hypha.chain;

import io.hypha.node.bytes.Hash256;

/** Account ids as people write them. */
final class AccountText {

    static final int SS58_PREFIX = 42;

    private AccountText() {}

    static Hash256 parse(String text) {
        if (text.matches("0x[0-9a-fA-F]{64}")) {
            return Hash256.fromHex(text);
        }
        throw new IllegalStateException("not built yet");
    }

    static String format(Hash256 key) {
        throw new IllegalStateException("not built yet");
    }
}

package io.hypha.chain;

import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;

/** Account ids as people write them. */
final class AccountText {

    private static final int SS58_PREFIX = 42;

    private AccountText() {}

    static Hash256 parse(String text) {
        if (text.matches("0x[0-9a-fA-F]{64}")) {
            return Hash256.fromHex(text);
        }
        SS58.Address address;
        try {
            address = SS58.decode(text);
        } catch (Ss58Exception e) {
            throw new IllegalArgumentException(
                    "'" + NetUid.clipped(text) + "' is no address: " + e.getMessage(), e);
        }
        if (address.key().size() != Hash256.SIZE) {
            throw new IllegalArgumentException(
                    "'"
                            + NetUid.clipped(text)
                            + "' is an address of "
                            + address.key().size()
                            + " bytes, an account has "
                            + Hash256.SIZE);
        }
        return Hash256.of(address.key());
    }

    static String format(Hash256 key) {
        return SS58.encode(SS58_PREFIX, key.toArray());
    }
}

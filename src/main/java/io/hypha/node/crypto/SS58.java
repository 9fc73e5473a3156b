package io.hypha.node.crypto;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SS58, the text form of account ids: base58 of prefix ‖ key ‖ checksum, where the checksum is the
 * start of BLAKE2b-512("SS58PRE" ‖ prefix ‖ key). The prefix names the network: one byte for 0..63,
 * two for 64..16383.
 *
 * <p>The form of a network is a matter of display: the same key under another prefix is the same
 * account.
 */
public final class SS58 {

    /** What Bittensor's runtime and wallets use, and what Hypha shows. */
    public static final int BITTENSOR_PREFIX = 42;

    /** The largest prefix that two bytes can carry. */
    public static final int MAX_PREFIX = 16_383;

    private static final byte[] CHECKSUM_PREFIX = "SS58PRE".getBytes(StandardCharsets.US_ASCII);

    /** 37 bytes at most make 51 digits; more is refused before any arithmetic. */
    private static final int MAX_TEXT_LENGTH = 51;

    private SS58() {}

    /**
     * A decoded address: network prefix and key (32 bytes for an account; 1, 2, 4, 8 and 33 exist
     * too).
     */
    public record Address(int prefix, Bytes key) {}

    /**
     * Writes an address.
     *
     * @throws IllegalArgumentException when the prefix is not 0..16383 or reserved (46, 47), or the
     *     key has not 1, 2, 4, 8, 32 or 33 bytes
     */
    public static String encode(int prefix, byte[] key) {
        if (!isAllowed(prefix)) {
            throw new IllegalArgumentException(
                    "an SS58 prefix is 0..16383 without 46 and 47, was " + prefix);
        }
        int checksumSize =
                switch (key.length) {
                    case 1, 2, 4, 8 -> 1;
                    case 32, 33 -> 2;
                    default ->
                            throw new IllegalArgumentException(
                                    "no SS58 form for " + key.length + " bytes");
                };
        byte[] payload = concat(prefixBytes(prefix), key);
        return Base58.encode(concat(payload, Arrays.copyOf(checksum(payload), checksumSize)));
    }

    /** The address of an account under Bittensor's prefix. */
    public static String encode(Hash256 account) {
        return encode(BITTENSOR_PREFIX, account.toArray());
    }

    /**
     * Reads an address of any network.
     *
     * @throws Ss58Exception when the text is no base58, has a length that no address has, a
     *     reserved or wrongly written prefix, or a checksum that does not fit
     */
    public static Address decode(String text) throws Ss58Exception {
        if (text.isEmpty() || text.length() > MAX_TEXT_LENGTH) {
            throw new Ss58Exception(
                    "an address has at most "
                            + MAX_TEXT_LENGTH
                            + " characters, found "
                            + text.length());
        }
        byte[] raw = Base58.decode(text);
        if (raw.length < 3) {
            throw new Ss58Exception("the address is too short");
        }
        int prefixSize = prefixSize(raw[0] & 0xff);
        int prefix = prefix(raw, prefixSize);
        int checksumSize = checksumSize(raw.length - prefixSize);
        byte[] payload = Arrays.copyOf(raw, raw.length - checksumSize);
        if (!Arrays.equals(checksum(payload), 0, checksumSize, raw, payload.length, raw.length)) {
            throw new Ss58Exception(
                    "the checksum does not fit: a character is mistyped or missing");
        }
        return new Address(prefix, Bytes.of(payload, prefixSize, payload.length));
    }

    /**
     * Reads the address of a 32-byte account of any network.
     *
     * @throws Ss58Exception as {@link #decode}, and when the key has another length
     */
    public static Hash256 decodeAccount(String text) throws Ss58Exception {
        Address address = decode(text);
        if (address.key().size() != Hash256.SIZE) {
            throw new Ss58Exception(
                    "an account has 32 bytes, this address has " + address.key().size());
        }
        return Hash256.of(address.key());
    }

    /** 46 and 47 are reserved by the SS58 registry. */
    private static boolean isAllowed(int prefix) {
        return prefix >= 0 && prefix <= MAX_PREFIX && prefix != 46 && prefix != 47;
    }

    private static byte[] prefixBytes(int prefix) {
        if (prefix < 64) {
            return new byte[] {(byte) prefix};
        }
        return new byte[] {
            (byte) ((prefix & 0xfc) >> 2 | 0x40), (byte) (prefix >> 8 | (prefix & 3) << 6)
        };
    }

    private static int prefixSize(int first) throws Ss58Exception {
        if (first >= 128) {
            throw new Ss58Exception("the network prefix is not valid");
        }
        return first < 64 ? 1 : 2;
    }

    private static int prefix(byte[] raw, int prefixSize) throws Ss58Exception {
        int first = raw[0] & 0xff;
        int second = raw[1] & 0xff;
        int prefix =
                prefixSize == 1 ? first : (first & 0x3f) << 2 | second >> 6 | (second & 0x3f) << 8;
        if (!isAllowed(prefix) || (prefixSize == 2 && prefix < 64)) {
            throw new Ss58Exception("the network prefix " + prefix + " is not valid");
        }
        return prefix;
    }

    /** The lengths of the SS58 registry: key and checksum together decide how they are split. */
    private static int checksumSize(int keyAndChecksum) throws Ss58Exception {
        return switch (keyAndChecksum) {
            case 2, 3 -> 1;
            case 4 -> 2;
            case 5, 6, 7, 8 -> keyAndChecksum - 4;
            case 9, 10, 11, 12, 13, 14, 15, 16 -> keyAndChecksum - 8;
            case 34, 35 -> 2;
            default -> throw new Ss58Exception("no address has this length");
        };
    }

    private static byte[] checksum(byte[] payload) {
        return Blake2b.hash512(concat(CHECKSUM_PREFIX, payload));
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }
}

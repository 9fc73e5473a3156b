package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Base58;
import io.hypha.node.crypto.Ss58Exception;
import java.util.Optional;

/**
 * Who a peer is: the multihash of its public key (libp2p peer-ids). An ed25519 key is short enough
 * to be its own hash (identity multihash), so the key can be read from the id. Ids of other key
 * types (SHA-256 of an RSA key, identity of a secp256k1 key) are kept and printed but a remote
 * cannot prove them to this node.
 *
 * @param multihash code, length, digest; {@value #MAX_SIZE} bytes at most
 */
public record PeerId(Bytes multihash) implements Comparable<PeerId> {

    /** libp2p inlines keys up to 42 bytes; two more for code and length. */
    static final int MAX_SIZE = 44;

    private static final int MAX_TEXT = 64;
    private static final int IDENTITY = 0x00;
    private static final int SHA2_256 = 0x12;
    private static final Bytes ED25519_PREFIX = Bytes.ofInts(0, 0x24, 8, 1, 0x12, 0x20);

    public PeerId {
        if (!isMultihash(multihash)) {
            throw new IllegalArgumentException("not the multihash of a peer: " + multihash);
        }
    }

    public static PeerId ofEd25519(Hash256 publicKey) {
        return new PeerId(Bytes.concat(ED25519_PREFIX, publicKey.toBytes()));
    }

    /** Reads a multihash. */
    public static PeerId fromBytes(Bytes multihash) throws AddressException {
        if (!isMultihash(multihash)) {
            throw new AddressException("not the multihash of a peer: " + multihash);
        }
        return new PeerId(multihash);
    }

    /** Reads base58 as in {@code 12D3KooW…} or {@code Qm…}. */
    public static PeerId parse(String base58) throws AddressException {
        if (base58.isEmpty() || base58.length() > MAX_TEXT) {
            throw new AddressException(
                    "a peer id has 1.." + MAX_TEXT + " characters, found " + base58.length());
        }
        try {
            return fromBytes(Bytes.of(Base58.decode(base58)));
        } catch (Ss58Exception e) {
            throw new AddressException("peer id " + base58 + ": " + e.getMessage());
        }
    }

    /** The ed25519 key; empty for every other kind of key. */
    public Optional<Hash256> publicKey() {
        return multihash.size() == ED25519_PREFIX.size() + Hash256.SIZE
                        && multihash.startsWith(ED25519_PREFIX)
                ? Optional.of(Hash256.of(multihash.slice(ED25519_PREFIX.size(), multihash.size())))
                : Optional.empty();
    }

    private static boolean isMultihash(Bytes bytes) {
        if (bytes.size() < 3 || bytes.size() > MAX_SIZE) {
            return false;
        }
        int code = bytes.unsignedAt(0);
        int length = bytes.unsignedAt(1);
        return length == bytes.size() - 2
                && (code == IDENTITY || (code == SHA2_256 && length == Hash256.SIZE));
    }

    @Override
    public int compareTo(PeerId other) {
        return multihash.compareTo(other.multihash);
    }

    /** Base58. */
    @Override
    public String toString() {
        return Base58.encode(multihash.toArray());
    }
}

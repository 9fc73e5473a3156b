package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;

/**
 * The ed25519 key by which a node is known on the network (its {@link PeerId}). It signs nothing
 * but Noise handshakes: it is no account, holds no money, and a light node makes a new one at every
 * start.
 */
public final class Identity {

    private final byte[] seed;
    private final Hash256 publicKey;
    private final PeerId peerId;

    private Identity(byte[] seed) {
        this.seed = seed;
        this.publicKey = Hash256.of(Ed25519.publicKey(seed));
        this.peerId = PeerId.ofEd25519(publicKey);
    }

    /**
     * The identity of an RFC 8032 seed.
     *
     * @throws IllegalArgumentException when it has not 32 bytes
     */
    public static Identity ofSeed(Bytes seed) {
        if (seed.size() != Ed25519.SEED_SIZE) {
            throw new IllegalArgumentException("a seed has 32 bytes, found " + seed.size());
        }
        return new Identity(seed.toArray());
    }

    public Hash256 publicKey() {
        return publicKey;
    }

    public PeerId peerId() {
        return peerId;
    }

    /** The 64-byte ed25519 signature. */
    byte[] sign(byte[] message) {
        return Ed25519.sign(seed, message);
    }

    /** The peer id; never the seed. */
    @Override
    public String toString() {
        return "Identity[" + peerId + "]";
    }
}

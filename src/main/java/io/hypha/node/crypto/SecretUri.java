package io.hypha.node.crypto;

/**
 * Substrate's secret URI: {@code [phrase or 0x seed](/soft | //hard)*[///password]}. Without a phrase it means the
 * well-known development phrase, so {@code //Alice} is the devnet's Alice.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SecretUri {

    private SecretUri() {}

    public static SecretUri parse(String text) throws SecretUriException {
        throw new IllegalStateException("not built yet");
    }

    /** The sr25519 pair after all junctions. */
    public Schnorrkel.KeyPair sr25519() {
        throw new IllegalStateException("not built yet");
    }

    /** The ed25519 seed (32 bytes) after all junctions; only hard ones exist there. */
    public byte[] ed25519Seed() throws SecretUriException {
        throw new IllegalStateException("not built yet");
    }
}

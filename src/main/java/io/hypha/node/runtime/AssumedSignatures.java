package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Whose {@link #PLACEHOLDER} counts as a good signature in a rehearsal, where nobody has signed
 * yet. Nothing else does: another signature of these keys is checked, and so is the placeholder of
 * other keys, for which it never holds.
 *
 * @param signers public keys of sr25519 or ed25519
 */
public record AssumedSignatures(Set<Hash256> signers) {

    /** Stands where a signature will stand; as long as one of sr25519 or ed25519. */
    public static final Bytes PLACEHOLDER =
            Bytes.of(
                    "no signature: a rehearsal of what will be signed, by Hypha     "
                            .concat("\n")
                            .getBytes(StandardCharsets.US_ASCII));

    /** Every signature is checked. */
    public static final AssumedSignatures NONE = new AssumedSignatures(Set.of());

    public AssumedSignatures {
        signers = Set.copyOf(signers);
    }

    boolean covers(byte[] publicKey, byte[] signature) {
        return !signers.isEmpty()
                && publicKey.length == Hash256.SIZE
                && PLACEHOLDER.equals(Bytes.of(signature))
                && signers.contains(Hash256.of(publicKey));
    }
}

package io.hypha.node.crypto;

import io.hypha.node.bytes.Hash256;

/**
 * Whether a signature of a message was made with the secret behind a key: the judge's port to a
 * scheme.
 */
@FunctionalInterface
public interface SignatureCheck {

    /** Ed25519 by ZIP-215, the rule of GRANDPA votes. */
    SignatureCheck ED25519 =
            (key, message, signature) -> Ed25519.verify(key.toArray(), message, signature);

    /** sr25519 with context "substrate", the rule of Aura seals. */
    SignatureCheck SR25519 =
            (key, message, signature) -> Schnorrkel.verify(key.toArray(), message, signature);

    boolean isValid(Hash256 key, byte[] message, byte[] signature);
}

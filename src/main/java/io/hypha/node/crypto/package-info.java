/**
 * Hashes, signatures and addresses as functions of bytes.
 *
 * <p>In: byte arrays. Out: digests, verdicts on signatures, SS58 text. Verification follows what
 * the chain accepts (Ed25519 by ZIP-215, sr25519 with context "substrate"). This room knows no
 * codec, socket, clock or source of randomness; private keys appear only for the devnet's
 * well-known seeds and for tests.
 */
@NullMarked
package io.hypha.node.crypto;

import org.jspecify.annotations.NullMarked;

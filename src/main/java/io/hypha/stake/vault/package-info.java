/**
 * What passes over the air gap to a phone with Polkadot Vault, as bytes of QR codes.
 *
 * <p>In: a payload to sign with the proof of its metadata; the text of a scanned answer. Out: the
 * frames to show one after the other; a signature or a signed extrinsic, still unchecked. This room
 * knows no picture, camera, page or private key.
 */
@NullMarked
package io.hypha.stake.vault;

import org.jspecify.annotations.NullMarked;

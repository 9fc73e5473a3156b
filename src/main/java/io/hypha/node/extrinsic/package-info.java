/**
 * Extrinsics of format 4: what a wallet signs, what goes to the chain, and what an extrinsic says.
 *
 * <p>In: metadata, a call, nonce, era and the like; signatures that a wallet made; extrinsic bytes
 * of others. Out: the payload to sign, the assembled extrinsic, or an extrinsic's parts and its
 * call in words. The transaction extensions and their order come from the metadata; one that
 * carries data unknown to us is a named refusal. This room knows no private key, socket or clock.
 */
@NullMarked
package io.hypha.node.extrinsic;

import org.jspecify.annotations.NullMarked;

/**
 * What a user may do: quote, build, explain, submit, follow.
 *
 * <p>In: an intent (how much, with whom, at which tolerance), a signer's public key, and what a
 * wallet returned. Out: a quote with its level, the unsigned payload that the wallet signs, a
 * verdict on what came back, and the stages of a transaction until it is final. Private keys never
 * come here; nothing is sent that does not answer a payload prepared here.
 */
@NullMarked
package io.hypha.stake;

import org.jspecify.annotations.NullMarked;

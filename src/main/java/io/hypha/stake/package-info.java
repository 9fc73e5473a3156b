/**
 * What a user may do: plan, build, explain, rehearse, submit, follow.
 *
 * <p>In: an action (what, how much, with whom, at which tolerance), a signer's public key, and what
 * a wallet returned. Out: a plan with the chain's own amounts and their level, the unsigned payload
 * that the wallet signs, a verdict on what came back, and the stages of a transaction until it is
 * final. Private keys never come here; nothing is sent that does not answer a payload prepared
 * here.
 */
@NullMarked
package io.hypha.stake;

import org.jspecify.annotations.NullMarked;

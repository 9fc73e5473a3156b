/**
 * Several nodes that share one devnet, each with the keys of its own authorities: they author by
 * turns, check what the others made, and vote on what is final.
 *
 * <p>In: blocks and votes of other members, and the clock's slots. Out: blocks, votes, and final
 * blocks in the {@link io.hypha.devnet.author.Chain}, each with a justification. {@link
 * io.hypha.devnet.member.Voting} decides and is pure; how messages travel is for {@code
 * devnet.p2p}.
 */
@NullMarked
package io.hypha.devnet.member;

import org.jspecify.annotations.NullMarked;

/**
 * Judges who may author and what is final: Aura seals, GRANDPA justifications, authority sets, warp
 * proofs.
 *
 * <p>In: header, justification and warp proof bytes, and voters that the caller already trusts.
 * Out: a sealed verdict ({@link io.hypha.node.consensus.Verdict}, {@link
 * io.hypha.node.consensus.SealVerdict}, {@link io.hypha.node.consensus.WarpVerdict}), the next
 * state of {@link io.hypha.node.consensus.AuthoritySets}, or the next step of a {@link
 * io.hypha.node.consensus.TrustPath}, which is written down as a {@link io.hypha.node.ProofLink}.
 * This room knows no trie, socket, clock, database or log; the set id is carried from a checkpoint
 * and never read from the runtime.
 *
 * <p>Where each rule comes from. Read for the rules, nothing is copied:
 *
 * <table>
 * <caption>Rule and source</caption>
 * <tr><th>Rule</th><th>Here</th><th>Source</th></tr>
 * <tr><td>zero weights dropped, weights of one key summed, total fits u64 and is above 0, threshold =
 * total − (total − 1)/3</td><td>{@link io.hypha.node.consensus.VoterSet}</td>
 * <td>paritytech/finality-grandpa@321973e4a138 {@code src/voter_set.rs}</td></tr>
 * <tr><td>signed payload: 1, target hash, number u32, round u64, set id u64</td>
 * <td>{@link io.hypha.node.consensus.Precommit#signedMessage}</td><td>polkadot-sdk {@code
 * substrate/primitives/consensus/grandpa/src/lib.rs} (localized payload)</td></tr>
 * <tr><td>non-members weigh nothing; base = lowest member vote; equivocators count once for every block; the
 * GHOST is exactly the target</td><td>{@code Tally}</td><td>finality-grandpa {@code src/lib.rs}
 * (validate_commit), {@code src/round.rs}, {@code src/vote_graph.rs}</td></tr>
 * <tr><td>a third distinct vote of one voter refuses the whole</td><td>{@code Tally}</td><td>validate_commit:
 * one equivocation per voter is allowed, more are redundant</td></tr>
 * <tr><td>every signature is valid, of members or not; headers visited from the votes to the base = headers
 * given</td><td>{@link io.hypha.node.consensus.GrandpaVerifier}</td><td>polkadot-sdk {@code
 * substrate/client/consensus/grandpa/src/justification.rs}. Stricter here: numbers must fit the links, a header
 * given twice is refused, and the base is the members' in both places</td></tr>
 * <tr><td>changes of authorities, forced beats scheduled, the first of a kind counts</td>
 * <td>{@link io.hypha.node.consensus.AuthorityChange}</td><td>polkadot-sdk {@code grandpa/src/import.rs}
 * (check_new_change). Stricter here: a body that does not decode stops the node instead of being skipped</td></tr>
 * <tr><td>a scheduled change takes effect after block N + delay, which the old set signs</td>
 * <td>{@link io.hypha.node.consensus.AuthoritySets}</td><td>polkadot-sdk {@code grandpa/src/authorities.rs}</td></tr>
 * <tr><td>warp proof: rising, each hop signed by the set before it, the last without change only where
 * finished, nothing more is a legal answer</td><td>{@link io.hypha.node.consensus.WarpProof}</td><td>polkadot-sdk
 * {@code grandpa/src/warp_proof.rs}; paritytech/smoldot#3271</td></tr>
 * <tr><td>author = authorities[slot mod n], signature over the hash of the header without its seal, seal last
 * and single</td><td>{@link io.hypha.node.consensus.AuraSeal}</td><td>polkadot-sdk {@code
 * substrate/client/consensus/aura/src/standalone.rs}</td></tr>
 * </table>
 */
@NullMarked
package io.hypha.node.consensus;

import org.jspecify.annotations.NullMarked;

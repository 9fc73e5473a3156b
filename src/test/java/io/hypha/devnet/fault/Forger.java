package io.hypha.devnet.fault;

import io.hypha.devnet.author.Authorities;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.crypto.SignatureCheck;

/** Signs with the devnet's keys, which are public, what the voters never signed. */
final class Forger {

    private static final long MOST_SETS = 64;
    private static final Authorities KEYS = new Authorities();

    private Forger() {}

    /**
     * The justification of the same round and target, with well signed votes for {@code votes}.
     *
     * @param setsAbove 0 signs for the set that made {@code proof}, 1 for the one after it
     */
    static Justification sign(BlockId votes, Justification proof, long setsAbove) {
        long set = setOf(proof) + setsAbove;
        byte[] message = Precommit.signedMessage(votes, proof.round(), set);
        return new Justification(
                proof.round(),
                proof.target(),
                proof.precommits().stream()
                        .map(vote ->
                                new Precommit(
                                        votes,
                                        KEYS.sign(vote.voter(), message).orElseThrow(),
                                        vote.voter()))
                        .toList(),
                proof.votesAncestries());
    }

    /** Which set's votes these are: the one for which they verify. */
    private static long setOf(Justification proof) {
        Precommit vote = proof.precommits().getFirst();
        for (long set = 0; set < MOST_SETS; set++) {
            if (SignatureCheck.ED25519.isValid(
                    vote.voter(),
                    vote.signedMessage(proof.round(), set),
                    vote.signature().toArray())) {
                return set;
            }
        }
        throw new AssertionError("votes of no set below " + MOST_SETS);
    }
}

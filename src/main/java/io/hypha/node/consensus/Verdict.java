package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;

/**
 * What a justification proves. Of several flaws the first in this order is named: malformed,
 * wrong-target, double-equivocation, bad-ancestry, no-supermajority, not-ghost, bad-signature.
 * Weights are u64 in the 64 bits of a long.
 */
public sealed interface Verdict {

    /** The name of this verdict in JSON and on pages. */
    String name();

    /** One sentence for people: what was expected and what was found. */
    String reason();

    /**
     * The block is final.
     *
     * @param weight the weight of the votes for the block or its descendants; equivocators count
     *     once
     * @param voters how many keys the set has
     */
    record Finalized(BlockId block, long round, long weight, long threshold, int voters)
            implements Verdict {
        @Override
        public String name() {
            return "finalized";
        }

        @Override
        public String reason() {
            return "weight "
                    + Long.toUnsignedString(weight)
                    + " of "
                    + voters
                    + " voters, needed "
                    + Long.toUnsignedString(threshold);
        }
    }

    /** The bytes are no justification. */
    record Malformed(int offset, String reason) implements Verdict {
        @Override
        public String name() {
            return "malformed";
        }
    }

    /** The justification is for another block. */
    record WrongTarget(BlockId expected, BlockId found) implements Verdict {
        @Override
        public String name() {
            return "wrong-target";
        }

        @Override
        public String reason() {
            return "expected a justification of "
                    + Text.block(expected)
                    + ", found one of "
                    + Text.block(found);
        }
    }

    /**
     * One voter voted in three or more ways: two show the fault, more are only there to be checked.
     */
    record DoubleEquivocation(Hash256 voter) implements Verdict {
        @Override
        public String name() {
            return "double-equivocation";
        }

        @Override
        public String reason() {
            return "expected at most two different votes of one voter, found a third of " + voter;
        }
    }

    /** What is wrong between the votes and the headers given with them. */
    enum AncestryFlaw {
        /** A vote does not lead to the base because a header is not there. */
        MISSING,
        /** A vote leads past the base, or its number does not fit its header. */
        UNLINKED,
        /** A header is given twice. */
        DUPLICATE,
        /** A header is on no way from a vote to the base. */
        UNUSED
    }

    /** The headers do not lead from every vote to the lowest one, or are more than that. */
    record BadAncestry(AncestryFlaw flaw, Hash256 block) implements Verdict {
        @Override
        public String name() {
            return "bad-ancestry";
        }

        @Override
        public String reason() {
            return switch (flaw) {
                case MISSING ->
                        "expected the header of "
                                + block
                                + " to lead a vote to the base, found none";
                case UNLINKED ->
                        "expected "
                                + block
                                + " to descend from the base by its number, it does not";
                case DUPLICATE -> "expected each header once, found " + block + " twice";
                case UNUSED ->
                        "expected only headers between votes and base, found " + block + " besides";
            };
        }
    }

    /** Too little weight on the target. Votes of keys outside the set weigh nothing. */
    record NoSupermajority(BlockId target, long weightFound, long weightNeeded) implements Verdict {
        @Override
        public String name() {
            return "no-supermajority";
        }

        @Override
        public String reason() {
            return "expected weight "
                    + Long.toUnsignedString(weightNeeded)
                    + " on "
                    + Text.block(target)
                    + ", found "
                    + Long.toUnsignedString(weightFound);
        }
    }

    /** A higher block has the supermajority: the round did not end at this target. */
    record NotGhost(BlockId target, BlockId ghost) implements Verdict {
        @Override
        public String name() {
            return "not-ghost";
        }

        @Override
        public String reason() {
            return "expected "
                    + Text.block(target)
                    + " to be the highest block with a supermajority, found "
                    + Text.block(ghost);
        }
    }

    /** A vote, of a member or not, is not signed by its voter for this round and set. */
    record BadSignature(Hash256 voter, long round, long setId) implements Verdict {
        @Override
        public String name() {
            return "bad-signature";
        }

        @Override
        public String reason() {
            return "expected a signature of "
                    + voter
                    + " for round "
                    + Long.toUnsignedString(round)
                    + " of set "
                    + Long.toUnsignedString(setId)
                    + ", found one that does not verify";
        }
    }
}

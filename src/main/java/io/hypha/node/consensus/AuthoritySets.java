package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.header.Header;
import java.util.List;

/**
 * Which set signs which block, carried along finalized headers one by one. The set id is counted
 * from where the tracking began and never read from the chain: finney's own count was wrong more
 * than once.
 *
 * @param last the newest finalized block that was taken in
 * @param voters the set that signs the next block
 * @param pending what is announced and not yet in force
 */
public record AuthoritySets(BlockId last, VoterSet voters, Pending pending) {

    /** A change of the set between its announcement and the block after which it takes effect. */
    public sealed interface Pending {

        record Nothing() implements Pending {}

        /**
         * The change takes effect once block {@code lastOfSet} is final; honest voters of the
         * present set vote for nothing above it before.
         */
        record Change(VoterSet next, long lastOfSet) implements Pending {}

        /**
         * The voters announced that they stop after {@code lastBlock}; what they sign anyway counts
         * as before.
         */
        record Pause(long lastBlock) implements Pending {}
    }

    /** What taking in one finalized header leads to. */
    public sealed interface Step {}

    /**
     * @param enacted whether this block was the last of its set
     */
    public record Advanced(AuthoritySets sets, boolean enacted) implements Step {}

    /**
     * The set after this block cannot be known from headers: a forced change, a change while one is
     * pending, or one that does not decode. The block itself is final as before; to go on, a newer
     * checkpoint is needed.
     */
    public record NeedsCheckpoint(BlockId at, String reason) implements Step {}

    /** The header is not the child of the last finalized block. */
    public record NotNext(BlockId last, BlockId found) implements Step {}

    public static AuthoritySets startingAfter(BlockId last, VoterSet voters) {
        return new AuthoritySets(last, voters, new Pending.Nothing());
    }

    /**
     * Takes in the next finalized header.
     *
     * @param header a header that is final: judged by {@link GrandpaVerifier} or an ancestor of one
     *     that was
     */
    public Step advance(Header header) {
        BlockId block = header.id();
        if (block.number() != last.number() + 1 || !header.parentHash().equals(last.hash())) {
            return new NotNext(last, block);
        }
        return takeIn(block, AuthorityChange.in(header));
    }

    /** The sets after a final header that {@code signers} signed. */
    static Step after(Header header, VoterSet signers) {
        BlockId block = header.id();
        return startingAfter(block, signers).takeIn(block, AuthorityChange.in(header));
    }

    private Step takeIn(BlockId block, AuthorityChange announced) {
        return switch (announced) {
            case AuthorityChange.None _, AuthorityChange.OnDisabled _ -> settle(block, pending);
            case AuthorityChange.Scheduled(List<Authority> next, long delay) ->
                    pending instanceof Pending.Change(VoterSet _, long lastOfSet)
                            ? new NeedsCheckpoint(
                                    block,
                                    "a change of voters is announced while one is pending until #"
                                            + lastOfSet)
                            : settle(
                                    block,
                                    new Pending.Change(voters.next(next), block.number() + delay));
            case AuthorityChange.Pause(long delay) ->
                    settle(
                            block,
                            pending instanceof Pending.Change
                                    ? pending
                                    : new Pending.Pause(block.number() + delay));
            case AuthorityChange.Resume _ ->
                    settle(
                            block,
                            pending instanceof Pending.Pause ? new Pending.Nothing() : pending);
            case AuthorityChange.Forced _ ->
                    new NeedsCheckpoint(
                            block, "a forced change of voters takes effect without finality");
            case AuthorityChange.Malformed(int _, String reason) ->
                    new NeedsCheckpoint(block, reason);
        };
    }

    private static boolean isLastOfSet(BlockId block, Pending pending) {
        return pending instanceof Pending.Change(VoterSet _, long lastOfSet)
                && block.number() >= lastOfSet;
    }

    private Advanced settle(BlockId block, Pending after) {
        return after instanceof Pending.Change(VoterSet next, long _) && isLastOfSet(block, after)
                ? new Advanced(new AuthoritySets(block, next, new Pending.Nothing()), true)
                : new Advanced(new AuthoritySets(block, voters, after), false);
    }

    /**
     * The set whose justification finalizes block {@code number}, as far as the headers taken in
     * tell.
     *
     * @throws IllegalArgumentException when the block is final already
     */
    public VoterSet signersOf(long number) {
        if (number <= last.number()) {
            throw new IllegalArgumentException("#" + number + " is not above " + last);
        }
        return pending instanceof Pending.Change(VoterSet next, long lastOfSet)
                        && number > lastOfSet
                ? next
                : voters;
    }

    /** The highest block that the present set may finalize, as far as the headers taken in tell. */
    public long lastBlockOfSet() {
        return pending instanceof Pending.Change(VoterSet _, long lastOfSet)
                ? lastOfSet
                : BlockId.MAX_NUMBER;
    }
}

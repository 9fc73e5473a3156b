package io.hypha.stake;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a prepared transaction: all of it that changes.
 *
 * @param explanation a sentence for its state: why it was refused, what it did
 * @param deathBlock first block that may no longer hold it, by the era that was signed; {@link
 *     Long#MAX_VALUE} when it never expires
 * @param signed null until the wallet's answer held
 * @param sent null until somebody took it
 * @param checkedTo newest finalized block up to which every body was searched
 * @param sealedTo newest block, sealed and not final then, whose body was looked at; 0 when none
 *     was, and no claim about those below it
 * @param place the block that holds it, final or not; null while none is known
 * @param effects what it did in its final block, in the order of its events, what it paid last
 */
public record Standing(
        TransactionState state,
        String explanation,
        long deathBlock,
        @Nullable Signed signed,
        @Nullable Sent sent,
        long checkedTo,
        long sealedTo,
        @Nullable Place place,
        List<Effect> effects) {

    public Standing {
        effects = List.copyOf(effects);
    }

    /**
     * The wallet's answer.
     *
     * @param extrinsic the signed bytes with their length prefix
     * @param hash over these bytes
     */
    public record Signed(Bytes extrinsic, Hash256 hash, Instant at) {}

    /**
     * It was handed over.
     *
     * @param at the first time
     * @param endpoints that took it into their pool and said so
     * @param peers it was gossiped to; what they make of it they do not say
     */
    public record Sent(Instant at, int endpoints, int peers) {

        /** Handed over once more: at least as many have it as had it the time that reached most. */
        Sent and(Sent again) {
            return new Sent(at, Math.max(endpoints, again.endpoints), Math.max(peers, again.peers));
        }
    }

    /**
     * The block that holds it, by a body that was checked against the block's extrinsics root.
     *
     * @param index its place in that body
     * @param seenAt when it was first seen there
     * @param finalizedAt when the block was first known to be final; null before
     */
    public record Place(BlockId block, int index, Instant seenAt, @Nullable Instant finalizedAt) {}

    /** Prepared upon block {@code birth}; the wallet has not answered. */
    static Standing waiting(long birth, long death) {
        return new Standing(
                TransactionState.WAITING,
                "nothing has been sent",
                death,
                null,
                null,
                birth,
                0,
                null,
                List.of());
    }

    Standing in(TransactionState other, String why) {
        return new Standing(
                other, why, deathBlock, signed, sent, checkedTo, sealedTo, place, effects);
    }

    Standing signed(Signed answer, long death) {
        return new Standing(
                state, explanation, death, answer, sent, checkedTo, sealedTo, place, effects);
    }

    Standing sent(Sent handed) {
        Sent all = sent == null ? handed : sent.and(handed);
        return new Standing(
                state, explanation, deathBlock, signed, all, checkedTo, sealedTo, place, effects);
    }

    Standing searchedTo(long number) {
        return new Standing(
                state, explanation, deathBlock, signed, sent, number, sealedTo, place, effects);
    }

    Standing lookedAt(long number) {
        return new Standing(
                state, explanation, deathBlock, signed, sent, checkedTo, number, place, effects);
    }

    Standing having(List<Effect> done) {
        return new Standing(
                state, explanation, deathBlock, signed, sent, checkedTo, sealedTo, place, done);
    }

    Standing at(@Nullable Place other) {
        return new Standing(
                state, explanation, deathBlock, signed, sent, checkedTo, sealedTo, other, effects);
    }
}

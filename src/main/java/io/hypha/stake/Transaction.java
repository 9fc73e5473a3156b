package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction from its preparation on: what was prepared, and its standing.
 *
 * @param id BLAKE2b-256 of the payload that was prepared: its name before it has a hash
 * @param action what it is to do, so that a payload for another runtime is one step
 * @param call SCALE bytes of the call that was prepared
 * @param words the call in a sentence
 * @param payloadJson what was handed to the wallet
 * @param tip rao, above the chain's fee; only one that replaces another has any
 * @param replaces the id of the one whose number it takes on purpose; null for all others
 * @param birthBlock the finalized block in which its era begins
 * @param promise what its quote said, to stand beside what happened
 */
public record Transaction(
        Hash256 id,
        StakingAction action,
        Coldkey signer,
        Bytes call,
        String words,
        String payloadJson,
        long specVersion,
        long nonce,
        long tip,
        @Nullable Hash256 replaces,
        long birthBlock,
        Instant preparedAt,
        Standing standing,
        Promise promise) {

    /** One of which no quote is kept. */
    public Transaction(
            Hash256 id,
            StakingAction action,
            Coldkey signer,
            Bytes call,
            String words,
            String payloadJson,
            long specVersion,
            long nonce,
            long tip,
            @Nullable Hash256 replaces,
            long birthBlock,
            Instant preparedAt,
            Standing standing) {
        this(
                id,
                action,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                tip,
                replaces,
                birthBlock,
                preparedAt,
                standing,
                Promise.NONE);
    }

    /** With what its quote said. */
    Transaction promising(Promise quoted) {
        return new Transaction(
                id,
                action,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                tip,
                replaces,
                birthBlock,
                preparedAt,
                standing,
                quoted);
    }

    /** What one says that was once in a sealed block and is in none of the final ones. */
    static final String REORGANISED = "its block was not finalized; still waiting";

    private static final String WAITING = "waiting for a block";

    /** What one says that may be in a block which nobody gives. */
    private static final String STUCK = "a final block that may hold it could not be read yet, ";

    static final String SEALED =
            "the block is sealed, not final: the chain may still go on without it";

    /** A refused one is looked for in at most so many blocks: a longer era is no era. */
    private static final long REFUSED_WATCHED_BLOCKS = 4_096;

    public TransactionState state() {
        return standing.state();
    }

    /** What it did, once a final block holds it. */
    public List<Effect> effects() {
        return standing.effects();
    }

    public String explanation() {
        return standing.explanation();
    }

    /** First block that may no longer hold it; {@link Long#MAX_VALUE} when it never expires. */
    public long deathBlock() {
        return standing.deathBlock();
    }

    /** Newest finalized block up to which every body was searched for it. */
    public long checkedTo() {
        return standing.checkedTo();
    }

    /** The signed bytes with their length prefix; null until it is signed. */
    public @Nullable Bytes extrinsic() {
        return standing.signed() == null ? null : standing.signed().extrinsic();
    }

    /** Over the signed bytes with their length prefix; null until it is signed. */
    public @Nullable Hash256 extrinsicHash() {
        return standing.signed() == null ? null : standing.signed().hash();
    }

    /** Whether the same thing may be tried again without its being done twice. */
    public Retry retry() {
        return Retry.of(this);
    }

    /** Whether a block to come may hold it, as far as anybody here knows. */
    public boolean isWatched() {
        return switch (state()) {
            case CHECKED, SENT, IN_BLOCK -> true;
            case REFUSED ->
                    checkedTo() < deathBlock() - 1
                            && checkedTo() < birthBlock + REFUSED_WATCHED_BLOCKS;
            case WAITING, REJECTED, FINALIZED, FAILED, UNCLEAR, EXPIRED, REPLACED -> false;
        };
    }

    /** Whether its number is taken: it was signed and has not ended. */
    public boolean isOpen() {
        return switch (state()) {
            case CHECKED, SENT, IN_BLOCK -> true;
            case WAITING, REJECTED, REFUSED, FINALIZED, FAILED, UNCLEAR, EXPIRED, REPLACED -> false;
        };
    }

    Transaction inState(TransactionState other, String why) {
        return with(standing.in(other, why));
    }

    /** Signed by the wallet and checked; its hash and expiry are those of the returned bytes. */
    Transaction signed(Bytes bytes, Hash256 hash, long death, Instant at) {
        return with(standing.signed(new Standing.Signed(bytes, hash, at), death))
                .inState(TransactionState.CHECKED, "same call, signer and nonce");
    }

    /** Handed over; whoever knows of a block that holds it knows more. */
    Transaction sent(Standing.Sent handed) {
        Transaction next = with(standing.sent(handed));
        return state() == TransactionState.CHECKED
                ? next.inState(TransactionState.SENT, WAITING)
                : next;
    }

    /**
     * Every final block up to {@code number} was searched and none holds it: a place in a block up
     * to there is none.
     */
    Transaction searchedTo(long number) {
        Transaction next = with(standing.searchedTo(Math.max(number, checkedTo())));
        Standing.Place place = standing.place();
        return state() == TransactionState.IN_BLOCK
                        && place != null
                        && place.block().number() <= next.checkedTo()
                ? next.with(next.standing.at(null)).inState(TransactionState.SENT, REORGANISED)
                : next;
    }

    /**
     * Says why the final block after those that were searched could not be read, while it waits.
     *
     * @param missing which block and why; empty when none is missing
     */
    Transaction stuck(String missing) {
        if (state() != TransactionState.SENT) {
            return this;
        }
        if (!missing.isEmpty()) {
            return inState(TransactionState.SENT, STUCK + missing);
        }
        return explanation().startsWith(STUCK) ? inState(TransactionState.SENT, WAITING) : this;
    }

    /** A sealed block of that number was looked at and does not hold it. */
    Transaction lookedAt(long number) {
        return number > standing.sealedTo() ? with(standing.lookedAt(number)) : this;
    }

    /**
     * A block that is not final holds it. Of blocks on several branches the highest is kept: the
     * others say no more, and the final chain decides.
     */
    Transaction sealedIn(BlockId block, int index, Instant at) {
        Standing.Place before = standing.place();
        if (before != null
                && (before.finalizedAt() != null || before.block().number() >= block.number())) {
            return this;
        }
        return with(standing.lookedAt(Math.max(block.number(), standing.sealedTo()))
                        .at(new Standing.Place(block, index, at, null)))
                .inState(TransactionState.IN_BLOCK, SEALED);
    }

    /** A final block holds it, but what it did there could not be read yet. */
    Transaction unread(BlockId block, int index, String why, Instant at) {
        return with(standing.at(inFinal(block, index, at)))
                .inState(
                        TransactionState.IN_BLOCK,
                        "the block is final, but what it did there could not be read yet: " + why);
    }

    /** Its end: that final block holds it, and {@code why} says what it did there. */
    Transaction included(
            TransactionState outcome,
            String why,
            List<Effect> effects,
            BlockId block,
            int index,
            Instant at) {
        return with(standing.searchedTo(block.number())
                        .at(inFinal(block, index, at))
                        .having(effects))
                .inState(outcome, why);
    }

    /** What was known of that very block stays known. */
    private Standing.Place inFinal(BlockId block, int index, Instant now) {
        Standing.Place before = standing.place();
        if (before == null || !before.block().equals(block)) {
            return new Standing.Place(block, index, now, now);
        }
        return before.finalizedAt() == null
                ? new Standing.Place(block, index, before.seenAt(), now)
                : before;
    }

    private Transaction with(Standing other) {
        return new Transaction(
                id,
                action,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                tip,
                replaces,
                birthBlock,
                preparedAt,
                other,
                promise);
    }
}

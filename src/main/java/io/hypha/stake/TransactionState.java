package io.hypha.stake;

/**
 * Where a transaction stands. What a final block or the passing of its era decided is proven;
 * {@link #IN_BLOCK} may be taken back, {@link #REFUSED} is an endpoint's word, so both are watched
 * until the era's end. That the network dropped one is no state: nobody can prove it.
 */
public enum TransactionState {
    /** The payload is prepared; the wallet has not answered. Nothing was sent. */
    WAITING,
    /** The person said no in the wallet. Nothing was sent. */
    REJECTED,
    /** The signature was checked; it is about to be sent. */
    CHECKED,
    /** At least one endpoint or peer has it; no block is known that holds it. */
    SENT,
    /**
     * A block holds it that is sealed and not final, or final and not read yet. A sealed block may
     * fall out of the chain; then it is {@link #SENT} again.
     */
    IN_BLOCK,
    /**
     * Every endpoint that answered refused it before any block: nothing changed, nothing is paid.
     */
    REFUSED,
    /** A finalized block holds it and it succeeded. */
    FINALIZED,
    /** A finalized block holds it and it failed: nothing changed but the fee. */
    FAILED,
    /**
     * A finalized block holds it, but no source has that block's events any more, or they do not
     * tell.
     */
    UNCLEAR,
    /** The last block that could hold it is final and none does: it is safe to try again. */
    EXPIRED,
    /**
     * Another transaction with its number is in a final block: none can ever hold this one, and
     * nothing of it happened.
     */
    REPLACED;

    /** Whether nothing more can happen. */
    public boolean isEnd() {
        return switch (this) {
            case WAITING, CHECKED, SENT, IN_BLOCK -> false;
            case REJECTED, REFUSED, FINALIZED, FAILED, UNCLEAR, EXPIRED, REPLACED -> true;
        };
    }

    /** Whether a final block is known that holds it, and what it did there as far as it tells. */
    public boolean isFinal() {
        return switch (this) {
            case FINALIZED, FAILED, UNCLEAR -> true;
            case WAITING, REJECTED, CHECKED, SENT, IN_BLOCK, REFUSED, EXPIRED, REPLACED -> false;
        };
    }
}

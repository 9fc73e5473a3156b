package io.hypha.stake;

/**
 * Where a transaction stands. What a block or the passing of its era decided is proven; {@link
 * #REFUSED} is an endpoint's word, so its era is watched to the end all the same.
 */
public enum TransactionState {
    /** The payload is prepared; the wallet has not answered. Nothing was sent. */
    WAITING,
    /** The person said no in the wallet. Nothing was sent. */
    REJECTED,
    /** The signature was checked; it is about to be sent. */
    CHECKED,
    /** At least one endpoint took it; no block holds it yet. */
    SENT,
    /**
     * Every endpoint that answered refused it before any block: nothing changed, nothing is paid.
     */
    REFUSED,
    /** A finalized block holds it and it succeeded. */
    FINALIZED,
    /** A finalized block holds it and it failed: nothing changed but the fee. */
    FAILED,
    /**
     * A finalized block holds it, but no endpoint has that block's events any more, or they do not
     * tell.
     */
    UNCLEAR,
    /** The last block that could hold it is final and none does: it is safe to try again. */
    EXPIRED;

    /** Whether nothing more can happen. */
    public boolean isEnd() {
        return switch (this) {
            case WAITING, CHECKED, SENT -> false;
            case REJECTED, REFUSED, FINALIZED, FAILED, UNCLEAR, EXPIRED -> true;
        };
    }

    /** Whether a block is known that holds it. */
    public boolean isInBlock() {
        return switch (this) {
            case FINALIZED, FAILED, UNCLEAR -> true;
            case WAITING, REJECTED, CHECKED, SENT, REFUSED, EXPIRED -> false;
        };
    }
}

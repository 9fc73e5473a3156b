package io.hypha.stake;

/** Where a transaction stands. Only the last three that name a block are final. */
public enum TransactionState {
    /** The payload is prepared; the wallet has not answered. Nothing was sent. */
    WAITING,
    /** The person said no in the wallet. Nothing was sent. */
    REJECTED,
    /** The signature was checked; it is about to be sent. */
    CHECKED,
    /** At least one endpoint took it; no block holds it yet. */
    SENT,
    /** The chain refused it before any block: nothing changed, nothing is paid. */
    REFUSED,
    /** A finalized block holds it and it succeeded. */
    FINALIZED,
    /** A finalized block holds it and it failed: nothing changed but the fee. */
    FAILED,
    /** The last block that could hold it is final and none does: it is safe to try again. */
    EXPIRED;

    /** Whether nothing more can happen. */
    public boolean isEnd() {
        return switch (this) {
            case WAITING, CHECKED, SENT -> false;
            case REJECTED, REFUSED, FINALIZED, FAILED, EXPIRED -> true;
        };
    }
}

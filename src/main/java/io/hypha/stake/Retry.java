package io.hypha.stake;

/**
 * Whether the same thing may be tried again without its being done twice.
 *
 * @param safe only when it is known that this transaction did nothing and never will
 * @param sentence the same for people
 */
public record Retry(boolean safe, String sentence) {

    static Retry of(Transaction transaction) {
        return switch (transaction.state()) {
            case WAITING ->
                    new Retry(
                            true,
                            "Nothing was sent: it is safe to try again. Sign only one of both.");
            case REJECTED -> new Retry(true, "Nothing was sent: it is safe to try again.");
            case CHECKED, SENT, IN_BLOCK -> new Retry(false, mayStill(transaction));
            case REFUSED ->
                    transaction.isWatched()
                            ? new Retry(
                                    false,
                                    "It was refused, but whoever refused it may have handed it on. "
                                            + until(transaction))
                            : new Retry(
                                    true,
                                    "It was refused, and no block that could hold it does: it is safe to try again.");
            case FINALIZED -> new Retry(false, "It is done. Trying again would do it once more.");
            case FAILED ->
                    new Retry(
                            true,
                            "It changed nothing but the fee that was paid: it is safe to try again.");
            case UNCLEAR ->
                    new Retry(
                            false,
                            "It is in a final block, and what it did there is not known. Look at the account before you try again.");
            case EXPIRED ->
                    new Retry(
                            true,
                            "No block took it and none can any more: it is safe to try again.");
            case REPLACED ->
                    new Retry(
                            false,
                            "Nothing of it happened and nothing will. Another transaction of the account took its number: look at what that one did before you try again.");
        };
    }

    private static String mayStill(Transaction transaction) {
        return "It may still be taken. A new one would get the next number and could do it a second time. "
                + until(transaction)
                + " Or replace it: the new one takes its number, and only one of both can be in a block.";
    }

    private static String until(Transaction transaction) {
        return transaction.deathBlock() == Long.MAX_VALUE
                ? "It never expires, so waiting does not make a second try safe."
                : "It is safe to try again once block #%d is final without it."
                        .formatted(transaction.deathBlock() - 1);
    }
}

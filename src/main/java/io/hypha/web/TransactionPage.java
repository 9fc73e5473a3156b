package io.hypha.web;

import io.hypha.stake.StakingAction;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a transaction stands, as stages with their words, and what it did beside what was promised.
 *
 * @param retry whether it is safe to try again, and why
 * @param replaceHref where something else can be signed with its number; null once it is too late
 * @param replacesHref the one whose number it took; null for none
 */
public record TransactionPage(
        String id,
        String title,
        String active,
        boolean ended,
        @Nullable String failure,
        String failureText,
        List<Stage> stages,
        String words,
        String signer,
        String nonce,
        String validUntil,
        String retry,
        String call,
        @Nullable String extrinsic,
        @Nullable String proofHref,
        String againHref,
        @Nullable String replaceHref,
        @Nullable String replacesHref,
        Happened happened,
        Ground ground) {

    /**
     * One stage.
     *
     * @param kind done, now, todo or fail
     * @param current whether it is where the transaction stands: the last one too, when it is done
     */
    public record Stage(String kind, boolean current, String title, String time, String text) {}

    /** Changes when anything on the page does. */
    public String mark() {
        return Integer.toHexString(hashCode());
    }

    /**
     * The page.
     *
     * @param lapsed whether the wallet was asked and its answer would come too late
     */
    static TransactionPage of(Transaction transaction, ValidatorNames names, boolean lapsed) {
        StakingAction action = transaction.action();
        String id =
                (transaction.extrinsicHash() == null
                                ? transaction.id()
                                : transaction.extrinsicHash())
                        .toHex();
        Happened happened = Happened.of(transaction, lapsed);
        return new TransactionPage(
                id,
                ActionWords.title(action, names),
                ActionLinks.active(action),
                lapsed || transaction.state().isEnd(),
                lapsed
                        ? "Not signed in time."
                        : failure(transaction.state(), transaction.deathBlock()),
                lapsed
                        ? "The wallet did not answer in time. Nothing was sent and nothing was paid."
                        : transaction.explanation(),
                TransactionStages.of(transaction, lapsed),
                transaction.words(),
                transaction.signer().address(),
                Numbers.grouped(transaction.nonce()),
                validUntil(transaction),
                transaction.retry().sentence(),
                transaction.call().toHex(),
                transaction.extrinsic() == null ? null : transaction.extrinsic().toHex(),
                proof(transaction),
                ActionLinks.form(action),
                transaction.isOpen() ? replacement(action, id) : null,
                transaction.replaces() == null ? null : "/tx/" + transaction.replaces().toHex(),
                happened,
                happened.ground());
    }

    /**
     * The same form; what is signed from it takes this one's number, so that only one can happen.
     */
    private static String replacement(StakingAction action, String id) {
        String form = ActionLinks.form(action);
        return form + (form.indexOf('?') < 0 ? "?" : "&") + "replaces=" + id;
    }

    static String validUntil(Transaction transaction) {
        return transaction.deathBlock() == Long.MAX_VALUE
                ? "it never expires"
                : "block " + Numbers.block(transaction.deathBlock() - 1);
    }

    private static @Nullable String proof(Transaction transaction) {
        Standing.Place place = transaction.standing().place();
        return place != null && transaction.state().isFinal()
                ? "/proofs/" + place.block().number() + "-System.Events"
                : null;
    }

    private static @Nullable String failure(TransactionState state, long death) {
        return switch (state) {
            case WAITING, CHECKED, SENT, IN_BLOCK, FINALIZED -> null;
            case REJECTED -> "Rejected in your wallet.";
            case REFUSED -> "Refused by the chain.";
            case FAILED -> "Failed on the chain.";
            case UNCLEAR -> "In a final block, but its outcome is not known.";
            case REPLACED -> "Replaced.";
            case EXPIRED -> "Expired at block " + Numbers.block(death) + ".";
        };
    }
}

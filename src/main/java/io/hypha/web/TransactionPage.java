package io.hypha.web;

import io.hypha.stake.StakeIntent;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a transaction stands, as stages with their words. */
public record TransactionPage(
        String id,
        String title,
        String action,
        boolean ended,
        @Nullable String failure,
        String failureText,
        List<Stage> stages,
        String words,
        String signer,
        String hotkey,
        String nonce,
        String validUntil,
        String call,
        @Nullable String extrinsic,
        @Nullable String proofHref,
        String againHref,
        Ground ground) {

    /**
     * One stage.
     *
     * @param kind done, now, todo or fail
     * @param current whether it is where the transaction stands: the last one too, when it is done
     */
    public record Stage(String kind, boolean current, String title, String time, String text) {}

    static TransactionPage of(Transaction transaction, String validator) {
        StakeIntent intent = transaction.intent();
        String id =
                (transaction.extrinsicHash() == null
                                ? transaction.id()
                                : transaction.extrinsicHash())
                        .toHex();
        String amount =
                Numbers.amountPlain(intent.amountRao())
                        + " "
                        + (intent.isStake() ? "τ" : StakeReviewPage.unit(intent.netUid()));
        return new TransactionPage(
                id,
                (intent.isStake() ? "Stake " : "Unstake ")
                        + amount
                        + (intent.isStake() ? " with " : " from ")
                        + validator,
                intent.isStake() ? "stake" : "unstake",
                transaction.state().isEnd(),
                failure(transaction.state(), transaction.deathBlock()),
                transaction.explanation(),
                stages(transaction),
                transaction.words(),
                transaction.signer().address(),
                intent.hotkey().address(),
                Numbers.grouped(transaction.nonce()),
                transaction.deathBlock() == Long.MAX_VALUE
                        ? "it never expires"
                        : "block " + Numbers.block(transaction.deathBlock() - 1),
                transaction.call().toHex(),
                transaction.extrinsic() == null ? null : transaction.extrinsic().toHex(),
                transaction.state().isInBlock()
                        ? "/proofs/" + transaction.block() + "-System.Events"
                        : null,
                (intent.isStake() ? "/stake" : "/unstake")
                        + "?hotkey="
                        + intent.hotkey().address()
                        + "&netuid="
                        + intent.netUid(),
                new Ground(null, null));
    }

    private static @Nullable String failure(TransactionState state, long death) {
        return switch (state) {
            case WAITING, CHECKED, SENT, FINALIZED -> null;
            case REJECTED -> "Rejected in your wallet.";
            case REFUSED -> "Refused by the chain.";
            case FAILED -> "Failed on the chain.";
            case UNCLEAR -> "In a final block, but its outcome is not known.";
            case EXPIRED -> "Expired at block " + Numbers.block(death) + ".";
        };
    }

    /** Six stages by the contract's names; the first {@code reached} are done. */
    private static List<Stage> stages(Transaction t) {
        TransactionState state = t.state();
        int reached =
                switch (state) {
                    case WAITING, REJECTED -> 1;
                    case CHECKED, REFUSED -> 3;
                    case SENT, EXPIRED -> 4;
                    case FINALIZED, FAILED, UNCLEAR -> 6;
                };
        boolean failed = state.isEnd() && !state.isInBlock();
        return List.of(
                stage(
                        0,
                        reached,
                        failed,
                        "Prepared",
                        time(t.preparedAt()),
                        "nothing has been sent"),
                stage(
                        1,
                        reached,
                        failed,
                        state == TransactionState.REJECTED
                                ? "Rejected in your wallet"
                                : "Waiting for your wallet",
                        time(t.signedAt()),
                        state == TransactionState.REJECTED
                                ? t.explanation()
                                : reached > 1 ? "your wallet answered" : "nothing has been sent"),
                stage(
                        2,
                        reached,
                        failed,
                        "Signature checked",
                        time(t.signedAt()),
                        "same call, signer and nonce"),
                stage(3, reached, failed, "Sent", time(t.sentAt()), sent(t, reached)),
                stage(
                        4,
                        reached,
                        failed,
                        "In block" + (t.block() > 0 ? " " + Numbers.block(t.block()) : ""),
                        time(t.finalizedAt()),
                        t.block() > 0
                                ? "place "
                                        + t.indexInBlock()
                                        + ", proven by the block's extrinsics root"
                                : "only final blocks are searched; none holds it yet"),
                stage(
                        5,
                        reached,
                        failed,
                        "Finalized",
                        time(t.finalizedAt()),
                        t.block() > 0
                                ? (state == TransactionState.FAILED ? "the failure is final: " : "")
                                        + t.explanation()
                                : ""));
    }

    private static String sent(Transaction t, int reached) {
        if (reached <= 3) {
            return t.state() == TransactionState.CHECKED ? t.explanation() : "";
        }
        return switch (t.endpoints()) {
            case 0 -> t.state() == TransactionState.SENT ? t.explanation() : "";
            case 1 -> "taken by 1 endpoint";
            default -> "taken by " + t.endpoints() + " endpoints";
        };
    }

    private static final int LAST = 5;

    private static Stage stage(
            int place, int reached, boolean failed, String title, String time, String text) {
        if (place < reached) {
            return new Stage(
                    "done",
                    place == LAST && reached > LAST,
                    title,
                    time.isEmpty() ? "done" : "done, " + time,
                    text);
        }
        if (place == reached) {
            return new Stage(failed ? "fail" : "now", !failed, title, failed ? "" : "now", text);
        }
        return new Stage("todo", false, title, "", "");
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : Numbers.utc(at.toEpochMilli()).substring(11, 19);
    }
}

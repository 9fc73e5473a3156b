package io.hypha.web;

import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import io.hypha.web.TransactionPage.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages of a transaction by the contract's names. */
final class TransactionStages {

    private TransactionStages() {}

    /**
     * Six stages by the contract's names; the first {@code reached} are done. In a block is not
     * done before the block is final.
     */
    static List<Stage> of(Transaction t, boolean lapsed) {
        TransactionState state = t.state();
        int reached =
                switch (state) {
                    case WAITING, REJECTED -> 1;
                    case CHECKED, REFUSED -> 3;
                    case SENT, IN_BLOCK, EXPIRED, REPLACED -> 4;
                    case FINALIZED, FAILED, UNCLEAR -> 6;
                };
        boolean failed = lapsed || (state.isEnd() && !state.isFinal());
        Standing.Signed signed = t.standing().signed();
        String signedAt = signed == null ? "" : time(signed.at());
        return List.of(
                stage(
                        0,
                        reached,
                        failed,
                        "Prepared",
                        time(t.preparedAt()),
                        reached > 1
                                ? "what your wallet was asked to sign"
                                : "nothing has been sent"),
                stage(
                        1,
                        reached,
                        failed,
                        state == TransactionState.REJECTED
                                ? "Rejected in your wallet"
                                : "Waiting for your wallet",
                        signedAt,
                        state == TransactionState.REJECTED
                                ? t.explanation()
                                : reached > 1 ? "your wallet answered" : "nothing has been sent"),
                stage(
                        2,
                        reached,
                        failed,
                        "Signature checked",
                        signedAt,
                        "same call, signer and nonce"),
                sent(t, reached, failed),
                inBlock(t, reached, failed),
                finalized(t, reached, failed));
    }

    private static Stage sent(Transaction t, int reached, boolean failed) {
        Standing.Sent sent = t.standing().sent();
        String title = sent == null ? "Sent" : SentWords.title(sent.peers(), sent.endpoints());
        String text =
                t.state() == TransactionState.CHECKED
                        ? t.explanation()
                        : sent == null || t.state().isEnd() ? "" : SentWords.text(sent.peers());
        return stage(3, reached, failed, title, sent == null ? "" : time(sent.at()), text);
    }

    private static Stage inBlock(Transaction t, int reached, boolean failed) {
        Standing.Place place = t.standing().place();
        if (place == null) {
            String text =
                    switch (t.state()) {
                        case SENT -> t.explanation() + "; " + SentWords.searched(t.standing());
                        case WAITING,
                                REJECTED,
                                CHECKED,
                                IN_BLOCK,
                                REFUSED,
                                FINALIZED,
                                FAILED,
                                UNCLEAR ->
                                "";
                        case REPLACED -> "another with its number is final";
                        case EXPIRED -> "no final block that could hold it does";
                    };
            return stage(4, reached, failed, "In block", "", text);
        }
        String where = "place " + place.index() + ", proven by the block's extrinsics root";
        return stage(
                4,
                reached,
                failed,
                "In block " + Numbers.block(place.block().number()),
                time(place.seenAt()),
                t.state().isFinal() ? where : where + "; " + t.explanation());
    }

    private static Stage finalized(Transaction t, int reached, boolean failed) {
        Standing.Place place = t.standing().place();
        String time = "";
        String text = "";
        if (place != null && t.state().isFinal()) {
            time = time(place.finalizedAt());
            text = end(t);
        }
        return stage(5, reached, failed, "Finalized", time, text);
    }

    /**
     * What it did stands below by its events, and why it failed above; where none are kept, here.
     */
    private static String end(Transaction t) {
        boolean failed = t.state() == TransactionState.FAILED;
        if (t.effects().isEmpty()) {
            return (failed ? "the failure is final: " : "") + t.explanation();
        }
        return failed ? "the failure is final" : "what it did stands below, from its proven events";
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

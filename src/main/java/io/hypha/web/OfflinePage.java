package io.hypha.web;

import io.hypha.node.bytes.Bytes;
import io.hypha.stake.OfflinePayload;
import io.hypha.stake.Transaction;
import io.hypha.stake.vault.VaultQr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payload for a device without a network: the codes to scan, the file to carry, and the way back.
 *
 * @param frames one code after the other; empty with {@code refusal} where there are none
 * @param closed why no answer is taken any more; null while one is
 * @param problem what was wrong with the answer that was just brought
 */
public record OfflinePage(
        String id,
        String title,
        String words,
        String signer,
        String call,
        String nonce,
        String validUntil,
        boolean ed25519,
        boolean plain,
        @Nullable String proofMissing,
        List<Frame> frames,
        @Nullable String refusal,
        @Nullable String closed,
        @Nullable String problem,
        String answer,
        Ground ground) {

    /** One code: what it is called, and the picture as a data address. */
    public record Frame(String label, String image) {}

    /** Which of the codes somebody asked for. */
    record Choice(boolean ed25519, boolean plain) {

        VaultQr.Account account() {
            return ed25519 ? VaultQr.Account.ED25519 : VaultQr.Account.SR25519;
        }

        VaultQr.Command command() {
            return plain ? VaultQr.Command.METADATA_ON_PHONE : VaultQr.Command.WITH_PROOF;
        }
    }

    static OfflinePage ready(
            OfflinePayload payload, Choice asked, @Nullable String problem, String answer) {
        @Nullable String proofMissing =
                switch (payload.proven()) {
                    case OfflinePayload.Proven.With _ -> null;
                    case OfflinePayload.Proven.Without(String reason) -> reason;
                };
        Choice choice = new Choice(asked.ed25519(), asked.plain() || proofMissing != null);
        List<Frame> frames = new ArrayList<>();
        @Nullable String refusal =
                switch (payload.request(choice.command(), choice.account())) {
                    case VaultQr.Outcome.Refused(String sentence) -> sentence;
                    case VaultQr.Outcome.Ready(VaultQr qr) -> {
                        frames.addAll(frames(qr));
                        yield null;
                    }
                };
        return page(
                payload.transaction(),
                choice,
                proofMissing,
                frames,
                refusal,
                null,
                problem,
                answer);
    }

    static OfflinePage closed(Transaction transaction, String why, @Nullable String problem) {
        return page(transaction, new Choice(false, false), null, List.of(), null, why, problem, "");
    }

    private static List<Frame> frames(VaultQr qr) {
        List<Bytes> frames = qr.frames();
        List<Frame> drawn = new ArrayList<>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            drawn.add(
                    new Frame(
                            "Code %d of %d".formatted(i + 1, frames.size()),
                            QrImage.dataUri(frames.get(i))));
        }
        return drawn;
    }

    private static OfflinePage page(
            Transaction transaction,
            Choice choice,
            @Nullable String proofMissing,
            List<Frame> frames,
            @Nullable String refusal,
            @Nullable String closed,
            @Nullable String problem,
            String answer) {
        return new OfflinePage(
                transaction.id().toHex(),
                "Sign offline",
                transaction.words(),
                transaction.signer().address(),
                transaction.call().toHex(),
                Long.toString(transaction.nonce()),
                Numbers.block(transaction.deathBlock() - 1),
                choice.ed25519(),
                choice.plain(),
                proofMissing,
                frames,
                refusal,
                closed,
                problem,
                answer,
                new Ground(null, null));
    }
}

package io.hypha.boot;

import io.hypha.chain.Coldkey;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingStateReader;
import io.hypha.chain.SubtensorReader;
import io.hypha.devnet.runtime.DevAccounts;
import io.hypha.node.LightNode;
import io.hypha.node.crypto.SecretUri;
import io.hypha.stake.Acceptance;
import io.hypha.stake.Preparation;
import io.hypha.stake.RuntimePlanner;
import io.hypha.stake.SigningWallet;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction;
import io.hypha.stake.Tolerance;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionLog;
import io.hypha.stake.WalletAnswer;
import java.time.InstantSource;
import java.util.List;

/** Somebody with a wallet on a devnet. */
final class BobStakes {

    private static final long TAO = 1_000_000_000L;

    private BobStakes() {}

    /** Bob stakes one TAO with the first validator that he has on root. */
    static Transaction oneTao(LightNode node, TransactionLog log, InstantSource clock)
            throws Exception {
        SubtensorReader chain = new SubtensorReader(node);
        StakeDesk desk =
                new StakeDesk(
                        node,
                        chain,
                        new RuntimePlanner(node, new StakingStateReader(node)),
                        log,
                        clock);
        Coldkey bob = new Coldkey(DevAccounts.ALL.get(1).sr25519());
        PositionView position = known(known(chain.account(bob)).positions()).getFirst();
        StakingAction stake =
                new StakingAction.Stake(
                        position.hotkey(), position.netUid(), TAO, Tolerance.DEFAULT);
        Transaction prepared =
                switch (desk.prepare(stake, bob)) {
                    case Preparation.Prepared(Transaction transaction) -> transaction;
                    case Preparation.Refused(String sentence) -> throw new AssertionError(sentence);
                };
        SigningWallet wallet =
                SigningWallet.reading(prepared.payloadJson())
                        .keyed(SecretUri.parse("//Bob").sr25519());
        return switch (desk.signed(
                prepared.id(),
                new WalletAnswer(wallet.typed(), wallet.signedTransaction(), "sr25519"))) {
            case Acceptance.Accepted(Transaction transaction) -> transaction;
            case Acceptance.Rejected(List<String> sentences) ->
                    throw new AssertionError(sentences.toString());
            case Acceptance.NotWaiting(String sentence) -> throw new AssertionError(sentence);
        };
    }

    private static <T> T known(Reading<T> reading) {
        return switch (reading) {
            case Reading.Known<T> known -> known.value();
            case Reading.Missing<T>(var _, String text) -> throw new AssertionError(text);
        };
    }
}

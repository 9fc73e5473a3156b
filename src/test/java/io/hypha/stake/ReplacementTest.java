package io.hypha.stake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two transactions with one number, what becomes of both, and when trying again is safe. */
class ReplacementTest {

    private static final long TAO = Scene.TAO;

    private final Scene scene = new Scene();
    private final Transaction first = scene.sent();

    private Transaction replacement() {
        return switch (scene.desk.replace(first.id(), Scene.stake(2 * TAO))) {
            case Preparation.Prepared(Transaction prepared) -> prepared;
            case Preparation.Refused(String sentence) -> throw new AssertionError(sentence);
        };
    }

    private String refusal() {
        return switch (scene.desk.replace(first.id(), first.action())) {
            case Preparation.Prepared(Transaction prepared) ->
                    throw new AssertionError(prepared.words());
            case Preparation.Refused(String sentence) -> sentence;
        };
    }

    @Test
    void takes_the_number_of_the_one_that_waits_and_says_what_a_tip_is_good_for() {
        Transaction second = replacement();

        assertThat(second.nonce()).isEqualTo(first.nonce());
        assertThat(second.tip()).isEqualTo(1);
        assertThat(second.replaces()).isEqualTo(first.id());
        assertThat(second.words())
                .contains("takes the number 5 of a transaction that waits")
                .contains("this chain gives a tip no precedence");
        assertThat(second.payloadJson()).contains("\"tip\":\"0x" + "0".repeat(31) + "1\"");
    }

    @Test
    void goes_out_beside_the_first_which_is_handed_on_no_more() {
        Transaction second = replacement();
        Transaction sent = scene.accepted(second, Scene.whole(Scene.wallet(second)));

        assertThat(sent.state()).isEqualTo(TransactionState.SENT);
        assertThat(scene.now(first).explanation()).contains("only one of both can be in a block");
        assertThat(scene.node.forgotten).containsExactly(first.extrinsicHash());
    }

    @Test
    void a_wallet_may_not_change_the_tip() {
        Transaction second = replacement();
        SigningWallet wallet = Scene.wallet(second);
        wallet.tip = 0;
        assertThat(scene.rejected(second, Scene.whole(wallet)))
                .containsExactly("Your wallet changed a tip: 1 → 0 rao.");
    }

    @Test
    void a_node_that_has_the_first_refuses_the_second_and_the_first_goes_on() {
        Transaction second = replacement();
        scene.node.answers.add(new SubmitResult.Refused(1014, "Priority is too low: (1 vs 1)"));
        Transaction refused = scene.accepted(second, Scene.whole(Scene.wallet(second)));

        assertThat(refused.state()).isEqualTo(TransactionState.REFUSED);
        assertThat(refused.explanation()).contains("with the same number waits in the pool");
        assertThat(refused.retry().safe()).isFalse();
        assertThat(scene.now(first)).isEqualTo(first);
        assertThat(scene.node.forgotten).isEmpty();
    }

    @Test
    void the_one_that_was_not_taken_ends_once_its_number_is_proven_used() {
        Transaction second = replacement();
        scene.accepted(second, Scene.whole(Scene.wallet(second)));
        scene.include(1_002, scene.now(second), Scene.SUCCESS);
        scene.node.numbers.put(Scene.SIGNER.key(), 6L);
        scene.finalizeTo(1_003);

        assertThat(scene.now(second).state()).isEqualTo(TransactionState.FINALIZED);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.REPLACED);
        assertThat(scene.now(first).explanation())
                .isEqualTo(
                        "Another transaction of this account with number 5 is in a final block, so none can hold this one. Nothing of it happened.");
        assertThat(scene.now(first).retry().safe()).isFalse();
    }

    @Test
    void a_number_used_elsewhere_ends_it_too_but_only_when_every_block_was_searched() {
        scene.node.numbers.put(Scene.SIGNER.key(), 6L);
        scene.node.unreadableBodies.add(1_001L);
        scene.finalizeTo(1_002);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.SENT);

        scene.node.unreadableBodies.clear();
        scene.finalizeTo(1_003);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.REPLACED);
    }

    @Test
    void its_own_number_in_a_final_block_is_no_replacement() {
        scene.include(1_002, first, Scene.SUCCESS);
        scene.node.numbers.put(Scene.SIGNER.key(), 6L);
        scene.finalizeTo(1_002);

        assertThat(scene.now(first).state()).isEqualTo(TransactionState.FINALIZED);
    }

    @Test
    void a_number_that_is_next_or_unknown_ends_nothing() {
        scene.node.numbers.put(Scene.SIGNER.key(), 5L);
        scene.finalizeTo(1_002);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.SENT);
        scene.node.numbers.clear();
        scene.finalizeTo(1_003);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.SENT);
    }

    @Test
    void nothing_replaces_what_has_ended_or_was_never_sent() {
        scene.include(1_002, first, Scene.SUCCESS);
        scene.finalizeTo(1_002);
        assertThat(refusal())
                .isEqualTo(
                        "That transaction does not wait for a block, so nothing can take its place.");
        assertThat(scene.desk.replace(scene.prepared().id(), first.action()))
                .isInstanceOf(Preparation.Refused.class);
    }

    @Test
    void it_is_too_late_once_the_state_shows_the_number_used() {
        scene.chain.account(Scene.SIGNER, 100 * TAO, 6);
        assertThat(refusal())
                .isEqualTo(
                        "A final block has taken the number 5 of this account already: it is too late to replace it.");
    }

    @Test
    void a_plain_payload_with_a_taken_number_is_still_refused() {
        Transaction second = replacement();
        scene.accepted(second, Scene.whole(Scene.wallet(second)));
        Transaction third = replacement();
        assertThat(third.tip()).isEqualTo(2);
        scene.pass(Duration.ofMillis(1));
        Transaction fourth = replacement();
        scene.accepted(third, Scene.whole(Scene.wallet(third)));

        assertThat(scene.rejected(fourth, Scene.whole(Scene.wallet(fourth))))
                .containsExactly(
                        "Another transaction of this account with number 5 is on its way. Build it again.");
    }

    @Test
    void says_when_trying_again_is_safe_and_when_not() {
        assertThat(first.retry())
                .isEqualTo(
                        new Retry(
                                false,
                                "It may still be taken. A new one would get the next number and could do it a second time. It is safe to try again once block #1063 is final without it. Or replace it: the new one takes its number, and only one of both can be in a block."));
        assertThat(with(TransactionState.EXPIRED)).isTrue();
        assertThat(with(TransactionState.FAILED)).isTrue();
        assertThat(with(TransactionState.REJECTED)).isTrue();
        assertThat(with(TransactionState.FINALIZED)).isFalse();
        assertThat(with(TransactionState.UNCLEAR)).isFalse();
        assertThat(with(TransactionState.IN_BLOCK)).isFalse();
        Transaction refused = first.inState(TransactionState.REFUSED, "no");
        assertThat(refused.retry().safe()).isFalse();
        assertThat(refused.searchedTo(1_063).retry().safe()).isTrue();
        assertThat(
                        first.signed(
                                        first.extrinsic(),
                                        first.extrinsicHash(),
                                        Long.MAX_VALUE,
                                        scene.now)
                                .retry()
                                .sentence())
                .contains("It never expires, so waiting does not make a second try safe.");
    }

    private boolean with(TransactionState state) {
        return first.inState(state, "").retry().safe();
    }

    @Test
    void signing_waits_while_a_new_runtime_is_on_its_way() {
        scene.node.upgrade =
                Optional.of(
                        new io.hypha.node.NodeStatus.Upgrade(
                                new BlockId(1_001, FakeNode.hash(1_001)),
                                false,
                                Optional.empty(),
                                Optional.of(425L)));
        assertThat(scene.desk.signingOff())
                .contains(
                        "Block #1001 brings a new runtime (spec 425), in office from the next block on. Signing waits until that block is final, so that nothing is signed for the old one.");
        assertThat(scene.refusal(Scene.stake(TAO))).startsWith("Block #1001 brings");
    }

    @Test
    void the_rest_of_a_body_says_nothing_of_it() {
        scene.node.bodies.put(1_001L, List.of(Bytes.fromHex("0x0404")));
        scene.finalizeTo(1_001);
        assertThat(scene.now(first).state()).isEqualTo(TransactionState.SENT);
    }
}

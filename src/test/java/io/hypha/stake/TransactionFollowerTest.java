package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionFollowerTest {

    private final Scene scene = new Scene();
    private final Transaction sent = scene.sent();

    private Transaction now() {
        return scene.now(sent);
    }

    private Standing.Place place() {
        return now().standing().place();
    }

    @Test
    void ends_as_finalized_with_block_place_and_fee() {
        scene.include(1_003, sent, Scene.fee(123_456), Scene.SUCCESS);
        scene.finalizeTo(1_005);

        assertEquals(TransactionState.FINALIZED, now().state());
        assertEquals(FakeNode.block(1_003).block(), place().block());
        assertEquals(1, place().index());
        assertEquals("Done. Chain fee paid: 0.000123456 τ.", now().explanation());
        assertEquals(scene.now, place().finalizedAt());
    }

    @Test
    void ends_as_failed_with_the_chains_error_in_words() {
        int error =
                scene.node.metadata.errors(scene.node.metadata.pallet(7).orElseThrow()).stream()
                        .filter(each -> each.name().equals("SlippageTooHigh"))
                        .findFirst()
                        .orElseThrow()
                        .index();
        scene.include(1_001, sent, Scene.fee(1_000), Scene.failure(7, error));
        scene.finalizeTo(1_001);

        assertEquals(TransactionState.FAILED, now().state());
        assertEquals(
                "The price moved past your limit. (SubtensorModule.SlippageTooHigh) Nothing else"
                        + " was changed. Chain fee paid: 0.000001 τ.",
                now().explanation());
    }

    @Test
    void names_an_error_that_the_metadata_does_not_know_by_its_number() {
        scene.include(1_001, sent, Scene.failure(7, 255));
        scene.finalizeTo(1_001);

        assertTrue(
                now().explanation().startsWith("The chain answered error 255 of pallet 7."),
                now().explanation());
    }

    @Test
    void an_event_of_another_extrinsic_says_nothing_of_this_one() {
        scene.include(1_001, sent);
        scene.finalizeTo(1_001);

        assertEquals(TransactionState.UNCLEAR, now().state());
        assertEquals(1_001, place().block().number());
    }

    @Test
    void the_same_call_with_another_signature_is_not_it() {
        byte[] other = sent.extrinsic().toArray();
        other[60] ^= 1;
        scene.node.bodies.put(1_001L, List.of(Bytes.of(other)));
        scene.finalizeTo(1_001);

        assertEquals(TransactionState.SENT, now().state());
        assertEquals(1_001, now().checkedTo());
    }

    @Test
    void searches_each_final_block_once() {
        scene.finalizeTo(1_002);
        scene.finalizeTo(1_004);

        assertEquals(List.of(1_001L, 1_002L, 1_003L, 1_004L), scene.node.searched);
    }

    @Test
    void expires_exactly_when_the_first_block_is_final_that_may_not_hold_it() {
        scene.finalizeTo(1_063);
        assertEquals(TransactionState.SENT, now().state());
        scene.finalizeTo(1_064);

        assertEquals(TransactionState.EXPIRED, now().state());
        assertEquals(
                "No block up to #1063 took it. Nothing happened; it is safe to try again.",
                now().explanation());
        assertTrue(!scene.node.searched.contains(1_064L), "the death block cannot hold it");
    }

    @Test
    void is_found_in_the_last_block_of_its_era() {
        scene.include(1_063, sent, Scene.SUCCESS);
        scene.finalizeTo(1_100);

        assertEquals(TransactionState.FINALIZED, now().state());
    }

    @Test
    void does_not_expire_while_a_block_of_its_era_is_unread() {
        scene.node.unreadableBodies.add(1_030L);
        scene.finalizeTo(1_100);
        assertEquals(TransactionState.SENT, now().state());
        assertEquals(1_029, now().checkedTo());
        assertEquals(
                "a final block that may hold it could not be read yet, #1030: no endpoint answered",
                now().explanation());

        scene.node.unreadableBodies.clear();
        scene.include(1_030, sent, Scene.SUCCESS);
        scene.finalizeTo(1_101);
        assertEquals(TransactionState.FINALIZED, now().state());
    }

    @Test
    void one_that_is_stuck_holds_up_no_other() {
        scene.node.unreadableBodies.add(1_001L);
        scene.finalizeTo(1_400);
        Transaction later = scene.sent();
        scene.include(1_410, later, Scene.SUCCESS);
        scene.finalizeTo(1_411);

        assertEquals(TransactionState.SENT, now().state());
        assertEquals(TransactionState.FINALIZED, scene.now(later).state());
    }

    @Test
    void says_no_more_that_a_block_is_missing_once_it_was_read() {
        scene.node.unreadableBodies.add(1_001L);
        scene.finalizeTo(1_002);
        scene.node.unreadableBodies.clear();
        scene.finalizeTo(1_003);

        assertEquals("waiting for a block", now().explanation());
    }

    @Test
    void one_body_is_read_once_for_all() {
        Transaction other = scene.sent();
        scene.include(1_002, other, Scene.SUCCESS);
        scene.finalizeTo(1_003);

        assertEquals(List.of(1_001L, 1_002L, 1_003L), scene.node.searched);
        assertEquals(TransactionState.FINALIZED, scene.now(other).state());
        assertEquals(1_003, now().checkedTo());
    }

    @Test
    void asks_again_for_events_that_could_not_be_read() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableState.put(1_001L, Answer.Reason.NO_PEER);
        scene.finalizeTo(1_002);
        assertEquals(TransactionState.IN_BLOCK, now().state());
        assertEquals(
                "the block is final, but what it did there could not be read yet:"
                        + " no endpoint has the state of block 1001",
                now().explanation());

        scene.node.unreadableState.clear();
        scene.finalizeTo(1_003);
        assertEquals(TransactionState.FINALIZED, now().state());
    }

    @Test
    void does_not_call_it_a_success_when_the_events_are_pruned_everywhere() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableState.put(1_001L, Answer.Reason.STATE_PRUNED);
        scene.finalizeTo(1_002);

        assertEquals(TransactionState.UNCLEAR, now().state());
        assertTrue(now().explanation().contains("Look at the account"), now().explanation());
    }

    @Test
    void goes_on_after_a_restart_where_it_stopped() {
        scene.finalizeTo(1_010);
        scene.node.searched.clear();
        scene.include(1_012, sent, Scene.SUCCESS);
        scene.restart();
        scene.finalizeTo(1_020);

        assertEquals(TransactionState.FINALIZED, now().state());
        assertEquals(List.of(1_011L, 1_012L), scene.node.searched);
    }

    @Test
    void one_call_ends_however_far_it_is_behind() {
        Scene other = new Scene();
        Transaction prepared = other.prepared();
        SigningWallet wallet = Scene.wallet(prepared);
        wallet.era = Bytes.ofInts(0);
        wallet.blockHash = FakeNode.GENESIS;
        Transaction immortal = other.accepted(prepared, Scene.whole(wallet));
        other.finalizeTo(100_000);

        assertEquals(256, other.node.searched.size());
        assertEquals(1_256, other.now(immortal).checkedTo());
    }

    // ---- what was not handed over

    private Scene unreachable() {
        Scene other = new Scene();
        other.node.answers.add(new SubmitResult.Unreachable("no endpoint answered"));
        other.sent();
        return other;
    }

    private static Transaction only(Scene scene) {
        return scene.log.watched().getFirst();
    }

    @Test
    void sends_again_what_was_checked_but_not_handed_over() {
        Scene other = unreachable();
        other.finalizeTo(1_001);

        assertEquals(2, other.node.submitted.size());
        assertEquals(other.node.submitted.getFirst(), other.node.submitted.getLast());
        assertEquals(TransactionState.SENT, only(other).state());
    }

    @Test
    void does_not_send_again_what_a_block_holds() {
        Scene other = unreachable();
        Transaction checked = only(other);
        other.include(1_001, checked, Scene.SUCCESS);
        other.finalizeTo(1_001);

        assertEquals(1, other.node.submitted.size());
        assertEquals(TransactionState.FINALIZED, other.now(checked).state());
    }

    @Test
    void a_refusal_of_the_second_try_decides_nothing_because_the_first_may_have_arrived() {
        Scene other = unreachable();
        Transaction checked = only(other);
        other.node.answers.add(new SubmitResult.Refused(1010, "Transaction is outdated"));
        other.finalizeTo(1_001);
        assertEquals(TransactionState.SENT, other.now(checked).state());

        other.include(1_002, checked, Scene.SUCCESS);
        other.finalizeTo(1_002);
        assertEquals(TransactionState.FINALIZED, other.now(checked).state());
    }

    @Test
    void already_imported_counts_as_sent() {
        Scene other = unreachable();
        other.node.answers.add(new SubmitResult.Refused(1013, "Transaction Already Imported"));
        other.finalizeTo(1_001);

        assertEquals(TransactionState.SENT, only(other).state());
        assertEquals(1, only(other).standing().sent().endpoints());
    }

    @Test
    void finds_what_an_endpoint_refused_and_passed_on_all_the_same() {
        Scene other = new Scene();
        other.node.answers.add(new SubmitResult.Refused(1010, "Transaction has a bad signature"));
        Transaction refused = other.sent();
        assertEquals(TransactionState.REFUSED, refused.state());

        other.include(1_005, refused, Scene.SUCCESS);
        other.finalizeTo(1_010);
        assertEquals(TransactionState.FINALIZED, other.now(refused).state());
    }

    @Test
    void stops_looking_for_what_was_refused_when_its_era_is_over() {
        Scene other = new Scene();
        other.node.answers.add(new SubmitResult.Refused(1010, "Transaction has a bad signature"));
        Transaction refused = other.sent();
        other.finalizeTo(1_062);
        assertEquals(1, other.log.watched().size());
        other.finalizeTo(1_064);

        assertEquals(TransactionState.REFUSED, other.now(refused).state());
        assertEquals(refused.explanation(), other.now(refused).explanation());
        assertEquals(List.of(), other.log.watched());
    }
}

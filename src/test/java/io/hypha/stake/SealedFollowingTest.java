package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.SubmitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is seen in blocks that are not final, and what is sent again. */
class SealedFollowingTest {

    private final Scene scene = new Scene();
    private final Transaction sent = scene.sent();

    private Transaction now() {
        return scene.now(sent);
    }

    // ---- in a sealed block

    @Test
    void is_in_a_block_that_is_not_final_and_says_so() {
        scene.include(1_002, sent, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_001));
        assertEquals(TransactionState.SENT, now().state());
        assertEquals(1_001, now().standing().sealedTo());

        Instant seen = scene.now;
        scene.seal(FakeNode.sealed(1_002));
        assertEquals(TransactionState.IN_BLOCK, now().state());
        assertEquals(
                new Standing.Place(FakeNode.block(1_002).block(), 1, seen, null),
                now().standing().place());
        assertEquals(
                "the block is sealed, not final: the chain may still go on without it",
                now().explanation());

        scene.pass(Duration.ofSeconds(24));
        scene.finalizeTo(1_002);
        assertEquals(TransactionState.FINALIZED, now().state());
        assertEquals(
                new Standing.Place(FakeNode.block(1_002).block(), 1, seen, scene.now),
                now().standing().place());
    }

    @Test
    void goes_back_when_the_final_chain_lacks_its_block() {
        scene.seal(scene.fork(1_002, sent));
        scene.finalizeTo(1_001);
        assertEquals(TransactionState.IN_BLOCK, now().state());
        scene.finalizeTo(1_002);

        assertEquals(TransactionState.SENT, now().state());
        assertEquals("its block was not finalized; still waiting", now().explanation());
        assertNull(now().standing().place());
    }

    @Test
    void a_block_that_fell_out_does_not_keep_it_from_its_end() {
        scene.seal(scene.fork(1_002, sent));
        scene.include(1_003, sent, Scene.SUCCESS);
        scene.finalizeTo(1_003);

        assertEquals(TransactionState.FINALIZED, now().state());
        assertEquals(FakeNode.block(1_003).block(), now().standing().place().block());
    }

    @Test
    void one_that_fell_out_expires_with_its_era() {
        scene.seal(scene.fork(1_063, sent));
        scene.finalizeTo(1_064);

        assertEquals(TransactionState.EXPIRED, now().state());
        assertNull(now().standing().place());
    }

    @Test
    void of_two_branches_that_hold_it_the_higher_block_is_shown() {
        scene.seal(scene.fork(1_002, sent));
        scene.seal(scene.fork(1_004, sent));
        scene.seal(scene.fork(1_003, sent));
        assertEquals(1_004, now().standing().place().block().number());

        scene.finalizeTo(1_003);
        assertEquals(TransactionState.IN_BLOCK, now().state(), "#1004 may still become final");
    }

    @Test
    void a_sealed_block_without_it_does_not_take_it_back() {
        scene.seal(scene.fork(1_002, sent));
        scene.seal(FakeNode.sealed(1_002));
        scene.seal(FakeNode.sealed(1_003));

        assertEquals(TransactionState.IN_BLOCK, now().state(), "only a final block decides");
    }

    @Test
    void a_sealed_block_at_a_height_that_is_final_is_not_looked_at() {
        scene.finalizeTo(1_005);
        scene.seal(scene.fork(1_005, sent));

        assertEquals(TransactionState.SENT, now().state());
        assertEquals(List.of(), scene.node.looked);
    }

    @Test
    void a_sealed_block_past_its_era_cannot_hold_it() {
        scene.seal(scene.fork(1_064, sent));

        assertEquals(TransactionState.SENT, now().state());
        assertEquals(List.of(), scene.node.looked);
    }

    @Test
    void asks_again_for_the_body_of_a_sealed_block() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableBodies.add(1_001L);
        scene.seal(FakeNode.sealed(1_001));
        assertEquals(TransactionState.SENT, now().state());

        scene.node.unreadableBodies.clear();
        scene.seal(FakeNode.sealed(1_002));
        assertEquals(TransactionState.IN_BLOCK, now().state());
        assertEquals(1_001, now().standing().place().block().number());
    }

    @Test
    void says_that_a_body_is_missing_until_it_was_there() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableBodies.add(1_001L);
        assertFalse(scene.follower.look(FakeNode.sealed(1_001)));
        assertFalse(scene.follower.lookAgain());

        scene.node.unreadableBodies.clear();
        assertTrue(scene.follower.lookAgain());
        assertEquals(TransactionState.IN_BLOCK, now().state());
    }

    @Test
    void a_block_that_is_final_by_now_makes_no_missing_body_forgotten() {
        scene.finalizeTo(1_001);
        scene.node.unreadableBodies.add(1_002L);
        assertFalse(scene.follower.look(FakeNode.sealed(1_002)));
        assertFalse(scene.follower.look(FakeNode.sealed(1_001)));
    }

    @Test
    void bodies_that_nobody_gives_are_asked_for_only_so_long() {
        for (long number = 1_001; number <= 1_060; number++) {
            scene.node.unreadableBodies.add(number);
            scene.seal(FakeNode.sealed(number));
        }
        scene.node.looked.clear();
        scene.node.unreadableBodies.clear();
        scene.seal(FakeNode.sealed(1_061));
        assertEquals(SealedSearch.MAX_UNREAD, scene.node.looked.size());

        scene.node.looked.clear();
        scene.seal(FakeNode.sealed(1_062));
        assertEquals(List.of(1_062L), scene.node.looked);
    }

    @Test
    void nothing_is_asked_for_where_nothing_is_watched() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.finalizeTo(1_001);
        scene.seal(FakeNode.sealed(1_002));

        assertEquals(List.of(), scene.node.looked);
    }

    @Test
    void finds_in_a_sealed_block_what_an_endpoint_refused() {
        Scene other = new Scene();
        other.node.answers.add(new SubmitResult.Refused(1010, "Transaction has a bad signature"));
        Transaction refused = other.sent();
        other.seal(other.fork(1_001, refused));

        assertEquals(TransactionState.IN_BLOCK, other.now(refused).state());
    }

    @Test
    void its_number_stays_taken_while_it_is_in_a_block() {
        scene.seal(scene.fork(1_002, sent));

        assertEquals(sent.nonce() + 1, scene.prepared().nonce());
    }

    @Test
    void what_is_final_and_not_read_yet_stays_there_whatever_else_is_sealed() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableState.put(1_001L, Answer.Reason.NO_PEER);
        scene.finalizeTo(1_001);
        scene.seal(scene.fork(1_002, sent));

        assertEquals(TransactionState.IN_BLOCK, now().state());
        assertEquals(1_001, now().standing().place().block().number());
    }

    // ---- restarts

    @Test
    void one_in_a_sealed_block_is_followed_on_after_a_restart() {
        scene.finalizeTo(1_003);
        scene.seal(scene.fork(1_005, sent));
        scene.restart();
        assertEquals(TransactionState.IN_BLOCK, now().state());
        scene.node.searched.clear();
        scene.finalizeTo(1_006);

        assertEquals(TransactionState.SENT, now().state());
        assertEquals("its block was not finalized; still waiting", now().explanation());
        assertEquals(List.of(1_004L, 1_005L, 1_006L), scene.node.searched);
    }

    @Test
    void one_that_became_final_while_nobody_looked_is_found_after_a_restart() {
        scene.include(1_004, sent, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_004));
        scene.restart();
        scene.finalizeTo(1_040);

        assertEquals(TransactionState.FINALIZED, now().state());
        assertEquals(1, scene.node.submitted.size(), "what is final is not sent again");
    }

    @Test
    void what_waits_is_handed_to_the_new_node_once_after_a_restart() {
        scene.finalizeTo(1_001);
        assertEquals(1, scene.node.submitted.size(), "this node has it");
        scene.restart();
        scene.node.answers.add(new SubmitResult.Sent(sent.extrinsicHash(), 0, 5));
        scene.finalizeTo(1_002);
        scene.finalizeTo(1_003);

        assertEquals(List.of(sent.extrinsic(), sent.extrinsic()), scene.node.submitted);
        assertEquals(TransactionState.SENT, now().state());
        Standing.Sent handed = now().standing().sent();
        assertEquals(new Standing.Sent(sent.standing().sent().at(), 2, 5), handed);
    }

    @Test
    void what_could_not_be_handed_over_after_a_restart_is_tried_again() {
        scene.restart();
        scene.node.answers.add(new SubmitResult.Unreachable("no peer answered"));
        scene.finalizeTo(1_001);
        scene.finalizeTo(1_002);
        scene.finalizeTo(1_003);

        assertEquals(3, scene.node.submitted.size());
    }

    @Test
    void a_refusal_after_a_restart_decides_nothing() {
        scene.restart();
        scene.node.answers.add(new SubmitResult.Refused(1010, "Transaction is outdated"));
        scene.finalizeTo(1_001);

        assertEquals(TransactionState.SENT, now().state());
        assertEquals("waiting for a block", now().explanation());
    }

    @Test
    void nothing_is_sent_again_before_the_missed_blocks_are_searched() {
        scene.restart();
        scene.node.unreadableBodies.add(1_002L);
        scene.finalizeTo(1_004);

        assertEquals(1, scene.node.submitted.size());
    }

    // ---- gossip and its end

    @Test
    void is_gossiped_no_more_once_it_is_final() {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_001));
        assertTrue(scene.node.forgotten.isEmpty());
        scene.finalizeTo(1_001);

        assertEquals(List.of(sent.extrinsicHash()), List.copyOf(scene.node.forgotten));
    }

    @Test
    void is_gossiped_no_more_once_it_has_expired() {
        scene.finalizeTo(1_063);
        assertTrue(scene.node.forgotten.isEmpty());
        scene.finalizeTo(1_064);

        assertEquals(List.of(sent.extrinsicHash()), List.copyOf(scene.node.forgotten));
    }

    @Test
    void what_a_sealed_block_holds_before_anybody_said_it_was_sent_still_learns_how_many_have_it() {
        Scene other = new Scene();
        Transaction prepared = other.prepared();
        other.node.answers.add(new SubmitResult.Sent(FakeNode.GENESIS, 1, 3));
        other.node.whileSubmitting = () -> other.seal(other.fork(1_001, other.now(prepared)));
        Transaction accepted = other.accepted(prepared, Scene.whole(Scene.wallet(prepared)));

        assertEquals(TransactionState.IN_BLOCK, accepted.state());
        assertEquals(new Standing.Sent(other.now, 1, 3), accepted.standing().sent());
    }

    // ---- what nobody signed

    @Test
    void what_was_never_signed_is_purged_after_seven_days() {
        Transaction waiting = scene.prepared(Scene.stake(10 * Scene.TAO), Scene.ED_SIGNER);
        scene.pass(Duration.ofDays(7));
        scene.finalizeTo(1_001);
        assertEquals(TransactionState.WAITING, scene.now(waiting).state());

        scene.pass(Duration.ofMinutes(59));
        scene.finalizeTo(1_002);
        assertTrue(scene.log.find(waiting.id()).isPresent(), "looked for once an hour");
        scene.pass(Duration.ofMinutes(1));
        scene.finalizeTo(1_003);
        assertTrue(scene.log.find(waiting.id()).isEmpty());
        assertTrue(scene.log.find(sent.id()).isPresent());
    }
}

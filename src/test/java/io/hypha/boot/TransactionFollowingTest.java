package io.hypha.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.stake.FakeNode;
import io.hypha.stake.Scene;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionFollower;
import io.hypha.stake.TransactionState;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread between the node's calls and the follower. */
class TransactionFollowingTest {

    private final TellingLog log = new TellingLog();
    private final Scene scene = new Scene(log);
    private final Transaction sent = scene.sent();
    private final TransactionFollowing following = start();

    private TransactionFollowing start() {
        log.kept.clear();
        scene.node.anyFinal = false;
        TransactionFollowing started =
                TransactionFollowing.start(
                        scene.node,
                        new TransactionFollower(scene.node, scene.log, () -> scene.now),
                        Duration.ofMillis(1));
        scene.node.anyFinal = true;
        return started;
    }

    @AfterEach
    void stop() {
        following.close();
    }

    private void finalizeTo(long number) {
        scene.node.head = number;
        scene.node.finalListeners.forEach(each -> each.accept(FakeNode.block(number)));
    }

    @Test
    void sealed_and_final_blocks_reach_the_follower() throws InterruptedException {
        scene.include(1_002, sent, Scene.SUCCESS);
        scene.node.sealedListeners.forEach(each -> each.accept(FakeNode.sealed(1_002)));
        log.await(TransactionState.IN_BLOCK);
        finalizeTo(1_003);
        log.await(TransactionState.FINALIZED);

        assertEquals(sent.extrinsicHash(), scene.node.forgotten.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void goes_on_when_the_database_was_gone() throws InterruptedException {
        scene.include(1_001, sent, Scene.SUCCESS);
        log.loseOnce();
        finalizeTo(1_001);
        assertEquals("gone", log.failures.poll(60, TimeUnit.SECONDS));
        finalizeTo(1_002);
        log.await(TransactionState.FINALIZED);
    }

    @Test
    void asks_again_by_itself_for_what_could_not_be_read() throws InterruptedException {
        scene.include(1_001, sent, Scene.SUCCESS);
        scene.node.unreadableBodies.add(1_001L);
        finalizeTo(1_001);
        log.await(TransactionState.SENT);
        assertTrue(
                scene.now(sent).explanation().contains("#1001: no endpoint answered"),
                scene.now(sent).explanation());
        scene.node.unreadableBodies.remove(1_001L);
        log.await(TransactionState.FINALIZED);
    }

    @Test
    void looks_into_a_sealed_block_again_when_the_database_was_gone() throws InterruptedException {
        scene.include(1_001, sent, Scene.SUCCESS);
        log.loseOnce();
        scene.node.sealedListeners.forEach(each -> each.accept(FakeNode.sealed(1_001)));
        log.await(TransactionState.IN_BLOCK);
    }

    @Test
    void an_older_head_that_is_told_late_hides_no_newer_one() throws InterruptedException {
        scene.include(1_002, sent, Scene.SUCCESS);
        scene.node.unreadableBodies.add(1_002L);
        finalizeTo(1_002);
        log.await(TransactionState.SENT);
        scene.node.finalListeners.forEach(each -> each.accept(FakeNode.block(1_001)));
        log.kept.clear();
        // The first may be of a search that began before; the next one has taken the older head.
        log.await(TransactionState.SENT);
        log.await(TransactionState.SENT);
        scene.node.unreadableBodies.remove(1_002L);
        log.await(TransactionState.FINALIZED);
    }

    @Test
    void asks_again_by_itself_when_the_database_was_gone() throws InterruptedException {
        scene.include(1_001, sent, Scene.SUCCESS);
        log.loseOnce();
        finalizeTo(1_001);
        log.await(TransactionState.FINALIZED);
    }

    @Test
    void asks_for_nothing_any_more_once_it_is_closed() {
        following.close();

        assertTrue(scene.node.finalListeners.isEmpty());
        assertTrue(scene.node.sealedListeners.isEmpty());
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Bodies of blocks where peers alone are asked, who give the same blocks twice and no more. */
class BodiesFromPeersTest {

    private static final int READERS = 8;

    private final FakeChain chain = new FakeChain(4);
    private final FakePeer peer = new FakePeer(chain, 0);

    private VerifyingNode node() {
        chain.grow(9);
        VerifyingNode node = PeerSyncTest.node(chain, peer);
        node.round();
        return node;
    }

    @Test
    void many_who_want_the_same_body_at_once_ask_for_it_once() throws Exception {
        try (VerifyingNode node = node()) {
            FinalizedHead block = given(node.finalizedAt(7));
            int before = peer.count("blocks");
            CountDownLatch gate = new CountDownLatch(1);
            peer.blocksFault =
                    answer -> {
                        await(gate);
                        return answer;
                    };
            List<FutureTask<Answer<List<Bytes>>>> reads = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                FutureTask<Answer<List<Bytes>>> read = new FutureTask<>(() -> node.body(block));
                reads.add(read);
                readers.add(Thread.ofPlatform().daemon().start(read));
            }
            while (!readers.stream().allMatch(each -> each.getState() == Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            gate.countDown();
            for (FutureTask<Answer<List<Bytes>>> read : reads) {
                assertEquals(chain.at(7).extrinsics(), given(read.get()));
            }
            assertEquals(1, peer.count("blocks") - before);
        }
    }

    @Test
    void a_body_that_is_not_there_yet_may_be_asked_for_again_and_again() {
        try (VerifyingNode node = node()) {
            FinalizedHead block = given(node.finalizedAt(7));
            peer.limit = 6;
            for (int i = 0; i < 5; i++) {
                assertInstanceOf(Answer.Missing.class, node.body(block));
            }
            peer.limit = Long.MAX_VALUE;
            assertEquals(chain.at(7).extrinsics(), given(node.body(block)));
        }
    }

    @Test
    void only_where_nobody_has_it_no_source_is_said_to_have_it() {
        chain.grow(9);
        FakePeer silent = new FakePeer(chain, 1);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer, silent)) {
            node.round();
            FinalizedHead block = given(node.finalizedAt(7));
            peer.limit = 6;
            silent.limit = 6;
            assertEquals(
                    Answer.Reason.STATE_PRUNED,
                    ((Answer.Missing<List<Bytes>>) node.body(block)).reason());
            silent.blocksFault =
                    _ -> PeerAnswer.failed(new PeerFault.Timeout(Duration.ofSeconds(20), 0));
            assertEquals(
                    Answer.Reason.NO_PEER,
                    ((Answer.Missing<List<Bytes>>) node.body(block)).reason());
        }
    }

    @Test
    void why_a_connected_peer_gave_no_body_is_said_in_its_words() {
        try (VerifyingNode node = node()) {
            FinalizedHead block = given(node.finalizedAt(7));
            peer.blocksFault =
                    _ -> PeerAnswer.failed(new PeerFault.Timeout(Duration.ofSeconds(20), 0));
            var missing = (Answer.Missing<List<Bytes>>) node.body(block);
            assertTrue(
                    missing.text().endsWith(peer.id() + ": no answer within 20000 ms"),
                    missing.text());
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

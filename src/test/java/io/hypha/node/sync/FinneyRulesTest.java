package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.NodeStatus;
import io.hypha.node.consensus.Checkpoint;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A chain with the main network's history in small: the set that signs at the checkpoint has id 5,
 * the checkpoint's own header announces set 6 without delay, and the chain's own count is wrong.
 */
class FinneyRulesTest {

    private FakeChain chain;
    private Checkpoint checkpoint;

    @BeforeEach
    void grow() {
        chain = new FakeChain(4, 5);
        chain.grow(9);
        chain.changeVoters(6, 5, 0);
        checkpoint = new Checkpoint(chain.at(10).header(), chain.at(10).signers());
        chain.grow(20);
        chain.miscount(4);
        chain.grow(4);
    }

    private VerifyingNode over(FakePeer peer) {
        VerifyingNode node =
                new VerifyingNode(
                        VerifyingNodeTest.options(
                                        chain, new Anchor.Trusted(checkpoint, "compiled in"))
                                .withPeers(List.of()));
        node.peers().orElseThrow().meet(peer);
        return node;
    }

    @Test
    void starts_at_set_5_by_the_checkpoint_and_ends_at_set_6() {
        assertEquals(5, checkpoint.signers().setId());
        try (VerifyingNode node = over(new FakePeer(chain, 0))) {
            assertEquals(6, node.status().checkpoint().after().orElseThrow().setId());
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            assertEquals(6, node.status().voters().orElseThrow().setId());
            assertEquals(6, given(node.finalizedAt(11)).setId());
            assertEquals(5, given(node.finalizedAt(10)).setId());
        }
    }

    @Test
    void alarms_that_the_chain_counts_its_sets_otherwise_and_goes_on() {
        try (VerifyingNode node = over(new FakePeer(chain, 0))) {
            node.round();
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.FOLLOWING, status.state());
            assertEquals(1, status.disagreements().size());
            assertEquals("the chain", status.disagreements().getFirst().endpoint());
            assertTrue(
                    status.disagreements().getFirst().text().contains("own count: 4"),
                    status.disagreements().toString());
        }
    }

    @Test
    void never_asks_for_what_was_before_the_checkpoint_to_sync() {
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = over(peer)) {
            node.round();
            assertEquals(1, peer.count("warp"));
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
        }
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static io.hypha.node.sync.VerifyingNodeTest.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.NodeStatus;
import io.hypha.node.ProofLink;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoterChangeTest {

    private static final GrandpaVerifier GRANDPA = new GrandpaVerifier();

    private static void reachesHead(FakeChain chain, VerifyingNode node, long setId) {
        node.round();
        NodeStatus status = node.status();
        assertEquals(
                chain.head().id(),
                node.finalizedHead().orElseThrow().block(),
                status.explanation());
        assertEquals(setId, status.voters().orElseThrow().setId());
        assertTrue(status.disagreements().isEmpty(), status.disagreements().toString());
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0, false", "3, true", "3, false", "40, true"})
    void follows_a_change_of_voters(long delay, boolean oldState) {
        FakeChain chain = new FakeChain(4);
        chain.grow(10);
        chain.changeVoters(3, 5, delay);
        chain.grow(60);
        FakeNode full = new FakeNode(chain);
        full.stateBlocks = oldState ? Long.MAX_VALUE : 4;
        try (VerifyingNode node = node(chain, full)) {
            reachesHead(chain, node, 1);
            assertEquals(5, node.status().voters().orElseThrow().count());
            assertEquals(0, given(node.finalizedAt(11 + delay)).setId());
            assertEquals(1, given(node.finalizedAt(12 + delay)).setId());
            linksLeadBack(chain, node, List.of(0L, 5L, 11L, 11 + delay, 12 + delay, 70L));
        }
    }

    private static void linksLeadBack(FakeChain chain, VerifyingNode node, List<Long> numbers) {
        for (long number : numbers) {
            ProofLink link = given(node.link(given(node.finalizedAt(number))));
            TrustPath path =
                    assertInstanceOf(
                                    TrustPath.Extended.class,
                                    TrustPath.walk(chain.checkpoint(), link, GRANDPA))
                            .path();
            assertEquals(number + link.ancestry().size(), path.block().number());
            assertEquals(0, link.ancestry().size(), "every block is justified there");
        }
    }

    @Test
    void follows_many_changes_with_and_without_delay() {
        FakeChain chain = new FakeChain(4);
        for (int i = 0; i < 6; i++) {
            chain.changeVoters(3 + i, 4 + i, i % 3);
            chain.grow(5 + i);
        }
        FakeNode full = new FakeNode(chain);
        try (VerifyingNode node = node(chain, full)) {
            reachesHead(chain, node, 6);
            assertEquals(
                    6,
                    given(node.link(given(node.finalizedAt(chain.head().header().number()))))
                            .fragments()
                            .size());
        }
    }

    @Test
    void follows_a_change_while_it_listens() {
        FakeChain chain = new FakeChain(4);
        chain.grow(3);
        FakeNode full = new FakeNode(chain);
        full.pushes = true;
        try (VerifyingNode node = node(chain, full)) {
            reachesHead(chain, node, 0);
            chain.changeVoters(4, 4, 2);
            chain.grow(1);
            full.push(chain.justify(chain.head().header().number()).encode());
            reachesHead(chain, node, 0);
            chain.grow(4);
            full.push(chain.justify(chain.head().header().number()).encode());
            reachesHead(chain, node, 1);
        }
    }

    @Test
    void finds_the_change_between_stored_justifications_of_each_512th_block() {
        FakeChain chain = new FakeChain(4);
        chain.grow(700);
        chain.changeVoters(3, 4, 0);
        chain.grow(1540 - 701);
        FakeNode full = new FakeNode(chain);
        full.period = 512;
        full.stateBlocks = 256;
        try (VerifyingNode node = node(chain, full)) {
            node.round();
            assertEquals(
                    1536, node.finalizedHead().orElseThrow().number(), node.status().explanation());
            assertEquals(1, node.status().voters().orElseThrow().setId());
            assertEquals(1540, node.status().sealed().orElseThrow().number());
        }
    }

    @Test
    void stops_at_a_forced_change_and_asks_for_a_checkpoint() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        chain.forceVoters(7, 4);
        chain.grow(5);
        FakeNode full = new FakeNode(chain);
        try (VerifyingNode node = node(chain, full)) {
            node.round();
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.STOPPED, status.state());
            assertEquals(5, node.finalizedHead().orElseThrow().number());
            assertTrue(status.explanation().contains("checkpoint"), status.explanation());
        }
    }

    @Test
    void alarms_when_the_chain_counts_its_sets_differently() {
        FakeChain chain = new FakeChain(4, 3);
        chain.grow(4);
        // The voters sign for set 3; a chain that lost count would say otherwise in its state.
        FakeChain.Block wrong = chain.at(2);
        assertInstanceOf(
                Verdict.BadSignature.class,
                GRANDPA.verify(
                        chain.justify(2).encode(),
                        wrong.id(),
                        new io.hypha.node.consensus.VoterSet(2, wrong.signers().authorities())));
        chain.miscount(9);
        chain.grow(2);
        try (VerifyingNode node = node(chain, new FakeNode(chain))) {
            node.round();
            NodeStatus status = node.status();
            assertEquals(3, status.voters().orElseThrow().setId());
            assertTrue(status.disagreements().getFirst().text().contains("own count: 9"));
        }
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static io.hypha.node.sync.VerifyingNodeTest.node;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Finality each 512 blocks, state of 256: as over the RPC of the main network. */
class ReadableHeadTest {

    private static FakeNode likeFinney(FakeChain chain) {
        FakeNode full = new FakeNode(chain);
        full.period = 512;
        full.stateBlocks = 256;
        return full;
    }

    @Test
    void reads_at_the_newest_justified_block_while_its_state_is_kept_and_says_when_it_is_not() {
        FakeChain chain = new FakeChain(4);
        chain.grow(520);
        FakeNode full = likeFinney(chain);
        SettableClock clock =
                new SettableClock(VerifyingNodeTest.options(chain, new Anchor.None("x")).clock());
        NodeOptions options =
                VerifyingNodeTest.options(
                                chain, new Anchor.Trusted(chain.checkpoint(), "test"), full)
                        .withClock(clock);
        try (VerifyingNode node = new VerifyingNode(options)) {
            node.round();
            FinalizedHead head = node.finalizedHead().orElseThrow();
            assertEquals(512, head.number());
            assertEquals(head, given(node.readableHead()));
            assertEquals(520, node.status().sealed().orElseThrow().number());
            assertInstanceOf(Answer.Given.class, node.read(head, List.of(FakeChain.mapKey(1))));

            chain.grow(304);
            clock.advance(Duration.ofSeconds(11));
            node.round();
            assertEquals(512, node.finalizedHead().orElseThrow().number());
            assertEquals(824, node.status().sealed().orElseThrow().number());
            var missing = assertInstanceOf(Answer.Missing.class, node.readableHead());
            assertEquals(Answer.Reason.STATE_PRUNED, missing.reason());
            assertEquals("finality 312 blocks old, state pruned at every source", missing.text());
            assertTrue(node.status().readable().isEmpty());
            // Far from the key that was read before, whose nodes are known.
            Answer<ProvenRead> read = node.read(head, List.of(FakeChain.mapKey(20)));
            assertEquals(
                    Answer.Reason.STATE_PRUNED,
                    assertInstanceOf(Answer.Missing.class, read).reason());
        }
    }

    @Test
    void reads_on_at_an_endpoint_that_keeps_old_state() {
        FakeChain chain = new FakeChain(4);
        chain.grow(824);
        FakeNode archive = likeFinney(chain);
        archive.stateBlocks = Long.MAX_VALUE;
        try (VerifyingNode node = node(chain, likeFinney(chain), archive)) {
            node.round();
            assertEquals(512, given(node.readableHead()).number());
        }
    }

    @Test
    void nothing_is_final_before_the_first_justification() {
        FakeChain chain = new FakeChain(4);
        chain.grow(300);
        try (VerifyingNode node = node(chain, likeFinney(chain))) {
            node.round();
            assertEquals(0, node.finalizedHead().orElseThrow().number());
            assertEquals(
                    Answer.Reason.NOT_READ_YET,
                    assertInstanceOf(Answer.Missing.class, node.finalizedAt(10)).reason());
        }
    }

    @Test
    void refuses_a_sealed_head_whose_seal_is_of_another_header() {
        FakeChain chain = new FakeChain(4);
        chain.grow(515);
        FakeNode liar = likeFinney(chain);
        try (VerifyingNode node = node(chain, liar)) {
            node.round();
            assertEquals(515, node.status().sealed().orElseThrow().number());
            chain.grow(1);
            FakeNode.Fault wrongRoot =
                    Faults.in(
                            "chain_getHeader",
                            header -> Faults.withField(header, "stateRoot", Hash256.ZERO.toHex()));
            liar.fault =
                    (request, honest) ->
                            request.params().isEmpty() ? wrongRoot.apply(request, honest) : honest;
            node.round();
            NodeStatus status = node.status();
            assertEquals(EndpointState.BANNED, status.endpoints().getFirst().state());
            assertEquals(515, status.sealed().orElseThrow().number());
            assertTrue(status.disagreements().getFirst().text().contains("seal"));
        }
    }

    @Test
    void refuses_a_slot_in_the_future() {
        FakeChain chain = new FakeChain(4);
        chain.grow(518);
        SettableClock early =
                new SettableClock(VerifyingNodeTest.options(chain, new Anchor.None("x")).clock());
        early.advance(Duration.ofMillis((513 - 100_000) * FakeChain.SLOT_MILLIS));
        NodeOptions options =
                VerifyingNodeTest.options(
                                chain,
                                new Anchor.Trusted(chain.checkpoint(), "test"),
                                likeFinney(chain))
                        .withClock(early);
        try (VerifyingNode node = new VerifyingNode(options)) {
            node.round();
            assertEquals(512, node.finalizedHead().orElseThrow().number());
            // Slot 513 by our clock, and 30 seconds more.
            assertEquals(515, node.status().sealed().orElseThrow().number());
            assertFalse(node.status().disagreements().isEmpty());
            assertTrue(
                    node.status().disagreements().stream()
                            .allMatch(each -> each.text().contains("by our clock")));
            assertEquals(EndpointState.OK, node.status().endpoints().getFirst().state());
        }
    }

    @Test
    void jumps_to_an_old_block_by_a_justification_of_the_voters_in_office_and_of_no_others() {
        FakeChain chain = new FakeChain(4);
        chain.grow(1_600);
        assertTrue(headersDownTo510(chain, full -> {}, "") < 300);
        assertTrue(
                headersDownTo510(
                                chain,
                                full ->
                                        full.fault =
                                                Faults.justifications(chain, _ -> chain.justify(3)),
                                "wrong-target")
                        > 1_000);
        chain.changeVoters(3, 4, 0);
        chain.grow(2);
        assertTrue(headersDownTo510(chain, full -> {}, "") > 1_000);
    }

    /** How many headers it takes; one is final before anything is wrong. */
    private static int headersDownTo510(
            FakeChain chain, Consumer<FakeNode> change, String disagreement) {
        FakeNode full = new FakeNode(chain);
        try (VerifyingNode node = node(chain, full)) {
            node.round();
            change.accept(full);
            full.calls.clear();
            assertEquals(chain.at(510).id(), given(node.finalizedAt(510)).block());
            assertEquals(
                    disagreement.isEmpty() ? 0 : 1,
                    node.status().disagreements().stream()
                            .filter(each -> each.text().contains(disagreement))
                            .count());
            return full.calls.get("chain_getHeader");
        }
    }

    @Test
    void walks_back_through_history_in_few_requests() {
        FakeChain chain = new FakeChain(4);
        chain.grow(600);
        FakeNode full = new FakeNode(chain);
        try (VerifyingNode node = node(chain, full)) {
            node.round();
            for (long number = 600; number >= 0; number--) {
                assertEquals(chain.at(number).id(), given(node.finalizedAt(number)).block());
            }
            assertTrue(full.calls.get("chain_getHeader") < 650, full.calls.toString());
            assertEquals(FakeChain.FIRST_SLOT + 77, given(node.finalizedAt(77)).slot());
            assertEquals(
                    (FakeChain.FIRST_SLOT + 77) * FakeChain.SLOT_MILLIS,
                    given(node.finalizedAt(77)).timestampMillis());
            Bytes header = given(node.finalizedAt(300)).header();
            assertEquals(chain.at(300).header().encode(), header);
        }
    }
}

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
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.rpc.RpcFault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LyingEndpointTest {

    private static FakeChain chain;

    @BeforeAll
    static void grow() {
        chain = new FakeChain(4);
        chain.grow(20);
    }

    /** The liar is asked first, an honest node beside it. */
    private static NodeStatus liarIsFound(FakeNode.Fault fault) {
        FakeNode liar = new FakeNode(chain);
        liar.fault = fault;
        try (VerifyingNode node = node(chain, liar, new FakeNode(chain))) {
            node.round();
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            readsRight(node);
            NodeStatus status = node.status();
            assertEquals(EndpointState.BANNED, status.endpoints().getFirst().state());
            assertEquals(EndpointState.OK, status.endpoints().getLast().state());
            assertEquals(NodeStatus.State.FOLLOWING, status.state());
            assertTrue(
                    status.disagreements().stream()
                            .allMatch(each -> each.endpoint().equals("ws://node0:9944")));
            assertFalse(status.disagreements().isEmpty());
            return status;
        }
    }

    private static void readsRight(VerifyingNode node) {
        FinalizedHead head = node.finalizedHead().orElseThrow();
        ProvenRead read = given(node.read(head, List.of(FakeChain.mapKey(5))));
        assertEquals(
                new StorageValue.Present(FakeChain.mapValue(5, 5)),
                read.value(FakeChain.mapKey(5)));
    }

    /** Alone, it gets the node nowhere, and no figure comes out. */
    private static NodeStatus aloneItShowsNothing(FakeNode.Fault fault) {
        FakeNode liar = new FakeNode(chain);
        liar.fault = fault;
        try (VerifyingNode node = node(chain, liar)) {
            node.round();
            node.round();
            assertEquals(0, node.finalizedHead().orElseThrow().number());
            return node.status();
        }
    }

    private static Justification signedBy(int seedKind, FakeChain.Block block, long setId) {
        return FakeChain.justify(block.id(), FakeChain.seeds(seedKind, 4), setId);
    }

    @Test
    void finds_a_justification_signed_by_strangers() {
        NodeStatus status =
                liarIsFound(Faults.justifications(chain, block -> signedBy(9, block, 0)));
        assertTrue(status.disagreements().getFirst().text().contains("no-supermajority"));
    }

    @Test
    void finds_a_justification_signed_for_another_set() {
        NodeStatus status =
                liarIsFound(Faults.justifications(chain, block -> signedBy(2, block, 1)));
        assertTrue(status.disagreements().getFirst().text().contains("bad-signature"));
    }

    @Test
    void finds_a_justification_of_another_block() {
        NodeStatus status = liarIsFound(Faults.justifications(chain, _ -> chain.justify(3)));
        assertTrue(status.disagreements().getFirst().text().contains("wrong-target"));
    }

    @Test
    void finds_a_justification_that_does_not_decode() {
        Faults.bytes(FakeNode.JSON.getNodeFactory().stringNode("0x00"));
        NodeStatus status =
                liarIsFound(
                        Faults.in(
                                "chain_getBlock",
                                node -> {
                                    var pair = node.path("justifications").path(0);
                                    ((tools.jackson.databind.node.ArrayNode) pair).set(1, "0x0102");
                                    return node;
                                }));
        assertTrue(status.disagreements().getFirst().text().contains("malformed"));
    }

    @Test
    void stops_with_a_reason_when_the_only_endpoint_has_a_justification_that_no_known_set_signed() {
        NodeStatus status =
                aloneItShowsNothing(Faults.justifications(chain, block -> signedBy(9, block, 0)));
        assertEquals(NodeStatus.State.STOPPED, status.state());
        assertTrue(status.explanation().contains("no-supermajority"), status.explanation());
    }

    @Test
    void finds_a_header_with_a_wrong_state_root() {
        liarIsFound(
                Faults.in(
                        "chain_getHeader",
                        node -> Faults.withField(node, "stateRoot", Hash256.ZERO.toHex())));
    }

    @Test
    void finds_a_foreign_genesis() {
        FakeNode foreign = new FakeNode(new FakeChain(5));
        try (VerifyingNode node = node(chain, foreign, new FakeNode(chain))) {
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            NodeStatus status = node.status();
            assertEquals(EndpointState.BANNED, status.endpoints().getFirst().state());
            assertTrue(status.disagreements().getFirst().text().contains("another network"));
            assertEquals(1, foreign.calls.values().stream().mapToInt(each -> each).sum());
        }
    }

    @Test
    void puts_garbage_and_endless_answers_aside() {
        liarIsFound(Faults.always(new RpcFault.Garbage("no JSON: <html>")));
        liarIsFound(Faults.always(new RpcFault.TooLarge(32 << 20)));
        liarIsFound(Faults.always(new RpcFault.TooLarge(32 << 20), "chain_getBlock"));
    }

    @Test
    void says_that_nobody_answers() {
        NodeStatus status =
                aloneItShowsNothing(Faults.always(new RpcFault.Timeout(Duration.ofSeconds(20))));
        assertEquals(NodeStatus.State.NO_PEER, status.state());
        assertEquals(EndpointState.SILENT, status.endpoints().getFirst().state());
        assertTrue(status.disagreements().isEmpty());
    }

    @Test
    void who_stays_away_is_at_fault_once_however_often_it_is_tried() {
        FakeNode away = new FakeNode(chain);
        away.fault = Faults.always(new RpcFault.Timeout(Duration.ofSeconds(20)));
        try (VerifyingNode node = node(chain, away)) {
            for (int i = 0; i < 5; i++) {
                node.round();
            }
            assertEquals(1, node.status().endpoints().getFirst().faults());
            away.fault = (_, honest) -> honest;
            node.round();
            away.fault = Faults.always(new RpcFault.Timeout(Duration.ofSeconds(20)));
            node.round();
            node.round();
            assertEquals(2, node.status().endpoints().getFirst().faults());
        }
    }

    @Test
    void an_old_head_holds_up_nobody_and_shows_in_the_claimed_heads() {
        FakeNode old = new FakeNode(chain);
        old.limit = 5;
        try (VerifyingNode node = node(chain, old, new FakeNode(chain))) {
            node.round();
            NodeStatus status = node.status();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            assertEquals(5, status.endpoints().getFirst().claimedHead().orElseThrow().number());
            assertEquals(20, status.endpoints().getLast().claimedHead().orElseThrow().number());
            readsRight(node);
        }
    }

    @Test
    void finds_a_refuted_read_proof_and_reads_elsewhere() {
        FakeNode liar = new FakeNode(chain);
        FakeNode honest = new FakeNode(chain);
        NodeOptions options =
                VerifyingNodeTest.options(
                                chain, new Anchor.Trusted(chain.checkpoint(), "test"), liar, honest)
                        .withPatience(Duration.ofMillis(50));
        try (VerifyingNode node = new VerifyingNode(options)) {
            node.round();
            liar.fault =
                    Faults.in(
                            "state_getReadProof",
                            proof -> {
                                var nodes =
                                        (tools.jackson.databind.node.ArrayNode) proof.path("proof");
                                Bytes last = Faults.bytes(nodes.get(nodes.size() - 1));
                                byte[] wrong = last.toArray();
                                wrong[wrong.length - 1] ^= 1;
                                nodes.set(nodes.size() - 1, Bytes.of(wrong).toHex());
                                return proof;
                            });
            // Whoever is asked first: the honest one answers when the liar is judged.
            honest.fault =
                    Faults.in(
                            "state_getReadProof",
                            proof -> {
                                long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
                                while (node.status().endpoints().getFirst().state()
                                                != EndpointState.BANNED
                                        && System.nanoTime() < deadline) {
                                    LockSupport.parkNanos(5_000_000);
                                }
                                return proof;
                            });
            int before = node.status().disagreements().size();
            int asked = proofs(liar);
            for (int i = 0; i < FakeChain.MAP_ENTRIES; i++) {
                FinalizedHead head = node.finalizedHead().orElseThrow();
                ProvenRead read = given(node.read(head, List.of(FakeChain.mapKey(i))));
                assertInstanceOf(StorageValue.Present.class, read.value(FakeChain.mapKey(i)));
            }
            assertEquals(asked + 1, proofs(liar));
            assertEquals(before + 1, node.status().disagreements().size());
        }
    }

    private static int proofs(FakeNode node) {
        return node.calls.getOrDefault("state_getReadProof", 0);
    }

    @Test
    void a_truncated_proof_is_never_taken_for_absence() {
        FakeNode truncating = new FakeNode(chain);
        try (VerifyingNode node = node(chain, truncating)) {
            node.round();
            truncating.fault = Faults.truncatedProofs();
            FinalizedHead head = node.finalizedHead().orElseThrow();
            for (int i = 0; i < FakeChain.MAP_ENTRIES; i++) {
                Answer<ProvenRead> answer = node.read(head, List.of(FakeChain.mapKey(i)));
                if (answer instanceof Answer.Given<ProvenRead>(ProvenRead read)) {
                    assertInstanceOf(StorageValue.Present.class, read.value(FakeChain.mapKey(i)));
                }
            }
            if (node.readRange(head, FakeChain.MAP)
                    instanceof Answer.Given<ProvenRange>(ProvenRange range)) {
                assertEquals(FakeChain.MAP_ENTRIES, range.entries().size());
            }
        }
        try (VerifyingNode node = node(chain, truncating)) {
            node.round();
            assertInstanceOf(
                    Answer.Missing.class,
                    node.readRange(node.finalizedHead().orElseThrow(), FakeChain.MAP));
        }
    }

    @Test
    void a_body_that_misses_an_extrinsic_is_refused() {
        FakeNode liar = new FakeNode(chain);
        try (VerifyingNode node = node(chain, liar)) {
            node.round();
            FinalizedHead head = node.finalizedHead().orElseThrow();
            liar.fault =
                    Faults.in(
                            "chain_getBlock",
                            block -> {
                                ((tools.jackson.databind.node.ArrayNode)
                                                block.path("block").path("extrinsics"))
                                        .removeAll();
                                return block;
                            });
            assertInstanceOf(Answer.Missing.class, node.body(head));
            assertEquals(EndpointState.BANNED, node.status().endpoints().getFirst().state());
        }
    }

    @Test
    void history_that_does_not_link_is_refused() {
        FakeNode liar = new FakeNode(chain);
        try (VerifyingNode node = node(chain, liar)) {
            node.round();
            liar.fault =
                    Faults.in(
                            "chain_getHeader",
                            header ->
                                    Faults.withField(
                                            header, "extrinsicsRoot", Hash256.ZERO.toHex()));
            assertInstanceOf(Answer.Missing.class, node.finalizedAt(7));
        }
    }

    @Test
    void a_liar_is_asked_again_after_its_time() {
        FakeNode liar = new FakeNode(chain);
        liar.fault = Faults.always(new RpcFault.Garbage("x"));
        SettableClock clock =
                new SettableClock(VerifyingNodeTest.options(chain, new Anchor.None("x")).clock());
        NodeOptions options =
                VerifyingNodeTest.options(
                                chain, new Anchor.Trusted(chain.checkpoint(), "test"), liar)
                        .withClock(clock);
        try (VerifyingNode node = new VerifyingNode(options)) {
            node.round();
            liar.fault = (_, honest) -> honest;
            node.round();
            assertEquals(0, node.finalizedHead().orElseThrow().number());
            clock.advance(Duration.ofMinutes(2));
            node.round();
            assertEquals(20, node.finalizedHead().orElseThrow().number());
        }
    }

    @Test
    void an_extrinsic_goes_to_every_endpoint_and_a_refusal_keeps_its_code() {
        FakeNode refusing = new FakeNode(chain);
        refusing.fault =
                Faults.always(
                        new RpcFault.RpcError(1010, "Invalid Transaction", "stale"),
                        "author_submitExtrinsic");
        try (VerifyingNode node = node(chain, refusing)) {
            node.round();
            assertEquals(
                    new SubmitResult.Refused(1010, "Invalid Transaction: stale"),
                    node.submit(Bytes.ofInts(4, 1)));
        }
        try (VerifyingNode node = node(chain, refusing, new FakeNode(chain), new FakeNode(chain))) {
            node.round();
            assertEquals(
                    2,
                    assertInstanceOf(SubmitResult.Sent.class, node.submit(Bytes.ofInts(4, 1)))
                            .endpoints());
        }
        try (VerifyingNode node = node(chain)) {
            assertInstanceOf(SubmitResult.Unreachable.class, node.submit(Bytes.ofInts(4, 1)));
        }
    }

    @Test
    void nothing_wrong_comes_out_of_two_hundred_endpoints_that_flip_a_bit_in_each_answer() {
        int reached = 0;
        for (int seed = 0; seed < 200; seed++) {
            FakeNode liar = new FakeNode(chain);
            liar.fault =
                    seed % 2 == 0
                            ? Faults.flips(seed)
                            : afterwards(liar, Faults.flips(seed), seed % 9);
            try (VerifyingNode node = node(chain, liar)) {
                node.round();
                FinalizedHead head = node.finalizedHead().orElseThrow();
                BlockId real = chain.at(head.number()).id();
                assertEquals(real, head.block(), "seed " + seed);
                reached += head.number() > 0 ? 1 : 0;
                node.read(head, List.of(FakeChain.mapKey(5)))
                        .map(read -> {
                            long block = head.number() >= 5 ? 5 : 0;
                            assertEquals(
                                    new StorageValue.Present(FakeChain.mapValue(5, block)),
                                    read.value(FakeChain.mapKey(5)));
                            return read;
                        });
            }
        }
        assertTrue(reached > 0, "some must get as far as to read");
    }

    /** Honest for some answers, then not. */
    private static FakeNode.Fault afterwards(FakeNode node, FakeNode.Fault fault, int honestCalls) {
        return (request, honest) ->
                node.calls.values().stream().mapToInt(each -> each).sum() <= honestCalls
                        ? honest
                        : fault.apply(request, honest);
    }
}

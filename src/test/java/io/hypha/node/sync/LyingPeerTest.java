package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.Disagreement;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.header.Header;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.GrandpaMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One peer lies, another is honest: who lied about what is said, and the sync goes on. */
class LyingPeerTest {

    private FakeChain chain;
    private FakePeer liar;
    private FakePeer honest;

    @BeforeEach
    void grow() {
        chain = new FakeChain(4);
        chain.grow(12);
        chain.changeVoters(5, 5, 0);
        chain.grow(12);
        liar = new FakePeer(chain, 0);
        honest = new FakePeer(chain, 1);
    }

    /** The liar is met first; what it does is seen once the honest one has answered, too. */
    private Disagreement liarIsFound(String words) {
        return liarIsFound(words, _ -> {});
    }

    private Disagreement liarIsFound(String words, Consumer<VerifyingNode> between) {
        try (VerifyingNode node = PeerSyncTest.node(chain, liar)) {
            PeerSide peers = node.peers().orElseThrow();
            node.round();
            between.accept(node);
            peers.meet(honest);
            peers.grandpa(honest, new GrandpaMessage.Neighbor(1, 1, 25));
            for (int i = 0; i < 3; i++) {
                node.round();
            }
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            readsRight(node);
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.FOLLOWING, status.state(), status.explanation());
            assertTrue(
                    status.disagreements().stream()
                            .allMatch(each -> each.endpoint().endsWith(liar.id().toString())),
                    status.disagreements().toString());
            Disagreement found = status.disagreements().getFirst();
            assertTrue(found.text().contains(words), found.toString());
            return found;
        }
    }

    private static void readsRight(VerifyingNode node) {
        FinalizedHead head = node.finalizedHead().orElseThrow();
        ProvenRead read = given(node.read(head, List.of(FakeChain.mapKey(5))));
        assertEquals(
                new StorageValue.Present(FakeChain.mapValue(5, 5)),
                read.value(FakeChain.mapKey(5)));
    }

    /** The honest warp proof with its last justification replaced. */
    private UnaryOperator<PeerAnswer<Bytes>> lastJustified(Justification forged) {
        return answer ->
                answer.map(encoded -> {
                    WarpProof proof = WarpProof.decode(encoded);
                    List<WarpProof.Fragment> fragments = new ArrayList<>(proof.fragments());
                    WarpProof.Fragment last = fragments.removeLast();
                    fragments.add(new WarpProof.Fragment(last.header(), forged));
                    return new WarpProof(fragments, proof.finished()).encode();
                });
    }

    @Test
    void finds_a_truncated_warp_proof() {
        liar.warpFault = answer -> answer.map(proof -> proof.slice(0, proof.size() - 9));
        Disagreement found = liarIsFound("malformed");
        assertEquals("a warp proof from #0", found.about());
    }

    @Test
    void finds_a_warp_proof_that_never_ends_and_leads_nowhere() {
        liar.warpFault = _ -> PeerAnswer.got(new WarpProof(List.of(), false).encode());
        liarIsFound("expected fragments that lead further or a finished proof");
    }

    @Test
    void finds_a_forged_justification() {
        liar.warpFault =
                lastJustified(FakeChain.justify(chain.head().id(), FakeChain.seeds(9, 5), 1));
        liarIsFound("no-supermajority");
    }

    @Test
    void finds_forged_justifications_of_ever_higher_blocks() {
        liar.warpFault =
                _ -> {
                    Header head = chain.head().header();
                    Header above = Turncoat.child(head, head.number() + 3);
                    return PeerAnswer.got(
                            new WarpProof(
                                            List.of(
                                                    new WarpProof.Fragment(
                                                            above,
                                                            FakeChain.justify(
                                                                    above.id(),
                                                                    FakeChain.seeds(9, 5),
                                                                    1))),
                                            true)
                                    .encode());
                };
        try (VerifyingNode node = PeerSyncTest.node(chain, honest, liar)) {
            PeerSide peers = node.peers().orElseThrow();
            for (int i = 0; i < 12 && node.status().disagreements().isEmpty(); i++) {
                for (FakePeer each : List.of(honest, liar)) {
                    peers.grandpa(
                            each,
                            new GrandpaMessage.Neighbor(1, 1, chain.head().header().number()));
                }
                node.round();
                chain.grow(1);
            }
            Disagreement found = node.status().disagreements().getFirst();
            assertTrue(found.endpoint().endsWith(liar.id().toString()), found.toString());
            assertTrue(found.text().contains("no-supermajority"), found.toString());
        }
    }

    @Test
    void finds_a_justification_signed_for_a_wrong_set_id() {
        liar.warpFault =
                lastJustified(FakeChain.justify(chain.head().id(), chain.head().voterSeeds(), 7));
        liarIsFound("bad-signature");
    }

    @Test
    void finds_a_ghost_above_the_target() {
        FakeChain.Block target = chain.at(24);
        FakeChain.Block above = chain.at(25);
        Justification votes =
                FakeChain.justify(above.id(), above.voterSeeds(), 1, target.header().number() + 7);
        Precommit low =
                FakeChain.justify(target.id(), target.voterSeeds(), 1, votes.round())
                        .precommits()
                        .getFirst();
        List<Precommit> mixed = new ArrayList<>(votes.precommits());
        mixed.set(0, low);
        Justification ghost =
                new Justification(votes.round(), target.id(), mixed, List.of(above.header()));
        liar.limit = 24;
        liar.warpFault = lastJustified(ghost);
        liarIsFound("not-ghost");
    }

    @Test
    void finds_a_replayed_old_head() {
        Bytes old = liar.warp(0).encode();
        liarIsFound(
                "not-rising",
                node -> {
                    liar.warpFault = _ -> PeerAnswer.got(old);
                    chain.grow(0);
                    node.peers().orElseThrow().grandpa(liar, new GrandpaMessage.Neighbor(1, 1, 26));
                    node.round();
                });
    }

    @Test
    void finds_a_wrong_read_proof() {
        liar.proofFault =
                answer ->
                        answer.map(proof ->
                                proof.map(nodes -> {
                                    List<Bytes> wrong = new ArrayList<>(nodes);
                                    byte[] last = wrong.removeLast().toArray();
                                    last[last.length - 1] ^= 1;
                                    wrong.add(Bytes.of(last));
                                    return List.copyOf(wrong);
                                }));
        Disagreement found = liarIsFound("");
        assertTrue(found.about().contains("read proof at #25"), found.toString());
    }

    /** Peers take turns; the next question goes to the liar first. */
    private void liarIsNext(VerifyingNode node) {
        Sources sources = node.peers().orElseThrow().sources();
        while (sources.usable().getFirst().node().identity().equals(liar.id().toString())) {
            // The other one comes next.
        }
    }

    @Test
    void finds_a_wrong_range_proof() {
        chain.addMap(5_000);
        try (VerifyingNode node = PeerSyncTest.impatientNode(chain, liar)) {
            node.round();
            CountDownLatch lied = new CountDownLatch(1);
            liar.stateFault =
                    answer -> {
                        lied.countDown();
                        return answer.map(proof -> {
                            byte[] wrong = proof.toArray();
                            wrong[wrong.length / 2] ^= 1;
                            return Bytes.of(wrong);
                        });
                    };
            node.peers().orElseThrow().meet(honest);
            node.round();
            honest.proofFault = answer -> after(lied, answer);
            honest.stateFault = answer -> after(lied, answer);
            liarIsNext(node);
            FinalizedHead head = node.finalizedHead().orElseThrow();
            int entries = given(node.readRange(head, FakeChain.BIG_MAP)).entries().size();
            assertEquals(5_000, entries);
            assertEquals("a range proof at #26", awaitDisagreement(node).about());
        }
    }

    /** Whoever comes to its question when another one has answered it has nothing to lie about. */
    private static <T> T after(CountDownLatch latch, T answer) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    /** Whoever answers after another one is judged a little later, too. */
    static Disagreement awaitDisagreement(VerifyingNode node) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (node.status().disagreements().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
        }
        List<Disagreement> found = node.status().disagreements();
        assertEquals(1, found.size());
        return found.getFirst();
    }

    @Test
    void finds_a_block_that_is_not_the_one_asked_for() {
        liar.blocksFault =
                answer ->
                        answer.map(blocks ->
                                blocks.isEmpty()
                                        ? blocks
                                        : List.of(
                                                new BlockData(
                                                        blocks.getFirst().hash(),
                                                        Optional.of(chain.at(3).header().encode()),
                                                        List.of(),
                                                        blocks.getFirst().justifications())));
        liarIsFound(
                "expected the header with hash",
                node -> {
                    chain.grow(0);
                    Headers.byHash(source(node), chain.at(7).header().hash());
                });
    }

    private static Source source(VerifyingNode node) {
        return node.peers().orElseThrow().sources().peers().getFirst();
    }

    @Test
    void finds_a_commit_that_the_voters_did_not_sign() {
        liarIsFound(
                "bad-signature",
                node -> {
                    chain.grow(1);
                    PeerSyncTest.announce(node, liar);
                    Commit honestOne = PeerSyncTest.commit(chain, 26);
                    liar.warps = false;
                    node.peers()
                            .orElseThrow()
                            .grandpa(
                                    liar,
                                    new GrandpaMessage.Commit(
                                            new Commit(
                                                            honestOne.round() + 1,
                                                            1,
                                                            honestOne.target(),
                                                            honestOne.precommits())
                                                    .encode()));
                    node.round();
                    node.round();
                    node.peers().orElseThrow().grandpa(liar, new GrandpaMessage.Neighbor(1, 1, 26));
                });
    }

    @Test
    void finds_a_commit_of_another_set_once_finality_has_passed() {
        liarIsFound(
                "expected one of set 1, found one of set 3",
                node -> {
                    chain.grow(1);
                    Commit honestOne = PeerSyncTest.commit(chain, 26);
                    liar.warpFault = _ -> PeerAnswer.got(new WarpProof(List.of(), true).encode());
                    node.peers()
                            .orElseThrow()
                            .grandpa(
                                    liar,
                                    new GrandpaMessage.Commit(
                                            new Commit(
                                                            honestOne.round(),
                                                            3,
                                                            honestOne.target(),
                                                            honestOne.precommits())
                                                    .encode()));
                    node.round();
                    node.peers().orElseThrow().meet(honest);
                    node.peers()
                            .orElseThrow()
                            .grandpa(honest, new GrandpaMessage.Neighbor(1, 1, 26));
                });
    }

    @Test
    void a_silent_or_slow_peer_holds_up_nobody() {
        liar.warpFault = _ -> PeerAnswer.failed(new PeerFault.Timeout(Duration.ofSeconds(15), 7));
        try (VerifyingNode node = PeerSyncTest.node(chain, liar, honest)) {
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            readsRight(node);
            assertEquals(NodeStatus.State.FOLLOWING, node.status().state());
        }
    }

    @Test
    void endless_and_garbled_answers_put_a_peer_aside() {
        liar.warpFault = _ -> PeerAnswer.failed(new PeerFault.TooLarge(14 << 20));
        liarIsFound("above the limit");
        liar = new FakePeer(chain, 2);
        liar.warpFault = _ -> PeerAnswer.failed(new PeerFault.Garbage("no length"));
        liarIsFound("no length");
    }

    @Test
    void a_peer_that_dies_is_forgotten_and_the_other_goes_on() {
        try (VerifyingNode node = PeerSyncTest.node(chain, liar, honest)) {
            node.round();
            node.peers().orElseThrow().left(liar, "the connection ended");
            chain.grow(3);
            node.peers().orElseThrow().grandpa(honest, new GrandpaMessage.Neighbor(1, 1, 28));
            node.round();
            assertEquals(28, node.finalizedHead().orElseThrow().number());
            readsRight(node);
        }
    }

    @Test
    void a_late_liar_is_found_behind_a_quicker_peer() {
        try (VerifyingNode node = PeerSyncTest.impatientNode(chain, liar, honest)) {
            node.round();
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch answered = new CountDownLatch(1);
            liar.proofFault =
                    answer -> {
                        asked.countDown();
                        return after(answered, answer)
                                .map(proof -> proof.map(nodes -> nodes.subList(1, nodes.size())));
                    };
            honest.proofFault = answer -> after(asked, answer);
            liarIsNext(node);
            given(node.read(node.finalizedHead().orElseThrow(), List.of(FakeChain.mapKey(33))));
            answered.countDown();
            awaitDisagreement(node);
        }
    }

    @Test
    void nothing_wrong_comes_out_of_two_hundred_peers_that_flip_a_bit_in_each_answer() {
        for (int seed = 0; seed < 200; seed++) {
            FakePeer flipping = new FakePeer(chain, 3);
            Random random = new Random(seed);
            UnaryOperator<Bytes> flip =
                    bytes -> {
                        byte[] wrong = bytes.toArray();
                        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
                        return Bytes.of(wrong);
                    };
            flipping.warpFault = answer -> random.nextInt(3) > 0 ? answer : answer.map(flip);
            flipping.proofFault =
                    answer ->
                            random.nextInt(3) > 0
                                    ? answer
                                    : answer.map(proof ->
                                            proof.map(nodes -> {
                                                List<Bytes> wrong = new ArrayList<>(nodes);
                                                int at = random.nextInt(wrong.size());
                                                wrong.set(at, flip.apply(wrong.get(at)));
                                                return List.copyOf(wrong);
                                            }));
            try (VerifyingNode node = PeerSyncTest.node(chain, flipping)) {
                node.round();
                FinalizedHead head = node.finalizedHead().orElseThrow();
                assertEquals(chain.at(head.number()).id(), head.block(), "seed " + seed);
                node.read(head, List.of(FakeChain.mapKey(5)))
                        .map(read -> {
                            assertEquals(
                                    new StorageValue.Present(
                                            FakeChain.mapValue(5, head.number() >= 5 ? 5 : 0)),
                                    read.value(FakeChain.mapKey(5)));
                            return read;
                        });
            }
        }
    }
}

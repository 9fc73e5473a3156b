package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.FinalitySource;
import io.hypha.node.NodeStatus.Wire;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.SealedBlock;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The light node over peers alone, in memory and round by round. */
class PeerSyncTest {

    static NodeOptions options(FakeChain chain) {
        return VerifyingNodeTest.options(chain, new Anchor.Trusted(chain.checkpoint(), "test"))
                .withPeers(List.of());
    }

    static VerifyingNode node(FakeChain chain, Peer... peers) {
        return node(options(chain), peers);
    }

    /** For tests in which one peer answers only when another one has been asked. */
    static VerifyingNode impatientNode(FakeChain chain, Peer... peers) {
        return node(options(chain).withPatience(Duration.ofMillis(50)), peers);
    }

    private static VerifyingNode node(NodeOptions options, Peer... peers) {
        VerifyingNode node = new VerifyingNode(options);
        for (Peer peer : peers) {
            node.peers().orElseThrow().meet(peer);
        }
        return node;
    }

    static void announce(VerifyingNode node, FakePeer peer) {
        node.peers()
                .orElseThrow()
                .announced(peer, new BlockAnnounce(peer.chain.head().header(), true, Bytes.EMPTY));
    }

    static Commit commit(FakeChain chain, long number) {
        Justification justification = chain.justify(number);
        return new Commit(
                justification.round(),
                chain.at(number).signers().setId(),
                justification.target(),
                justification.precommits());
    }

    static void gossip(VerifyingNode node, Peer peer, Commit commit) {
        node.peers().orElseThrow().grandpa(peer, new GrandpaMessage.Commit(commit.encode()));
    }

    private static void reachesHead(FakeChain chain, VerifyingNode node) {
        NodeStatus status = node.status();
        assertEquals(
                chain.head().id(),
                node.finalizedHead().orElseThrow().block(),
                status.explanation());
        assertTrue(status.disagreements().isEmpty(), status.disagreements().toString());
    }

    @Test
    void warps_over_changes_of_voters_to_the_head_and_reads_with_proof() {
        FakeChain chain = new FakeChain(4);
        for (int i = 0; i < 5; i++) {
            chain.grow(7);
            chain.changeVoters(3 + i, 4 + i, 0);
        }
        chain.grow(3);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            reachesHead(chain, node);
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.FOLLOWING, status.state());
            assertEquals(5, status.voters().orElseThrow().setId());
            assertEquals(
                    new FinalitySource(Wire.P2P, peer.id().toString()),
                    status.finalitySource().orElseThrow());
            FinalizedHead head = node.finalizedHead().orElseThrow();
            ProvenRead read =
                    given(node.read(head, List.of(FakeChain.mapKey(3), Bytes.ofInts(1, 2, 3))));
            assertEquals(
                    new StorageValue.Present(FakeChain.mapValue(3, 43)),
                    read.value(FakeChain.mapKey(3)));
            assertInstanceOf(StorageValue.Absent.class, read.value(Bytes.ofInts(1, 2, 3)));
            assertEquals(
                    FakeChain.MAP_ENTRIES,
                    given(node.readRange(head, FakeChain.MAP)).entries().size());
            assertEquals(chain.at(9).extrinsics(), given(node.body(given(node.finalizedAt(9)))));
            assertInstanceOf(
                    TrustPath.Extended.class,
                    TrustPath.walk(
                            chain.checkpoint(),
                            given(node.link(given(node.finalizedAt(20)))),
                            new GrandpaVerifier()));
            assertEquals(
                    io.hypha.node.crypto.Blake2b.hash256(FakeChain.CODE_VALUE),
                    status.chain().orElseThrow().codeHash());
            assertEquals(3, status.chain().orElseThrow().auraAuthorities());
        }
    }

    @Test
    void goes_on_from_an_unfinished_proof() {
        FakeChain chain = new FakeChain(4);
        for (int i = 0; i < 5; i++) {
            chain.grow(3);
            chain.changeVoters(3 + i, 4, 0);
        }
        chain.grow(2);
        FakePeer peer = new FakePeer(chain, 0);
        peer.fragmentsPerProof = 2;
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            reachesHead(chain, node);
            assertEquals(3, peer.count("warp"));
        }
    }

    @Test
    void an_empty_finished_proof_means_up_to_date() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        FakePeer peer = new FakePeer(chain, 0);
        SettableClock clock = new SettableClock(options(chain).clock());
        try (VerifyingNode node = new VerifyingNode(options(chain).withClock(clock))) {
            node.peers().orElseThrow().meet(peer);
            node.round();
            int asked = peer.count("warp");
            for (int i = 0; i < 4; i++) {
                clock.advance(Duration.ofSeconds(13));
                node.round();
            }
            reachesHead(chain, node);
            assertEquals(asked + 4, peer.count("warp"));
            node.round();
            assertEquals(asked + 4, peer.count("warp"), "not before it is time again");
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "40"})
    void follows_a_change_that_was_announced_with_a_delay(long delay) {
        FakeChain chain = new FakeChain(4);
        chain.grow(10);
        chain.changeVoters(3, 5, delay);
        chain.grow(60);
        try (VerifyingNode node = node(chain, new FakePeer(chain, 0))) {
            node.round();
            reachesHead(chain, node);
            assertEquals(1, node.status().voters().orElseThrow().setId());
        }
    }

    @Test
    void stops_at_a_forced_change_and_asks_for_a_checkpoint() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        chain.forceVoters(7, 4);
        chain.grow(5);
        try (VerifyingNode node = node(chain, new FakePeer(chain, 0))) {
            node.round();
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.STOPPED, status.state(), status.explanation());
            assertTrue(status.explanation().contains("checkpoint"), status.explanation());
            assertTrue(node.finalizedHead().orElseThrow().number() <= 5);
        }
    }

    @Test
    void takes_stored_justifications_where_a_peer_gives_no_warp_proofs() {
        FakeChain chain = new FakeChain(4);
        chain.grow(20);
        FakePeer peer = new FakePeer(chain, 0);
        peer.warps = false;
        try (VerifyingNode node = node(chain, peer)) {
            node.peers().orElseThrow().grandpa(peer, new GrandpaMessage.Neighbor(1, 0, 18));
            node.round();
            assertEquals(18, node.finalizedHead().orElseThrow().number());
            assertEquals(20, node.status().sealed().orElseThrow().number());
        }
    }

    @Test
    void a_commit_finalizes_what_is_known_and_waits_for_what_is_not() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            int asked = peer.count("warp");
            chain.grow(2);
            peer.warps = false;
            gossip(node, peer, commit(chain, 7));
            peer.limit = 6;
            node.round();
            assertEquals(5, node.finalizedHead().orElseThrow().number());
            peer.limit = Long.MAX_VALUE;
            announce(node, peer);
            node.round();
            assertEquals(7, node.finalizedHead().orElseThrow().number());
            assertTrue(peer.count("warp") <= asked + 1);
            assertTrue(node.status().disagreements().isEmpty());
        }
    }

    @Test
    void a_commit_with_votes_for_descendants_takes_its_ancestry_from_our_own_headers() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            chain.grow(3);
            announce(node, peer);
            peer.warpFault = _ -> PeerAnswer.failed(new PeerFault.Refused("busy"));
            peer.blocksFault =
                    honest -> peer.count("quiet") > 0 ? PeerAnswer.got(List.of()) : honest;
            node.peers().orElseThrow().round();
            Commit six = commit(chain, 6);
            Justification eight =
                    FakeChain.justify(chain.at(8).id(), chain.at(8).voterSeeds(), 0, six.round());
            List<io.hypha.node.consensus.Precommit> mixed = new ArrayList<>(six.precommits());
            mixed.set(0, eight.precommits().getFirst());
            mixed.set(1, eight.precommits().get(1));
            gossip(node, peer, new Commit(six.round(), 0, six.target(), mixed));
            node.round();
            assertTrue(node.finalizedHead().orElseThrow().number() >= 6);
            assertTrue(
                    node.status().disagreements().isEmpty(),
                    node.status().disagreements().toString());
        }
    }

    @Test
    void a_neighbor_that_is_further_is_asked_at_once() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            chain.grow(3);
            node.round();
            assertEquals(5, node.finalizedHead().orElseThrow().number());
            node.peers().orElseThrow().grandpa(peer, new GrandpaMessage.Neighbor(1, 0, 8));
            node.round();
            assertEquals(8, node.finalizedHead().orElseThrow().number());
        }
    }

    @Test
    void sealed_blocks_are_told_with_their_bodies() throws InterruptedException {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            BlockingQueue<SealedBlock> told = new LinkedBlockingQueue<>();
            try (var _ = node.onSealed(told::add)) {
                chain.grow(3);
                announce(node, peer);
                node.round();
                for (long number = 6; number <= 8; number++) {
                    SealedBlock block = told.poll(60, TimeUnit.SECONDS);
                    assertEquals(chain.at(number).id(), block.block());
                    assertEquals(chain.at(number).extrinsics(), given(node.body(block)));
                }
            }
        }
    }

    @Test
    void many_keys_are_asked_for_once_and_again_by_what_changed() {
        FakeChain chain = new FakeChain(4);
        chain.addMap(20_000);
        FakePeer peer = new FakePeer(chain, 0);
        List<Bytes> keys =
                IntStream.range(0, 3_000)
                        .mapToObj(index -> FakeChain.bigKey(index * 7 % 25_000))
                        .toList();
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            int before = peer.count("keys");
            ProvenRead read = given(node.read(node.finalizedHead().orElseThrow(), keys));
            int cold = peer.count("keys") - before;
            assertTrue(cold <= keys.size(), () -> peer.calls.toString());

            chain.changeMap(List.of(7, 14));
            node.peers().orElseThrow().grandpa(peer, new GrandpaMessage.Neighbor(1, 0, 2));
            node.round();
            before = peer.count("keys");
            ProvenRead newer = given(node.read(node.finalizedHead().orElseThrow(), keys));
            int again = peer.count("keys") - before;
            assertTrue(again < 100, again + " of " + keys.size() + " keys");

            for (Bytes key : keys) {
                boolean changed =
                        key.equals(FakeChain.bigKey(7)) || key.equals(FakeChain.bigKey(14));
                assertEquals(changed, !read.value(key).equals(newer.value(key)), key.toHex());
            }
            assertEquals(new StorageValue.Absent(), newer.value(FakeChain.bigKey(20_006)));
            assertInstanceOf(
                    ProofCheck.Valid.class, ReadProof.check(newer.at().stateRoot(), newer.proof()));
        }
    }

    @Test
    void a_large_map_comes_in_runs_and_again_by_what_changed() {
        FakeChain chain = new FakeChain(4);
        chain.addMap(20_000);
        chain.grow(3);
        FakePeer peer = new FakePeer(chain, 0);
        try (VerifyingNode node = node(chain, peer)) {
            node.round();
            ProvenRange range =
                    given(node.readRange(node.finalizedHead().orElseThrow(), FakeChain.BIG_MAP));
            assertEquals(20_000, range.entries().size());
            assertTrue(peer.count("state") > 3, () -> peer.calls.toString());
            assertInstanceOf(
                    ProofCheck.Valid.class, ReadProof.check(range.at().stateRoot(), range.proof()));

            int keys = peer.count("keys");
            int states = peer.count("state");
            chain.changeMap(17);
            node.peers().orElseThrow().grandpa(peer, new GrandpaMessage.Neighbor(1, 0, 5));
            node.round();
            ProvenRange newer =
                    given(node.readRange(node.finalizedHead().orElseThrow(), FakeChain.BIG_MAP));
            assertEquals(5, newer.at().number());
            assertEquals(20_000, newer.entries().size());
            assertTrue(!newer.entries().equals(range.entries()));
            assertEquals(states, peer.count("state"));
            assertTrue(peer.count("keys") - keys < 40, () -> peer.calls.toString());
            assertInstanceOf(
                    ProofCheck.Valid.class, ReadProof.check(newer.at().stateRoot(), newer.proof()));
        }
    }

    @Test
    void a_peer_that_pruned_a_block_is_passed_over_for_an_archive() {
        FakeChain chain = new FakeChain(4);
        chain.grow(40);
        FakePeer pruned = new FakePeer(chain, 0);
        pruned.stateBlocks = 8;
        FakePeer archive = new FakePeer(chain, 1);
        try (VerifyingNode node = node(chain, pruned, archive)) {
            node.round();
            given(node.read(given(node.finalizedAt(10)), List.of(FakeChain.mapKey(1))));
            int asked = pruned.count("proof");
            given(node.read(given(node.finalizedAt(9)), List.of(FakeChain.mapKey(20))));
            given(node.read(given(node.finalizedAt(3)), List.of(FakeChain.mapKey(30))));
            assertEquals(asked, pruned.count("proof"));
            assertEquals(0, node.status().disagreements().size());
        }
        try (VerifyingNode node = node(chain, pruned)) {
            node.round();
            assertEquals(
                    Answer.Reason.STATE_PRUNED,
                    assertInstanceOf(
                                    Answer.Missing.class,
                                    node.read(
                                            given(node.finalizedAt(10)),
                                            List.of(FakeChain.mapKey(1))))
                            .reason());
        }
    }

    @Test
    void is_fresh_only_when_two_sources_agree_and_the_slot_is_young() {
        FakeChain chain = new FakeChain(4);
        chain.grow(20);
        SettableClock clock = afterBlock(21);
        try (VerifyingNode node = new VerifyingNode(options(chain).withClock(clock))) {
            PeerSide peers = node.peers().orElseThrow();
            assertInstanceOf(Freshness.Unknown.class, node.status().freshness());
            FakePeer first = new FakePeer(chain, 0);
            FakePeer second = new FakePeer(chain, 1);
            peers.meet(first);
            peers.grandpa(first, new GrandpaMessage.Neighbor(1, 0, 20));
            node.round();
            assertEquals(
                    new Freshness.SingleSource(Duration.ofSeconds(12), 1),
                    node.status().freshness());
            peers.meet(second);
            peers.grandpa(second, new GrandpaMessage.Neighbor(1, 0, 19));
            node.round();
            assertEquals(new Freshness.Fresh(Duration.ofSeconds(12), 2), node.status().freshness());
            second.warps = false;
            peers.grandpa(second, new GrandpaMessage.Neighbor(1, 0, 90));
            node.round();
            assertTrue(
                    assertInstanceOf(Freshness.Disagree.class, node.status().freshness())
                            .text()
                            .contains("#90"));
            peers.grandpa(second, new GrandpaMessage.Neighbor(1, 0, 20));
            clock.advance(Duration.ofMinutes(5));
            assertEquals(
                    new Freshness.Stale(Duration.ofSeconds(312), 2), node.status().freshness());
        }
    }

    /** A chain of 20 blocks whose newest is one slot old, two peers, and what they say. */
    private VerifyingNode young(
            FakeChain chain, SettableClock clock, FakePeer first, FakePeer second) {
        chain.grow(20);
        VerifyingNode node = new VerifyingNode(options(chain).withClock(clock));
        PeerSide peers = node.peers().orElseThrow();
        for (FakePeer each : List.of(first, second)) {
            peers.meet(each);
            peers.grandpa(each, new GrandpaMessage.Neighbor(1, 0, 20));
        }
        node.round();
        return node;
    }

    private static SettableClock afterBlock(long number) {
        return new SettableClock(
                java.time.Clock.fixed(
                        java.time.Instant.ofEpochMilli(
                                (FakeChain.FIRST_SLOT + number) * FakeChain.SLOT_MILLIS),
                        java.time.ZoneOffset.UTC));
    }

    @Test
    void two_sources_of_one_neighbourhood_are_one() {
        FakeChain chain = new FakeChain(4);
        FakePeer first = new FakePeer(chain, 0);
        FakePeer second = new FakePeer(chain, 1);
        second.neighbourhood = first.neighbourhood;
        try (VerifyingNode node = young(chain, afterBlock(21), first, second)) {
            assertEquals(
                    new Freshness.SingleSource(Duration.ofSeconds(12), 1),
                    node.status().freshness());
        }
    }

    @Test
    void who_claims_more_than_it_proves_is_asked_once_and_not_heard_until_it_does() {
        FakeChain chain = new FakeChain(4);
        FakePeer first = new FakePeer(chain, 0);
        FakePeer boaster = new FakePeer(chain, 1);
        SettableClock clock = afterBlock(21);
        try (VerifyingNode node = young(chain, clock, first, boaster)) {
            assertEquals(new Freshness.Fresh(Duration.ofSeconds(12), 2), node.status().freshness());
            PeerSide peers = node.peers().orElseThrow();
            int before = boaster.count("warp");
            for (long claim = 90; claim < 95; claim++) {
                peers.grandpa(boaster, new GrandpaMessage.Neighbor(1, 0, claim));
                node.round();
            }
            assertEquals(before + 1, boaster.count("warp"));
            assertEquals(
                    new Freshness.SingleSource(Duration.ofSeconds(12), 1),
                    node.status().freshness());
            assertEquals(
                    List.of("claims that #90 is final and proves none above #20"),
                    node.status().disagreements().stream().map(each -> each.text()).toList());
            peers.grandpa(boaster, new GrandpaMessage.Neighbor(1, 0, 20));
            clock.advance(Duration.ofSeconds(24));
            node.round();
            assertEquals(new Freshness.Fresh(Duration.ofSeconds(36), 2), node.status().freshness());
        }
    }
}

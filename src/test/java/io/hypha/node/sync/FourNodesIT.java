package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetMembers;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.Progress;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.header.Header;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.NetworkLimits;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.RudePeer;
import io.hypha.node.network.wire.Multiaddr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four nodes with one authority each make a chain; the first dies, stalls or lies. Hypha says which
 * fault by which peer and goes on through the others.
 */
@Order(1)
class FourNodesIT {

    private static final String[] VOTERS = {"//Alice", "//Bob", "//Charlie", "//Dave"};
    private static final NetworkLimits USUAL =
            limits(NetworkLimits.DEFAULT.light(), NetworkLimits.DEFAULT.idle());

    /** For who never answers: honest ones must still be in time on a busy machine. */
    private static final NetworkLimits HASTY = limits(Duration.ofSeconds(4), Duration.ofSeconds(3));

    @TempDir private static Path dir;

    private static DevnetMembers members;
    private static Turncoat first;
    private static NetworkRecord record;
    private static List<Multiaddr> addresses;

    private RunningNode node;
    private NetworkLimits limits = USUAL;
    private int reads;

    @BeforeAll
    static void start() {
        members =
                DevnetMembers.prepare(
                        DevnetOptions.defaults(dir)
                                .withRpcPort(0)
                                .withP2pPort(0)
                                .withBlockTime(Duration.ofMillis(700))
                                .withDataDir(dir.resolve("chain")),
                        4,
                        3,
                        Progress.SILENT);
        for (int k = 0; k < 4; k++) {
            startNode(k);
        }
        record =
                ChainSpec.read(
                        Bytes.of(members.chainSpec().getBytes(StandardCharsets.UTF_8)), "the spec");
        addresses = members.running().stream().map(each -> each.p2pAddresses().getFirst()).toList();
    }

    private static void startNode(int k) {
        members.startNode(
                k,
                honest -> {
                    if (k > 0) {
                        return honest;
                    }
                    first = new Turncoat(honest);
                    return first;
                });
    }

    @AfterAll
    static void stop() {
        members.close();
    }

    @AfterEach
    void close() {
        first.turn(UnaryOperator.identity());
        if (node != null) {
            node.close();
        }
    }

    /** The usual limits, but for how large and how late an answer may be. */
    private static NetworkLimits limits(Duration answer, Duration silence) {
        NetworkLimits usual = NetworkLimits.DEFAULT;
        return new NetworkLimits(
                usual.dial(),
                usual.handshake(),
                answer,
                answer,
                answer,
                answer,
                silence,
                usual.ping(),
                usual.firstRetry(),
                usual.lastRetry(),
                4 << 20,
                usual.peerBytes(),
                usual.served(),
                usual.servedPerPeer(),
                usual.queued(),
                usual.perHost());
    }

    private void follow(List<Multiaddr> bootnodes) {
        node =
                LightNodes.start(
                        NodeOptions.overPeers(record)
                                .withPeers(
                                        NetworkOptions.light(
                                                        record.network().genesisHash(), bootnodes)
                                                .withLimits(limits)));
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> what + ": " + node.status());
            LockSupport.parkNanos(20_000_000);
        }
    }

    private long connected() {
        return node.status().peers().stream()
                .filter(each -> each.state() == PeerState.CONNECTED)
                .count();
    }

    private String firstId() {
        return addresses.getFirst().peerId().orElseThrow().toString();
    }

    private void followAll() {
        follow(addresses);
        await("four peers", () -> connected() == 4);
        await("following", () -> node.status().state() == NodeStatus.State.FOLLOWING);
    }

    /** A key that nobody asked for before, so that peers are asked. */
    private void readSomething() {
        byte[] key = new byte[8];
        key[0] = (byte) (17 * ++reads);
        key[1] = (byte) reads;
        node.finalizedHead().ifPresent(head -> node.read(head, List.of(Bytes.of(key))));
    }

    private NodeStatus.Peer describedFirst() {
        return node.status().peers().stream()
                .filter(each -> each.id().equals(firstId()))
                .findFirst()
                .orElseThrow();
    }

    private void faultIsNamed(PeerState state, String... words) {
        await(
                "the fault of " + firstId(),
                () -> {
                    readSomething();
                    NodeStatus.Peer peer = describedFirst();
                    return peer.state() == state
                            && List.of(words).stream()
                                    .anyMatch(each -> peer.lastFailure().contains(each));
                });
        goesOn();
    }

    /** Finality grows and figures are what another node says over JSON-RPC. */
    private void goesOn() {
        long before = node.finalizedHead().map(FinalizedHead::number).orElse(0L);
        await(
                "three more blocks",
                () -> node.finalizedHead().filter(head -> head.number() >= before + 3).isPresent());
        await("following", () -> node.status().state() == NodeStatus.State.FOLLOWING);
        Bytes accounts = StorageKeys.plain("System", "Account");
        FinalizedHead head = node.finalizedHead().orElseThrow();
        // Who was late once is not asked for a while, and the others may be late then.
        await(
                "accounts",
                () -> node.readRange(head, accounts) instanceof Answer.Given<ProvenRange>);
        ProvenRange range = given(node.readRange(head, accounts));
        Devnet honest = members.node(1);
        try (RunningNode other =
                LightNodes.start(
                        FollowedDevnet.options(record, honest.rpcWebSocket(), Clock.systemUTC()))) {
            await(
                    "the other node",
                    () -> other.finalizedAt(head.number()) instanceof Answer.Given<FinalizedHead>);
            FinalizedHead same = given(other.finalizedAt(head.number()));
            assertEquals(same.block(), head.block());
            assertEquals(given(other.readRange(same, accounts)).entries(), range.entries());
        }
        assertTrue(
                node.status().disagreements().stream()
                        .allMatch(each -> each.endpoint().endsWith(firstId())),
                () -> node.status().disagreements().toString());
    }

    private void lies(UnaryOperator<ChainServer> how, String... words) {
        followAll();
        first.turn(how);
        faultIsNamed(PeerState.BANNED, words);
    }

    @Test
    void syncs_through_one_which_then_is_killed() {
        follow(addresses.subList(0, 1));
        await("following", () -> node.status().state() == NodeStatus.State.FOLLOWING);
        await("the others are found", () -> connected() == 4);
        members.stopNode(0);
        try {
            await("it is gone", () -> connected() == 3);
            goesOn();
        } finally {
            startNode(0);
            addresses =
                    members.running().stream().map(each -> each.p2pAddresses().getFirst()).toList();
        }
    }

    @Test
    void a_wrong_read_proof() {
        lies(Turncoat::withWrongProofs, "a read proof at #");
    }

    @Test
    void a_truncated_warp_proof() {
        lies(Turncoat::withTruncatedWarpProofs, "malformed");
    }

    @Test
    void a_forged_justification() {
        lies(
                honest ->
                        Turncoat.withJustifications(
                                honest,
                                block ->
                                        new WarpProof.Fragment(
                                                block,
                                                FakeChain.justify(
                                                        block.id(),
                                                        Turncoat.seeds(
                                                                "//Eve", "//Ferdie", "//1", "//2"),
                                                        0))),
                "no-supermajority");
    }

    @Test
    void a_wrong_set_id() {
        lies(
                honest ->
                        Turncoat.withJustifications(
                                honest,
                                block ->
                                        new WarpProof.Fragment(
                                                block,
                                                FakeChain.justify(
                                                        block.id(), Turncoat.seeds(VOTERS), 5))),
                "bad-signature");
    }

    @Test
    void a_ghost_above_the_target() {
        lies(honest -> Turncoat.withJustifications(honest, FourNodesIT::ghost), "not-ghost");
    }

    /** Everybody but one votes for the child of the target. */
    private static WarpProof.Fragment ghost(Header target) {
        Header above = Turncoat.child(target, target.number() + 1);
        List<byte[]> seeds = Turncoat.seeds(VOTERS);
        List<Precommit> votes =
                new ArrayList<>(FakeChain.justify(above.id(), seeds, 0, 99).precommits());
        votes.set(0, FakeChain.justify(target.id(), seeds, 0, 99).precommits().getFirst());
        return new WarpProof.Fragment(
                target, new Justification(99, target.id(), votes, List.of(above)));
    }

    @Test
    void a_replayed_old_head() {
        followAll();
        long before = node.finalizedHead().orElseThrow().number();
        List<Bytes> old = new CopyOnWriteArrayList<>();
        first.turn(honest -> {
            if (old.isEmpty()) {
                old.add(honest.warpProof(record.network().genesisHash()).orElseThrow());
            }
            return honest;
        });
        await("an old proof", () -> !old.isEmpty());
        await("newer blocks", () -> node.finalizedHead().orElseThrow().number() > before + 2);
        first.turn(honest -> Turncoat.withOldWarpProof(honest, old.getFirst()));
        faultIsNamed(PeerState.BANNED, "not-rising");
    }

    @Test
    void an_endless_answer() {
        lies(Turncoat::withEndlessWarpProofs, "above the limit");
    }

    @Test
    void a_peer_that_stalls() {
        limits = HASTY;
        CountDownLatch end = new CountDownLatch(1);
        try {
            followAll();
            first.turn(honest -> Turncoat.stalled(honest, end));
            faultIsNamed(PeerState.SLOW, "for SLOW: ");
        } finally {
            end.countDown();
        }
    }

    /** A fifth one among the honest is named and left alone. */
    private void isNamed(Multiaddr fifth, PeerState state, String... words) {
        List<Multiaddr> all = new ArrayList<>(List.of(fifth));
        all.addAll(addresses.subList(0, 3));
        follow(all);
        String id = fifth.peerId().orElseThrow().toString();
        await(
                "the fifth is named",
                () ->
                        node.status().peers().stream()
                                .anyMatch(each ->
                                        each.id().equals(id)
                                                && each.state() == state
                                                && List.of(words).stream()
                                                        .anyMatch(each.lastFailure()::contains)));
        goesOn();
    }

    @Test
    void a_foreign_genesis() {
        FakeChain foreign = new FakeChain(7);
        foreign.grow(2);
        try (ServingPeer stranger = new ServingPeer(foreign, 3)) {
            isNamed(stranger.address(), PeerState.BANNED, "another chain");
        }
    }

    @Test
    void a_slow_loris() {
        limits = HASTY;
        try (RudePeer loris = RudePeer.slowLoris(record.network().genesisHash())) {
            isNamed(loris.address(), PeerState.SLOW, "no answer within", "no whole answer");
        }
    }

    @Test
    void abuse_of_a_yamux_window() {
        try (RudePeer rude = RudePeer.windowAbuse(record.network().genesisHash())) {
            isNamed(rude.address(), PeerState.BANNED, "window");
        }
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.FreePorts;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.network.NetworkLimits;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The light node over real sockets of the loopback, without any JSON-RPC. */
class PeersOverSocketsIT {

    private FakeChain chain;
    private final List<ServingPeer> serving = new ArrayList<>();

    @BeforeEach
    void grow() {
        chain = new FakeChain(4);
        chain.grow(12);
        chain.changeVoters(5, 5, 0);
        chain.grow(12);
    }

    @AfterEach
    void stop() {
        serving.forEach(ServingPeer::close);
    }

    private ServingPeer serve() {
        ServingPeer peer = new ServingPeer(chain, serving.size());
        serving.add(peer);
        return peer;
    }

    private RunningNode follow(Multiaddr... bootnodes) {
        return LightNodes.start(going(PeerSyncTest.options(chain), bootnodes));
    }

    /**
     * What is put off, a second dial say, must become due: here time passes. But whoever is only
     * slow is waited for.
     */
    private NodeOptions going(NodeOptions options, Multiaddr... bootnodes) {
        Duration ahead = Duration.between(Instant.now(), options.clock().instant());
        return options.withPeers(
                        NetworkOptions.light(chain.genesisHash(), List.of(bootnodes))
                                .withLimits(FollowedDevnet.patient(NetworkLimits.DEFAULT)))
                .withClock(Clock.offset(Clock.systemUTC(), ahead));
    }

    private static void await(RunningNode node, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> node.status().toString());
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void awaitHead(RunningNode node) {
        await(
                node,
                () ->
                        node.finalizedHead()
                                .filter(head -> head.block().equals(chain.head().id()))
                                .isPresent());
    }

    @Test
    void follows_from_the_checkpoint_over_tcp_and_web_socket_and_reads() {
        ServingPeer peer = serve();
        for (Multiaddr address : peer.network.addresses()) {
            try (RunningNode node = follow(address)) {
                awaitHead(node);
                await(node, () -> node.status().state() == NodeStatus.State.FOLLOWING);
                FinalizedHead head = node.finalizedHead().orElseThrow();
                assertEquals(
                        FakeChain.MAP_ENTRIES,
                        given(node.readRange(head, FakeChain.MAP)).entries().size());
                chain.grow(1);
                peer.tell();
                awaitHead(node);
                chain.grow(1);
                peer.gossip(
                        new GrandpaMessage.Commit(
                                PeerSyncTest.commit(chain, chain.head().header().number())
                                        .encode()));
                peer.network.announce(chain.head().header(), true);
                awaitHead(node);
                NodeStatus.Peer described = node.status().peers().getFirst();
                assertEquals(PeerState.CONNECTED, described.state());
                assertEquals(peer.network.self().toString(), described.id());
                assertTrue(described.bytesReceived() > 1_000, described.toString());
                assertTrue(node.status().disagreements().isEmpty());
            }
        }
    }

    @Test
    void a_liar_is_banned_by_name_and_the_others_carry_on() {
        ServingPeer liar = serve();
        liar.answers.warpFault = answer -> answer.map(proof -> proof.slice(0, proof.size() - 1));
        ServingPeer honest = serve();
        try (RunningNode node = follow(liar.address(), honest.address())) {
            awaitHead(node);
            await(
                    node,
                    () ->
                            node.status().peers().stream()
                                    .anyMatch(each ->
                                            each.state() == PeerState.BANNED
                                                    && each.id()
                                                            .equals(liar.network.self().toString())
                                                    && each.lastFailure().contains("malformed")));
            await(node, () -> node.status().state() == NodeStatus.State.FOLLOWING);
        }
    }

    @Test
    void a_peer_that_stalls_or_dies_holds_up_nobody() {
        ServingPeer mortal = serve();
        ServingPeer other = serve();
        try (RunningNode node = follow(mortal.address(), other.address())) {
            awaitHead(node);
            await(
                    node,
                    () ->
                            node.status().peers().stream()
                                            .filter(each -> each.state() == PeerState.CONNECTED)
                                            .count()
                                    == 2);
            mortal.close();
            chain.grow(3);
            other.tell();
            awaitHead(node);
            given(
                    node.read(
                            node.finalizedHead().orElseThrow(),
                            List.of(FakeChain.mapKey(4), FakeChain.mapKey(27))));
        }
    }

    /** A checkpoint as an operator would write it down, with a set id of its choosing. */
    private static Checkpoint file(FakeChain.Block block, long setId) {
        String keys =
                block.signers().authorities().stream()
                        .map(each -> "[\"" + each.key().toHex() + "\", " + each.weight() + "]")
                        .collect(Collectors.joining(",", "[", "]"));
        String json =
                "{\"header\":\"%s\",\"setId\":%d,\"authorities\":%s}"
                        .formatted(block.header().encode().toHex(), setId, keys);
        return CheckpointFile.read(
                Bytes.of(json.getBytes(StandardCharsets.UTF_8)), "checkpoint.json");
    }

    private static FakeChain withTheMainNetworksHistory() {
        FakeChain chain = new FakeChain(4, 5);
        chain.grow(9);
        chain.changeVoters(6, 5, 0);
        chain.grow(20);
        chain.miscount(4);
        chain.grow(4);
        return chain;
    }

    private RunningNode followFrom(Checkpoint checkpoint) {
        return LightNodes.start(
                going(
                        VerifyingNodeTest.options(chain, new Anchor.Trusted(checkpoint, "a file")),
                        serve().address()));
    }

    @Test
    void from_a_checkpoint_file_of_set_5_on_a_chain_that_counts_otherwise_to_set_6() {
        chain = withTheMainNetworksHistory();
        try (RunningNode node = followFrom(file(chain.at(10), 5))) {
            awaitHead(node);
            await(node, () -> node.status().state() == NodeStatus.State.FOLLOWING);
            assertEquals(6, node.status().checkpoint().after().orElseThrow().setId());
            assertEquals(6, node.status().voters().orElseThrow().setId());
            assertEquals(5, given(node.finalizedAt(10)).setId());
            assertEquals(6, given(node.finalizedAt(11)).setId());
            await(node, () -> !node.status().disagreements().isEmpty());
            assertTrue(
                    node.status().disagreements().getFirst().text().contains("own count: 4"),
                    node.status().disagreements().toString());
        }
    }

    @Test
    void a_checkpoint_file_with_the_count_that_the_chain_gives_leads_nowhere() {
        chain = withTheMainNetworksHistory();
        try (RunningNode node = followFrom(file(chain.at(10), 3))) {
            await(node, () -> node.status().state() == NodeStatus.State.STOPPED);
            assertEquals(10, node.finalizedHead().orElseThrow().number());
        }
    }

    @Test
    void a_foreign_genesis_is_no_peer() {
        FakeChain foreign = new FakeChain(7);
        foreign.grow(3);
        try (ServingPeer stranger = new ServingPeer(foreign, 9);
                RunningNode node = follow(stranger.address())) {
            await(
                    node,
                    () ->
                            node.status().peers().stream()
                                    .anyMatch(each -> !each.lastFailure().isEmpty()));
            assertEquals(0, node.finalizedHead().orElseThrow().number());
            assertTrue(stranger.answers.calls.isEmpty(), stranger.answers.calls.toString());
        }
    }

    @Test
    void an_extrinsic_goes_to_all_peers() throws InterruptedException {
        ServingPeer first = serve();
        ServingPeer second = serve();
        ServingPeer third = serve();
        try (RunningNode node = follow(first.address(), second.address(), third.address())) {
            awaitHead(node);
            Bytes extrinsic = Bytes.ofInts(0x10, 4, 9, 9, 9);
            await(
                    node,
                    () ->
                            node.submit(extrinsic) instanceof SubmitResult.Sent sent
                                    && sent.peers() == 3);
            for (ServingPeer each : serving) {
                assertEquals(extrinsic, each.extrinsics.poll(120, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void says_which_bootnode_failed_how() throws IOException, AddressException {
        Multiaddr address =
                Multiaddr.parse("/ip4/127.0.0.1/tcp/" + FreePorts.next())
                        .withPeer(new FakePeer(chain, 0).id());
        try (RunningNode node = follow(address)) {
            await(node, () -> node.status().state() == NodeStatus.State.NO_PEER);
            assertTrue(
                    node.status()
                            .explanation()
                            .contains("127.0.0.1:" + address.port() + ": connection refused"));
            assertInstanceOf(
                    io.hypha.node.Answer.Missing.class,
                    node.read(node.finalizedHead().orElseThrow(), List.of(FakeChain.mapKey(1))));
        }
    }
}

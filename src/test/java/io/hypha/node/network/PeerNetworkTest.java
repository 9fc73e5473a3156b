package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes on loopback: what they ask each other and tell each other. */
class PeerNetworkTest {

    private static final int TCP = 0;
    private static final int WEB_SOCKET = 1;

    private final TestNetworks networks = new TestNetworks();
    private final TestChain chain = new TestChain();
    private final Recorder served = new Recorder();
    private final Recorder light = new Recorder();

    @AfterEach
    void close() {
        networks.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {TCP, WEB_SOCKET})
    void a_light_client_joins_and_both_know_each_other(int transport) {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light, server.addresses().get(transport));
        Peer peer = light.join();
        assertEquals(server.self(), peer.id());
        assertEquals(server.addresses().get(transport), peer.address());
        assertEquals(chain.best, peer.best());
        assertEquals(Role.FULL, peer.role());
        Eventually.holds("gossip both ways", peer::gossips);
        Eventually.holds("its agent", () -> peer.agent().equals("test server 1"));
        Eventually.holds("a ping", () -> peer.latency().isPresent());
        Peer back = served.join();
        assertEquals(client.self(), back.id());
        assertTrue(back.inbound());
        Eventually.holds("our agent", () -> back.agent().equals("hypha"));
        assertEquals(Role.LIGHT, back.role());
        PeerRecord record = client.describe().getFirst();
        var state = assertInstanceOf(PeerRecord.State.Connected.class, record.state());
        assertEquals(PeerRecord.Origin.BOOTNODE, record.origin());
        assertTrue(state.bytesReceived() > 300 && state.bytesSent() > 300, record.toString());
        assertEquals(1, client.describe().size());
        assertEquals(1, server.describe().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {TCP, WEB_SOCKET})
    void every_kind_of_question_is_answered(int transport) {
        Bytes proof = TestChain.bytes(1_300_000, 5);
        Hash256 begin = TestChain.hash("begin");
        chain.warpProofs.put(begin, proof);
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().get(transport));
        Peer peer = light.join();
        Hash256 at = chain.best.hash();
        List<Bytes> keys = List.of(TestChain.bytes(32, 1), TestChain.bytes(48, 2));

        assertEquals(PeerAnswer.got(proof), peer.warpProof(begin));
        assertEquals(PeerAnswer.got(Optional.of(keys)), peer.readProof(at, keys));
        Bytes child = TestChain.bytes(40, 3);
        assertEquals(
                PeerAnswer.got(Optional.of(List.of(child, keys.get(0), keys.get(1)))),
                peer.readChildProof(at, child, keys));
        assertEquals(
                Bytes.of("Core_version".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                peer.callProof(at, "Core_version", Bytes.EMPTY)
                        .toOptional()
                        .flatMap(nodes -> nodes)
                        .orElseThrow()
                        .getFirst());
        assertEquals(PeerAnswer.got(keys.getFirst()), peer.stateProof(at, keys.subList(0, 1)));
        List<BlockData> blocks =
                peer.blocks(
                                BlockRequest.ascending(
                                        5, 3, Set.of(BlockAttribute.HEADER, BlockAttribute.BODY)))
                        .toOptional()
                        .orElseThrow();
        assertEquals(3, blocks.size());
        assertEquals(TestChain.header(6).hash(), blocks.get(1).hash());
        assertEquals(0, peer.faults());
    }

    @Test
    void what_a_peer_cannot_answer_is_not_what_it_refuses() {
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().get(TCP));
        Peer peer = light.join();
        Hash256 unknown = TestChain.hash("unknown");
        assertEquals(
                PeerAnswer.got(Optional.empty()), peer.readProof(unknown, List.of(Bytes.EMPTY)));
        assertEquals(PeerAnswer.got(Optional.empty()), peer.callProof(unknown, "x", Bytes.EMPTY));
        assertInstanceOf(PeerFault.Refused.class, fault(peer.warpProof(unknown)));
        assertInstanceOf(PeerFault.Refused.class, fault(peer.stateProof(unknown, List.of())));
        assertInstanceOf(
                PeerFault.Refused.class, fault(peer.blocks(BlockRequest.ancestors(unknown, 1))));
        assertEquals(0, peer.faults(), "a refusal is no fault");
        assertTrue(peer.connected());
    }

    @Test
    void a_light_client_serves_nothing_and_says_so() {
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().get(TCP));
        Peer back = served.join();
        assertEquals(
                new PeerFault.Refused("it does not speak the protocol"),
                fault(back.warpProof(TestChain.hash("begin"))));
    }

    @Test
    void the_same_blocks_are_asked_of_one_peer_twice_at_most() {
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().get(TCP));
        Peer peer = light.join();
        BlockRequest request = BlockRequest.ascending(5, 1, Set.of(BlockAttribute.HEADER));
        assertInstanceOf(PeerAnswer.Got.class, peer.blocks(request));
        assertInstanceOf(PeerAnswer.Got.class, peer.blocks(request));
        assertInstanceOf(PeerFault.Withheld.class, fault(peer.blocks(request)));
        assertTrue(peer.connected());
    }

    @ParameterizedTest
    @ValueSource(ints = {TCP, WEB_SOCKET})
    void many_big_answers_at_once_all_arrive(int transport) throws Exception {
        for (int i = 0; i < 12; i++) {
            chain.warpProofs.put(TestChain.hash("begin " + i), TestChain.bytes(6_000_000 + i, i));
        }
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().get(transport));
        Peer peer = light.join();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PeerAnswer<Bytes>>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Hash256 begin = TestChain.hash("begin " + i);
                answers.add(threads.submit(() -> peer.warpProof(begin)));
            }
            for (int i = 0; i < 12; i++) {
                assertEquals(
                        PeerAnswer.got(TestChain.bytes(6_000_000 + i, i)), answers.get(i).get());
            }
        }
        assertTrue(peer.connected());
        assertEquals(0, peer.faults());
    }

    @ParameterizedTest
    @ValueSource(ints = {TCP, WEB_SOCKET})
    void announces_commits_and_transactions_travel(int transport) {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light, server.addresses().get(transport));
        Peer peer = light.join();
        served.join();
        client.neighbor(3, 6, 76);
        assertEquals(
                new GrandpaMessage.Neighbor(3, 6, 76),
                served.next(Recorder.Event.Grandpa.class).message());

        server.announce(TestChain.header(78), true);
        var announced = light.next(Recorder.Event.Announced.class);
        assertEquals(TestChain.header(78), announced.announce().header());
        assertEquals(peer.id(), announced.peer().id());
        assertEquals(TestChain.header(78).id(), peer.best());

        GrandpaMessage.Commit commit =
                new GrandpaMessage.Commit(
                        new ScaleCodecWriter()
                                .writeLong(9)
                                .writeLong(6)
                                .writeHash(TestChain.header(78).hash())
                                .writeUint32(78)
                                .writeCompact(0)
                                .writeCompact(0)
                                .toBytes());
        Eventually.holds("a GRANDPA link to the client", () -> server.gossip(commit) == 1);
        assertEquals(commit, light.next(Recorder.Event.Grandpa.class).message());
        Bytes extrinsic = new ScaleCodecWriter().writeByteVector(TestChain.bytes(200, 8)).toBytes();
        Eventually.holds(
                "a transaction link to the server", () -> client.gossipTransaction(extrinsic) == 1);
        assertEquals(
                List.of(extrinsic), served.next(Recorder.Event.Transactions.class).extrinsics());
        assertEquals(PeerAnswer.got(true), peer.send(extrinsic));
        assertEquals(
                List.of(extrinsic), served.next(Recorder.Event.Transactions.class).extrinsics());
    }

    @Test
    void a_neighbor_packet_is_sent_when_it_advances_and_never_backwards() {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light, options -> options);
        client.neighbor(3, 6, 70);
        client.dial(server.addresses().get(TCP));
        assertEquals(
                new GrandpaMessage.Neighbor(3, 6, 70),
                served.next(Recorder.Event.Grandpa.class).message());
        client.neighbor(3, 6, 70);
        client.neighbor(2, 6, 75);
        client.neighbor(4, 5, 75);
        client.neighbor(4, 6, 69);
        client.neighbor(1, 7, 80);
        assertEquals(
                new GrandpaMessage.Neighbor(1, 7, 80),
                served.next(Recorder.Event.Grandpa.class).message());
    }

    @Test
    void the_best_block_is_part_of_the_next_greeting() {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light);
        BlockId best = new BlockId(99, TestChain.hash("ninety-nine"));
        client.best(best);
        client.dial(server.addresses().get(TCP));
        assertEquals(best, served.join().best());
    }

    @Test
    void nothing_is_left_after_closing() {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light, server.addresses().get(TCP));
        Peer peer = light.join();
        Peer back = served.join();
        client.close();
        assertEquals(0, client.threadsAlive());
        assertFalse(peer.connected());
        assertEquals("the network is closing", light.next(Recorder.Event.Left.class).why());
        assertInstanceOf(PeerFault.Gone.class, fault(peer.warpProof(TestChain.hash("begin"))));
        assertEquals(back.id(), served.next(Recorder.Event.Left.class).peer().id());
        Eventually.holds("the server forgets it", () -> server.peers().isEmpty());
        server.close();
        assertEquals(0, server.threadsAlive());
        client.close();
    }

    static PeerFault fault(PeerAnswer<?> answer) {
        return switch (answer) {
            case PeerAnswer.Failed<?>(PeerFault fault) -> fault;
            case PeerAnswer.Got<?>(Object value) ->
                    throw new AssertionError("expected a fault, found " + value);
        };
    }
}

package io.hypha.node.network;

import static io.hypha.node.network.PeerNetworkTest.fault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server lets its peers ask. */
class ServingTest {

    private static final Hash256 BEGIN = TestChain.hash("begin");

    private final TestNetworks networks = new TestNetworks();
    private final ManualClock serverClock = new ManualClock();
    private final TestChain chain = new TestChain();
    private final Recorder served = new Recorder();
    private final Recorder light = new Recorder();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void fill() {
        chain.warpProofs.put(BEGIN, Bytes.ofInts(0, 1));
    }

    @AfterEach
    void close() {
        chain.gate.countDown();
        networks.close();
        threads.close();
    }

    private static NetworkLimits bounds(int served, int perPeer, int queued) {
        NetworkLimits it = TestNetworks.PATIENT;
        return new NetworkLimits(
                it.dial(),
                it.handshake(),
                it.warp(),
                it.blocks(),
                it.light(),
                it.state(),
                it.idle(),
                it.ping(),
                it.firstRetry(),
                it.lastRetry(),
                it.responseBytes(),
                it.peerBytes(),
                served,
                perPeer,
                queued,
                it.perHost());
    }

    @Test
    void one_peer_has_so_many_questions_worked_on_and_the_rest_wait_or_are_refused()
            throws Exception {
        chain.gate = new CountDownLatch(1);
        PeerNetwork server = networks.server(served, chain, o -> o.withLimits(bounds(16, 2, 3)));
        networks.light(light, server.addresses().getFirst());
        Peer peer = light.join();
        List<Future<PeerAnswer<Bytes>>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> peer.warpProof(BEGIN)));
        }
        Eventually.holds(
                "three are refused at once",
                () -> answers.stream().filter(Future::isDone).count() == 3);
        Eventually.holds("two are worked on", () -> chain.working.get() == 2);
        chain.gate.countDown();
        int got = 0;
        for (Future<PeerAnswer<Bytes>> answer : answers) {
            if (answer.get() instanceof PeerAnswer.Got<Bytes>) {
                got++;
            } else {
                assertInstanceOf(PeerFault.Refused.class, fault(answer.get()));
            }
        }
        assertEquals(5, got);
        assertEquals(2, chain.mostWorking.get());
    }

    @Test
    void one_busy_peer_leaves_room_for_another() throws Exception {
        chain.gate = new CountDownLatch(1);
        PeerNetwork server = networks.server(served, chain, o -> o.withLimits(bounds(3, 2, 20)));
        networks.light(light, server.addresses().getFirst());
        Peer busy = light.join();
        for (int i = 0; i < 6; i++) {
            threads.submit(() -> busy.warpProof(BEGIN));
        }
        Eventually.holds("two are worked on", () -> chain.working.get() == 2);
        Recorder other = new Recorder();
        networks.light(other, server.addresses().getFirst());
        Peer second = other.join();
        Future<PeerAnswer<Bytes>> answer = threads.submit(() -> second.warpProof(BEGIN));
        Eventually.holds("the other's is the third", () -> chain.working.get() == 3);
        chain.gate.countDown();
        assertEquals(PeerAnswer.got(Bytes.ofInts(0, 1)), answer.get());
    }

    @Test
    void a_question_that_takes_too_long_is_refused() throws Exception {
        chain.gate = new CountDownLatch(1);
        PeerNetwork server = networks.server(served, chain, o -> o.withClock(serverClock));
        networks.light(light, server.addresses().getFirst());
        Peer peer = light.join();
        Future<PeerAnswer<Bytes>> answer = threads.submit(() -> peer.warpProof(BEGIN));
        Eventually.holds("it is worked on", () -> chain.working.get() == 1);
        serverClock.advance(Protocol.WARP.timeLimit());
        assertInstanceOf(PeerFault.Refused.class, fault(answer.get()));
        chain.gate.countDown();
        assertEquals(PeerAnswer.got(Bytes.ofInts(0, 1)), peer.warpProof(BEGIN));
    }

    @Test
    void the_same_headers_a_third_time_are_refused_and_noted() {
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().getFirst());
        RemotePeer peer = (RemotePeer) light.join();
        Peer back = served.join();
        Bytes request = BlockRequest.ascending(5, 1, Set.of(BlockAttribute.HEADER)).encode();
        Duration wait = TestNetworks.LONG;
        assertInstanceOf(PeerAnswer.Got.class, peer.ask(Protocol.SYNC, request, wait));
        assertInstanceOf(PeerAnswer.Got.class, peer.ask(Protocol.SYNC, request, wait));
        assertInstanceOf(PeerFault.Refused.class, fault(peer.ask(Protocol.SYNC, request, wait)));
        assertEquals(1, back.faults());
        assertTrue(back.connected());
    }

    @Test
    void blocks_that_are_not_there_may_be_asked_for_again_and_again() {
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().getFirst());
        RemotePeer peer = (RemotePeer) light.join();
        Peer back = served.join();
        BlockRequest request = BlockRequest.ancestors(TestChain.hash("not there yet"), 1);
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(PeerFault.Refused.class, fault(peer.blocks(request)));
        }
        assertEquals(0, back.faults());
        assertTrue(back.connected());
    }

    @Test
    void the_same_bodies_a_third_time_cost_the_connection() {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client = networks.light(light, server.addresses().getFirst());
        RemotePeer peer = (RemotePeer) light.join();
        Bytes request =
                BlockRequest.ascending(5, 1, Set.of(BlockAttribute.HEADER, BlockAttribute.BODY))
                        .encode();
        Duration wait = TestNetworks.LONG;
        peer.ask(Protocol.SYNC, request, wait);
        peer.ask(Protocol.SYNC, request, wait);
        assertInstanceOf(PeerFault.Gone.class, fault(peer.ask(Protocol.SYNC, request, wait)));
        light.next(Recorder.Event.Left.class);
        PeerRecord record =
                Eventually.gives(
                        "the ban of the client",
                        () ->
                                server.describe().stream()
                                        .filter(r -> r.state() instanceof PeerRecord.State.Banned)
                                        .findFirst());
        assertEquals(Optional.of(client.self()), record.address().peerId());
        assertEquals(Misconduct.FLOOD, ((PeerRecord.State.Banned) record.state()).kind());
    }

    @Test
    void a_server_that_fails_closes_the_stream_and_lives_on() {
        PeerNetwork server =
                networks.server(
                        served,
                        new TestChain() {
                            @Override
                            public Optional<Bytes> warpProof(Hash256 begin) {
                                throw new IllegalStateException("a fault made for this test");
                            }
                        });
        networks.light(light, server.addresses().getFirst());
        Peer peer = light.join();
        assertInstanceOf(PeerFault.Refused.class, fault(peer.warpProof(BEGIN)));
        assertInstanceOf(
                PeerAnswer.Got.class, peer.readProof(chain.best.hash(), List.of(Bytes.EMPTY)));
    }

    @Test
    void an_answer_above_the_limit_is_not_sent() {
        chain.warpProofs.put(BEGIN, TestChain.bytes((14 << 20) + 1, 1));
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().getFirst());
        assertInstanceOf(PeerFault.Refused.class, fault(light.join().warpProof(BEGIN)));
    }

    @Test
    void the_largest_answer_that_may_be_sent_arrives() {
        Bytes proof = TestChain.bytes(14 << 20, 1);
        chain.warpProofs.put(BEGIN, proof);
        PeerNetwork server = networks.server(served, chain);
        networks.light(light, server.addresses().getFirst());
        assertEquals(PeerAnswer.got(proof), light.join().warpProof(BEGIN));
    }
}

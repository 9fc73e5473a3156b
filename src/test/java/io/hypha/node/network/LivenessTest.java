package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.HostilePeer.Rude;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens on a connection as time goes by. */
class LivenessTest {

    private final TestNetworks networks = new TestNetworks();
    private final ManualClock clock = new ManualClock();
    private final Recorder light = new Recorder();
    private final HostilePeer hostile = new HostilePeer(1);

    @AfterEach
    void close() {
        networks.close();
        hostile.close();
    }

    private PeerNetwork client() {
        hostile.start();
        return networks.light(light, o -> o.withClock(clock), hostile.address());
    }

    @Test
    void a_peer_that_answers_no_ping_is_gone_after_three_periods() {
        hostile.rule(Protocol.PING, link -> new Rude(link) {});
        client();
        Peer peer = light.join();
        clock.advance(Duration.ofSeconds(45));
        assertTrue(peer.connected());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("no answer to a ping for 46 s", light.next(Recorder.Event.Left.class).why());
    }

    @Test
    void a_peer_without_the_protocol_of_pings_is_pinged_by_the_multiplexer() {
        client();
        Peer peer = light.join();
        Eventually.holds("a round trip", () -> peer.latency().isPresent());
        for (int i = 0; i < 3; i++) {
            long before = peer.bytesReceived();
            clock.advance(Duration.ofSeconds(20));
            Eventually.holds("it answers again", () -> peer.bytesReceived() > before);
        }
        assertTrue(peer.connected());
        assertEquals(0, peer.faults());
    }

    @Test
    void an_echo_that_is_none_is_a_fault() {
        hostile.rule(
                Protocol.PING,
                link ->
                        new Rude(link) {
                            @Override
                            void received(Bytes data, long nowMillis) {
                                link().consumed(id(), data.size());
                                send(TestChain.bytes(data.size(), 9));
                            }
                        });
        PeerNetwork client = client();
        Peer peer = light.join();
        Eventually.holds("the fault", () -> peer.faults() == 1);
        assertTrue(
                client.describe().getFirst().lastFailure().contains("echo"),
                client.describe().toString());
    }

    @Test
    void refused_announces_are_offered_again_after_a_while_and_the_peer_may_be_asked_meanwhile() {
        AtomicInteger times = new AtomicInteger();
        hostile.rule(
                Protocol.BLOCK_ANNOUNCES,
                link ->
                        new Rude(link) {
                            @Override
                            void received(Bytes data, long nowMillis) {
                                if (times.incrementAndGet() < 3) {
                                    drop();
                                } else {
                                    send(MessageReader.framed(hostile.handshake()));
                                }
                            }
                        });
        client();
        Peer peer = light.join();
        assertFalse(peer.gossips());
        assertEquals(0, peer.best().number());
        assertEquals(1, times.get());
        clock.advance(Duration.ofSeconds(30));
        Eventually.holds("a second time", () -> times.get() == 2);
        Eventually.holds(
                "a third time, after longer, and its greeting",
                () -> {
                    // Slowly: ten seconds without a greeting count as a refusal.
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    clock.advance(Duration.ofSeconds(1));
                    return peer.best().number() == 77;
                });
        assertTrue(times.get() >= 3);
        assertTrue(peer.connected());
    }

    @Test
    void a_peer_that_does_not_gossip_gives_its_place_to_another_after_a_minute() {
        hostile.rule(
                Protocol.BLOCK_ANNOUNCES,
                link ->
                        new Rude(link) {
                            @Override
                            void received(Bytes data, long nowMillis) {
                                drop();
                            }
                        });
        hostile.start();
        PeerNetwork other =
                networks.server(
                        new Recorder(),
                        new TestChain(),
                        o -> o.withIdentitySeed(TestNetworks.seed(5)));
        networks.light(
                light,
                o -> o.withClock(clock).withPeers(1, 1),
                hostile.address(),
                other.addresses().getFirst());
        Peer mute = light.join();
        assertFalse(mute.gossips());
        for (int i = 0; i < 3; i++) {
            long before = mute.bytesReceived();
            clock.advance(Duration.ofSeconds(15));
            Eventually.holds("it answers a ping", () -> mute.bytesReceived() > before);
        }
        assertTrue(mute.connected());
        clock.advance(Duration.ofSeconds(15));
        assertEquals(
                "it does not gossip, and its place is wanted",
                light.next(Recorder.Event.Left.class).why());
        assertEquals(other.self(), light.join().id());
    }

    @Test
    void announces_of_no_known_form_are_counted_and_many_are_banned() {
        hostile.rule(
                Protocol.TRANSACTIONS,
                link ->
                        new Rude(link) {
                            private boolean began;

                            @Override
                            void received(Bytes data, long nowMillis) {
                                link().consumed(id(), data.size());
                                if (began) {
                                    return;
                                }
                                began = true;
                                send(MessageReader.framed(Bytes.ofInts(1)));
                                Garbage garbage = new Garbage();
                                Opened announces =
                                        new Opened(link(), Protocol.BLOCK_ANNOUNCES, garbage);
                                garbage.announces = announces;
                                link().open(
                                                announces,
                                                List.of(hostile.name(Protocol.BLOCK_ANNOUNCES)));
                                announces.greet(hostile.handshake());
                            }
                        });
        client();
        light.join();
        String why = light.next(Recorder.Event.Left.class).why();
        assertTrue(why.startsWith("8 faults, the last: BLOCK_ANNOUNCES: "), why);
    }

    private static final class Garbage implements Opened.Owner {
        private Opened announces;

        @Override
        public void accepted(Protocol protocol, Bytes handshake) {
            for (int i = 0; i < 8; i++) {
                announces.offer(TestChain.bytes(50, i));
            }
        }

        @Override
        public void unknown(Protocol protocol) {}

        @Override
        public void lost(Protocol protocol, String why) {}
    }

    @Test
    void where_we_stand_is_said_again_after_five_minutes_and_not_before() {
        Recorder served = new Recorder();
        PeerNetwork server = networks.server(served, new TestChain());
        NetworkLimits it = TestNetworks.PATIENT;
        NetworkLimits patient =
                new NetworkLimits(
                        it.dial(),
                        it.handshake(),
                        it.warp(),
                        it.blocks(),
                        it.light(),
                        it.state(),
                        it.idle(),
                        Duration.ofHours(1),
                        it.firstRetry(),
                        it.lastRetry(),
                        it.responseBytes(),
                        it.peerBytes(),
                        it.served(),
                        it.servedPerPeer(),
                        it.queued(),
                        it.perHost());
        PeerNetwork client =
                networks.light(
                        light,
                        o -> o.withClock(clock).withLimits(patient),
                        server.addresses().getFirst());
        light.join();
        client.neighbor(1, 2, 10);
        assertEquals(
                new GrandpaMessage.Neighbor(1, 2, 10),
                served.next(Recorder.Event.Grandpa.class).message());
        clock.advance(Duration.ofSeconds(299));
        client.neighbor(1, 2, 10);
        client.neighbor(1, 2, 11);
        assertEquals(
                new GrandpaMessage.Neighbor(1, 2, 11),
                served.next(Recorder.Event.Grandpa.class).message(),
                "news are told, the same is not repeated");
        clock.advance(Duration.ofSeconds(300));
        assertEquals(
                new GrandpaMessage.Neighbor(1, 2, 11),
                served.next(Recorder.Event.Grandpa.class).message());
    }

    /** Answers our greeting after something else was done, and keeps what we announce. */
    private BlockingQueue<Bytes> announcedAfter(Runnable meanwhile) {
        BlockingQueue<Bytes> told = new LinkedBlockingQueue<>();
        hostile.rule(
                Protocol.BLOCK_ANNOUNCES,
                link ->
                        new Rude(link) {
                            private final MessageReader reader = new MessageReader(1 << 20);
                            private boolean greeted;

                            @Override
                            void received(Bytes data, long nowMillis) {
                                link().consumed(id(), data.size());
                                for (int taken = 0; taken < data.size(); ) {
                                    taken = reader.take(data, taken);
                                    if (reader.state() == MessageReader.State.COMPLETE) {
                                        message(reader.next());
                                    }
                                }
                            }

                            private void message(Bytes message) {
                                if (greeted) {
                                    told.add(message);
                                    return;
                                }
                                greeted = true;
                                meanwhile.run();
                                send(MessageReader.framed(hostile.handshake()));
                            }
                        });
        return told;
    }

    private PeerNetwork dialling() {
        return networks.server(
                light,
                new TestChain(),
                o ->
                        o.withIdentitySeed(TestNetworks.seed(5))
                                .withBootnodes(List.of(hostile.address()))
                                .withPeers(1, 8));
    }

    private static int announce(PeerNetwork network, long number) {
        network.best(TestChain.header(number).id());
        return network.announce(TestChain.header(number), true);
    }

    private static Bytes announcement(long number) {
        return new BlockAnnounce(TestChain.header(number), true, Bytes.EMPTY).encode();
    }

    @Test
    void a_block_that_is_announced_while_a_peer_is_greeted_is_told_to_it_then_and_once()
            throws InterruptedException {
        PeerNetwork server = dialling();
        announce(server, 4);
        BlockingQueue<Bytes> told =
                announcedAfter(() -> assertEquals(0, announce(server, 5), "nobody listens yet"));
        hostile.start();
        light.join();
        assertEquals(announcement(5), told.poll(1, TimeUnit.MINUTES));
        announce(server, 5);
        announce(server, 6);
        assertEquals(announcement(6), told.poll(1, TimeUnit.MINUTES));
    }

    @Test
    void a_block_that_the_greeting_names_is_not_announced_again() throws InterruptedException {
        PeerNetwork server = dialling();
        announce(server, 5);
        BlockingQueue<Bytes> told = announcedAfter(() -> {});
        hostile.start();
        light.join();
        announce(server, 6);
        assertEquals(announcement(6), told.poll(1, TimeUnit.MINUTES));
    }
}

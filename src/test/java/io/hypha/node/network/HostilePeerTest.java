package io.hypha.node.network;

import static io.hypha.node.network.PeerNetworkTest.fault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.HostilePeer.Rude;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.WindowAbuse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one peer may cost: its connection, 16 MiB, and no thread of ours that waits for it. */
class HostilePeerTest {

    private static final Hash256 BEGIN = TestChain.hash("begin");

    private final TestNetworks networks = new TestNetworks();
    private final Recorder light = new Recorder();
    private HostilePeer hostile = new HostilePeer(1);

    @AfterEach
    void close() {
        networks.close();
        hostile.close();
    }

    private Peer join(Protocol protocol, Function<Link, Substream> rule) {
        return join(TestNetworks.PATIENT, protocol, rule);
    }

    private Peer join(NetworkLimits limits, Protocol protocol, Function<Link, Substream> rule) {
        hostile.rule(protocol, rule).start();
        networks.light(light, o -> o.withLimits(limits), hostile.address());
        return light.join();
    }

    /** Leaves a peer that is not secured by then. */
    private static NetworkLimits hasty() {
        return TestNetworks.limits(Duration.ofMillis(1500), TestNetworks.LONG, TestNetworks.LONG);
    }

    /** Waits two seconds for an answer. */
    private static NetworkLimits impatient() {
        return TestNetworks.limits(TestNetworks.LONG, Duration.ofSeconds(2), TestNetworks.LONG);
    }

    /** Answers each request by the bytes given. */
    private static Function<Link, Substream> answering(Bytes bytes) {
        return link ->
                new Rude(link) {
                    @Override
                    void finished() {
                        send(bytes);
                        finishSending();
                    }
                };
    }

    @Test
    void a_peer_that_never_answers_is_waited_for_no_longer_than_the_limit() {
        Peer peer = join(impatient(), Protocol.WARP, link -> new Rude(link) {});
        assertEquals(
                new PeerFault.Timeout(Duration.ofMillis(2000), 0), fault(peer.warpProof(BEGIN)));
        assertEquals(1, peer.faults());
        assertTrue(peer.connected());
    }

    /** Sends a byte of its answer at each turn. */
    private static final class Loris extends Rude {
        private final AtomicInteger drops;
        private boolean asked;

        Loris(Link link, AtomicInteger drops) {
            super(link);
            this.drops = drops;
        }

        @Override
        void finished() {
            asked = true;
            send(Bytes.ofInts(0xff, 0x7f));
        }

        @Override
        void turn(long nowMillis) {
            if (asked) {
                send(Bytes.ofInts(1));
                drops.incrementAndGet();
            }
        }
    }

    @Test
    void a_slow_loris_is_cut_at_the_limit_for_the_whole_answer() throws Exception {
        ManualClock clock = new ManualClock();
        AtomicInteger drops = new AtomicInteger();
        hostile.rule(Protocol.WARP, link -> new Loris(link, drops)).start();
        Duration whole = Duration.ofSeconds(40);
        NetworkLimits limits =
                TestNetworks.limits(TestNetworks.LONG, whole, Duration.ofSeconds(15));
        networks.light(light, o -> o.withClock(clock).withLimits(limits), hostile.address());
        Peer peer = light.join();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PeerAnswer<Bytes>> answer = threads.submit(() -> peer.warpProof(BEGIN));
            Eventually.holds("it is asked", () -> drops.get() > 0);
            for (int i = 0; i < 4; i++) {
                long before = peer.bytesReceived();
                // More than all else that is said on the connection meanwhile.
                Eventually.holds("it goes on", () -> peer.bytesReceived() > before + 400);
                assertFalse(answer.isDone());
                clock.advance(Duration.ofSeconds(10));
            }
            PeerFault.Timeout fault =
                    assertInstanceOf(PeerFault.Timeout.class, fault(answer.get()));
            assertEquals(whole, fault.after());
            assertTrue(fault.bytesReceived() > 2, fault.text());
        }
    }

    @Test
    void silence_amid_an_answer_is_cut_sooner() {
        NetworkLimits limits =
                TestNetworks.limits(TestNetworks.LONG, TestNetworks.LONG, Duration.ofMillis(700));
        Peer peer =
                join(
                        limits,
                        Protocol.WARP,
                        link ->
                                new Rude(link) {
                                    @Override
                                    void finished() {
                                        send(Bytes.ofInts(100, 1, 2, 3));
                                    }
                                });
        assertEquals(
                new PeerFault.Timeout(Duration.ofMillis(700), 4), fault(peer.warpProof(BEGIN)));
    }

    @Test
    void four_questions_without_an_answer_are_misconduct() {
        Peer peer = join(impatient(), Protocol.WARP, link -> new Rude(link) {});
        for (int i = 0; i < 4; i++) {
            assertInstanceOf(PeerFault.Timeout.class, fault(peer.warpProof(BEGIN)));
        }
        assertEquals(
                "4 questions in a row had no answer", light.next(Recorder.Event.Left.class).why());
    }

    @Test
    void an_answer_that_claims_two_gigabytes_is_cut_before_any_of_it_is_kept() {
        Peer peer = join(Protocol.WARP, answering(Bytes.ofInts(0x80, 0x80, 0x80, 0x80, 8)));
        assertEquals(
                new PeerFault.TooLarge(NetworkLimits.DEFAULT.responseBytes()),
                fault(peer.warpProof(BEGIN)));
        assertTrue(peer.bytesReceived() < 10_000);
        assertTrue(peer.connected());
    }

    @Test
    void an_endless_stream_is_cut_after_the_answer() {
        Bytes endless = Bytes.concat(Bytes.ofInts(3, 1, 2, 3), TestChain.bytes(4_000_000, 1));
        hostile.rule(
                        Protocol.WARP,
                        link ->
                                new Rude(link) {
                                    @Override
                                    void finished() {
                                        send(endless);
                                    }
                                })
                .start();
        networks.light(light, hostile.address());
        Peer peer = light.join();
        for (int i = 1; i < 8; i++) {
            assertEquals(PeerAnswer.got(Bytes.ofInts(1, 2, 3)), peer.warpProof(BEGIN));
            int times = i;
            Eventually.holds("fault " + times, () -> peer.faults() == times);
        }
        assertTrue(peer.bytesReceived() < 16 << 20, "received " + peer.bytesReceived());
        assertEquals(PeerAnswer.got(Bytes.ofInts(1, 2, 3)), peer.warpProof(BEGIN));
        assertEquals(
                "8 faults, the last: WARP: bytes after the answer",
                light.next(Recorder.Event.Left.class).why());
    }

    @Test
    void sending_beyond_the_window_costs_the_connection_and_is_banned_as_a_flood() {
        hostile.rule(
                Protocol.WARP,
                link ->
                        new Rude(link) {
                            @Override
                            void finished() {
                                WindowAbuse.begin(hostile.machine());
                                send(
                                        Bytes.concat(
                                                Bytes.ofInts(0x80, 0x80, 0x80, 7),
                                                TestChain.bytes(14 << 20, 1)));
                            }
                        });
        hostile.start();
        PeerNetwork client = networks.light(light, hostile.address());
        Peer peer = light.join();
        assertInstanceOf(PeerFault.Gone.class, fault(peer.warpProof(BEGIN)));
        String why = light.next(Recorder.Event.Left.class).why();
        assertTrue(why.contains("window"), why);
        assertTrue(peer.bytesReceived() < 16 << 20, "received " + peer.bytesReceived());
        PeerRecord.State state =
                Eventually.gives(
                        "the ban",
                        () ->
                                client.describe().stream()
                                        .map(PeerRecord::state)
                                        .filter(PeerRecord.State.Banned.class::isInstance)
                                        .findFirst());
        assertEquals(Misconduct.FLOOD, ((PeerRecord.State.Banned) state).kind());
    }

    @Test
    void half_an_answer_and_no_answer_are_told_apart() {
        Peer half = join(Protocol.WARP, answering(Bytes.ofInts(5, 1, 2)));
        assertEquals(
                new PeerFault.Garbage("the answer ends after 3 bytes, in its middle"),
                fault(half.warpProof(BEGIN)));
        assertInstanceOf(
                PeerFault.Refused.class,
                fault(half.blocks(BlockRequest.ancestors(BEGIN, 1))),
                "it does not speak /sync/2");
    }

    @Test
    void an_answer_of_no_known_form_is_garbage() {
        Peer peer = join(Protocol.SYNC, answering(Bytes.ofInts(3, 0x0a, 9, 9)));
        assertInstanceOf(
                PeerFault.Garbage.class,
                fault(peer.blocks(BlockRequest.ascending(1, 1, Set.of(BlockAttribute.HEADER)))));
        assertEquals(1, peer.faults());
    }

    @Test
    void a_dropped_stream_is_a_refusal() {
        Peer peer =
                join(
                        Protocol.WARP,
                        link ->
                                new Rude(link) {
                                    @Override
                                    void finished() {
                                        drop();
                                    }
                                });
        assertEquals(new PeerFault.Refused("it dropped the stream"), fault(peer.warpProof(BEGIN)));
    }

    @Test
    void a_peer_of_another_genesis_is_banned_by_its_greeting() {
        hostile.close();
        hostile = new HostilePeer(2, TestChain.hash("another genesis")).start();
        PeerNetwork client = networks.light(light, hostile.address());
        PeerRecord record =
                Eventually.gives(
                        "the ban",
                        () ->
                                client.describe().stream()
                                        .filter(r -> r.state() instanceof PeerRecord.State.Banned)
                                        .findFirst());
        var ban = (PeerRecord.State.Banned) record.state();
        assertEquals(Misconduct.FOREIGN, ban.kind());
        assertTrue(ban.reason().contains(TestChain.hash("another genesis").toHex()), ban.reason());
        assertTrue(client.peers().isEmpty());
    }

    @Test
    void a_peer_that_was_not_expected_there_is_named() {
        hostile.start();
        PeerNetwork client =
                networks.light(light, hostile.address().withPeer(new HostilePeer(3).id()));
        assertFalse(light.next(Recorder.Event.Remembered.class).worked());
        String text =
                Eventually.gives(
                        "the failure",
                        () ->
                                client.describe().stream()
                                        .map(PeerRecord::lastFailure)
                                        .filter(t -> !t.isEmpty())
                                        .findFirst());
        assertTrue(text.contains(hostile.id().toString()), text);
        assertTrue(text.contains(new HostilePeer(3).id().toString()), text);
        assertTrue(text.startsWith("127.0.0.1:" + hostile.address().port()), text);
    }

    @Test
    void a_listener_that_does_not_keep_up_stops_the_peer_and_not_the_heap() throws Exception {
        hostile.rule(
                Protocol.GRANDPA,
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
                                Flood flood = new Flood();
                                Opened announces =
                                        new Opened(link(), Protocol.BLOCK_ANNOUNCES, flood);
                                flood.announces = announces;
                                link().open(
                                                announces,
                                                List.of(hostile.name(Protocol.BLOCK_ANNOUNCES)));
                                announces.greet(hostile.handshake());
                            }
                        });
        hostile.start();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(300);
        PeerListener slow =
                new PeerListener() {
                    @Override
                    public void joined(Peer peer) {
                        light.joined(peer);
                    }

                    @Override
                    public void announced(Peer peer, BlockAnnounce announce) {
                        heard.countDown();
                        try {
                            blocked.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                };
        PeerNetwork client =
                networks.keep(
                        PeerNetwork.start(
                                NetworkOptions.light(TestChain.GENESIS, List.of(hostile.address()))
                                        .withLimits(TestNetworks.PATIENT),
                                slow));
        Peer peer = light.join();
        Eventually.holds("the flood begins", () -> heard.getCount() < 300);
        long before = stillReceived(peer);
        assertTrue(before < 2 << 20, "received " + before + " while the listener slept");
        assertTrue(peer.connected());
        blocked.countDown();
        assertTrue(heard.await(60, TimeUnit.SECONDS), "the rest is heard afterwards");
        assertEquals(1, client.peers().size());
    }

    /** Does something of its own as soon as the other side speaks. */
    private void onceHeard(Consumer<Link> then) {
        hostile.rule(
                Protocol.GRANDPA,
                link ->
                        new Rude(link) {
                            private boolean began;

                            @Override
                            void received(Bytes data, long nowMillis) {
                                link().consumed(id(), data.size());
                                if (!began) {
                                    began = true;
                                    then.accept(link());
                                }
                            }
                        });
    }

    @Test
    void notifications_without_end_are_a_flood_however_small() {
        onceHeard(link ->
                new Chatter(link, hostile).open(Protocol.BLOCK_ANNOUNCES, hostile.handshake()));
        hostile.start();
        // A clock that stands still grants one burst.
        networks.light(light, o -> o.withClock(new ManualClock()), hostile.address());
        light.join();
        assertEquals(
                "more than " + Pace.PER_SECOND + " notifications a second, for long",
                light.next(Recorder.Event.Left.class).why());
    }

    /** Says that there are no transactions, more often than anybody may. */
    private static final class Chatter implements Opened.Owner {

        private final Link link;
        private final HostilePeer hostile;
        private Opened newest;

        Chatter(Link link, HostilePeer hostile) {
            this.link = link;
            this.hostile = hostile;
        }

        void open(Protocol protocol, Bytes handshake) {
            newest = new Opened(link, protocol, this);
            link.open(newest, List.of(hostile.name(protocol)));
            newest.greet(handshake);
        }

        @Override
        public void accepted(Protocol protocol, Bytes handshake) {
            if (protocol == Protocol.BLOCK_ANNOUNCES) {
                open(Protocol.TRANSACTIONS, Role.FULL.encode());
                return;
            }
            Bytes none = MessageReader.framed(Bytes.ofInts(0));
            byte[] many = new byte[none.size() * (Pace.BURST + 1)];
            for (int i = 0; i < many.length; i += none.size()) {
                none.copyTo(many, i);
            }
            newest.send(Bytes.of(many));
        }

        @Override
        public void unknown(Protocol protocol) {}

        @Override
        public void lost(Protocol protocol, String why) {}
    }

    @Test
    void an_empty_greeting_for_transactions_is_no_fault() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        onceHeard(link ->
                new Visitor(link, taken).open(Protocol.BLOCK_ANNOUNCES, hostile.handshake()));
        hostile.start();
        networks.light(light, hostile.address());
        Peer peer = light.join();
        assertTrue(taken.await(60, TimeUnit.SECONDS), "the greeting is answered");
        assertTrue(peer.connected());
        assertEquals(0, peer.faults());
    }

    /** Opens announces and then transactions, for which it greets with nothing. */
    private final class Visitor implements Opened.Owner {
        private final Link link;
        private final CountDownLatch taken;

        Visitor(Link link, CountDownLatch taken) {
            this.link = link;
            this.taken = taken;
        }

        void open(Protocol protocol, Bytes greeting) {
            Opened opened = new Opened(link, protocol, this);
            link.open(opened, List.of(hostile.name(protocol)));
            opened.greet(greeting);
        }

        @Override
        public void accepted(Protocol protocol, Bytes handshake) {
            if (protocol == Protocol.TRANSACTIONS) {
                taken.countDown();
            } else {
                open(Protocol.TRANSACTIONS, Bytes.EMPTY);
            }
        }

        @Override
        public void unknown(Protocol protocol) {}

        @Override
        public void lost(Protocol protocol, String why) {}
    }

    /** Bytes received once no more come for a quarter of a second. */
    private static long stillReceived(Peer peer) {
        long[] last = {-1, System.nanoTime()};
        return Eventually.gives(
                "no more bytes",
                () -> {
                    long now = peer.bytesReceived();
                    if (now != last[0]) {
                        last[0] = now;
                        last[1] = System.nanoTime();
                    }
                    return System.nanoTime() - last[1] > 250_000_000L
                            ? Optional.of(now)
                            : Optional.empty();
                });
    }

    /**
     * Announces one block again and again as soon as it may: 40 MB, and no more notifications than
     * may come in one burst.
     */
    private static final class Flood implements Opened.Owner {
        private static final int COUNT = 40_000;
        private Opened announces;

        @Override
        public void accepted(Protocol protocol, Bytes handshake) {
            Bytes announce =
                    MessageReader.framed(
                            new BlockAnnounce(TestChain.header(1), true, TestChain.bytes(1_000, 1))
                                    .encode());
            byte[] many = new byte[announce.size() * COUNT];
            for (int i = 0; i < COUNT; i++) {
                announce.copyTo(many, i * announce.size());
            }
            announces.send(Bytes.of(many));
        }

        @Override
        public void unknown(Protocol protocol) {}

        @Override
        public void lost(Protocol protocol, String why) {}
    }

    @Test
    void a_visitor_that_says_nothing_is_shown_out() throws IOException {
        PeerNetwork server =
                networks.server(new Recorder(), new TestChain(), o -> o.withLimits(hasty()));
        try (Socket visitor =
                new Socket(
                        InetAddress.getLoopbackAddress(), server.addresses().getFirst().port())) {
            visitor.setSoTimeout(60_000);
            assertEquals(-1, visitor.getInputStream().read(), "the server ends the connection");
        }
    }

    @Test
    void silent_visitors_do_not_pile_up() throws IOException {
        PeerNetwork server = networks.server(new Recorder(), new TestChain());
        Socket[] visitors = new Socket[40];
        try {
            int refused = 0;
            for (int i = 0; i < visitors.length; i++) {
                visitors[i] =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                server.addresses().getFirst().port());
            }
            for (int i = visitors.length - 1; i >= 20; i--) {
                visitors[i].setSoTimeout(60_000);
                refused += visitors[i].getInputStream().read() == -1 ? 1 : 0;
            }
            assertEquals(20, refused, "all after the first sixteen are turned away at once");
        } finally {
            for (Socket visitor : visitors) {
                if (visitor != null) {
                    visitor.close();
                }
            }
        }
    }

    @Test
    void a_server_that_says_nothing_is_left_after_the_handshake_time() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PeerNetwork client =
                    networks.light(
                            light,
                            o -> o.withLimits(hasty()),
                            TestNetworks.address("/ip4/127.0.0.1/tcp/" + silent.getLocalPort())
                                    .withPeer(hostile.id()));
            assertFalse(light.next(Recorder.Event.Remembered.class).worked());
            String text = client.describe().getFirst().lastFailure();
            assertTrue(text.startsWith("127.0.0.1:" + silent.getLocalPort() + ": "), text);
            assertTrue(text.contains("waited too long for"), text);
        }
    }
}

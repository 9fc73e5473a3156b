package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.PeerRecord.State;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is dialled, kept, left alone, remembered and found. */
class PeerSetTest {

    private final TestNetworks networks = new TestNetworks();
    private final ManualClock clock = new ManualClock();
    private final TestChain chain = new TestChain();
    private final Recorder served = new Recorder();
    private final Recorder light = new Recorder();

    @AfterEach
    void close() {
        networks.close();
    }

    private static Multiaddr nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return TestNetworks.address("/ip4/127.0.0.1/tcp/" + socket.getLocalPort())
                    .withPeer(Identity.ofSeed(TestNetworks.seed(42)).peerId());
        }
    }

    private PeerRecord only(PeerNetwork network) {
        List<PeerRecord> records = network.describe();
        assertEquals(1, records.size(), records.toString());
        return records.getFirst();
    }

    @Test
    void an_unreachable_bootnode_is_named_with_its_reason_and_tried_again_later()
            throws IOException {
        Multiaddr boot = nobody();
        PeerNetwork client = networks.light(light, o -> o.withClock(clock), boot);
        Instant now = clock.instant();
        for (long wait : new long[] {2, 4, 8}) {
            assertEquals(
                    new Recorder.Event.Remembered(boot, false),
                    light.next(Recorder.Event.Remembered.class));
            PeerRecord record = only(client);
            assertEquals(Origin.BOOTNODE, record.origin());
            assertEquals(boot, record.address());
            assertEquals("127.0.0.1:" + boot.port() + ": connection refused", record.lastFailure());
            assertEquals(new State.BackingOff(now.plusSeconds(wait)), record.state());
            assertTrue(record.text().contains("connection refused"), record.text());
            clock.advance(Duration.ofSeconds(wait));
            now = clock.instant();
        }
    }

    @Test
    void a_name_that_nobody_knows_is_not_resolved() {
        // A label is 63 letters at most: no name server need be asked, which may be slow to answer.
        String name = "a".repeat(64) + ".invalid";
        Multiaddr boot =
                TestNetworks.address("/dns/" + name + "/tcp/30333/ws")
                        .withPeer(Identity.ofSeed(TestNetworks.seed(42)).peerId());
        PeerNetwork client = networks.light(light, boot);
        assertFalse(light.next(Recorder.Event.Remembered.class).worked());
        assertEquals(name + ":30333: name not resolved", only(client).lastFailure());
    }

    @Test
    void a_dnsaddr_that_nobody_answers_for_is_named_with_its_reason() {
        Multiaddr boot =
                TestNetworks.address("/dnsaddr/bootstrap.invalid")
                        .withPeer(Identity.ofSeed(TestNetworks.seed(42)).peerId());
        TextRecords nobody =
                name -> {
                    throw new IOException(name + " is unknown");
                };
        PeerNetwork client =
                networks.keep(
                        PeerNetwork.start(
                                NetworkOptions.light(TestChain.GENESIS, List.of(boot))
                                        .withBook(light),
                                light,
                                nobody));
        assertFalse(light.next(Recorder.Event.Remembered.class).worked());
        assertEquals("bootstrap.invalid: TXT: name not resolved", only(client).lastFailure());
    }

    @Test
    void a_reported_peer_is_left_alone_and_comes_back_after_its_time() {
        PeerNetwork server = networks.server(served, chain);
        PeerNetwork client =
                networks.light(light, o -> o.withClock(clock), server.addresses().getFirst());
        Peer peer = light.join();
        served.join();
        client.report(peer.id(), Misconduct.LIE, "expected root 0x01, found 0x02");
        assertEquals("expected root 0x01, found 0x02", light.next(Recorder.Event.Left.class).why());
        served.next(Recorder.Event.Left.class);
        State.Banned ban =
                Eventually.gives(
                        "the ban is shown",
                        () ->
                                client.describe().stream()
                                        .map(PeerRecord::state)
                                        .filter(State.Banned.class::isInstance)
                                        .map(State.Banned.class::cast)
                                        .findFirst());
        assertEquals(Misconduct.LIE, ban.kind());
        assertEquals("expected root 0x01, found 0x02", ban.reason());
        assertEquals(clock.instant().plus(Duration.ofMinutes(10)), ban.until());
        assertTrue(client.peers().isEmpty());
        clock.advance(Duration.ofMinutes(10));
        assertEquals(peer.id(), light.join().id());
    }

    @Test
    void a_banned_visitor_is_shown_out_and_a_forgiven_one_let_in() {
        PeerNetwork server = networks.server(served, chain, o -> o.withClock(clock));
        PeerNetwork client =
                networks.light(light, o -> o.withClock(clock), server.addresses().getFirst());
        light.join();
        Peer visitor = served.join();
        server.report(visitor.id(), Misconduct.FLOOD, "too many questions");
        light.next(Recorder.Event.Left.class);
        Eventually.gives(
                "the first attempt is counted",
                () -> client.describe().stream().filter(r -> r.failures() >= 1).findFirst());
        clock.advance(Duration.ofSeconds(2));
        String text =
                Eventually.gives(
                        "the second attempt ends",
                        () ->
                                client.describe().stream()
                                        .filter(r -> r.failures() >= 2)
                                        .map(PeerRecord::lastFailure)
                                        .findFirst());
        assertTrue(text.contains("go-away"), text);
        server.forgive(visitor.id());
        clock.advance(Duration.ofSeconds(8));
        assertEquals(visitor.id(), served.join().id());
    }

    @Test
    void an_address_that_worked_is_remembered_for_the_next_start() {
        PeerNetwork server = networks.server(served, chain);
        Recorder book = new Recorder();
        PeerNetwork first = networks.light(book, server.addresses().getFirst());
        book.join();
        assertEquals(List.of(server.addresses().getFirst()), book.known());
        served.join();
        first.close();
        PeerNetwork second = networks.light(book);
        assertEquals(server.self(), book.join().id());
        assertEquals(Origin.REMEMBERED, only(second).origin());
        assertFalse(first.self().equals(second.self()), "a fresh identity at each start");
    }

    @Test
    void peers_are_found_through_a_peer() {
        PeerNetwork third = networks.server(new Recorder(), chain);
        PeerNetwork second =
                networks.server(
                        served, chain, o -> o.withBootnodes(List.of(third.addresses().getFirst())));
        assertEquals(third.self(), served.join().id());
        PeerNetwork client = networks.light(light, second.addresses().getFirst());
        assertEquals(
                Set.of(second.self(), third.self()), Set.of(light.join().id(), light.join().id()));
        assertEquals(
                Set.of(Origin.BOOTNODE, Origin.DISCOVERED),
                client.describe().stream().map(PeerRecord::origin).collect(Collectors.toSet()));
    }

    @Test
    void a_visitor_that_serves_is_told_of_by_what_it_says_of_itself() {
        PeerNetwork second = networks.server(served, chain);
        Recorder others = new Recorder();
        PeerNetwork third =
                networks.server(
                        others,
                        chain,
                        o -> o.withBootnodes(List.of(second.addresses().getFirst())));
        served.join();
        networks.light(light, second.addresses().getFirst());
        assertEquals(
                Set.of(second.self(), third.self()), Set.of(light.join().id(), light.join().id()));
    }

    @Test
    void two_that_dial_each_other_keep_one_connection() {
        PeerNetwork first = networks.server(served, chain);
        PeerNetwork second = networks.server(light, chain);
        first.dial(second.addresses().getFirst());
        second.dial(first.addresses().getFirst());
        Eventually.holds(
                "one connection, gossiping both ways",
                () ->
                        first.peers().size() == 1
                                && second.peers().size() == 1
                                && first.peers().getFirst().gossips()
                                && second.peers().getFirst().gossips()
                                && first.describe().size() == 1);
    }

    @Test
    void no_more_peers_are_admitted_than_at_most() {
        PeerNetwork server = networks.server(served, chain, o -> o.withPeers(0, 2));
        for (int i = 0; i < 2; i++) {
            Recorder recorder = new Recorder();
            networks.light(recorder, server.addresses().getFirst());
            recorder.join();
            served.join();
        }
        PeerNetwork third =
                networks.light(light, o -> o.withClock(clock), server.addresses().getFirst());
        PeerRecord record =
                Eventually.gives(
                        "the third is turned away",
                        () ->
                                third.describe().stream()
                                        .filter(r -> r.state() instanceof State.BackingOff)
                                        .findFirst());
        assertEquals(1, record.failures());
        assertEquals(2, server.peers().size());
    }

    @Test
    void dials_no_more_at_once_than_it_may_keep() {
        Multiaddr[] all = new Multiaddr[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = networks.server(served, chain).addresses().getFirst();
        }
        PeerNetwork client = networks.light(light, o -> o.withPeers(2, 2), all);
        light.join();
        light.join();
        Eventually.holds("both gossip", () -> client.peers().stream().allMatch(Peer::gossips));
        assertEquals(
                3,
                client.describe().stream().filter(r -> r.state() instanceof State.Known).count(),
                client.describe().toString());
    }

    @Test
    void a_lost_peer_is_dialled_again() {
        PeerNetwork server = networks.server(served, chain);
        Multiaddr address = server.addresses().getFirst();
        PeerNetwork client = networks.light(light, o -> o.withClock(clock), address);
        light.join();
        server.close();
        light.next(Recorder.Event.Left.class);
        networks.server(
                served,
                chain,
                o ->
                        o.withListen(List.of(address.withoutPeer()))
                                .withIdentitySeed(TestNetworks.seed(1)));
        clock.advance(Duration.ofMinutes(5));
        assertEquals(server.self(), light.join().id());
        assertEquals(Optional.of(server.self()), only(client).address().peerId());
    }
}

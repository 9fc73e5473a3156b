package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Peers behind {@code /dnsaddr}, told by a name server of the test's own. */
class NamedPeersTest {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final PeerId ONE = Identity.ofSeed(TestNetworks.seed(41)).peerId();
    private static final PeerId OTHER = Identity.ofSeed(TestNetworks.seed(42)).peerId();

    private final TestNetworks networks = new TestNetworks();
    private NameServer names;

    @BeforeEach
    void start() throws IOException {
        names = new NameServer();
    }

    @AfterEach
    void close() throws IOException {
        networks.close();
        names.close();
    }

    private NamedPeers peers(Duration wait) {
        return new NamedPeers(names.records(), new NameLookup(), wait);
    }

    private List<String> behind(String name) throws Unreachable {
        return peers(WAIT).behind(TestNetworks.address(name), true).stream()
                .map(Multiaddr::toString)
                .toList();
    }

    private String refused(String name, boolean localAllowed, Duration wait) {
        return assertThrows(
                        Unreachable.class,
                        () -> peers(wait).behind(TestNetworks.address(name), localAllowed))
                .reason();
    }

    @Test
    void takes_the_addresses_of_its_records_that_can_be_dialled() throws Unreachable {
        names.tell(
                "boot.example",
                "v=spf1 -all",
                "dnsaddr=/ip4/8.8.8.8/tcp/30333/p2p/" + ONE,
                "dnsaddr=/ip4/8.8.8.8/udp/30333/quic-v1/p2p/" + ONE,
                "dnsaddr=/dns/node.example/tcp/443/wss/p2p/" + OTHER,
                "dnsaddr=/ip4/8.8.8.8/tcp/30333/p2p/" + ONE,
                "dnsaddr=/ip4/8.8.8/tcp/30333",
                "dnsaddr=/moon/8.8.8.8",
                "dnsaddr=",
                "/ip4/9.9.9.9/tcp/30333");
        assertEquals(
                List.of(
                        "/ip4/8.8.8.8/tcp/30333/p2p/" + ONE,
                        "/dns/node.example/tcp/443/wss/p2p/" + OTHER),
                behind("/dnsaddr/boot.example"));
    }

    @Test
    void takes_only_addresses_that_end_at_the_peer_asked_for() throws Unreachable {
        names.tell(
                "boot.example",
                "dnsaddr=/ip4/8.8.8.8/tcp/1/p2p/" + ONE,
                "dnsaddr=/ip4/8.8.8.8/tcp/2/p2p/" + OTHER,
                "dnsaddr=/ip4/8.8.8.8/tcp/3");
        assertEquals(
                List.of("/ip4/8.8.8.8/tcp/2/p2p/" + OTHER),
                behind("/dnsaddr/boot.example/p2p/" + OTHER));
        PeerId third = Identity.ofSeed(TestNetworks.seed(43)).peerId();
        assertEquals(
                "boot.example: no TXT record names an address that can be dialled",
                refused("/dnsaddr/boot.example/p2p/" + third, true, WAIT));
    }

    @Test
    void follows_names_to_names_and_stops_where_they_go_in_circles() throws Unreachable {
        names.tell("a.example", "dnsaddr=/dnsaddr/b.example/p2p/" + ONE);
        names.tell(
                "b.example",
                "dnsaddr=/dnsaddr/a.example/p2p/" + ONE,
                "dnsaddr=/dnsaddr/b.example/p2p/" + ONE,
                "dnsaddr=/ip4/8.8.8.8/tcp/1/p2p/" + ONE);
        assertEquals(
                List.of("/ip4/8.8.8.8/tcp/1/p2p/" + ONE), behind("/dnsaddr/a.example/p2p/" + ONE));
        assertEquals(List.of("_dnsaddr.a.example", "_dnsaddr.b.example"), names.asked());
    }

    @Test
    void follows_four_names_in_a_row_and_no_fifth() throws Unreachable {
        for (int i = 1; i <= 5; i++) {
            names.tell(
                    "n" + i + ".example",
                    "dnsaddr=/ip4/8.8.8.8/tcp/" + i,
                    "dnsaddr=/dnsaddr/n" + (i + 1) + ".example");
        }
        assertEquals(
                IntStream.rangeClosed(1, 4).mapToObj(i -> "/ip4/8.8.8.8/tcp/" + i).toList(),
                behind("/dnsaddr/n1.example"));
    }

    @Test
    void asks_sixteen_questions_at_most_and_takes_thirty_two_addresses_at_most()
            throws Unreachable {
        names.tell(
                "wide.example",
                IntStream.range(0, 40)
                        .mapToObj(i -> "dnsaddr=/dnsaddr/w" + i + ".example")
                        .toArray(String[]::new));
        for (int i = 0; i < 40; i++) {
            names.tell(
                    "w" + i + ".example",
                    "dnsaddr=/ip4/8.8.8.8/tcp/" + (1 + i),
                    "dnsaddr=/ip4/8.8.8.8/tcp/" + (101 + i),
                    "dnsaddr=/ip4/8.8.8.8/tcp/" + (201 + i));
        }
        assertEquals(NamedPeers.MOST_ADDRESSES, behind("/dnsaddr/wide.example").size());
        assertEquals(NamedPeers.MOST_QUESTIONS, names.asked().size());
    }

    @Test
    void reads_records_that_are_too_long_for_a_datagram_or_come_in_parts() throws Unreachable {
        String host = String.join(".", "a".repeat(63), "b".repeat(63), "c".repeat(63), "d.example");
        List<String> all =
                IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> "/dns/" + host + "/tcp/" + i + "/p2p/" + ONE)
                        .toList();
        assertTrue(all.getFirst().length() > 255);
        names.tell(
                "boot.example", all.stream().map(each -> "dnsaddr=" + each).toArray(String[]::new));
        assertEquals(all, behind("/dnsaddr/boot.example"));
    }

    @Test
    void a_stranger_may_not_lead_into_this_house() throws Unreachable {
        names.tell(
                "boot.example",
                "dnsaddr=/ip4/127.0.0.1/tcp/22",
                "dnsaddr=/ip4/192.168.1.1/tcp/80",
                "dnsaddr=/dns/localhost/tcp/5432",
                "dnsaddr=/ip6/::1/tcp/80");
        assertEquals(4, behind("/dnsaddr/boot.example").size());
        assertEquals(
                "boot.example: no TXT record names an address that can be dialled",
                refused("/dnsaddr/boot.example", false, WAIT));
    }

    @Test
    void a_silent_name_server_costs_no_more_than_the_wait() {
        String reason = refused("/dnsaddr/silent.example", true, Duration.ofMillis(50));
        assertTrue(reason.startsWith("silent.example: TXT: name not resolved within "), reason);
    }

    @Test
    void a_name_that_cannot_be_one_is_not_resolved() {
        String empty = "/dnsaddr/a..example";
        assertEquals("a..example: TXT: name not resolved", refused(empty, true, WAIT));
    }

    @Test
    void joins_the_peers_behind_a_bootnodes_name() {
        TestChain chain = new TestChain();
        Recorder served = new Recorder();
        Recorder light = new Recorder();
        PeerNetwork first = networks.server(served, chain);
        PeerNetwork second = networks.server(served, chain);
        names.tell(
                "boot.example",
                Stream.of(first, second)
                        .map(each -> "dnsaddr=" + each.addresses().getFirst())
                        .toArray(String[]::new));
        PeerNetwork client =
                networks.keep(
                        PeerNetwork.start(
                                NetworkOptions.light(
                                                TestChain.GENESIS,
                                                List.of(
                                                        TestNetworks.address(
                                                                "/dnsaddr/boot.example")))
                                        .withBook(light)
                                        .withLimits(TestNetworks.PATIENT),
                                light,
                                names.records()));
        assertEquals(
                Set.of(first.self(), second.self()), Set.of(light.join().id(), light.join().id()));
        for (PeerRecord record : client.describe()) {
            assertEquals(PeerRecord.Origin.BOOTNODE, record.origin(), record.toString());
            assertTrue(record.address().toString().startsWith("/ip4/"), record.toString());
        }
    }
}

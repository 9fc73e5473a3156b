package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {

    private static final PeerId SOMEBODY = Identity.ofSeed(TestNetworks.seed(7)).peerId();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ip4/127.0.0.1/tcp/22",
                "/ip4/0.0.0.0/tcp/22",
                "/ip4/10.1.2.3/tcp/22",
                "/ip4/192.168.1.1/tcp/80",
                "/ip4/172.16.0.9/tcp/80",
                "/ip4/169.254.169.254/tcp/80",
                "/ip4/100.64.0.1/tcp/80",
                "/ip6/::1/tcp/22",
                "/ip6/fe80::1/tcp/22",
                "/ip6/fd00::1/tcp/22",
                "/ip6/::ffff:127.0.0.1/tcp/22",
                "/dns/localhost/tcp/22"
            })
    void a_peer_from_outside_cannot_make_us_knock_at_our_own_doors(String text) {
        Multiaddr address = TestNetworks.address(text);
        assertTrue(Reach.isLocal(address));
        assertEquals(Optional.empty(), Discovery.usable(address.toBytes(), SOMEBODY, false));
        assertEquals(
                Optional.of(address.withPeer(SOMEBODY)),
                Discovery.usable(address.toBytes(), SOMEBODY, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ip4/8.8.8.8/tcp/30333",
                "/ip4/172.32.0.1/tcp/30333/ws",
                "/ip4/100.128.0.1/tcp/30333",
                "/ip6/2a01:4f8::1/tcp/30333",
                "/dns/bootnode.example/tcp/443/wss"
            })
    void an_address_out_there_is_taken(String text) {
        Multiaddr address = TestNetworks.address(text);
        assertFalse(Reach.isLocal(address));
        assertEquals(
                Optional.of(address.withPeer(SOMEBODY)),
                Discovery.usable(address.toBytes(), SOMEBODY, false));
    }

    @Test
    void an_address_of_another_peer_or_of_no_known_form_is_not_taken() {
        PeerId other = Identity.ofSeed(TestNetworks.seed(8)).peerId();
        Multiaddr address = TestNetworks.address("/ip4/8.8.8.8/tcp/30333").withPeer(other);
        assertEquals(Optional.empty(), Discovery.usable(address.toBytes(), SOMEBODY, false));
        assertEquals(
                Optional.empty(),
                Discovery.usable(
                        TestNetworks.address("/ip4/8.8.8.8/udp/30333").toBytes(), SOMEBODY, false));
        for (int i = 0; i < 10_000; i++) {
            Discovery.usable(TestChain.bytes(i % 40, i), SOMEBODY, false)
                    .ifPresent(found -> assertTrue(found.isDialable()));
        }
        assertEquals(Optional.empty(), Discovery.usable(Bytes.EMPTY, SOMEBODY, true));
    }

    @Test
    void hosts_of_one_house_share_a_neighbourhood() {
        assertEquals(
                Reach.neighbourhood(TestNetworks.address("/ip4/8.8.8.8/tcp/1")),
                Reach.neighbourhood(TestNetworks.address("/ip4/8.8.8.200/tcp/2")));
        assertFalse(
                Reach.neighbourhood(TestNetworks.address("/ip4/8.8.8.8/tcp/1"))
                        .equals(Reach.neighbourhood(TestNetworks.address("/ip4/8.8.9.8/tcp/1"))));
        assertEquals(
                Reach.neighbourhood(TestNetworks.address("/ip6/2a01:4f8:1::1/tcp/1")),
                Reach.neighbourhood(TestNetworks.address("/ip6/2a01:4f8:1:2::9/tcp/1")));
    }

    @Test
    void neighbours_are_counted_by_number_whatever_they_are_called() throws Exception {
        List<InetAddress> others =
                List.of(
                        InetAddress.getByAddress("one.example", new byte[] {8, 8, 8, 1}),
                        InetAddress.getByAddress("other.example", new byte[] {8, 8, 8, 2}),
                        InetAddress.getByName("8.8.9.1"),
                        InetAddress.getByName("2001:db8:1::1"));
        assertEquals(2, Reach.neighbours(InetAddress.getByName("8.8.8.8"), others));
        assertEquals(1, Reach.neighbours(InetAddress.getByName("2001:db8:1:2::9"), others));
        assertEquals(0, Reach.neighbours(InetAddress.getByName("2001:db8:2::1"), others));
    }
}

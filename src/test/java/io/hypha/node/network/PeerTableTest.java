package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.PeerRecord.State;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerTableTest {

    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

    private final PeerTable table =
            new PeerTable(NetworkLimits.DEFAULT, address("4.4.4.4", 60_000).peerId().orElseThrow());

    @Test
    void dials_bootnodes_first_then_remembered_then_discovered_addresses() {
        Multiaddr found = address("8.8.8.8", 3);
        Multiaddr remembered = address("9.9.9.9", 2);
        Multiaddr boot = address("7.7.7.7", 1);
        table.add(found, Origin.DISCOVERED, false);
        table.add(remembered, Origin.REMEMBERED, true);
        table.add(boot, Origin.BOOTNODE, true);
        assertEquals(List.of(boot, remembered), due(START, 2));
        assertEquals(List.of(found), due(START, 2));
        assertEquals(List.of(), due(START, 2));
    }

    @Test
    void backs_off_twice_as_long_after_each_failure_up_to_five_minutes() {
        Multiaddr address = address("7.7.7.7", 1);
        table.add(address, Origin.BOOTNODE, true);
        Instant now = START;
        long[] seconds = {2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
        for (long wait : seconds) {
            assertEquals(List.of(address), due(now, 1));
            table.failed(address, "7.7.7.7:1: connection refused", now);
            assertEquals(List.of(), due(now.plusSeconds(wait).minusMillis(1), 1));
            State state = table.describe(now).getFirst().state();
            assertEquals(new State.BackingOff(now.plusSeconds(wait)), state);
            now = now.plusSeconds(wait);
        }
        PeerRecord record = table.describe(now).getFirst();
        assertEquals(seconds.length, record.failures());
        assertEquals("7.7.7.7:1: connection refused", record.lastFailure());
    }

    @Test
    void a_connection_that_lasted_clears_the_failures_before_it() {
        Multiaddr address = address("7.7.7.7", 1);
        table.add(address, Origin.BOOTNODE, true);
        for (int i = 0; i < 5; i++) {
            table.failed(address, "refused", START);
        }
        table.connected(address, START);
        table.ended(address, "the remote ended the stream", START.plusSeconds(61));
        assertEquals(1, table.failures(address));
        assertEquals(List.of(address), due(START.plusSeconds(63), 1));
    }

    @Test
    void a_name_gives_its_place_to_the_addresses_it_stands_for_and_is_asked_again() {
        Multiaddr name = TestNetworks.address("/dnsaddr/boot.example");
        Multiaddr first = address("7.7.7.7", 1);
        Multiaddr second = address("8.8.8.8", 2);
        table.add(name, Origin.BOOTNODE, true);
        assertEquals(List.of(name), due(START, 4));
        table.resolved(name, List.of(first, second), START);
        assertEquals(
                List.of(first, second),
                table.describe(START).stream().map(PeerRecord::address).toList());
        assertEquals(Origin.BOOTNODE, table.origin(second));
        assertEquals(List.of(first, second), due(START, 4));
        table.connected(first, START);
        table.failed(second, "refused", START);
        Instant later = START.plusSeconds(300);
        assertEquals(List.of(name, second), due(later, 4));
        table.failed(second, "refused", later);
        table.resolved(name, List.of(address("9.9.9.9", 3)), later);
        assertEquals(
                List.of(address("9.9.9.9", 3)),
                table.describe(later).stream().map(PeerRecord::address).toList());
        assertEquals(Origin.BOOTNODE, table.origin(first));
    }

    @Test
    void a_name_that_is_no_longer_resolved_is_shown_with_its_reason() {
        Multiaddr name = TestNetworks.address("/dnsaddr/boot.example");
        table.add(name, Origin.BOOTNODE, true);
        table.resolved(name, List.of(address("7.7.7.7", 1)), START);
        table.failed(name, "boot.example: TXT: name not resolved", START);
        assertEquals(
                List.of("boot.example: TXT: name not resolved", ""),
                table.describe(START).stream().map(PeerRecord::lastFailure).toList());
    }

    @Test
    void bans_by_kind_of_misconduct_and_doubles_for_a_repetition() {
        Multiaddr address = address("7.7.7.7", 1);
        PeerId peer = address.peerId().orElseThrow();
        table.add(address, Origin.BOOTNODE, true);
        assertEquals(
                START.plus(Duration.ofMinutes(10)),
                table.ban(peer, address, Misconduct.LIE, "its proof has another root", START));
        assertEquals(List.of(), due(START.plusSeconds(599), 1));
        assertEquals(
                "banned until 2026-11-25T12:10:00Z for LIE: its proof has another root",
                table.ban(peer, START).orElseThrow());
        State.Banned state =
                assertInstanceOf(State.Banned.class, table.describe(START).getFirst().state());
        assertEquals(Misconduct.LIE, state.kind());
        Instant later = START.plusSeconds(600);
        assertTrue(table.ban(peer, later).isEmpty());
        assertEquals(
                later.plus(Duration.ofMinutes(20)),
                table.ban(peer, address, Misconduct.LIE, "again", later));
        assertEquals(
                later.plus(Duration.ofMinutes(20)),
                table.ban(peer, address, Misconduct.SLOW, "a small one", later),
                "a lesser fault does not shorten a ban");
    }

    @Test
    void several_faults_at_once_count_as_one() {
        Multiaddr address = address("7.7.7.7", 1);
        PeerId peer = address.peerId().orElseThrow();
        for (int i = 0; i < 5; i++) {
            Instant now = START.plusMillis(i);
            assertEquals(
                    now.plusSeconds(30),
                    table.ban(peer, address, Misconduct.SLOW, "no answer", now));
        }
        Instant later = START.plusSeconds(31);
        assertEquals(
                later.plusSeconds(60),
                table.ban(peer, address, Misconduct.SLOW, "no answer", later));
        assertEquals(
                later.plusSeconds(1).plus(Duration.ofMinutes(20)),
                table.ban(peer, address, Misconduct.LIE, "a worse one", later.plusSeconds(1)));
    }

    @Test
    void a_forgiven_peer_is_dialled_at_once() {
        Multiaddr address = address("7.7.7.7", 1);
        PeerId peer = address.peerId().orElseThrow();
        table.add(address, Origin.BOOTNODE, true);
        table.failed(address, "refused", START);
        table.ban(peer, address, Misconduct.FOREIGN, "another genesis", START);
        table.forgive(peer);
        assertEquals(List.of(address), due(START, 1));
    }

    @Test
    void dials_at_most_two_hosts_of_one_neighbourhood_but_any_number_at_home() {
        for (int i = 0; i < 5; i++) {
            table.add(address("8.8.8." + (10 + i), i), Origin.DISCOVERED, false);
            table.add(address("127.0.0.1", 100 + i), Origin.DISCOVERED, true);
        }
        table.add(address("8.8.9.1", 50), Origin.DISCOVERED, false);
        List<Multiaddr> picked = due(START, 100);
        assertEquals(2, picked.stream().filter(a -> a.host().startsWith("8.8.8.")).count());
        assertEquals(1, picked.stream().filter(a -> a.host().startsWith("8.8.9.")).count());
        assertEquals(5, picked.stream().filter(a -> a.host().startsWith("127.")).count());
        assertEquals(
                0,
                table.due(START, 100, Set.of(), Map.of(Reach.neighbourhood(picked.getFirst()), 2))
                        .size());
    }

    @Test
    void one_peer_is_not_dialled_at_two_addresses_at_once() {
        PeerId peer = address("7.7.7.7", 1).peerId().orElseThrow();
        table.add(address("7.7.7.7", 1), Origin.BOOTNODE, true);
        table.add(address("6.6.6.6", 2).withPeer(peer), Origin.DISCOVERED, false);
        assertEquals(1, due(START, 5).size());
        assertEquals(0, due(START, 5).size());
        table.failed(address("7.7.7.7", 1), "refused", START);
        assertEquals(1, due(START, 5).size());
    }

    @Test
    void keeps_a_bounded_number_of_discovered_addresses_and_lets_failed_ones_go() {
        for (int i = 0; i < PeerTable.MOST_DISCOVERED; i++) {
            assertTrue(
                    table.add(
                            address("8.8." + i / 200 + "." + (1 + i % 200), i),
                            Origin.DISCOVERED,
                            false));
        }
        Multiaddr more = address("5.5.5.5", 9999);
        assertFalse(table.add(more, Origin.DISCOVERED, false));
        Multiaddr failing = due(START, 1).getFirst();
        table.failed(failing, "refused", START);
        assertTrue(table.add(more, Origin.DISCOVERED, false));
        assertFalse(table.add(failing, Origin.DISCOVERED, false));
    }

    @Test
    void a_node_does_not_dial_itself() {
        assertFalse(table.add(address("4.4.4.4", 60_000), Origin.DISCOVERED, false));
        assertEquals(List.of(), due(START, 1));
    }

    private List<Multiaddr> due(Instant now, int count) {
        return table.due(now, count, Set.of(), Map.of());
    }

    private static Multiaddr address(String host, int identity) {
        byte[] seed = new byte[32];
        seed[0] = (byte) identity;
        seed[1] = (byte) (identity >> 8);
        try {
            return Multiaddr.parse("/ip4/" + host + "/tcp/30333")
                    .withPeer(Identity.ofSeed(Bytes.of(seed)).peerId());
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }
}

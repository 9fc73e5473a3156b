package io.hypha.node.network.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every frame decoder against Jazzer's corpus: each input ends in a value or in the room's own
 * exception, and a whole connection never throws. See {@code docs/decisions/0007-jazzer.md}.
 */
class WireFuzzTest {

    private static final String MAX_DURATION = "60s";
    private static final ConnectionLimits LIMITS = ConnectionLimits.standard();
    private static final byte[] STATIC_KEY = new byte[32];
    private static final long MOST_UNREAD = 16L << 20;

    @FuzzTest(maxDuration = MAX_DURATION)
    void addressBytes(byte[] input) {
        try {
            Multiaddr address = Multiaddr.fromBytes(Bytes.of(input));
            assertEquals(address, Multiaddr.fromBytes(address.toBytes()));
            assertEquals(address, Multiaddr.parse(address.toString()));
        } catch (AddressException expected) {
            // No address.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void addressText(byte[] input) {
        try {
            Multiaddr address = Multiaddr.parse(new String(input, StandardCharsets.UTF_8));
            assertEquals(address, Multiaddr.fromBytes(address.toBytes()));
        } catch (AddressException expected) {
            // No address.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void peerId(byte[] input) {
        try {
            PeerId peer = PeerId.parse(new String(input, StandardCharsets.ISO_8859_1));
            assertEquals(peer, PeerId.parse(peer.toString()));
            assertEquals(peer, PeerId.fromBytes(peer.multihash()));
        } catch (AddressException expected) {
            // No id.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void negotiationAsked(byte[] input) {
        negotiate(Multistream.listener("/echo/1"::equals), input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void negotiationAnswered(byte[] input) {
        negotiate(Multistream.dialer(List.of("/echo/1", "/echo/2")), input);
    }

    private static void negotiate(Multistream negotiation, byte[] input) {
        try {
            int taken = negotiation.receive(input, 0, input.length);
            assertTrue(taken >= 0 && taken <= input.length);
            negotiation.agreed().ifPresent(agreed -> assertTrue(agreed.startsWith("/echo/")));
        } catch (WireException expected) {
            // Against the rules.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void webSocketRequest(byte[] input) {
        upgrade(WebSocketUpgrade.server(), input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void webSocketResponse(byte[] input) {
        upgrade(WebSocketUpgrade.client(new byte[16]), input);
    }

    private static void upgrade(WebSocketUpgrade upgrade, byte[] input) {
        try {
            int taken = upgrade.receive(input, 0, input.length, new ByteFifo());
            assertTrue(taken >= -1 && taken <= input.length);
        } catch (WireException expected) {
            // Against the rules.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void webSocketFramesOfClients(byte[] input) {
        frames(false, input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void webSocketFramesOfServers(byte[] input) {
        frames(true, input);
    }

    private static void frames(boolean client, byte[] input) {
        WebSocketFrames frames = new WebSocketFrames(client, 4);
        int[] above = new int[1];
        try {
            frames.receive(input, 0, input.length, (_, _, length) -> above[0] += length);
        } catch (WireException expected) {
            // Against the rules.
        }
        assertTrue(above[0] <= input.length);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void noiseIdentity(byte[] input) {
        try {
            NoiseIdentity.verify(input, STATIC_KEY);
        } catch (WireException expected) {
            // Nobody's.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void substreamsOfDialers(byte[] input) {
        substreams(false, input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void substreamsOfListeners(byte[] input) {
        substreams(true, input);
    }

    /** What a remote sends after the handshake, in two pieces; nothing is read from it. */
    private static void substreams(boolean dialer, byte[] input) {
        List<ConnectionEvent> events = new ArrayList<>();
        Substreams substreams = new Substreams(dialer, LIMITS, "/echo/1"::equals, events);
        if (dialer) {
            substreams.open(List.of("/echo/1"), 0);
        }
        try {
            int cut = input.length / 3;
            substreams.receive(input, 0, cut, 0);
            substreams.tick(1);
            substreams.output().write(new byte[64 << 10], 0, 64 << 10);
            substreams.afterOutput();
            substreams.receive(input, cut, input.length - cut, 2);
            substreams.tick(20_000);
        } catch (WireException expected) {
            // Against the rules.
        }
        long unread = 0;
        for (ConnectionEvent event : events) {
            if (event instanceof ConnectionEvent.Received(int _, Bytes data)) {
                unread += data.size();
            }
        }
        assertTrue(unread <= Math.min(MOST_UNREAD, input.length));
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void connectionsThatAreAccepted(byte[] input) {
        connect(ConnectionMachine.listener(MachinePair.setup(2, LIMITS), 0), input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void connectionsThatAreDialed(byte[] input) {
        connect(
                ConnectionMachine.dialer(
                        MachinePair.setup(1, LIMITS),
                        Optional.of(MachinePair.identity(2).peerId()),
                        0),
                input);
    }

    /** The bytes before anything is encrypted. The door never throws. */
    private static void connect(ConnectionMachine machine, byte[] input) {
        List<ConnectionEvent> events = new ArrayList<>(machine.receive(input, 0, input.length, 0));
        events.addAll(machine.tick(LIMITS.handshakeMillis()));
        assertTrue(machine.isClosed(), () -> "still open after " + Arrays.toString(input));
        assertEquals(
                1,
                events.stream().filter(ConnectionEvent.Closed.class::isInstance).count(),
                events::toString);
    }
}

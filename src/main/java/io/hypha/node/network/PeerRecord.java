package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What the network knows of one address, for pages and the terminal.
 *
 * @param address with the peer's id where it is known
 * @param origin who told us of it
 * @param state what it does now
 * @param lastFailure how the newest attempt or connection failed, in words; empty if none did
 * @param failures attempts that failed since the last one that worked
 */
public record PeerRecord(
        Multiaddr address, Origin origin, State state, String lastFailure, int failures) {

    /** Who told us of an address; the order is the order of trust and of dialling. */
    public enum Origin {
        BOOTNODE,
        /** Asked for by {@link PeerNetwork#dial}. */
        ADDED,
        REMEMBERED,
        DISCOVERED,
        /** It dialled us. */
        INBOUND
    }

    /** What an address does now. */
    public sealed interface State {

        /** Not dialled yet, or free to be dialled again. */
        record Known() implements State {}

        record Connecting(Instant since) implements State {}

        /**
         * @param joined whether the peer may be asked; before, it is still being greeted
         */
        record Connected(
                Instant since,
                boolean joined,
                boolean inbound,
                boolean gossips,
                String agent,
                Role role,
                BlockId best,
                Optional<Duration> latency,
                long bytesReceived,
                long bytesSent,
                long faults)
                implements State {}

        record BackingOff(Instant until) implements State {}

        record Banned(Instant until, Misconduct kind, String reason) implements State {}
    }

    /** One sentence: what it does, or how it failed. */
    public String text() {
        String now =
                switch (state) {
                    case State.Known _ -> "known";
                    case State.Connecting _ -> "connecting";
                    case State.Connected connected ->
                            connected.joined() ? "connected" : "connected, being greeted";
                    case State.BackingOff(Instant until) ->
                            "tried again at " + until.truncatedTo(ChronoUnit.SECONDS);
                    case State.Banned(Instant until, Misconduct kind, String reason) ->
                            "banned until "
                                    + until.truncatedTo(ChronoUnit.SECONDS)
                                    + " for "
                                    + kind
                                    + ": "
                                    + reason;
                };
        return lastFailure.isEmpty() || state instanceof State.Banned
                ? now
                : now + "; last failure: " + lastFailure;
    }
}

package io.hypha.node.network;

import java.time.Duration;

/**
 * Bounds on what peers may cost.
 *
 * @param dial wait for one address of a peer to accept
 * @param handshake wait until a connection is secured
 * @param warp wait for a whole answer of {@code /sync/warp}
 * @param blocks the same for {@code /sync/2}
 * @param light the same for {@code /light/2}
 * @param state the same for {@code /state/2}
 * @param idle longest silence within an answer, a request or a notification
 * @param ping time between two pings; a peer that answers none for three of them is gone
 * @param firstRetry wait before a failed address is tried again; doubles with each failure
 * @param lastRetry the longest such wait
 * @param responseBytes most bytes of one answer
 * @param peerBytes most bytes buffered for one peer
 * @param served requests of all peers that are worked on at once
 * @param servedPerPeer the same of one peer
 * @param queued requests that wait for each protocol beyond those; more are refused
 * @param perHost connections to hosts of the same IPv4 /24 or IPv6 /48, loopback excepted
 */
public record NetworkLimits(
        Duration dial,
        Duration handshake,
        Duration warp,
        Duration blocks,
        Duration light,
        Duration state,
        Duration idle,
        Duration ping,
        Duration firstRetry,
        Duration lastRetry,
        int responseBytes,
        int peerBytes,
        int served,
        int servedPerPeer,
        int queued,
        int perHost) {

    /** The limits of the network's own nodes, as far as they have one. */
    public static final NetworkLimits DEFAULT =
            new NetworkLimits(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(5),
                    14 << 20,
                    16 << 20,
                    16,
                    4,
                    20,
                    2);

    public NetworkLimits {
        if (responseBytes < 1024 || peerBytes < responseBytes) {
            throw new IllegalArgumentException(
                    "bounds of " + responseBytes + " bytes an answer, " + peerBytes + " a peer");
        }
        if (served < 1 || servedPerPeer < 1 || queued < 0 || perHost < 1) {
            throw new IllegalArgumentException("a bound below one");
        }
    }

    /** The same with other waits between attempts. */
    public NetworkLimits withRetries(Duration first, Duration last) {
        return new NetworkLimits(
                dial,
                handshake,
                warp,
                blocks,
                light,
                state,
                idle,
                ping,
                first,
                last,
                responseBytes,
                peerBytes,
                served,
                servedPerPeer,
                queued,
                perHost);
    }

    /** How long an address is left alone after so many failures in a row, from 1 on. */
    Duration retryAfter(int failures) {
        Duration wait = firstRetry.multipliedBy(1L << Math.clamp(failures - 1, 0, 20));
        return wait.compareTo(lastRetry) > 0 ? lastRetry : wait;
    }
}

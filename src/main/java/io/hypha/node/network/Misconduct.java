package io.hypha.node.network;

import io.hypha.node.network.wire.WireFault;
import java.time.Duration;
import java.util.Optional;

/** What a peer did, and how long it is left alone for the first time; each repetition doubles. */
public enum Misconduct {
    /** Its own proof refutes what it sent: a broken line heals, a liar does not. */
    LIE(Duration.ofMinutes(10)),
    /** What it sent is of no known form. */
    GARBAGE(Duration.ofMinutes(1)),
    /** It did not answer in time, again and again. */
    SLOW(Duration.ofSeconds(30)),
    /** It is on another chain. */
    FOREIGN(Duration.ofHours(1)),
    /** It sent or asked more than it may. */
    FLOOD(Duration.ofMinutes(5));

    /** No ban lasts longer. */
    static final Duration LONGEST = Duration.ofHours(12);

    private final Duration first;

    Misconduct(Duration first) {
        this.first = first;
    }

    /** The misconduct in the end of a connection; empty when nobody broke a rule provably. */
    static Optional<Misconduct> in(WireFault.Kind kind) {
        return switch (kind) {
            case WINDOW_ABUSE, FLOOD -> Optional.of(FLOOD);
            case PROTOCOL_VIOLATION, BAD_NOISE -> Optional.of(GARBAGE);
            case WRONG_PEER, BAD_IDENTITY, FOREIGN, TIMEOUT, WENT_AWAY, CLOSED_HERE ->
                    Optional.empty();
        };
    }

    /**
     * How long the ban lasts.
     *
     * @param times how often it happened, from 1 on
     */
    public Duration ban(int times) {
        Duration wait = first.multipliedBy(1L << Math.clamp(times - 1, 0, 16));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}

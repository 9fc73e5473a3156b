package io.hypha.node.network;

import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Peers that are left alone for a while. Not safe for several threads by itself. */
final class Bans {

    private static final int MOST = 1024;

    /** Why, since where, how long. */
    record Ban(Multiaddr address, Instant until, Misconduct kind, String reason, int times) {
        boolean holds(Instant now) {
            return now.isBefore(until);
        }

        PeerRecord.State state() {
            return new PeerRecord.State.Banned(until, kind, reason);
        }
    }

    private final Map<PeerId, Ban> bans = new LinkedHashMap<>();

    /**
     * Bans a peer; again and again means longer and longer, and never shorter than before. What is
     * found while it is banned was under way before: several questions that had no answer in time
     * are one fault.
     */
    Instant add(PeerId peer, Multiaddr address, Misconduct kind, String reason, Instant now) {
        Ban old = bans.remove(peer);
        int times = old == null ? 1 : old.holds(now) ? old.times() : old.times() + 1;
        if (bans.size() >= MOST) {
            bans.remove(bans.keySet().iterator().next());
        }
        Instant until = now.plus(kind.ban(times));
        if (old != null && old.until().isAfter(until)) {
            until = old.until();
        }
        bans.put(peer, new Ban(address, until, kind, reason, times));
        return until;
    }

    Optional<Ban> of(PeerId peer, Instant now) {
        return Optional.ofNullable(bans.get(peer)).filter(ban -> ban.holds(now));
    }

    void lift(PeerId peer) {
        bans.remove(peer);
    }

    Map<PeerId, Ban> holding(Instant now) {
        Map<PeerId, Ban> holding = new LinkedHashMap<>(bans);
        holding.values().removeIf(ban -> !ban.holds(now));
        return holding;
    }
}

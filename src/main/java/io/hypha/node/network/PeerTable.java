package io.hypha.node.network;

import io.hypha.node.network.PeerRecord.Origin;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses and what became of them, and the peers that are left alone for a while. Decides whom to
 * dial next; knows no socket, and takes the time as an argument.
 */
final class PeerTable {

    /** Addresses from other peers; the worst of them give way to new ones. */
    static final int MOST_DISCOVERED = 512;

    private static final int MOST_BANS_SHOWN = 64;
    private static final Duration WORKED_WELL = Duration.ofMinutes(1);

    private final NetworkLimits limits;
    private final PeerId self;
    private final Map<Multiaddr, KnownAddress> entries = new LinkedHashMap<>();
    private final Bans bans = new Bans();

    /**
     * @param self never dialled
     */
    PeerTable(NetworkLimits limits, PeerId self) {
        this.limits = limits;
        this.self = self;
    }

    /**
     * Adds an address.
     *
     * @param localAllowed whether it may lead to this machine or house
     * @return whether it is new
     */
    synchronized boolean add(Multiaddr address, Origin origin, boolean localAllowed) {
        if (entries.containsKey(address) || address.peerId().filter(self::equals).isPresent()) {
            return false;
        }
        if (origin == Origin.DISCOVERED) {
            List<KnownAddress> discovered =
                    entries.values().stream().filter(e -> e.origin == Origin.DISCOVERED).toList();
            if (discovered.size() >= MOST_DISCOVERED) {
                Optional<KnownAddress> worst =
                        discovered.stream()
                                .filter(e -> !e.connected && !e.connecting && e.failures > 0)
                                .max(Comparator.comparingInt(e -> e.failures));
                if (worst.isEmpty()) {
                    return false;
                }
                entries.remove(worst.get().address);
            }
        }
        entries.put(address, new KnownAddress(address, origin, localAllowed));
        return true;
    }

    /** Has an address dialled at the next turn, whatever was before. */
    synchronized void hurry(Multiaddr address) {
        KnownAddress entry = entries.get(address);
        if (entry != null && !entry.connected && !entry.connecting) {
            entry.retryAt = Instant.MIN;
            entry.urgent = true;
        }
    }

    /** Addresses that must be dialled now, however many peers there are. */
    synchronized List<Multiaddr> urgent(Instant now) {
        return take(now, Integer.MAX_VALUE, entry -> entry.urgent, Set.of(), Map.of());
    }

    /**
     * Picks addresses to dial, the most trusted first, and marks them as connecting.
     *
     * @param busy peers that are connected already
     * @param crowd connections by neighbourhood
     */
    synchronized List<Multiaddr> due(
            Instant now, int count, Set<PeerId> busy, Map<String, Integer> crowd) {
        return take(now, count, _ -> true, busy, crowd);
    }

    private List<Multiaddr> take(
            Instant now,
            int count,
            java.util.function.Predicate<KnownAddress> wanted,
            Set<PeerId> busy,
            Map<String, Integer> crowd) {
        List<KnownAddress> candidates =
                entries.values().stream()
                        .filter(e -> wanted.test(e) && mayBeDialled(e, now, busy))
                        .sorted(
                                Comparator.<KnownAddress, Origin>comparing(e -> e.origin)
                                        .thenComparingInt(e -> e.failures))
                        .toList();
        Map<String, Integer> filled = new HashMap<>(crowd);
        List<PeerId> taken = new ArrayList<>();
        List<Multiaddr> picked = new ArrayList<>();
        for (KnownAddress entry : candidates) {
            PeerId id = entry.address.peerId().orElse(null);
            if (picked.size() >= count || (id != null && taken.contains(id))) {
                continue;
            }
            String place = Reach.neighbourhood(entry.address);
            boolean crowded =
                    entry.origin != Origin.BOOTNODE
                            && !entry.urgent
                            && !Reach.isLocal(entry.address)
                            && filled.getOrDefault(place, 0) >= limits.perHost();
            if (!crowded) {
                filled.merge(place, 1, Integer::sum);
                if (id != null) {
                    taken.add(id);
                }
                entry.connecting = true;
                entry.urgent = false;
                entry.since = now;
                picked.add(entry.address);
            }
        }
        return picked;
    }

    /** Whether there is an address that could be dialled now. */
    synchronized boolean hasAnother(Instant now, Set<PeerId> busy) {
        return entries.values().stream().anyMatch(e -> mayBeDialled(e, now, busy));
    }

    private boolean mayBeDialled(KnownAddress entry, Instant now, Set<PeerId> busy) {
        return !entry.connected
                && !entry.connecting
                && !entry.retryAt.isAfter(now)
                && entry.address.peerId().map(id -> free(id, busy, now)).orElse(true);
    }

    private boolean free(PeerId id, Set<PeerId> busy, Instant now) {
        boolean underWay =
                entries.values().stream()
                        .anyMatch(e ->
                                e.connecting && e.address.peerId().filter(id::equals).isPresent());
        return !busy.contains(id) && !underWay && ban(id, now).isEmpty();
    }

    synchronized boolean localAllowed(Multiaddr address) {
        KnownAddress entry = entries.get(address);
        return entry == null || entry.localAllowed;
    }

    synchronized Origin origin(Multiaddr address) {
        KnownAddress entry = entries.get(address);
        return entry == null ? Origin.INBOUND : entry.origin;
    }

    /** An attempt failed. */
    synchronized void failed(Multiaddr address, String why, Instant now) {
        KnownAddress entry = entries.get(address);
        if (entry != null) {
            entry.connecting = false;
            entry.connected = false;
            entry.resolved = false;
            entry.failures++;
            entry.lastFailure = why;
            entry.retryAt = now.plus(limits.retryAfter(entry.failures));
        }
    }

    /**
     * A name turned out to stand for these addresses. They are trusted as the name is, and take the
     * place of those it stood for before; the name is asked again after the longest wait.
     */
    synchronized void resolved(Multiaddr name, List<Multiaddr> addresses, Instant now) {
        KnownAddress asked = entries.get(name);
        if (asked == null) {
            return;
        }
        entries.values()
                .removeIf(e ->
                        name.equals(e.name)
                                && !e.connected
                                && !e.connecting
                                && !addresses.contains(e.address));
        for (Multiaddr address : addresses) {
            if (add(address, asked.origin, asked.localAllowed)) {
                KnownAddress added = entries.get(address);
                if (added != null) {
                    added.name = name;
                }
            }
        }
        asked.connecting = false;
        asked.resolved = true;
        asked.failures = 0;
        asked.lastFailure = "";
        asked.retryAt = now.plus(limits.lastRetry());
    }

    /** A peer answered there, and is secured. */
    synchronized void connected(Multiaddr address, Instant now) {
        KnownAddress entry = entries.get(address);
        if (entry != null) {
            entry.connecting = false;
            entry.connected = true;
            entry.since = now;
        }
    }

    /** A secured connection ended. One that lasted counts as no failure of the address. */
    synchronized void ended(Multiaddr address, String why, Instant now) {
        KnownAddress entry = entries.get(address);
        if (entry != null) {
            boolean lasted =
                    entry.connected
                            && Duration.between(entry.since, now).compareTo(WORKED_WELL) >= 0;
            if (lasted) {
                entry.failures = 0;
            }
            failed(address, why, now);
        }
    }

    synchronized void forget(Multiaddr address) {
        entries.remove(address);
    }

    /** Leaves a peer alone; again and again means longer and longer. */
    synchronized Instant ban(
            PeerId peer, Multiaddr address, Misconduct kind, String reason, Instant now) {
        return bans.add(peer, address, kind, reason, now);
    }

    /** The ban of a peer, in words; empty when it may be talked to. */
    synchronized Optional<String> ban(PeerId peer, Instant now) {
        return bans.of(peer, now)
                .map(ban ->
                        "banned until " + ban.until() + " for " + ban.kind() + ": " + ban.reason());
    }

    synchronized void forgive(PeerId peer) {
        bans.lift(peer);
        for (KnownAddress entry : entries.values()) {
            if (entry.address.peerId().filter(peer::equals).isPresent()) {
                entry.failures = 0;
                entry.retryAt = Instant.MIN;
            }
        }
    }

    synchronized int failures(Multiaddr address) {
        KnownAddress entry = entries.get(address);
        return entry == null ? 0 : entry.failures;
    }

    synchronized String lastFailure(Multiaddr address) {
        KnownAddress entry = entries.get(address);
        return entry == null ? "" : entry.lastFailure;
    }

    /**
     * All that is of interest and not connected: what was configured, and what failed. A name that
     * was resolved is not among it: the addresses that it stands for are.
     */
    synchronized List<PeerRecord> describe(Instant now) {
        List<PeerRecord> records = new ArrayList<>();
        Map<PeerId, Bans.Ban> left = bans.holding(now);
        for (KnownAddress entry : entries.values()) {
            Optional<Bans.Ban> ban =
                    entry.address.peerId().flatMap(id -> Optional.ofNullable(left.get(id)));
            boolean plain = entry.origin == Origin.DISCOVERED && !entry.connecting && ban.isEmpty();
            if (!entry.connected && !plain && !entry.resolved) {
                entry.address.peerId().ifPresent(left::remove);
                records.add(
                        new PeerRecord(
                                entry.address,
                                entry.origin,
                                ban.map(Bans.Ban::state).orElseGet(() -> entry.state(now)),
                                entry.lastFailure,
                                entry.failures));
            }
        }
        left.values().stream()
                .limit(MOST_BANS_SHOWN)
                .map(ban ->
                        new PeerRecord(ban.address(), origin(ban.address()), ban.state(), "", 0))
                .forEach(records::add);
        return records;
    }
}

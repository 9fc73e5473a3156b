package io.hypha.node.network;

import io.hypha.node.network.wire.PeerId;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/** Decides who may connect, and who may stay once it proved who it is. */
final class Entrance {

    /** Connections that did not prove yet who they are. */
    private static final int MOST_GREETING = 16;

    private static final long PROBATION_MILLIS = 60_000;

    private final Swarm swarm;

    Entrance(Swarm swarm) {
        this.swarm = swarm;
    }

    /** Whether one more visitor from that host may try. */
    boolean hasRoom(InetAddress host) {
        NetworkOptions options = swarm.options();
        int all = 0;
        int greeting = 0;
        for (PeerSession session : swarm.sessions()) {
            all++;
            greeting += session.remote().isEmpty() ? 1 : 0;
        }
        return all < options.most() + MOST_GREETING && greeting < MOST_GREETING && !isCrowded(host);
    }

    /**
     * Whether there are as many connections to the neighbourhood of a host as may be: many names
     * and numbers may be of one stranger.
     */
    boolean isCrowded(InetAddress host) {
        return !Reach.isLocal(host)
                && Reach.neighbours(host, swarm.sessions().stream().map(PeerSession::host).toList())
                        >= swarm.options().limits().perHost();
    }

    /**
     * Shows out whoever was here longest without gossiping, where another one could be tried: peers
     * that answer and pass nothing on must not keep all places for good.
     */
    void makeRoom(Set<PeerId> busy) {
        long now = swarm.options().clock().millis();
        if (swarm.table().hasAnother(swarm.now(), busy)) {
            swarm.sessions().stream()
                    .filter(each -> each.joined() && !each.gossips() && !each.inbound())
                    .filter(each -> now - each.startedAtMillis() >= PROBATION_MILLIS)
                    .min(Comparator.comparingLong(PeerSession::startedAtMillis))
                    .ifPresent(each ->
                            each.link().close("it does not gossip, and its place is wanted"));
        }
    }

    /** Whether a secured peer may stay: empty, or why not. Called under its link's lock. */
    String admit(PeerSession session, PeerId remote) {
        if (remote.equals(swarm.self())) {
            swarm.table().forget(session.dialled());
            return "it is this node itself";
        }
        Optional<String> ban = swarm.table().ban(remote, swarm.now());
        if (ban.isPresent()) {
            return ban.get();
        }
        for (PeerSession other : swarm.sessions()) {
            if (other == session
                    || other.over()
                    || other.remote().filter(remote::equals).isEmpty()) {
                continue;
            }
            if (other.inbound() == session.inbound() || isKept(other, remote)) {
                return "there is a connection to it already";
            }
            swarm.threads()
                    .start(
                            "p2p-drop " + remote,
                            () -> other.link().close("the connection the other way is kept"));
        }
        long peers =
                swarm.sessions().stream().filter(s -> !s.over() && s.remote().isPresent()).count();
        if (session.inbound() && peers > swarm.options().most()) {
            return "there are " + swarm.options().most() + " peers already";
        }
        if (!session.inbound()) {
            swarm.table().connected(session.dialled(), swarm.now());
        }
        return "";
    }

    /** When two peers dial each other at once, the connection that the smaller id dialled stays. */
    private boolean isKept(PeerSession session, PeerId remote) {
        boolean weAreSmaller = swarm.self().compareTo(remote) < 0;
        return session.inbound() != weAreSmaller;
    }
}

package io.hypha.node.network;

import io.hypha.node.network.wire.PeerId;
import java.net.InetAddress;
import java.util.Optional;

/** Decides who may connect, and who may stay once it proved who it is. */
final class Entrance {

    /** Connections that did not prove yet who they are. */
    private static final int MOST_GREETING = 16;

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
        return all < options.most() + MOST_GREETING
                && greeting < MOST_GREETING
                && !isCrowded(host);
    }

    /**
     * Whether there are as many connections to the neighbourhood of a host as may be: many names
     * and numbers may be of one stranger.
     */
    boolean isCrowded(InetAddress host) {
        return !Reach.isLocal(host)
                && Reach.neighbours(
                                host, swarm.sessions().stream().map(PeerSession::host).toList())
                        >= swarm.options().limits().perHost();
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

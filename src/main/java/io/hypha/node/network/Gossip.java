package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.AnnounceHandshake;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.Role;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The notification substreams with one peer, one per direction and protocol. Block announces come
 * first; transactions and GRANDPA follow once the peer accepted them. All methods run under the
 * link's lock.
 */
final class Gossip implements Opened.Owner, Heard.Owner {

    private static final List<Protocol> FOLLOWING =
            List.of(Protocol.TRANSACTIONS, Protocol.GRANDPA);
    private static final long RETRY_MILLIS = 30_000;
    private static final long LAST_RETRY_MILLIS = 480_000;
    private static final long REBROADCAST_MILLIS = 300_000;

    private final PeerSession session;
    private final Link link;
    private final Map<Protocol, Opened> ours = new EnumMap<>(Protocol.class);
    private final Map<Protocol, Long> retryAtMillis = new EnumMap<>(Protocol.class);
    private final Map<Protocol, Integer> refusals = new EnumMap<>(Protocol.class);
    private final Set<Protocol> theirs = EnumSet.noneOf(Protocol.class);
    private final Pace pace;

    /** The lowest best block that a handshake named: there are two, and some heed only one. */
    private @Nullable BlockId greetedWith;

    private @Nullable Bytes caughtUpWith;
    private GrandpaMessage.@Nullable Neighbor told;
    private long toldAtMillis;

    Gossip(PeerSession session, Link link) {
        this.session = session;
        this.link = link;
        this.pace = new Pace(link.nowMillis());
    }

    /** Whether block announces flow both ways. */
    boolean mutual() {
        return isOpen(Protocol.BLOCK_ANNOUNCES) && theirs.contains(Protocol.BLOCK_ANNOUNCES);
    }

    boolean isOpen(Protocol protocol) {
        Opened opened = ours.get(protocol);
        return opened != null && opened.isOpen();
    }

    /** Whether the peer keeps an announce substream to us. */
    boolean heard() {
        return theirs.contains(Protocol.BLOCK_ANNOUNCES);
    }

    /** Opens our side, unless it is open or being opened. */
    void open(Protocol protocol) {
        if (ours.containsKey(protocol)) {
            return;
        }
        Opened opened = new Opened(link, protocol, this);
        if (link.open(opened, List.of(session.name(protocol)))) {
            ours.put(protocol, opened);
            retryAtMillis.remove(protocol);
            opened.greet(handshake(protocol));
        } else {
            lost(protocol, "no further substream can be opened");
        }
    }

    private Bytes handshake(Protocol protocol) {
        Role role = session.options().role();
        if (protocol != Protocol.BLOCK_ANNOUNCES) {
            return role.encode();
        }
        BlockId best = session.swarm().standing().best();
        if (greetedWith == null || best.number() < greetedWith.number()) {
            greetedWith = best;
        }
        return new AnnounceHandshake(role, best, session.options().genesis()).encode();
    }

    /**
     * A block that was announced between a handshake of ours and the opening was told to those that
     * listened by then; this peer would think that we do not have it, and ask us for nothing of it.
     */
    private void catchUp() {
        BlockId said = greetedWith;
        if (said == null) {
            return;
        }
        session.swarm()
                .standing()
                .announcedSince(said)
                .filter(missed -> tell(Protocol.BLOCK_ANNOUNCES, missed.message()))
                .ifPresent(missed -> caughtUpWith = missed.message());
    }

    /** Queues a message for the peer; false when it does not listen. */
    boolean tell(Protocol protocol, Bytes message) {
        Bytes heard = caughtUpWith;
        if (protocol == Protocol.BLOCK_ANNOUNCES && heard != null && heard.equals(message)) {
            return true;
        }
        Opened opened = ours.get(protocol);
        return opened != null && opened.offer(message);
    }

    /** Tells the peer where finality is, when that is news or was last said long ago. */
    void tellNeighbor(long nowMillis) {
        Optional<GrandpaMessage.Neighbor> now = session.swarm().standing().neighbor();
        if (now.isEmpty() || !isOpen(Protocol.GRANDPA)) {
            return;
        }
        boolean news = !now.get().equals(told);
        if ((news || nowMillis - toldAtMillis >= REBROADCAST_MILLIS)
                && tell(Protocol.GRANDPA, now.get().encode())) {
            told = now.get();
            toldAtMillis = nowMillis;
        }
    }

    void turn(long nowMillis) {
        tellNeighbor(nowMillis);
        for (Protocol protocol : List.copyOf(retryAtMillis.keySet())) {
            boolean allowed =
                    protocol == Protocol.BLOCK_ANNOUNCES || isOpen(Protocol.BLOCK_ANNOUNCES);
            if (allowed && nowMillis >= retryAtMillis.getOrDefault(protocol, Long.MAX_VALUE)) {
                open(protocol);
            }
        }
    }

    @Override
    public void accepted(Protocol protocol, Bytes handshake) {
        if (protocol == Protocol.BLOCK_ANNOUNCES && !greets(handshake)) {
            return;
        }
        refusals.remove(protocol);
        switch (protocol) {
            case BLOCK_ANNOUNCES -> {
                catchUp();
                session.join();
                FOLLOWING.forEach(this::open);
            }
            case GRANDPA -> {
                told = null;
                tellNeighbor(link.nowMillis());
            }
            case TRANSACTIONS, PING, IDENTIFY, KAD, SYNC, LIGHT, STATE, WARP -> {}
        }
    }

    /** Reads the peer's block-announce handshake; false when it cost the connection. */
    private boolean greets(Bytes handshake) {
        try {
            AnnounceHandshake theirs = AnnounceHandshake.decode(handshake);
            if (!theirs.genesis().equals(session.options().genesis())) {
                session.ban(
                        Misconduct.FOREIGN,
                        "its genesis is "
                                + theirs.genesis().toHex()
                                + ", ours "
                                + session.options().genesis().toHex());
                return false;
            }
            session.claims().take(theirs);
            return true;
        } catch (MessageException e) {
            session.ban(Misconduct.GARBAGE, "block-announce handshake: " + e.getMessage());
            return false;
        }
    }

    /** A peer that we dialled and that has no announces of our chain is on another one. */
    @Override
    public void unknown(Protocol protocol) {
        if (protocol == Protocol.BLOCK_ANNOUNCES && !session.inbound()) {
            session.ban(
                    Misconduct.FOREIGN,
                    "it does not speak "
                            + session.name(protocol)
                            + ": it is on another chain or serves none");
        } else {
            lost(protocol, "it does not speak " + session.name(protocol));
        }
    }

    @Override
    public void lost(Protocol protocol, String why) {
        ours.remove(protocol);
        int times = refusals.merge(protocol, 1, Integer::sum);
        long wait = RETRY_MILLIS << Math.min(times - 1, 4);
        retryAtMillis.put(protocol, link.nowMillis() + Math.min(wait, LAST_RETRY_MILLIS));
        if (protocol == Protocol.BLOCK_ANNOUNCES) {
            caughtUpWith = null;
            for (Protocol following : FOLLOWING) {
                Opened opened = ours.remove(following);
                if (opened != null) {
                    opened.close();
                }
            }
            session.notGossiping(why);
        }
    }

    /** A substream of the peer's; null when it may not open it now. */
    @Nullable Substream inbound(Protocol protocol) {
        if (theirs.contains(protocol) || (protocol != Protocol.BLOCK_ANNOUNCES && !heard())) {
            return null;
        }
        int limit = Math.min(protocol.maxResponse(), session.options().limits().responseBytes());
        return new Heard(
                link,
                protocol,
                limit,
                session.options().limits().idle(),
                session::listenerKeepsUp,
                this);
    }

    @Override
    public Optional<Bytes> greeted(Protocol protocol, Bytes handshake) {
        if (theirs.contains(protocol)) {
            return Optional.empty();
        }
        if (protocol == Protocol.BLOCK_ANNOUNCES) {
            if (!greets(handshake)) {
                return Optional.empty();
            }
            open(Protocol.BLOCK_ANNOUNCES);
        } else if (protocol != Protocol.TRANSACTIONS) {
            // what is said with transactions counts for nothing: some light clients say nothing
            try {
                Role.decode(handshake);
            } catch (MessageException e) {
                session.misstep(protocol + " handshake: " + e.getMessage());
                return Optional.empty();
            }
        }
        theirs.add(protocol);
        session.mutual(mutual());
        return Optional.of(handshake(protocol));
    }

    @Override
    public void notified(Protocol protocol, Bytes message, int kept) {
        if (pace.takes(link.nowMillis())) {
            session.deliver(protocol, message, kept);
        } else {
            link.budget().release(kept);
            session.ban(
                    Misconduct.FLOOD,
                    "more than " + Pace.PER_SECOND + " notifications a second, for long");
        }
    }

    @Override
    public void silent(Protocol protocol) {
        theirs.remove(protocol);
        session.mutual(mutual());
    }

    @Override
    public void broke(Protocol protocol, PeerFault fault) {
        session.misstep(protocol + ": " + fault.text());
    }
}

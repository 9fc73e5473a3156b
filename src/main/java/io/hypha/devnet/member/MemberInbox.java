package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What peers tell a member, in the order of its coming, until the member looks at it. */
public final class MemberInbox implements PeerListener {

    private static final Logger LOG = LoggerFactory.getLogger(MemberInbox.class);

    /** What comes above is dropped: its sender tells it again in the next slot. */
    private static final int MAX_WAITING = 8192;

    /** One thing to do to the machine. */
    @FunctionalInterface
    interface Event {
        List<Action<Peer>> happen(MemberMachine<Peer> machine);
    }

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MAX_WAITING);

    void put(Event event) {
        if (!events.offer(event)) {
            LOG.debug("{} events wait; one is dropped", MAX_WAITING);
        }
    }

    /** The next event; null when none comes in time. */
    @Nullable Event next(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void joined(Peer peer) {
        if (peer.role() != Role.LIGHT) {
            put(machine -> machine.standsAt(peer, peer.best().number()));
        }
    }

    @Override
    public void announced(Peer peer, BlockAnnounce announce) {
        Header header = announce.header();
        if (header.number() > 0) {
            BlockId parent = new BlockId(header.number() - 1, header.parentHash());
            BlockId block = header.id();
            put(machine -> machine.announced(peer, parent, block));
        }
    }

    @Override
    public void grandpa(Peer peer, GrandpaMessage message) {
        switch (message) {
            case GrandpaMessage.Vote vote -> put(machine -> machine.vote(peer, vote));
            case GrandpaMessage.Commit(Bytes encoded) ->
                    put(machine -> machine.commit(peer, encoded));
            case GrandpaMessage.CatchUp shown -> put(machine -> machine.catchUp(peer, shown));
            case GrandpaMessage.Neighbor(long _, long _, long finalized) -> {
                if (peer.role() != Role.LIGHT) {
                    put(machine -> machine.standsAt(peer, finalized));
                }
            }
            case GrandpaMessage.CatchUpRequest _ -> {
                // Members show what others may miss without being asked.
            }
        }
    }
}

package io.hypha.devnet.member;

import io.hypha.devnet.author.Authorities;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.p2p.DevnetPeer;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.Header;
import io.hypha.node.network.Misconduct;
import io.hypha.node.network.Peer;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running member: hands the clock's slots and what peers tell to its {@link MemberMachine}, one
 * at a time on a thread of its own, and does what that wants.
 */
public final class Member implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    /** Even a clock that was set back is asked again after this. */
    private static final long MAX_WAIT_MILLIS = 1000;

    private final MemberMachine<Peer> machine;
    private final MemberInbox inbox;
    private final DevnetPeer peer;
    private final InstantSource clock;
    private final long slotMillis;
    private final Fetcher fetcher;
    private final Thread thread = Thread.ofPlatform().name("devnet-member").unstarted(this::run);
    private volatile boolean stopped;
    private long slot;

    private Member(
            Chain chain,
            TransactionPool pool,
            Authorities keys,
            InstantSource clock,
            MemberInbox inbox,
            DevnetPeer peer) {
        this.machine =
                new MemberMachine<>(
                        new ChainLedger(chain, pool), keys::sign, SignatureCheck.ED25519);
        this.inbox = inbox;
        this.peer = peer;
        this.clock = clock;
        this.slotMillis = chain.runtime().spec().slotDurationMillis();
        this.fetcher = new Fetcher((from, blocks) -> inbox.put(each -> each.fetched(from, blocks)));
    }

    /**
     * Takes part from now on.
     *
     * @param keys of the authorities that this member votes and authors for
     * @param inbox the listener of {@code peer}
     */
    public static Member start(
            Chain chain,
            TransactionPool pool,
            Authorities keys,
            InstantSource clock,
            MemberInbox inbox,
            DevnetPeer peer) {
        Member member = new Member(chain, pool, keys, clock, inbox, peer);
        member.thread.start();
        return member;
    }

    private void run() {
        try {
            slot = now();
            perform(machine.restore(slot));
            while (!stopped) {
                long untilNext = (slot + 1) * slotMillis - clock.millis();
                MemberInbox.Event event = inbox.next(Math.clamp(untilNext, 0, MAX_WAIT_MILLIS));
                if (now() > slot) {
                    slot = now();
                    startSlot();
                }
                if (event != null) {
                    perform(event.happen(machine));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the member stops");
        } catch (RuntimeException e) {
            LOG.error("the member takes part no longer; what is final stays readable", e);
        }
    }

    private long now() {
        return clock.millis() / slotMillis;
    }

    private void startSlot() {
        perform(machine.startSlot(slot));
        for (Peer each : peer.network().peers()) {
            if (each.role() != Role.LIGHT) {
                perform(machine.standsAt(each, each.best().number()));
            }
        }
    }

    private void perform(List<Action<Peer>> actions) {
        for (Action<Peer> action : actions) {
            switch (action) {
                case Action.Announce<Peer>(Header header) -> peer.announce(header);
                case Action.Gossip<Peer>(GrandpaMessage message) -> peer.network().gossip(message);
                case Action.FetchBlock<Peer>(Peer from, Hash256 hash) -> fetcher.block(from, hash);
                case Action.FetchFrom<Peer>(Peer from, long number) -> fetcher.from(from, number);
                case Action.Accuse<Peer>(Peer liar, String reason) -> {
                    LOG.warn("{}: {}", liar.id(), reason);
                    peer.network().report(liar.id(), Misconduct.LIE, reason);
                }
            }
        }
    }

    /** Returns when nothing is written any more. */
    @Override
    public void close() {
        stopped = true;
        inbox.put(_ -> List.of());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        fetcher.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

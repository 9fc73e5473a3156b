package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.fail;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.wire.Multiaddr;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Hears a network, and its address book, and lets a test wait for what it heard. */
final class Recorder implements PeerListener, AddressBook {

    sealed interface Event {
        record Joined(Peer peer) implements Event {}

        record Left(Peer peer, String why) implements Event {}

        record Announced(Peer peer, BlockAnnounce announce) implements Event {}

        record Grandpa(Peer peer, GrandpaMessage message) implements Event {}

        record Transactions(Peer peer, List<Bytes> extrinsics) implements Event {}

        record Remembered(Multiaddr address, boolean worked) implements Event {}
    }

    private static final long WAIT_SECONDS = 60;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AddressBook book = AddressBook.inMemory();

    @Override
    public void joined(Peer peer) {
        events.add(new Event.Joined(peer));
    }

    @Override
    public void left(Peer peer, String why) {
        events.add(new Event.Left(peer, why));
    }

    @Override
    public void announced(Peer peer, BlockAnnounce announce) {
        events.add(new Event.Announced(peer, announce));
    }

    @Override
    public void grandpa(Peer peer, GrandpaMessage message) {
        events.add(new Event.Grandpa(peer, message));
    }

    @Override
    public void transactions(Peer peer, List<Bytes> extrinsics) {
        events.add(new Event.Transactions(peer, extrinsics));
    }

    @Override
    public List<Multiaddr> known() {
        return book.known();
    }

    @Override
    public void remember(Multiaddr address, boolean worked) {
        book.remember(address, worked);
        events.add(new Event.Remembered(address, worked));
    }

    /** The next event of that kind; those of other kinds before it are passed over. */
    <E extends Event> E next(Class<E> kind) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        try {
            while (true) {
                Event event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (event == null) {
                    return fail("no " + kind.getSimpleName() + " within " + WAIT_SECONDS + " s");
                }
                if (kind.isInstance(event)) {
                    return kind.cast(event);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted");
        }
    }

    Peer join() {
        return next(Event.Joined.class).peer();
    }
}

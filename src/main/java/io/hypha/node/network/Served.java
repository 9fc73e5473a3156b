package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;
import java.time.Duration;
import java.util.Optional;

/** A request of the peer's on a substream of its own, until our answer was sent. */
final class Served extends Substream implements Inbox.Receiver {

    /** Told under the link's lock. */
    interface Owner {
        /** A whole request; {@link Served#answer} must follow sooner or later. */
        void asked(Served question, Bytes request);

        void broke(Protocol protocol, PeerFault fault);
    }

    private enum Stage {
        READING,
        WORKING,
        WRITING,
        OVER
    }

    private static final long REQUEST_MILLIS = 10_000;

    private final Protocol protocol;
    private final Owner owner;
    private final Duration idle;
    private final Inbox inbox;
    private final long startedAtMillis;
    private long workingSinceMillis;
    private Stage stage = Stage.READING;
    private int kept;
    private boolean peerFinished;

    Served(Link link, Protocol protocol, Duration idle, Owner owner) {
        super(link);
        this.protocol = protocol;
        this.owner = owner;
        this.idle = idle;
        this.startedAtMillis = link.nowMillis();
        this.inbox = new Inbox(this, protocol.maxRequest(), () -> true, this);
    }

    Protocol protocol() {
        return protocol;
    }

    /** Whether an answer is still of use. */
    boolean waits() {
        return stage == Stage.WORKING;
    }

    @Override
    void received(Bytes data, long nowMillis) {
        if (stage == Stage.READING) {
            inbox.received(data);
            if (stage == Stage.READING || !inbox.midway()) {
                return;
            }
        }
        broken(new PeerFault.Garbage("bytes after the request"));
    }

    @Override
    public void message(Bytes request, int bytes) {
        if (stage != Stage.READING) {
            link().budget().release(bytes);
            return;
        }
        kept = bytes;
        stage = Stage.WORKING;
        workingSinceMillis = link().nowMillis();
        owner.asked(this, request);
    }

    @Override
    public void broken(PeerFault fault) {
        if (stage != Stage.OVER) {
            end();
            drop();
            owner.broke(protocol, fault);
        }
    }

    /** Sends the answer, or closes the stream without one. Under the link's lock. */
    void answer(Optional<Bytes> response) {
        if (stage != Stage.WORKING) {
            return;
        }
        link().budget().release(kept);
        kept = 0;
        if (response.isPresent() && link().budget().keep(response.get().size())) {
            kept = response.get().size();
            stage = Stage.WRITING;
            moved(link().nowMillis());
            send(MessageReader.framed(response.get()));
        } else {
            stage = Stage.WRITING;
        }
        finishSending();
    }

    @Override
    void drained() {
        if (stage == Stage.WRITING) {
            link().budget().release(kept);
            kept = 0;
            if (peerFinished) {
                end();
                forget();
            }
        }
    }

    @Override
    void finished() {
        peerFinished = true;
        switch (stage) {
            case READING -> broken(new PeerFault.Garbage("the request ends in its middle"));
            case WRITING -> {
                if (queuedBytes() == 0) {
                    end();
                    forget();
                }
            }
            case WORKING, OVER -> {}
        }
    }

    @Override
    void dropped() {
        end();
    }

    @Override
    void ended(String why) {
        end();
    }

    @Override
    void turn(long nowMillis) {
        switch (stage) {
            case READING -> {
                inbox.turn();
                if (nowMillis - startedAtMillis >= REQUEST_MILLIS) {
                    broken(
                            new PeerFault.Timeout(
                                    Duration.ofMillis(REQUEST_MILLIS), inbox.bytesOfMessage()));
                }
            }
            case WORKING -> {
                if (nowMillis - workingSinceMillis >= protocol.timeLimit().toMillis()) {
                    answer(Optional.empty());
                }
            }
            case WRITING -> {
                if (nowMillis - movedAtMillis() >= idle.toMillis()) {
                    end();
                    drop();
                }
            }
            case OVER -> {}
        }
    }

    private void end() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            inbox.end();
            link().budget().release(kept);
            kept = 0;
        }
    }
}

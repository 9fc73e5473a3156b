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

        /** It was answered and sent, or dropped. */
        void over(Served question);

        void broke(Protocol protocol, PeerFault fault);
    }

    private enum Stage {
        READING,
        WORKING,
        WRITING,
        OVER
    }

    private static final long REQUEST_MILLIS = 10_000;
    private static final long WRITING_MILLIS = 60_000;

    private final Protocol protocol;
    private final Owner owner;
    private final Duration idle;
    private final Inbox inbox;
    private final long startedAtMillis;
    private long workingSinceMillis;
    private Stage stage = Stage.READING;
    private int kept;
    private Bytes unsent = Bytes.EMPTY;
    private boolean told;
    private boolean gaveNothing;
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

    /** Whether it was answered, and with nothing. */
    boolean gaveNothing() {
        return gaveNothing;
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
        stage = Stage.WRITING;
        gaveNothing = response.isEmpty() || response.get().isEmpty();
        workingSinceMillis = link().nowMillis();
        if (response.isPresent()) {
            unsent = MessageReader.framed(response.get());
            sendAnswer();
        } else {
            finishSending();
        }
    }

    /** Sends the answer once it fits beside the others that wait for this peer. */
    private void sendAnswer() {
        if (link().budget().keep(unsent.size())) {
            Bytes answer = unsent;
            kept = answer.size();
            unsent = Bytes.EMPTY;
            moved(link().nowMillis());
            send(answer);
            finishSending();
        }
    }

    @Override
    void drained() {
        if (stage == Stage.WRITING && unsent.isEmpty()) {
            release();
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
                if (queuedBytes() == 0 && unsent.isEmpty()) {
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
                boolean stuck = unsent.isEmpty() && nowMillis - movedAtMillis() >= idle.toMillis();
                if (stuck || nowMillis - workingSinceMillis >= WRITING_MILLIS) {
                    end();
                    drop();
                } else if (!unsent.isEmpty()) {
                    sendAnswer();
                }
            }
            case OVER -> {}
        }
    }

    private void end() {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            inbox.end();
            unsent = Bytes.EMPTY;
            release();
        }
    }

    private void release() {
        link().budget().release(kept);
        kept = 0;
        if (!told) {
            told = true;
            owner.over(this);
        }
    }
}

package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A notification substream of the peer's: its handshake, ours, then messages from it. */
final class Heard extends Substream implements Inbox.Receiver {

    /** Told under the link's lock. */
    interface Owner {
        /** Our handshake, or empty to refuse. */
        Optional<Bytes> greeted(Protocol protocol, Bytes handshake);

        void notified(Protocol protocol, Bytes message, int kept);

        /** The substream is no more. */
        void silent(Protocol protocol);

        /** The peer broke the form or a limit. */
        void broke(Protocol protocol, PeerFault fault);
    }

    private static final long GREETING_MILLIS = 10_000;

    private final Protocol protocol;
    private final Owner owner;
    private final Duration idle;
    private final Inbox greeting;
    private final Inbox messages;
    private final long startedAtMillis;
    private boolean open;
    private boolean over;

    Heard(
            Link link,
            Protocol protocol,
            int messageLimit,
            Duration idle,
            BooleanSupplier keepsUp,
            Owner owner) {
        super(link);
        this.protocol = protocol;
        this.owner = owner;
        this.idle = idle;
        this.startedAtMillis = link.nowMillis();
        this.greeting = new Inbox(this, protocol.maxRequest(), () -> true, this);
        this.messages = new Inbox(this, messageLimit, keepsUp, this);
    }

    @Override
    void received(Bytes data, long nowMillis) {
        if (open) {
            messages.received(data);
            return;
        }
        greeting.received(data);
        if (open && greeting.midway()) {
            broken(new PeerFault.Garbage("messages before our handshake"));
        }
    }

    @Override
    public void message(Bytes message, int kept) {
        if (over) {
            link().budget().release(kept);
        } else if (open) {
            owner.notified(protocol, message, kept);
        } else {
            link().budget().release(kept);
            Optional<Bytes> answer = owner.greeted(protocol, message);
            if (answer.isPresent()) {
                open = true;
                send(MessageReader.framed(answer.get()));
            } else {
                end();
                drop();
            }
        }
    }

    @Override
    public void broken(PeerFault fault) {
        end();
        drop();
        owner.broke(protocol, fault);
    }

    @Override
    void finished() {
        end();
        finishSending();
        forget();
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
        messages.turn();
        if (messages.withholds()) {
            moved(nowMillis);
        }
        boolean late =
                open
                        ? messages.midway() && nowMillis - movedAtMillis() >= idle.toMillis()
                        : nowMillis - startedAtMillis >= GREETING_MILLIS;
        if (late && !over) {
            broken(new PeerFault.Timeout(idle, messages.bytesOfMessage()));
        }
    }

    private void end() {
        greeting.end();
        messages.end();
        if (!over) {
            over = true;
            if (open) {
                owner.silent(protocol);
            }
        }
    }
}

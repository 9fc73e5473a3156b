package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A request of ours on a substream of its own, until its answer or the fault that came instead. */
final class Question extends Substream implements Inbox.Receiver {

    /** How long a peer may take to close its side after the answer. */
    private static final long LINGER_MILLIS = 2_000;

    private final CompletableFuture<PeerAnswer<Bytes>> answer = new CompletableFuture<>();
    private final Duration wait;
    private final Duration idle;
    private final Consumer<String> misstep;
    private final long startedAtMillis;
    private final Inbox inbox;
    private long answeredAtMillis = -1;
    private long received;

    /**
     * @param misstep told when the peer sends more than the answer
     */
    Question(Link link, int limit, Duration wait, Duration idle, Consumer<String> misstep) {
        super(link);
        this.wait = wait;
        this.idle = idle;
        this.misstep = misstep;
        this.startedAtMillis = link.nowMillis();
        this.inbox = new Inbox(this, limit, () -> true, this);
    }

    CompletableFuture<PeerAnswer<Bytes>> answer() {
        return answer;
    }

    /** Sends the request and half-closes. */
    void ask(Bytes framedRequest) {
        send(framedRequest);
        finishSending();
    }

    /** Nobody waits for the answer any more. */
    void abandon() {
        if (answeredAtMillis < 0) {
            fail(new PeerFault.Gone("nobody waits for the answer"));
        }
    }

    @Override
    void refused() {
        complete(PeerAnswer.failed(new PeerFault.Refused("it does not speak the protocol")));
    }

    @Override
    void received(Bytes data, long nowMillis) {
        received += data.size();
        if (answeredAtMillis >= 0) {
            surplus();
        } else {
            inbox.received(data);
            if (answeredAtMillis >= 0 && inbox.midway()) {
                surplus();
            }
        }
    }

    private void surplus() {
        misstep.accept("bytes after the answer");
        inbox.end();
        drop();
    }

    @Override
    public void message(Bytes message, int kept) {
        link().budget().release(kept);
        if (answeredAtMillis < 0) {
            answeredAtMillis = link().nowMillis();
            answer.complete(PeerAnswer.got(message));
        }
    }

    @Override
    public void broken(PeerFault fault) {
        if (answeredAtMillis >= 0) {
            surplus();
        } else {
            fail(fault);
        }
    }

    @Override
    void finished() {
        if (answeredAtMillis >= 0) {
            inbox.end();
            forget();
            return;
        }
        fail(
                inbox.midway()
                        ? new PeerFault.Garbage(
                                "the answer ends after " + received + " bytes, in its middle")
                        : new PeerFault.Refused("it closed the stream without an answer"));
    }

    @Override
    void dropped() {
        complete(
                PeerAnswer.failed(
                        inbox.midway()
                                ? new PeerFault.Gone("it dropped the stream amid the answer")
                                : new PeerFault.Refused("it dropped the stream")));
    }

    @Override
    void ended(String why) {
        complete(PeerAnswer.failed(new PeerFault.Gone(why)));
    }

    @Override
    void turn(long nowMillis) {
        if (answeredAtMillis >= 0) {
            if (nowMillis - answeredAtMillis > LINGER_MILLIS) {
                drop();
            }
            return;
        }
        inbox.turn();
        if (inbox.withholds()) {
            moved(nowMillis);
        }
        boolean late = nowMillis - startedAtMillis >= wait.toMillis();
        boolean silent = received > 0 && nowMillis - movedAtMillis() >= idle.toMillis();
        if (late || silent) {
            fail(new PeerFault.Timeout(late ? wait : idle, received));
        }
    }

    private void fail(PeerFault fault) {
        complete(PeerAnswer.failed(fault));
        drop();
    }

    private void complete(PeerAnswer<Bytes> result) {
        inbox.end();
        if (answeredAtMillis < 0) {
            answeredAtMillis = link().nowMillis();
            answer.complete(result);
        }
    }
}

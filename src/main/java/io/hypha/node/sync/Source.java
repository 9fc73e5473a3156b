package io.hypha.node.sync;

import io.hypha.node.NodeStatus.Endpoint;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.FinalitySource;
import io.hypha.node.NodeStatus.Wire;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcFault;
import io.hypha.node.rpc.RpcTransport.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint and what became of it. It is put aside for a while when it sends what its own proof
 * refutes, or what is no answer at all; the wait doubles each time, since a broken line heals and a
 * liar does not.
 */
final class Source implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);
    private static final Duration AFTER_LIE = Duration.ofMinutes(10);
    private static final Duration AFTER_GARBAGE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final RpcEndpoint rpc;
    private final Clock clock;
    private final Disagreements disagreements;
    private final AtomicLong faults = new AtomicLong();
    private final AtomicReference<@Nullable Bytes> pushedJustification = new AtomicReference<>();

    private volatile EndpointState state = EndpointState.CONNECTING;
    private volatile boolean greeted;
    private volatile Instant asideUntil = Instant.MIN;
    private int timesAside;
    private volatile String software = "";
    private volatile @Nullable BlockId claimedHead;
    private volatile boolean servesReadProofs;
    private volatile boolean offersJustifications;
    private volatile boolean gaveJustification;
    private volatile String doubt = "";
    private volatile @Nullable Subscription justifications;
    private volatile @Nullable Subscription heads;

    Source(RpcEndpoint rpc, Clock clock, Disagreements disagreements) {
        this.rpc = rpc;
        this.clock = clock;
        this.disagreements = disagreements;
    }

    RpcEndpoint rpc() {
        return rpc;
    }

    String address() {
        return rpc.address();
    }

    FinalitySource asFinalitySource() {
        return new FinalitySource(Wire.RPC, address());
    }

    /** Whether it is on our chain and may be asked. */
    boolean usable() {
        return greeted && state == EndpointState.OK;
    }

    /** Whether it is put aside now. */
    boolean aside() {
        return clock.instant().isBefore(asideUntil);
    }

    EndpointState state() {
        return aside() ? EndpointState.BANNED : state;
    }

    /** It proved to be on our chain. */
    void greet(String name, boolean readProofs, boolean offersFeed) {
        software = name;
        servesReadProofs = readProofs;
        offersJustifications = offersFeed;
        greeted = true;
        state = EndpointState.OK;
    }

    boolean greeted() {
        return greeted;
    }

    /** It sent what its own proof refutes: not asked for a while. */
    void lie(String about, String text) {
        faults.incrementAndGet();
        disagreements.add(address(), about, text);
        setAside(AFTER_LIE);
    }

    /** It says something that we cannot take, and may be right. */
    void disagrees(String about, String text) {
        disagreements.add(address(), about, text);
    }

    /** It gave no usable answer. Silence is forgiven; what is no answer at all is put aside. */
    void fault(RpcFault fault) {
        faults.incrementAndGet();
        switch (fault) {
            case RpcFault.Unreachable _, RpcFault.Timeout _ -> {
                if (state != EndpointState.SILENT) {
                    LOG.info("{}: {}", address(), fault.text());
                }
                state = EndpointState.SILENT;
                greeted = false;
            }
            case RpcFault.TooLarge _, RpcFault.Garbage _ -> {
                disagreements.add(address(), "an answer", fault.text());
                setAside(AFTER_GARBAGE);
            }
            case RpcFault.RpcError _ -> LOG.debug("{}: {}", address(), fault.text());
        }
    }

    private synchronized void setAside(Duration first) {
        Duration wait = first.multipliedBy(1L << Math.min(timesAside, 8));
        timesAside++;
        asideUntil = clock.instant().plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        state = EndpointState.BANNED;
        greeted = false;
        endFeeds();
    }

    /** The value, or empty after taking note of the fault. */
    <T> Optional<T> take(RpcAnswer<T> answer) {
        return switch (answer) {
            case RpcAnswer.Got<T>(T value) -> Optional.of(value);
            case RpcAnswer.Failed<T>(RpcFault fault) -> {
                fault(fault);
                yield Optional.empty();
            }
        };
    }

    void claims(BlockId head) {
        claimedHead = head;
    }

    Optional<BlockId> claimedHead() {
        return Optional.ofNullable(claimedHead);
    }

    /** It holds something for final that our voters did not sign; or, with no words, no longer. */
    void doubt(String text) {
        doubt = text;
    }

    Optional<String> doubt() {
        return doubt.isEmpty() ? Optional.empty() : Optional.of(doubt);
    }

    void gaveJustification() {
        gaveJustification = true;
    }

    boolean offersJustifications() {
        return offersJustifications;
    }

    /** A justification that came by itself since the last call; only the newest is kept. */
    Optional<Bytes> takePushedJustification() {
        return Optional.ofNullable(pushedJustification.getAndSet(null));
    }

    /**
     * Listens for justifications and heads where the endpoint pushes them; each wakes its follower.
     */
    void listen(Runnable wake) {
        if (!rpc.pushes()) {
            return;
        }
        if (offersJustifications && !isOpen(justifications)) {
            justifications =
                    rpc.onJustification(
                                    bytes -> {
                                        pushedJustification.set(bytes);
                                        wake.run();
                                    })
                            .toOptional()
                            .orElse(null);
        }
        if (!isOpen(heads)) {
            heads = rpc.onNewHead(_ -> wake.run()).toOptional().orElse(null);
        }
    }

    private static boolean isOpen(@Nullable Subscription feed) {
        return feed != null && feed.open();
    }

    private void endFeeds() {
        Subscription first = justifications;
        Subscription second = heads;
        justifications = null;
        heads = null;
        pushedJustification.set(null);
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.close();
        }
    }

    Endpoint describe() {
        return new Endpoint(
                address(),
                software,
                state(),
                rpc.latency(),
                rpc.bytesReceived(),
                faults.get(),
                claimedHead(),
                servesReadProofs,
                offersJustifications || gaveJustification);
    }

    @Override
    public void close() {
        rpc.close();
    }
}

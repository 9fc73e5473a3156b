package io.hypha.node.sync;

import io.hypha.node.NodeStatus.Endpoint;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.FinalitySource;
import io.hypha.node.NodeStatus.Wire;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
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
 * One full node and what became of it. It is put aside for a while when it sends what its own proof
 * refutes, or what is no answer at all; the wait doubles each time, since a broken line heals and a
 * liar does not. Who keeps the connection is told, too.
 */
final class Source implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Source.class);
    private static final Duration AFTER_LIE = Duration.ofMinutes(10);
    private static final Duration AFTER_GARBAGE = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(6);

    private final FullNode node;
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
    private volatile long claimedFinal = -1;
    private volatile long statelessUpTo = -1;
    private volatile boolean servesReadProofs;
    private volatile boolean offersJustifications;
    private volatile boolean gaveJustification;
    private volatile boolean boasts;
    private volatile String doubt = "";
    private volatile String lastFault = "";

    Source(FullNode node, Clock clock, Disagreements disagreements) {
        this.node = node;
        this.clock = clock;
        this.disagreements = disagreements;
    }

    FullNode node() {
        return node;
    }

    String address() {
        return node.address();
    }

    boolean isPeer() {
        return node.wire() == FullNode.Wire.PEER;
    }

    FinalitySource asFinalitySource() {
        return new FinalitySource(isPeer() ? Wire.P2P : Wire.RPC, node.identity());
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

    /** It proved to be on our chain; of no use to one that lied meanwhile. */
    synchronized void greet(FullNode.Introduction introduction) {
        if (aside()) {
            return;
        }
        software = introduction.software();
        servesReadProofs = introduction.readProofs();
        offersJustifications = introduction.justificationFeed();
        greeted = true;
        state = EndpointState.OK;
    }

    /** It sent what its own proof refutes: not asked for a while. */
    void lie(String about, String text) {
        faults.incrementAndGet();
        lastFault = about + ": " + text;
        disagreements.add(address(), about, text);
        setAside(AFTER_LIE);
        node.accuse(FullNode.Accusation.LIE, lastFault);
    }

    /** It says something that we cannot take, and may be right. */
    void disagrees(String about, String text) {
        disagreements.add(address(), about, text);
    }

    /** It gave no usable answer. Silence is forgiven; what is no answer at all is put aside. */
    void fault(Fault fault) {
        if (Thread.currentThread().isInterrupted()) {
            // The asker was stopped, which says nothing of whom it asked.
            return;
        }
        switch (fault) {
            case Fault.Unreachable _, Fault.Timeout _ -> {
                lastFault = fault.text();
                if (state != EndpointState.SILENT) {
                    // Who stays away is at fault once, however often it is tried meanwhile.
                    faults.incrementAndGet();
                    LOG.info("{}: {}", address(), fault.text());
                }
                state = EndpointState.SILENT;
                greeted = false;
                if (fault instanceof Fault.Timeout) {
                    node.accuse(FullNode.Accusation.SLOW, fault.text());
                }
            }
            case Fault.TooLarge _, Fault.Garbage _ -> {
                note(fault);
                disagreements.add(address(), "an answer", fault.text());
                setAside(AFTER_GARBAGE);
                node.accuse(FullNode.Accusation.GARBAGE, fault.text());
            }
            case Fault.Refused _ -> {
                note(fault);
                LOG.debug("{}: {}", address(), fault.text());
            }
            case Fault.NotThere _, Fault.Unsupported _ ->
                    LOG.debug("{}: {}", address(), fault.text());
        }
    }

    private void note(Fault fault) {
        faults.incrementAndGet();
        lastFault = fault.text();
    }

    private synchronized void setAside(Duration first) {
        Duration wait = first.multipliedBy(1L << Math.min(timesAside, 8));
        timesAside++;
        // First, so that nobody who sees it put aside can still use it.
        greeted = false;
        asideUntil = clock.instant().plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        state = EndpointState.BANNED;
        node.deafen();
        pushedJustification.set(null);
    }

    /** The value, or empty after taking note of the fault. */
    <T> Optional<T> take(Reply<T> answer) {
        return switch (answer) {
            case Reply.Got<T>(T value) -> Optional.of(value);
            case Reply.Failed<T>(Fault fault) -> {
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

    void claimsFinal(long number) {
        claimedFinal = number;
    }

    /** The number of the newest block that it holds for final, once it said so; a hint. */
    Optional<Long> claimedFinal() {
        return claimedFinal < 0 ? Optional.empty() : Optional.of(claimedFinal);
    }

    /** It claimed that block to be final, was asked to prove it, and proved none as high. */
    void provedLess(long claimed, long proven) {
        if (!boasts) {
            disagrees(
                    "the newest final block",
                    "claims that #" + claimed + " is final and proves none above #" + proven);
        }
        boasts = true;
    }

    /** What it claims to be final it could prove. */
    void provedItsClaim() {
        boasts = false;
    }

    boolean boasts() {
        return boasts;
    }

    /** It said that it has no state for that block: asked last for it and what is older. */
    void hasNoState(long number) {
        statelessUpTo = Math.max(statelessUpTo, number);
    }

    boolean mayHaveState(long number) {
        return number > statelessUpTo;
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

    /** Listens for justifications and heads where the node pushes them; each wakes its follower. */
    void listen(Runnable wake) {
        node.listen(
                offersJustifications,
                bytes -> {
                    pushedJustification.set(bytes);
                    wake.run();
                },
                wake);
    }

    long faults() {
        return faults.get();
    }

    /** Words for what went wrong last; empty when nothing did. */
    String lastFault() {
        return lastFault;
    }

    Endpoint describe() {
        return new Endpoint(
                address(),
                software,
                state(),
                node.latency(),
                node.bytesReceived(),
                faults.get(),
                claimedHead(),
                servesReadProofs,
                offersJustifications || gaveJustification);
    }

    @Override
    public void close() {
        node.close();
    }
}

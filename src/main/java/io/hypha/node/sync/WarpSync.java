package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.scale.ScaleException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks one peer for the way of voters from the end of the path up, again and again: the last
 * fragment of a finished proof is the newest block that the peer knows as final, so that this alone
 * is a whole feed of finality. An empty finished proof says that there is nothing newer. Used by
 * one thread.
 */
final class WarpSync {

    /** Hops of one look; each answer must lead further, so that no peer can spin us. */
    private static final int MAX_ANSWERS = 1_024;

    /** So many refusals in a row mean that this node gives none. */
    private static final int MOST_REFUSALS = 3;

    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(60);

    /** What a look came to. */
    enum Look {
        /** Looked, or it was not the time to. */
        DONE,
        /** This node gives no warp proofs; its stored justifications must do. */
        NO_PROOFS_HERE
    }

    private final Source source;
    private final TrustKeeper trust;
    private final Clock clock;
    private final Supplier<Duration> interval;
    private Instant next = Instant.MIN;
    private long answeredFor = -1;
    private Instant refusedUntil = Instant.MIN;
    private int refusals;

    /**
     * @param interval between two looks at this peer while it claims nothing newer
     */
    WarpSync(Source source, TrustKeeper trust, Clock clock, Supplier<Duration> interval) {
        this.source = source;
        this.trust = trust;
        this.clock = clock;
        this.interval = interval;
    }

    /**
     * @param judge whether the path reaches that block, once judged
     */
    Look look(Predicate<Justified> judge) {
        if (!source.isPeer() || clock.instant().isBefore(refusedUntil)) {
            return Look.NO_PROOFS_HERE;
        }
        TrustPath path = trust.path().orElseThrow();
        if (clock.instant().isBefore(next) && !claimsMore(path)) {
            return Look.DONE;
        }
        next = clock.instant().plus(interval.get());
        answeredFor = source.claimedFinal().orElse(-1L);
        for (int i = 0; i < MAX_ANSWERS; i++) {
            TrustPath begin = trust.path().orElseThrow();
            switch (source.node().warpProof(begin.block().hash())) {
                case Reply.Failed<Bytes>(Fault fault) -> {
                    return failed(begin, fault);
                }
                case Reply.Got<Bytes>(Bytes encoded) -> {
                    refusals = 0;
                    if (!takeIn(begin, encoded, judge)) {
                        return Look.DONE;
                    }
                }
            }
        }
        return Look.DONE;
    }

    /**
     * A claim is followed up once: one that no proof supports costs one question, and those after
     * it wait for their turn.
     */
    private boolean claimsMore(TrustPath path) {
        long claimed = source.claimedFinal().orElse(-1L);
        return claimed > path.block().number() && claimed > answeredFor && !source.boasts();
    }

    private Look failed(TrustPath begin, Fault fault) {
        if (!(fault instanceof Fault.Refused || fault instanceof Fault.NotThere)) {
            source.fault(fault);
            return Look.DONE;
        }
        if (source.claimedFinal().filter(claimed -> claimed < begin.block().number()).isPresent()) {
            // It does not know the block yet that we ask from.
            return Look.DONE;
        }
        source.fault(fault);
        if (++refusals >= MOST_REFUSALS) {
            refusals = 0;
            refusedUntil = clock.instant().plus(AFTER_REFUSAL);
        }
        return Look.NO_PROOFS_HERE;
    }

    /** Whether to ask again from the end of the longer path. */
    private boolean takeIn(TrustPath begin, Bytes encoded, Predicate<Justified> judge) {
        String about = "a warp proof from #" + begin.block().number();
        WarpProof proof;
        try {
            proof = WarpProof.decode(encoded);
        } catch (ScaleException e) {
            source.lie(about, "malformed: byte " + e.offset() + ": " + e.getMessage());
            return false;
        }
        for (WarpProof.Fragment fragment : proof.fragments()) {
            BlockId block = fragment.header().id();
            if (block.number() < begin.block().number()) {
                source.lie(
                        about,
                        "not-rising: expected blocks above #"
                                + begin.block().number()
                                + ", found "
                                + block);
                return false;
            }
            // Nodes answer with the very block that was asked from where they know none newer.
            if (!block.equals(begin.block())
                    && !judge.test(
                            new Justified(fragment.header(), fragment.justification().encode()))) {
                return false;
            }
        }
        if (!proof.finished() && trust.path().orElseThrow().block().equals(begin.block())) {
            source.lie(
                    about,
                    "expected fragments that lead further or a finished proof, found "
                            + proof.fragments().size()
                            + " fragments and an unfinished one");
            return false;
        }
        if (proof.finished()) {
            weigh();
        }
        return !proof.finished() && source.usable();
    }

    /** A whole proof leads to what the node holds for final, which is what it claimed before. */
    private void weigh() {
        long proven = trust.path().orElseThrow().block().number();
        if (answeredFor > proven + FinalitySync.ON_THE_WAY) {
            source.provedLess(answeredFor, proven);
        } else {
            source.provedItsClaim();
        }
    }
}

package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Headers back in time: each is the parent, by hash, of one that is final. Walked downwards in
 * batches from the closest final one above, and never very far; every 256th hash on the way is
 * remembered, so that a long way is walked once.
 */
final class HeaderLine {

    private static final int BATCH = 256;
    private static final int KEPT = 8_192;

    /** From here on a justification close by is looked for first. */
    private static final long FAR = 2 * Justified.PERIOD;

    /** Headers of one walk: minutes, and tens of megabytes. */
    static final long MOST_WALKED = 65_536;

    private final Sources sources;
    private final TrustKeeper trust;
    private final JustifiedHistory history;
    private final Duration slotDuration;
    private final ReentrantLock walking = new ReentrantLock();
    private final Map<Long, Header> recent =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Header> eldest) {
                    return size() > KEPT;
                }
            };
    private final NavigableMap<Long, Hash256> waypoints = new TreeMap<>();
    private final Map<Long, BlockId> justified = new ConcurrentHashMap<>();

    HeaderLine(
            Sources sources, TrustKeeper trust, JustifiedHistory history, Duration slotDuration) {
        this.sources = sources;
        this.trust = trust;
        this.history = history;
        this.slotDuration = slotDuration;
    }

    /** Remembers the end of a path; every way down must meet it. */
    void add(TrustPath path) {
        synchronized (recent) {
            recent.put(path.block().number(), path.justified());
        }
        justified.put(path.block().number(), path.block());
        if (justified.size() > KEPT) {
            justified.keySet().removeIf(number -> number < path.block().number() - KEPT / 2);
        }
    }

    FinalizedHead head(TrustPath path) {
        return finalized(path, path.justified());
    }

    Answer<FinalizedHead> at(long number) {
        Optional<TrustPath> path = trust.path();
        if (path.isEmpty()) {
            return Answer.missing(Reason.NOT_READ_YET, "no block is verified as final yet");
        }
        long newest = path.get().block().number();
        if (number < 0 || number > newest) {
            return Answer.missing(
                    Reason.NOT_READ_YET,
                    "block " + number + " is not final; the newest final block is " + newest);
        }
        Optional<Header> known = known(number);
        if (known.isEmpty()) {
            walking.lock();
            try {
                known = walkTo(path.get(), number);
            } finally {
                walking.unlock();
            }
        }
        return known.map(header -> Answer.given(finalized(path.get(), header)))
                .orElseGet(() ->
                        Answer.missing(
                                Reason.NO_PEER,
                                sources.usable().isEmpty()
                                        ? sources.whyNone()
                                        : "no source gave the headers down to block "
                                                + number
                                                + ", or a justification within "
                                                + MOST_WALKED
                                                + " blocks above it"));
    }

    /** Headers {@code [from, to)}, oldest first, all final. */
    Optional<List<Header>> between(long from, long to) {
        List<Header> headers = new ArrayList<>();
        for (long number = from; number < to; number++) {
            if (at(number) instanceof Answer.Missing<FinalizedHead>) {
                return Optional.empty();
            }
            Optional<Header> header = known(number);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            headers.add(header.get());
        }
        return Optional.of(headers);
    }

    private Optional<Header> known(long number) {
        synchronized (recent) {
            return Optional.ofNullable(recent.get(number));
        }
    }

    private FinalizedHead finalized(TrustPath path, Header header) {
        return Headers.finalized(
                header, header.id(), path.signersOf(header.number()).setId(), slotDuration);
    }

    private Optional<Header> walkTo(TrustPath path, long number) {
        Optional<Header> start = known(number);
        if (start.isPresent()) {
            return start;
        }
        for (Source source : sources.usable()) {
            Optional<Header> above =
                    start(source, path, number)
                            .filter(header -> header.number() - number <= MOST_WALKED);
            while (above.isPresent() && above.get().number() > number) {
                above = stepDown(source, above.get());
            }
            if (above.isPresent()) {
                return known(number);
            }
        }
        return Optional.empty();
    }

    private Optional<Header> start(Source source, TrustPath path, long number) {
        Optional<Header> above = closestAbove(source, path, number);
        if (above.filter(header -> header.number() - number <= FAR).isPresent()) {
            return above;
        }
        Optional<Header> closer = history.above(source, path, number);
        closer.ifPresent(header -> justified.put(header.number(), header.id()));
        return closer.isPresent() ? closer : above;
    }

    /**
     * The lowest final header at or above {@code number} that is known or fetched by a known hash.
     */
    private Optional<Header> closestAbove(Source source, TrustPath path, long number) {
        long newest = path.block().number();
        for (long each = number; each <= Math.min(newest, number + BATCH); each++) {
            Optional<Header> header = known(each);
            if (header.isPresent()) {
                return header;
            }
        }
        Map.Entry<Long, Hash256> waypoint = waypoints.ceilingEntry(number);
        Optional<BlockId> met =
                justified.values().stream()
                        .filter(each -> each.number() >= number)
                        .min((a, b) -> Long.compare(a.number(), b.number()));
        if (waypoint != null && met.filter(each -> each.number() < waypoint.getKey()).isEmpty()) {
            return Headers.byHash(source, waypoint.getValue());
        }
        return met.isPresent()
                ? Headers.byHash(source, met.get().hash())
                : Optional.of(path.justified());
    }

    /**
     * Fetches the batch below a final header; each must be the parent of the one above. Lowest one
     * out.
     */
    private Optional<Header> stepDown(Source source, Header above) {
        Optional<List<Header>> below = Headers.below(source, above, BATCH);
        if (below.isEmpty() || below.get().isEmpty()) {
            return Optional.empty();
        }
        synchronized (recent) {
            recent.put(above.number(), above);
            for (Header header : below.get()) {
                recent.put(header.number(), header);
            }
        }
        for (Header header : below.get()) {
            BlockId other = justified.get(header.number());
            if (other != null && !other.hash().equals(header.hash())) {
                trust.stop(
                        "two final blocks of number "
                                + header.number()
                                + ": "
                                + other.hash()
                                + " and "
                                + header.hash()
                                + "; more than a third of the voters signed both");
                return Optional.empty();
            }
            if (header.number() % BATCH == 0) {
                waypoints.put(header.number(), header.hash());
            }
        }
        return Optional.of(below.get().getFirst());
    }
}

package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the newest final block with what sources claim. A claim proves nothing; that two sources
 * make the same one means that hiding a newer block would take both. So those of one place count
 * once, and who was asked to prove a claim and could not is not heard.
 */
final class FreshnessJudge {

    /** Blocks by which finality may trail the newest block of a source that claims no height. */
    private static final long USUAL_LAG = 8;

    private static final int STALE_SLOTS = 10;
    private static final Duration LEAST_STALE = Duration.ofSeconds(60);

    private final Sources sources;
    private final Clock clock;
    private final Duration stale;

    FreshnessJudge(Sources sources, Clock clock, Duration slotDuration) {
        this.sources = sources;
        this.clock = clock;
        Duration slots = slotDuration.multipliedBy(STALE_SLOTS);
        this.stale = slots.compareTo(LEAST_STALE) < 0 ? LEAST_STALE : slots;
    }

    Freshness of(Optional<FinalizedHead> finalized) {
        if (finalized.isEmpty() || finalized.get().number() == 0) {
            return new Freshness.Unknown();
        }
        FinalizedHead head = finalized.get();
        Duration since =
                Duration.between(Instant.ofEpochMilli(head.timestampMillis()), clock.instant());
        Duration age = since.isNegative() ? Duration.ZERO : since;
        List<Source> usable = sources.usable();
        List<String> ahead = new ArrayList<>();
        Set<String> agreeing = new HashSet<>();
        Set<String> behind = new HashSet<>();
        for (Source source : usable) {
            Optional<Long> claim = claim(source);
            if (claim.isPresent() && claim.get() > head.number() + FinalitySync.ON_THE_WAY) {
                ahead.add(source.address() + " claims that #" + claim.get() + " is final");
            } else if (claim.isPresent()
                    && claim.get() >= head.number() - FinalitySync.ON_THE_WAY) {
                agreeing.add(source.node().place());
            } else if (claim.isPresent()) {
                behind.add(source.node().place());
            }
        }
        behind.removeAll(agreeing);
        if (age.compareTo(stale) > 0) {
            return ahead.isEmpty()
                    ? new Freshness.Stale(age, agreeing.size() + behind.size())
                    : new Freshness.Disagree(age, String.join(", ", ahead));
        }
        if (!ahead.isEmpty()) {
            return new Freshness.Disagree(age, String.join(", ", ahead));
        }
        return agreeing.size() >= 2
                ? new Freshness.Fresh(age, agreeing.size())
                : new Freshness.SingleSource(age, agreeing.size());
    }

    /** What it holds for final, or what its newest block lets expect at least. */
    private static Optional<Long> claim(Source source) {
        if (source.boasts()) {
            return Optional.empty();
        }
        return source.claimedFinal()
                .or(() -> source.claimedHead().map(head -> Math.max(0, head.number() - USUAL_LAG)));
    }
}

package io.hypha.web;

import io.hypha.chain.ChainStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What pages say about an upgrade of the chain's runtime: one that was seen and is not in office
 * yet, and for an hour one that came into office while this process ran.
 */
final class UpgradeLine {

    static final Duration RECENT = Duration.ofHours(1);

    private record Seen(long spec, @Nullable Long before, Instant since) {}

    private volatile @Nullable Seen seen;

    /** One sentence or two; empty when there is nothing to say. */
    Optional<String> text(ChainStatus status, Instant now) {
        Optional<String> recent = recent(status, now);
        return pending(status).or(() -> recent);
    }

    static Optional<String> pending(ChainStatus status) {
        return status.code()
                .flatMap(ChainStatus.Code::pending)
                .map(upgrade ->
                        "A runtime upgrade"
                                + upgrade.specVersion().map(spec -> " to spec " + spec).orElse("")
                                + " was seen in block "
                                + Numbers.block(upgrade.at().number())
                                + (upgrade.isFinal() ? ", which is final" : ", not final yet")
                                + ". It is in office from the next block on; a form that is open then is built anew before it can be signed.");
    }

    private Optional<String> recent(ChainStatus status, Instant now) {
        Optional<Long> spec = status.runtime().map(ChainStatus.RuntimeTrust::specVersion);
        if (spec.isEmpty()) {
            return Optional.empty();
        }
        Seen last = seen;
        if (last == null) {
            seen = new Seen(spec.get(), null, now);
            return Optional.empty();
        }
        if (last.spec() != spec.get()) {
            last = new Seen(spec.get(), last.spec(), now);
            seen = last;
        }
        Long before = last.before();
        return before == null || Duration.between(last.since(), now).compareTo(RECENT) > 0
                ? Optional.empty()
                : Optional.of(
                        "The chain’s runtime changed from spec %d to %d %s. Forms and quotes are built for the new one."
                                .formatted(
                                        before,
                                        last.spec(),
                                        Numbers.ago(Duration.between(last.since(), now))));
    }
}

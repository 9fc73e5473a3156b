package io.hypha.node.sync;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All endpoints of a node. */
final class Sources implements AutoCloseable {

    private final List<Source> all;

    Sources(List<Source> all) {
        this.all = List.copyOf(all);
    }

    List<Source> all() {
        return all;
    }

    /** Those that may be asked, the quickest first. */
    List<Source> usable() {
        // Latencies change while they are compared: each is looked at once.
        return all.stream()
                .filter(Source::usable)
                .map(each -> new Ranked(each, each.node().latency().orElse(Duration.ZERO)))
                .sorted(Comparator.comparing(Ranked::latency))
                .map(Ranked::source)
                .toList();
    }

    private record Ranked(Source source, Duration latency) {}

    /** What keeps every usable endpoint from being followed; empty where one can be. */
    Optional<String> doubt() {
        List<Source> usable = usable();
        return usable.stream().allMatch(each -> each.doubt().isPresent())
                ? usable.stream().flatMap(each -> each.doubt().stream()).findFirst()
                : Optional.empty();
    }

    /** The highest block number that any usable endpoint claims; a hint. */
    Optional<Long> highestClaim() {
        return all.stream()
                .filter(Source::usable)
                .flatMap(each -> each.claimedHead().stream())
                .map(each -> each.number())
                .max(Comparator.naturalOrder());
    }

    long bytesReceived() {
        return all.stream().mapToLong(each -> each.node().bytesReceived()).sum();
    }

    /** Why nothing can be asked, in words. */
    String whyNone() {
        if (all.isEmpty()) {
            return "no endpoint is configured";
        }
        long aside = all.stream().filter(Source::aside).count();
        return aside == 0
                ? "none of " + all.size() + " endpoints answers"
                : "none of "
                        + all.size()
                        + " endpoints can be asked; "
                        + aside
                        + " sent what their own proof refutes or what is no answer";
    }

    @Override
    public void close() {
        all.forEach(Source::close);
    }
}

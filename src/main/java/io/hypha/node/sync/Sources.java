package io.hypha.node.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** All full nodes that are asked: endpoints that stay, and peers that come and go. */
final class Sources implements AutoCloseable {

    /** Differences in latency that do not matter. */
    private static final Duration NEAR = Duration.ofMillis(20);

    private final List<Source> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger turns = new AtomicInteger();
    private final AtomicLong bytesOfGone = new AtomicLong();

    /** Words for why no peer is connected; empty where none is looked for. */
    private volatile Supplier<String> whyNoPeer = () -> "";

    void whyNoPeer(Supplier<String> words) {
        whyNoPeer = words;
    }

    void add(Source source) {
        all.add(source);
    }

    void remove(Source source) {
        if (all.remove(source)) {
            bytesOfGone.addAndGet(source.node().bytesReceived());
        }
    }

    List<Source> all() {
        return all;
    }

    List<Source> endpoints() {
        return all.stream().filter(each -> !each.isPeer()).toList();
    }

    List<Source> peers() {
        return all.stream().filter(Source::isPeer).toList();
    }

    /**
     * Those that may be asked, the quickest first; peers that are about as quick as the first take
     * turns, so that none serves or sees everything.
     */
    List<Source> usable() {
        // Latencies change while they are compared: each is looked at once.
        List<Ranked> ranked =
                all.stream()
                        .filter(Source::usable)
                        .map(each -> new Ranked(each, each.node().latency().orElse(Duration.ZERO)))
                        .sorted(Comparator.comparing(Ranked::latency))
                        .toList();
        List<Source> sorted = new ArrayList<>(ranked.stream().map(Ranked::source).toList());
        if (ranked.size() < 2) {
            return sorted;
        }
        Duration near = ranked.getFirst().latency().multipliedBy(2).plus(NEAR);
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            if (ranked.get(i).source().isPeer() && ranked.get(i).latency().compareTo(near) <= 0) {
                places.add(i);
            }
        }
        int turn = turns.getAndIncrement() & 0xffff;
        for (int i = 0; i < places.size(); i++) {
            int from = places.get((i + turn) % places.size());
            sorted.set(places.get(i), ranked.get(from).source());
        }
        return sorted;
    }

    /** The same, with those last that said to have no state as old as that block's. */
    List<Source> withState(long number) {
        return usable().stream()
                .sorted(Comparator.comparing(each -> !each.mayHaveState(number)))
                .toList();
    }

    private record Ranked(Source source, Duration latency) {}

    /** What keeps every usable source from being followed; empty where one can be. */
    Optional<String> doubt() {
        List<Source> usable = usable();
        return usable.stream().allMatch(each -> each.doubt().isPresent())
                ? usable.stream().flatMap(each -> each.doubt().stream()).findFirst()
                : Optional.empty();
    }

    /** The highest block number that any usable source claims; a hint. */
    Optional<Long> highestClaim() {
        return all.stream()
                .filter(Source::usable)
                .flatMap(each -> each.claimedHead().stream())
                .map(each -> each.number())
                .max(Comparator.naturalOrder());
    }

    /**
     * The highest block number that two usable sources hold for final, or the only one does; a
     * hint, which a single boaster cannot move, nor several that were asked to prove it.
     */
    Optional<Long> supportedFinalClaim() {
        List<Long> claims =
                all.stream()
                        .filter(each -> each.usable() && !each.boasts())
                        .flatMap(each -> each.claimedFinal().stream())
                        .sorted(Comparator.reverseOrder())
                        .toList();
        return claims.isEmpty()
                ? Optional.empty()
                : Optional.of(claims.get(Math.min(1, claims.size() - 1)));
    }

    /** From all, those that left among them. */
    long bytesReceived() {
        return bytesOfGone.get()
                + all.stream().mapToLong(each -> each.node().bytesReceived()).sum();
    }

    /** Why nothing can be asked, in words. */
    String whyNone() {
        String noPeer = whyNoPeer.get();
        List<Source> endpoints = endpoints();
        if (endpoints.isEmpty()) {
            return noPeer.isEmpty() ? "no endpoint is configured" : noPeer;
        }
        long aside = endpoints.stream().filter(Source::aside).count();
        String words =
                aside == 0
                        ? "none of " + endpoints.size() + " endpoints answers"
                        : "none of "
                                + endpoints.size()
                                + " endpoints can be asked; "
                                + aside
                                + " sent what their own proof refutes or what is no answer";
        return noPeer.isEmpty() ? words : words + "; " + noPeer;
    }

    @Override
    public void close() {
        all.forEach(Source::close);
    }
}

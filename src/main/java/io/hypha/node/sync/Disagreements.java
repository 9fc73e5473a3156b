package io.hypha.node.sync;

import io.hypha.node.NodeStatus.Disagreement;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last lies and contradictions that were seen. */
final class Disagreements {

    private static final Logger LOG = LoggerFactory.getLogger(Disagreements.class);
    private static final int KEPT = 64;

    private final Clock clock;
    private final Deque<Disagreement> last = new ArrayDeque<>();

    Disagreements(Clock clock) {
        this.clock = clock;
    }

    /** Notes who said what about which thing; the same words again are noted once. */
    synchronized void add(String endpoint, String about, String text) {
        boolean known =
                last.stream()
                        .anyMatch(each ->
                                each.endpoint().equals(endpoint)
                                        && each.about().equals(about)
                                        && each.text().equals(text));
        if (known) {
            return;
        }
        LOG.warn("{}: {}: {}", endpoint, about, text);
        last.addLast(new Disagreement(clock.instant(), endpoint, about, text));
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    synchronized List<Disagreement> all() {
        return List.copyOf(last);
    }
}

package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.sync.Hedge.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HedgeTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final List<Source> sources = sources(3);

    private static List<Source> sources(int count) {
        FakeChain chain = new FakeChain(4);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Source(
                                new PeerFullNode(
                                        new FakePeer(chain, i), chain.genesisHash(), (_, _) -> {}),
                                Clock.systemUTC(),
                                new Disagreements(Clock.systemUTC())))
                .toList();
    }

    @Test
    void asks_the_next_one_only_when_one_failed() {
        List<Source> asked = Collections.synchronizedList(new ArrayList<>());
        List<Outcome<String>> outcomes =
                new Hedge(FOR_EVER)
                        .ask(
                                sources,
                                source -> {
                                    asked.add(source);
                                    return source == sources.get(1)
                                            ? new Outcome.Done<>("the second")
                                            : new Outcome.NotThere<>();
                                });
        assertEquals(List.of(new Outcome.NotThere<>(), new Outcome.Done<>("the second")), outcomes);
        assertEquals(sources.subList(0, 2), asked);
    }

    @Test
    void asks_the_next_one_beside_one_that_takes_long() {
        CountDownLatch over = new CountDownLatch(1);
        List<Outcome<String>> outcomes =
                new Hedge(Duration.ofMillis(1))
                        .ask(
                                sources,
                                source -> {
                                    if (source == sources.getFirst()) {
                                        await(over);
                                    }
                                    return new Outcome.Done<>(source.address());
                                });
        over.countDown();
        assertEquals(1, outcomes.size());
        assertTrue(
                sources.subList(1, 3).stream()
                        .map(each -> new Outcome.Done<>(each.address()))
                        .anyMatch(outcomes.getLast()::equals));
    }

    @Test
    void what_ends_an_asking_thread_reaches_the_asker() {
        Error noRoom = new OutOfMemoryError("as if");
        assertSame(noRoom, assertThrows(OutOfMemoryError.class, () -> ask(sources, noRoom)));
        RuntimeException badCode = new IllegalStateException("as if");
        assertSame(badCode, assertThrows(IllegalStateException.class, () -> ask(sources, badCode)));
    }

    private static void ask(List<Source> sources, Throwable thrown) {
        new Hedge(FOR_EVER)
                .ask(
                        sources,
                        _ ->
                                switch (thrown) {
                                    case Error error -> throw error;
                                    case RuntimeException e -> throw e;
                                    default -> new Outcome.NotThere<String>();
                                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

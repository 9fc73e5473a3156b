package io.hypha.node.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the best source first, and after a short wait or a failure the next one beside it; the first
 * proven answer wins. Whoever comes late is judged all the same, so that a slow liar is found, too.
 */
final class Hedge {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Duration leastWait;

    /**
     * @param leastWait how long each is waited for at least before the next one is asked
     */
    Hedge(Duration leastWait) {
        this.leastWait = leastWait;
    }

    /** What one source made of a question. */
    sealed interface Outcome<T> {

        /** Everything that was asked is proven. */
        record Done<T>(T value) implements Outcome<T> {}

        /** This source does not have the state or block. */
        record NotThere<T>() implements Outcome<T> {}

        /** No use: silent, refuted, or proofs that end too early. */
        record NoUse<T>(String why) implements Outcome<T> {}
    }

    /** Every outcome up to the first {@link Outcome.Done}, which is last; without one, all. */
    <T> List<Outcome<T>> ask(List<Source> sources, Function<Source, Outcome<T>> question) {
        List<Outcome<T>> outcomes = new ArrayList<>();
        if (sources.size() == 1) {
            outcomes.add(question.apply(sources.getFirst()));
            return outcomes;
        }
        BlockingQueue<Answered<T>> answers = new LinkedBlockingQueue<>();
        int asked = 0;
        while (outcomes.size() < sources.size()) {
            if (asked < sources.size()) {
                start(sources.get(asked), question, answers);
                asked++;
            }
            Answered<T> answer;
            try {
                answer = await(answers, asked, sources);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                outcomes.add(new Outcome.NoUse<>("the question was given up"));
                return outcomes;
            }
            while (answer != null) {
                switch (answer.broken()) {
                    case RuntimeException badCode -> throw badCode;
                    case Error noRoom -> throw noRoom;
                    case null, default -> {}
                }
                Outcome<T> outcome = answer.outcome();
                outcomes.add(outcome);
                if (outcome instanceof Outcome.Done<T> || outcomes.size() == sources.size()) {
                    return outcomes;
                }
                answer = answers.poll();
            }
        }
        return outcomes;
    }

    /** What a thread brought: an outcome, or what ended it, which the asker must see. */
    private record Answered<T>(Outcome<T> outcome, @Nullable Throwable broken) {}

    private static <T> void start(
            Source source,
            Function<Source, Outcome<T>> question,
            BlockingQueue<Answered<T>> answers) {
        Thread.ofVirtual()
                .name("ask " + source.address())
                .start(() -> answers.add(answered(source, question)));
    }

    private static <T> Answered<T> answered(Source source, Function<Source, Outcome<T>> question) {
        try {
            return new Answered<>(question.apply(source), null);
        } catch (RuntimeException | Error broken) {
            return new Answered<>(new Outcome.NoUse<>("broken"), broken);
        }
    }

    private <T> @Nullable Answered<T> await(
            BlockingQueue<Answered<T>> answers, int asked, List<Source> sources)
            throws InterruptedException {
        return asked == sources.size()
                ? answers.take()
                : answers.poll(patience(sources.get(asked - 1)).toMillis(), TimeUnit.MILLISECONDS);
    }

    private Duration patience(Source source) {
        Duration usual = source.node().latency().orElse(leastWait).multipliedBy(4);
        Duration bounded = usual.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : usual;
        return bounded.compareTo(leastWait) < 0 ? leastWait : bounded;
    }
}

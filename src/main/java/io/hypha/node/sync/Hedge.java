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

    private static final Duration LEAST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private Hedge() {}

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
    static <T> List<Outcome<T>> ask(List<Source> sources, Function<Source, Outcome<T>> question) {
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
                if (answer.broken() != null) {
                    throw answer.broken();
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

    /** What a thread brought: an outcome, or bad code that the asker must see. */
    private record Answered<T>(Outcome<T> outcome, @Nullable RuntimeException broken) {}

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
        } catch (RuntimeException badCode) {
            return new Answered<>(new Outcome.NoUse<>("bad code"), badCode);
        }
    }

    private static <T> @Nullable Answered<T> await(
            BlockingQueue<Answered<T>> answers, int asked, List<Source> sources)
            throws InterruptedException {
        return asked == sources.size()
                ? answers.take()
                : answers.poll(patience(sources.get(asked - 1)).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration patience(Source source) {
        Duration usual = source.node().latency().orElse(LEAST_WAIT).multipliedBy(4);
        return usual.compareTo(LEAST_WAIT) < 0
                ? LEAST_WAIT
                : usual.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : usual;
    }
}

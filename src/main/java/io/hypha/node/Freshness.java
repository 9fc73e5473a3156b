package io.hypha.node;

import java.time.Duration;

/**
 * Whether the newest final block is as new as the chain's. No proof can show that nothing newer is
 * held back: the age of its slot and what other sources claim do. Ages are of the block's slot.
 */
public sealed interface Freshness {

    /** Nothing above genesis is verified as final. */
    record Unknown() implements Freshness {}

    /**
     * Young, and that many sources, two at least, hold the same for the newest final block, give or
     * take the blocks that are on their way. Sources of one neighbourhood count as one.
     */
    record Fresh(Duration age, int sources) implements Freshness {}

    /** Young, but fewer than two sources confirm it: they may hold back what is newer. */
    record SingleSource(Duration age, int sources) implements Freshness {}

    /**
     * A source claims to know newer final blocks than could be verified; who and what, in words.
     */
    record Disagree(Duration age, String text) implements Freshness {}

    /** Too old, whatever the sources say. */
    record Stale(Duration age, int sources) implements Freshness {}

    /** One sentence for people. */
    default String text() {
        return switch (this) {
            case Unknown _ -> "no block above genesis is verified as final yet";
            case Fresh(Duration age, int sources) ->
                    sources + " sources agree on the newest final block, " + span(age) + " old";
            case SingleSource(Duration age, int sources) ->
                    (sources == 0 ? "no source confirms" : "only one source confirms")
                            + " that the newest final block is the newest, "
                            + span(age)
                            + " old";
            case Disagree(Duration age, String text) ->
                    text + "; the newest block verified as final is " + span(age) + " old";
            case Stale(Duration age, int sources) ->
                    "the newest block verified as final is "
                            + span(age)
                            + " old"
                            + (sources == 0
                                    ? "; no source is there to ask"
                                    : "; "
                                            + sources
                                            + (sources == 1 ? " source knows" : " sources know")
                                            + " none newer");
        };
    }

    /** {@code 8 s}, {@code 90 min}, {@code 99 days}; nothing is younger than now. */
    static String span(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 600) {
            return seconds + " s";
        }
        return seconds < 172_800 ? seconds / 60 + " min" : seconds / 86_400 + " days";
    }
}

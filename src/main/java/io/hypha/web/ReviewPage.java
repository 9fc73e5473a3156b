package io.hypha.web;

import io.hypha.chain.ExecutedAnswer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one is about to sign: the effect in one sentence, each step, what it costs, how the runtime
 * took it, and the call itself.
 *
 * @param active entry of the main menu
 * @param chooseHref back to where one chose
 * @param step what the form before is called among the steps
 * @param formHref back to the filled form
 * @param href of this page without the account, for building it anew
 * @param sentence the effect
 * @param by who answered: the runtime's code and the block
 * @param answers what the runtime was asked for it, each with its proof
 * @param stop why the chain would refuse it; then nothing can be signed
 * @param action the reviewed action as JSON: what the script hands over
 * @param account the account it was planned for; empty before one is chosen
 * @param replaces the transaction whose number it takes; empty for none
 * @param runtime what the page was built for, a spec version
 */
public record ReviewPage(
        String title,
        String active,
        String chooseHref,
        String step,
        String formHref,
        String href,
        String sentence,
        String by,
        List<ExecutedAnswer> answers,
        List<Leg> legs,
        List<Line> costs,
        String costsLevel,
        String costsNote,
        String risk,
        List<String> warnings,
        List<String> alarms,
        RehearsalLine rehearsal,
        List<CallPart> call,
        String callHex,
        String action,
        String account,
        String replaces,
        String runtime,
        String genesis,
        @Nullable String stop,
        @Nullable String signingOff,
        Ground ground) {

    /** One step; {@code note} says what cannot be said by a figure. */
    public record Leg(String title, String level, List<Line> lines, String note) {}

    /** A name and a figure; {@code total} stands apart. */
    public record Line(String name, Figure figure, boolean total, String note) {}

    /**
     * How the runtime took the transaction.
     *
     * @param kind {@code ok}, {@code bad} or {@code wait}: it passed, it failed, it was not asked
     */
    public record RehearsalLine(String kind, String word, String text) {}

    /** One call; those that it makes follow it, one level deeper. */
    public record CallPart(String name, boolean inside, List<Argument> arguments) {}

    public record Argument(String name, String value, String note) {}
}

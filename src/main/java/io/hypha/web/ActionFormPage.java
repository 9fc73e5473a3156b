package io.hypha.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of an action, as texts, with a sentence beside each field that is wrong.
 *
 * @param chooseHref back to where one chose
 * @param step what is said here, among the steps
 * @param path where a changed form goes to ask for itself again
 * @param notOffered why this runtime has no such call; then there is no form
 * @param facts what is chosen already
 * @param rows groups of fields that repeat
 * @param tolerance null where the action has no price
 * @param suggestions for the fields that name a validator
 */
public record ActionFormPage(
        String title,
        String active,
        String chooseHref,
        String step,
        String path,
        String reviewHref,
        boolean fromLink,
        @Nullable String problem,
        @Nullable String notOffered,
        String intro,
        List<Fact> facts,
        List<Field> fields,
        List<Row> rows,
        @Nullable ToleranceField tolerance,
        @Nullable String formError,
        List<Button> buttons,
        List<Related> related,
        List<Suggestion> suggestions,
        Ground ground) {

    /** What is chosen already; at most one of text and figure is told. */
    public record Fact(
            String name,
            String text,
            @Nullable String href,
            @Nullable String code,
            @Nullable Figure figure) {}

    /**
     * One field.
     *
     * @param id of the element; its sentence has {@code id + "-e"}
     * @param kind {@code text}, {@code hidden}, {@code select} or {@code checks}
     * @param first whether it is the first wrong one: where the cursor stands
     * @param wide whether it takes the whole width: an address
     * @param suggest whether validators are suggested for it
     */
    public record Field(
            String id,
            String name,
            String kind,
            String label,
            String value,
            String hint,
            @Nullable String error,
            boolean first,
            boolean wide,
            boolean suggest,
            List<ValidatorListPage.Choice> choices) {

        static Field text(String name, String label, String value, String hint) {
            return new Field(
                    name, name, "text", label, value, hint, null, false, false, false, List.of());
        }

        static Field hidden(String name, String value) {
            return new Field(
                    name, name, "hidden", "", value, "", null, false, false, false, List.of());
        }

        static Field select(
                String name, String label, List<ValidatorListPage.Choice> choices, String hint) {
            return new Field(
                    name, name, "select", label, "", hint, null, false, false, false, choices);
        }

        static Field checks(String name, String label, List<ValidatorListPage.Choice> choices) {
            return new Field(
                    name, name, "checks", label, "", "", null, false, false, false, choices);
        }

        Field address() {
            return new Field(
                    id, name, kind, label, value, hint, error, first, true, suggest, choices);
        }

        Field suggested() {
            return new Field(id, name, kind, label, value, hint, error, first, true, true, choices);
        }

        Field numbered(int row) {
            return new Field(
                    id + "-" + row,
                    name,
                    kind,
                    label + " " + row,
                    value,
                    hint,
                    error,
                    first,
                    wide,
                    suggest,
                    choices);
        }

        Field withError(@Nullable String sentence) {
            return new Field(
                    id, name, kind, label, value, hint, sentence, first, wide, suggest, choices);
        }

        Field asFirst() {
            return new Field(
                    id, name, kind, label, value, hint, error, true, wide, suggest, choices);
        }

        boolean isWrong() {
            return error != null && !"hidden".equals(kind);
        }

        /** For the template: what describes the field, its sentence and its hint. */
        public @Nullable String describedBy() {
            String hinted = hint.isEmpty() ? null : id + "-h";
            return error == null ? hinted : hinted == null ? id + "-e" : id + "-e " + hinted;
        }
    }

    public record Row(String legend, List<Field> fields) {}

    public record ToleranceField(
            List<ValidatorListPage.Choice> choices,
            @Nullable String other,
            boolean disabled,
            String note,
            @Nullable String error) {}

    /** A button that submits the form; with a name it says more than the form does. */
    public record Button(
            String label, @Nullable String name, @Nullable String value, boolean primary) {}

    public record Related(String href, String text) {}

    public record Suggestion(String value, String label) {}
}

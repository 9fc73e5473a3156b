package io.hypha.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * A command that answers with one object and ends: as one line of JSON, or a line per field for
 * people.
 */
abstract class AnswerCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "print exactly one JSON object on one line")
    private boolean json;

    AnswerCommand(Console console) {
        this.console = console;
    }

    /**
     * @throws BadInput when no answer can be given
     */
    abstract Answer answer();

    final Console console() {
        return console;
    }

    /**
     * A word of hex on the command line; {@code -} reads it from standard input, for what is too
     * long for a shell.
     */
    final io.hypha.node.bytes.Bytes hexArgument(String word, String name) {
        String text =
                word.equals("-")
                        ? new String(
                                        console.read("-"),
                                        java.nio.charset.StandardCharsets.ISO_8859_1)
                                .strip()
                        : word;
        return Fields.hex(text, name);
    }

    /** Without what would move a terminal's cursor; text may come from anybody. */
    private static boolean isPlain(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public final Integer call() {
        Answer answer = answer();
        if (json) {
            console.out().println(Json.line(answer.json()));
        } else {
            for (Map.Entry<String, JsonNode> field : answer.json().properties()) {
                JsonNode value = field.getValue();
                console.out()
                        .println(
                                field.getKey()
                                        + ": "
                                        + (value.isString() && isPlain(value.stringValue())
                                                ? value.stringValue()
                                                : Json.line(value)));
            }
        }
        return answer.exitCode();
    }
}

package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one run of the real command did: exit code and what it printed where. */
record CommandRun(int exitCode, String out, String err) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static CommandRun of(String... words) {
        return withInput(new byte[0], words);
    }

    /** With an object as standard input. */
    static CommandRun withJson(Object input, String... words) {
        return withInput(JSON.writeValueAsBytes(input), words);
    }

    static CommandRun withInput(byte[] input, String... words) {
        return run(input, new ByteArrayOutputStream(), System::nanoTime, words);
    }

    /** Whose patience ends as soon as it has complained of that, and not before. */
    static CommandRun patientUntil(String complaint, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        LongSupplier clock =
                () -> err.toString(StandardCharsets.UTF_8).contains(complaint) ? Long.MAX_VALUE : 0;
        return run(new byte[0], err, clock, words);
    }

    private static CommandRun run(
            byte[] input, ByteArrayOutputStream err, LongSupplier clock, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode =
                Hypha.run(
                        new Console(
                                new ByteArrayInputStream(input),
                                new PrintStream(out, false, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                clock),
                        words);
        return new CommandRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** A yes: exit 0, one line of JSON, nothing on standard error. */
    JsonNode yes() {
        assertThat(exitCode).as(out + err).isZero();
        return oneLine();
    }

    /**
     * A negative verdict: exit 1, one line of JSON with verdict and reason, nothing on standard
     * error.
     */
    JsonNode no(String verdict) {
        assertThat(exitCode).as(out + err).isEqualTo(1);
        JsonNode json = oneLine();
        assertThat(json.path("verdict").asString()).as(out).isEqualTo(verdict);
        assertThat(json.path("reason").asString()).isNotBlank();
        return json;
    }

    /** Bad input: exit 2, one line on standard error, nothing on standard output. */
    String badInput() {
        assertThat(exitCode).as(out + err).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err.strip().lines()).hasSize(1);
        return err.strip();
    }

    private JsonNode oneLine() {
        assertThat(err).isEmpty();
        assertThat(out.lines()).hasSize(1);
        assertThat(out).endsWith("\n");
        JsonNode json = JSON.readTree(out);
        assertThat(json.isObject()).isTrue();
        return json;
    }
}

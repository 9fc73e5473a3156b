package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hypha.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real {@code bin/hypha} over the packaged application. Alone, as it looks at the clock. */
@Isolated
class BinHyphaIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path HYPHA = Path.of("bin/hypha").toAbsolutePath();

    /** On a machine that has nothing else to do; where it has, one run of many tells. */
    private static final long BRISK_NANOS = 1_500_000_000;

    @TempDir static Path dir;

    /** The first call unpacks the application and rehearses the commands. */
    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        String jar = System.getProperty("hypha.jar", "");
        assumeTrue(
                Files.exists(Path.of(jar)),
                "the packaged application is not there: mvn verify makes it");
        assertThat(run("", "--version").exitCode()).isZero();
    }

    private static CommandRun run(String input, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", HYPHA.toString()));
        command.addAll(List.of(words));
        Path out = Files.createTempFile(dir, "out", "");
        Path err = Files.createTempFile(dir, "err", "");
        Process process =
                new ProcessBuilder(command)
                        .directory(dir.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // A command that takes no input has ended before.
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new CommandRun(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String finality(int setId) {
        JsonNode finney = Fixtures.json("grandpa/bittensor-finney-8867448-set5-rotation.json");
        return JSON.writeValueAsString(
                Map.of(
                        "header", finney.path("headerScale"),
                        "justification", finney.path("justification"),
                        "authorities", finney.path("authoritiesScale"),
                        "setId", setId));
    }

    @Test
    void tells_yes_no_and_bad_input_by_its_exit_code() throws IOException, InterruptedException {
        JsonNode yes = run(finality(5), "verify", "finality", "-", "--json").yes();
        assertThat(yes.path("number").asLong()).isEqualTo(8_867_448);
        assertThat(yes.path("weight").asLong()).isEqualTo(14);
        run(finality(4), "verify", "finality", "-", "--json").no("bad-signature");
        run(finality(6), "verify", "finality", "-", "--json").no("bad-signature");
        assertThat(run("{}", "verify", "finality", "-", "--json").badInput()).contains("header");
        Files.writeString(dir.resolve("relative.json"), finality(5));
        run("", "verify", "finality", "relative.json", "--json").yes();
    }

    @Test
    void gives_the_answers_of_the_command_in_this_process()
            throws IOException, InterruptedException {
        String metadata =
                Fixtures.path("metadata/finney-424-v16.scale.gz").toAbsolutePath().toString();
        JsonNode vectors =
                Fixtures.json("metadata/finney-424-v16.expected.json.gz").path("vectors");
        String extrinsic = vectors.path("signedExtrinsics").get(0).path("extrinsic").asString();
        for (String[] words :
                List.of(
                        new String[] {"metadata", "inspect", metadata, "--json"},
                        new String[] {
                            "storage", "key", "--metadata", metadata, "System", "Account", "--json"
                        },
                        new String[] {
                            "scale",
                            "decode",
                            "--type",
                            "Vec<Option<i8>>",
                            "0x0c00010101ff",
                            "--json"
                        },
                        new String[] {
                            "extrinsic", "decode", "--metadata", metadata, extrinsic, "--json"
                        })) {
            CommandRun here = CommandRun.of(words);
            assertThat(here.exitCode()).as(here.err()).isZero();
            assertThat(run("", words)).isEqualTo(here);
        }
    }

    @Test
    void complains_about_peers_that_cannot_be_met() throws IOException, InterruptedException {
        for (String command : List.of("node", "serve")) {
            assertThat(
                            run("", command, "--network", "finney", "--bootnode", "/dns/a/tcp/1")
                                    .badInput())
                    .contains("--bootnode")
                    .contains("/p2p/ID");
        }
    }

    @Test
    void answers_within_a_second_and_a_half() throws IOException, InterruptedException {
        String input = finality(5);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 20 && best >= BRISK_NANOS; i++) {
            long began = System.nanoTime();
            run(input, "verify", "finality", "-", "--json").yes();
            best = Math.min(best, System.nanoTime() - began);
        }
        assertThat(best).isLessThan(BRISK_NANOS);
    }
}

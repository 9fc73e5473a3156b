package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a script of {@code src/test/peers} in Node: other people's clients, installed there by
 * {@code npm ci}. A script prints one JSON object.
 */
public final class NodeScript {

    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();

    /** Nobody waits for its end but where a script hangs. */
    private static final int TIMEOUT_SECONDS = 600;

    private final String name;
    private final Path dir;

    private NodeScript(String name, Path dir) {
        this.name = name;
        this.dir = dir;
    }

    /**
     * Skips the test where Node or the package is not installed.
     *
     * @param dir for what it prints
     */
    public static NodeScript of(String name, String npmPackage, Path dir)
            throws InterruptedException {
        assumeTrue(runs("node", "--version"), "node is not installed");
        assumeTrue(
                Files.isDirectory(PEERS.resolve("node_modules").resolve(npmPackage)),
                npmPackage + " is not installed: run npm ci in " + PEERS);
        return new NodeScript(name, dir);
    }

    /** What it printed, once it ended well. */
    public JsonNode run(List<String> arguments) throws IOException, InterruptedException {
        Path out = dir.resolve(name + ".json");
        Path err = dir.resolve(name + ".txt");
        List<String> command = new ArrayList<>(List.of("node", name));
        command.addAll(arguments);
        Process node =
                new ProcessBuilder(command)
                        .directory(PEERS.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertTrue(
                    node.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS),
                    () -> name + " did not end within " + TIMEOUT_SECONDS + " s: " + tail(err));
        } finally {
            node.destroyForcibly();
        }
        assertEquals(0, node.exitValue(), () -> tail(err));
        return JsonMapper.builder().build().readTree(Files.readAllBytes(out));
    }

    private static String tail(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.substring(Math.max(0, text.length() - 8_000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

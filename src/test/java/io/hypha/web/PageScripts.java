package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tests of the pages' own scripts, which Node runs without any package. */
final class PageScripts {

    private static final Path PEERS = Path.of("src/test/peers");

    private PageScripts() {}

    /**
     * Runs a file of them; all must pass. Skips the test where there is no Node.
     *
     * @param count how many tests it holds
     */
    static void pass(String file, int count) throws IOException, InterruptedException {
        Process node;
        try {
            node =
                    new ProcessBuilder(
                                    "node",
                                    "--test",
                                    "--test-reporter=tap",
                                    PEERS.resolve(file).toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no node on the path: " + e.getMessage());
            return;
        }
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, node.waitFor(), output);
        assertTrue(output.contains("# pass " + count), output);
    }
}

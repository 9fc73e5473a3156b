package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs {@code offline.test.mjs}: codes, camera and metadata in the pages' own scripts. Needs Node,
 * no package.
 */
class OfflineScriptTest {

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void codes_camera_and_metadata_are_handled_as_the_page_says()
            throws IOException, InterruptedException {
        Process node;
        try {
            node =
                    new ProcessBuilder(
                                    "node",
                                    "--test",
                                    "--test-reporter=tap",
                                    Path.of("src/test/peers/offline.test.mjs").toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no node on the path: " + e.getMessage());
            return;
        }
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, node.waitFor(), output);
        assertTrue(output.contains("# pass 10"), output);
    }
}

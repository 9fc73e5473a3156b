package io.hypha.web;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs {@code offline.test.mjs}: codes, camera and metadata in the pages' own scripts. Needs Node,
 * no package.
 */
class OfflineScriptTest {

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void codes_camera_and_metadata_are_handled_as_the_page_says()
            throws IOException, InterruptedException {
        PageScripts.pass("offline.test.mjs", 10);
    }
}

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
 * Runs {@code wallet.test.mjs}: the page's own script against wallets that misbehave. Needs Node,
 * no package.
 */
class WalletScriptTest {

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void the_wallet_script_copes_with_wallets_as_they_are()
            throws IOException, InterruptedException {
        Process node;
        try {
            node =
                    new ProcessBuilder(
                                    "node",
                                    "--test",
                                    "--test-reporter=tap",
                                    Path.of("src/test/peers/wallet.test.mjs").toString())
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no node on the path: " + e.getMessage());
            return;
        }
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, node.waitFor(), output);
        assertTrue(output.contains("# pass 15"), output);
    }
}

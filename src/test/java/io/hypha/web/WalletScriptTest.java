package io.hypha.web;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs {@code wallet.test.mjs}: the page's own script against wallets that misbehave. Needs Node,
 * no package.
 */
class WalletScriptTest {

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void the_wallet_script_copes_with_wallets_as_they_are()
            throws IOException, InterruptedException {
        PageScripts.pass("wallet.test.mjs", 16);
    }
}

package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Meets a devnet with @polkadot/api in a Node process: {@code src/test/peers}, installed there by
 * {@code npm ci}.
 */
class PolkadotApiPeerIT {

    private static final int VERSIONS = 3;

    @TempDir Path dir;

    @Test
    void polkadot_api_reads_an_account_decodes_all_metadata_and_sees_its_stake_finalized()
            throws Exception {
        NodeScript script = NodeScript.of("polkadot-api.mjs", "@polkadot/api", dir);
        DevnetOptions options = DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0);
        try (Devnet devnet = Devnet.manual(options, 3, InstantSource.system());
                // Not interrupted but waited for when it is closed: a write that is interrupted
                // ends
                // the store.
                ScheduledExecutorService author = Executors.newSingleThreadScheduledExecutor()) {
            author.scheduleWithFixedDelay(devnet::author, 0, 500, TimeUnit.MILLISECONDS);
            JsonNode seen = script.run(List.of(devnet.rpcWebSocket().toString()));

            assertEquals(devnet.genesisHash().toHex(), seen.path("genesisHash").asString());
            assertEquals(424, seen.path("specVersion").asInt());
            assertEquals(13, seen.path("signedExtensions").size());
            assertEquals(1, seen.path("nonce").asInt());
            assertNotEquals(
                    seen.path("alphaBefore").asString(), seen.path("alphaAfter").asString());
            assertTrue(
                    seen.path("events").toString().contains("subtensorModule.StakeAdded"),
                    seen.path("events").toString());
            assertEquals(VERSIONS, seen.path("metadata").size());
            seen.path("metadata")
                    .forEach(counts -> {
                        assertEquals(
                                seen.path("metadata").path("14").path("pallets"),
                                counts.path("pallets"));
                        assertTrue(counts.path("calls").asInt() >= 7, counts.toString());
                        assertTrue(counts.path("storage").asInt() > 100, counts.toString());
                    });
        }
    }
}

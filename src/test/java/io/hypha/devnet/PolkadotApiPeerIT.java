package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Meets a devnet with @polkadot/api in a Node process: {@code src/test/peers}, installed there by
 * {@code npm ci}.
 */
class PolkadotApiPeerIT {

    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();
    private static final int VERSIONS = 3;

    @TempDir Path dir;

    @Test
    void polkadot_api_reads_an_account_decodes_all_metadata_and_sees_its_stake_finalized()
            throws Exception {
        assumeTrue(runs("node", "--version"), "node is not installed");
        assumeTrue(
                Files.isDirectory(PEERS.resolve("node_modules/@polkadot/api")),
                "@polkadot/api is not installed: run npm ci in " + PEERS);
        DevnetOptions options = DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0);
        try (Devnet devnet = Devnet.manual(options, 3, InstantSource.system());
                ScheduledExecutorService author = Executors.newSingleThreadScheduledExecutor()) {
            author.scheduleWithFixedDelay(devnet::author, 0, 500, TimeUnit.MILLISECONDS);
            JsonNode seen = meet(devnet);
            author.shutdownNow();

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

    private JsonNode meet(Devnet devnet) throws Exception {
        Path out = dir.resolve("out.json");
        Path err = dir.resolve("err.txt");
        Process node =
                new ProcessBuilder("node", "polkadot-api.mjs", devnet.rpcWebSocket().toString())
                        .directory(PEERS.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertTrue(node.waitFor(120, TimeUnit.SECONDS), "node did not end within 120 s");
        } finally {
            node.destroyForcibly();
        }
        assertEquals(0, node.exitValue(), () -> text(err));
        return JsonMapper.builder().build().readTree(Files.readAllBytes(out));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
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
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}

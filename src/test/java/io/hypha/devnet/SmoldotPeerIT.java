package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Meets a devnet with smoldot, the stock light client, which is given the chain spec alone. */
class SmoldotPeerIT {

    private static final int FOLLOWED = 10;
    private static final int FOLLOWED_LONGER = 20;

    /** More than smoldot fetches header by header: it warps. */
    private static final int LONG_HISTORY = 60;

    private static final int SHORT_HISTORY = 15;

    /** Blocks come as their slots come: a header from the future is refused. */
    private static final Duration BLOCK_TIME = Duration.ofSeconds(1);

    private static final String ALICE =
            "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"
                    + "de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    private static final String CURRENT_SET_ID =
            "0x5f9cc45b7a00c5899361e1c6099678dc8a2d09463effcc78a22d75b9cb87dffc";

    @TempDir Path dir;

    @Test
    void smoldot_syncs_over_websocket_reads_an_account_calls_the_runtime_and_follows()
            throws Exception {
        NodeScript script = NodeScript.of("smoldot.mjs", "smoldot", dir);
        meet(script, LONG_HISTORY, FOLLOWED, false);
    }

    @Test
    void smoldot_takes_a_short_chain_header_by_header_over_a_change_of_voters() throws Exception {
        NodeScript script = NodeScript.of("smoldot.mjs", "smoldot", dir);
        meet(script, SHORT_HISTORY, FOLLOWED_LONGER, true);
    }

    @Test
    void smoldot_warps_over_a_change_of_voters_and_follows_through_the_next() throws Exception {
        NodeScript script = NodeScript.of("smoldot.mjs", "smoldot", dir);
        meet(script, LONG_HISTORY, FOLLOWED_LONGER, true);
    }

    private void meet(NodeScript script, int history, int followed, boolean voterChanges)
            throws Exception {
        DevnetOptions options =
                DevnetOptions.defaults(dir.resolve("chain"))
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withBlockTime(BLOCK_TIME);
        try (Devnet devnet = Devnet.manual(options, history, InstantSource.system());
                WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket());
                // Not interrupted but waited for when it is closed: a write that is interrupted
                // ends
                // the store.
                ScheduledExecutorService author = Executors.newSingleThreadScheduledExecutor()) {
            if (voterChanges) {
                VoterChange.schedule(devnet, VoterChange.voters("//Eve", "//0", "//1"), 0);
                devnet.author();
                devnet.author();
            }
            Path spec = dir.resolve("spec.json");
            Files.writeString(spec, devnet.chainSpec());
            long head = devnet.head().number();
            Path signs = Files.createDirectories(dir.resolve("signs"));
            AtomicBoolean awaited = new AtomicBoolean(true);
            author.scheduleWithFixedDelay(
                    () -> {
                        if (!Files.exists(signs.resolve("begun"))) {
                            return; // a short chain stays short however long it takes to start
                        }
                        if (Files.exists(signs.resolve("in-step"))
                                && awaited.compareAndSet(true, false)) {
                            if (voterChanges) {
                                changeAgain(devnet);
                            }
                            // However far it lags behind, it follows through the change.
                            long until = devnet.head().number() + followed;
                            write(signs.resolve("until"), until + "\n");
                        }
                        devnet.author();
                    },
                    2_000,
                    BLOCK_TIME.toMillis(),
                    TimeUnit.MILLISECONDS);
            JsonNode seen =
                    script.run(List.of(spec.toString(), Long.toString(head), signs.toString()));
            compare(devnet, client, head, seen);
            int finals = seen.path("finalized").size();
            assertTrue(finals >= followed, seen.toString());
            String last = seen.path("finalized").path(finals - 1).path("hash").asString();
            assertEquals(
                    voterChanges ? "0x0200000000000000" : "0x0000000000000000",
                    client.call("state_getStorage", CURRENT_SET_ID, last).asString());
        }
    }

    private static void changeAgain(Devnet devnet) {
        try {
            VoterChange.schedule(devnet, VoterChange.voters("//Alice", "//Bob", "//7"), 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compare(Devnet devnet, WebSocketClient client, long head, JsonNode seen)
            throws InterruptedException {
        assertEquals(devnet.genesisHash().toHex(), seen.path("genesisHash").asString());
        JsonNode spec = seen.path("runtime").path("spec");
        assertEquals("node-subtensor", spec.path("specName").asString());
        assertEquals(424, spec.path("specVersion").asInt());

        String at = seen.path("at").path("hash").asString();
        assertTrue(seen.path("at").path("number").asLong() >= head, seen.toString());
        assertEquals(
                client.call("state_getStorage", ALICE, at).asString(),
                seen.path("account").asString());
        String version = seen.path("version").asString();
        assertEquals(client.call("state_call", "Core_version", "0x", at).asString(), version);
        assertTrue(Bytes.fromHex(version).size() > 100);

        long last = seen.path("at").path("number").asLong();
        for (JsonNode block : seen.path("finalized")) {
            assertEquals(++last, block.path("number").asLong());
            assertEquals(
                    client.call("chain_getBlockHash", last).asString(),
                    block.path("hash").asString());
        }
    }
}

package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.ChildJvm;
import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.devnet.store.ChainStore;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} of a real process, while it writes its history and while it authors. */
class DevnetKillIT {

    static final int HISTORY = 5;

    private static final int KILLS = 3;

    /** So many blocks of history are written through to the disk at once. */
    private static final int HISTORY_COMMIT = 20;

    @TempDir Path dir;

    /** Every block that a killed process told as final: number → hash. */
    private final TreeMap<Long, String> told = new TreeMap<>();

    @Test
    void a_killed_devnet_goes_on_with_the_same_chain_stake_and_runtime() throws Exception {
        Random random = new Random(3);
        String stake = "";
        String stakeBlock = "";
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start("live");
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                    WebSocketClient client = new WebSocketClient(URI.create(line(out)))) {
                expectAllTold(client);
                if (kill == 1) {
                    DevnetUpgrade.to(client, 425);
                    awaitSpec(client, 425);
                }
                if (kill == 0) {
                    told.put(0L, client.call("chain_getBlockHash", 0).asString());
                    stake = stake(client);
                    stakeBlock = submit(client, stake);
                }
                listen(client, 2 + random.nextInt(10));
            } finally {
                process.destroyForcibly();
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            }
        }
        DevnetOptions options =
                DevnetOptions.defaults(dir).withDataDir(dir).withRpcPort(0).withP2pPort(0);
        try (Devnet devnet = Devnet.manual(options, HISTORY, InstantSource.system());
                WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket())) {
            expectAllTold(client);
            String alice = SS58.encode(SignedCall.account("//Alice"));
            assertEquals(2, client.call("system_accountNextIndex", alice).asInt());
            assertEquals(425, client.call("state_getRuntimeVersion").path("specVersion").asInt());
            String first = client.call("chain_getBlockHash", 1).asString();
            assertEquals(
                    424, client.call("state_getRuntimeVersion", first).path("specVersion").asInt());
            JsonNode body =
                    client.call("chain_getBlock", stakeBlock).path("block").path("extrinsics");
            assertEquals(stake, body.path(1).asString());
        }
    }

    @Test
    void a_kill_while_the_history_is_written_costs_none_of_it() throws Exception {
        Hash256 genesis = Hash256.ZERO;
        for (long until : new long[] {15, 47}) {
            long reached;
            Process process = start("history");
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                long done = Long.parseLong(line(out));
                while (done < until) {
                    done = Long.parseLong(line(out));
                }
                reached = done;
            } finally {
                process.destroyForcibly();
                assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            }
            try (ChainStore store = ChainStore.open(dir, false)) {
                Hash256 first = store.block(0).orElseThrow().hash();
                assertTrue(genesis.equals(Hash256.ZERO) || genesis.equals(first));
                genesis = first;
                long newest = store.newest().orElseThrow().number();
                assertTrue(
                        newest >= reached - reached % HISTORY_COMMIT,
                        "#%d was reached, #%d is kept".formatted(reached, newest));
                for (long number = 1; number <= newest; number++) {
                    assertEquals(
                            store.block(number - 1).orElseThrow().hash(),
                            store.block(number).orElseThrow().header().parentHash());
                }
            }
        }
    }

    private void expectAllTold(WebSocketClient client) throws InterruptedException {
        for (var block : told.entrySet()) {
            assertEquals(
                    block.getValue(), client.call("chain_getBlockHash", block.getKey()).asString());
        }
    }

    private void listen(WebSocketClient client, int blocks) throws InterruptedException {
        client.call("chain_subscribeFinalizedHeads");
        for (int i = 0; i < blocks; i++) {
            JsonNode header = client.notification().path("result");
            long number = Long.decode(header.path("number").asString());
            told.put(number, DevnetTest.header(header).hash().toHex());
        }
    }

    private static void awaitSpec(WebSocketClient client, int spec) throws InterruptedException {
        String id = client.call("state_subscribeRuntimeVersion").asString();
        int told = 0;
        while (told != spec) {
            told = client.notification().path("result").path("specVersion").asInt();
        }
        client.call("state_unsubscribeRuntimeVersion", id);
    }

    private static String stake(WebSocketClient client) throws InterruptedException {
        Hash256 genesis = Hash256.fromHex(client.call("chain_getBlockHash", 0).asString());
        Bytes key =
                Bytes.concat(
                        DevnetTransactionTest.prefix("SubtensorModule", "Keys"),
                        Bytes.ofInts(1, 0, 0, 0));
        Hash256 hotkey = Hash256.fromHex(client.call("state_getStorage", key.toHex()).asString());
        return SignedCall.by("//Alice", genesis)
                .addStake(hotkey, 1, 10_000_000_000L)
                .sign()
                .toHex();
    }

    /** The block in which the transaction is final. */
    private static String submit(WebSocketClient client, String extrinsic)
            throws InterruptedException {
        client.call("author_submitAndWatchExtrinsic", extrinsic);
        while (true) {
            JsonNode update = client.notification().path("result");
            if (update.has("finalized")) {
                return update.path("finalized").asString();
            }
        }
    }

    private Process start(String mode) throws IOException {
        return ChildJvm.start(KilledDevnet.class, mode, dir.toString());
    }

    /** The next line that is no log line: an address or a number. */
    private static String line(BufferedReader out) throws IOException {
        while (true) {
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("the process ended by itself");
            }
            if (line.matches("ws://\\S+|[0-9]+")) {
                return line;
            }
        }
    }
}

package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Twox;
import io.hypha.node.scale.ScaleCodecReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DevnetTransactionTest {

    private static final long TAO = 1_000_000_000L;
    private static final String ALICE = SS58.encode(SignedCall.account("//Alice"));

    @TempDir Path dir;

    private Devnet devnet;
    private WebSocketClient client;
    private Hash256 hotkey;

    @BeforeEach
    void start() throws Exception {
        Instant now = Instant.parse("2026-11-25T15:00:00Z");
        DevnetOptions options = DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0);
        devnet = Devnet.manual(options, 3, InstantSource.fixed(now));
        client = new WebSocketClient(devnet.rpcWebSocket());
        hotkey = firstHotkeyOfSubnet1();
    }

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    @Test
    void a_stake_goes_into_the_next_block_and_its_watcher_hears_of_each_step() throws Exception {
        Bytes extrinsic = stake().sign();
        String id = client.call("author_submitAndWatchExtrinsic", extrinsic.toHex()).asString();
        assertEquals("\"ready\"", update(id).toString());
        assertEquals(extrinsic.toHex(), client.call("author_pendingExtrinsics").path(0).asString());
        assertEquals(1, client.call("system_accountNextIndex", ALICE).asInt());
        String alphaBefore = alpha();

        BlockId block = devnet.author();

        assertEquals(block.hash().toHex(), update(id).path("inBlock").asString());
        assertEquals(block.hash().toHex(), update(id).path("finalized").asString());
        assertEquals(
                extrinsic.toHex(),
                client.call("chain_getBlock", block.hash().toHex())
                        .path("block")
                        .path("extrinsics")
                        .path(1)
                        .asString());
        assertTrue(client.call("author_pendingExtrinsics").isEmpty());
        assertNotEquals(alphaBefore, alpha());
        assertEquals(1, client.call("system_accountNextIndex", ALICE).asInt());
    }

    @Test
    void a_stake_survives_a_restart() throws Exception {
        client.call("author_submitExtrinsic", stake().sign().toHex());
        devnet.author();
        String alpha = alpha();
        client.close();
        devnet.close();
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0),
                        3,
                        InstantSource.fixed(Instant.parse("2026-11-25T16:00:00Z")));
        client = new WebSocketClient(devnet.rpcWebSocket());
        assertEquals(alpha, alpha());
        assertEquals(1, client.call("system_accountNextIndex", ALICE).asInt());
    }

    @Test
    void a_later_nonce_waits_for_the_earlier_one() throws Exception {
        Bytes first = stake().sign();
        Bytes second = stake().nonce(1).sign();
        String id = client.call("author_submitAndWatchExtrinsic", second.toHex()).asString();
        assertEquals("\"future\"", update(id).toString());
        assertTrue(client.call("author_pendingExtrinsics").isEmpty());
        assertEquals(0, client.call("system_accountNextIndex", ALICE).asInt());
        devnet.author();
        client.call("author_submitExtrinsic", first.toHex());
        assertEquals("\"ready\"", update(id).toString());
        assertEquals(2, client.call("system_accountNextIndex", ALICE).asInt());
        BlockId block = devnet.author();
        assertEquals(block.hash().toHex(), update(id).path("inBlock").asString());
    }

    @Test
    void a_spent_nonce_is_outdated() throws Exception {
        Bytes extrinsic = stake().sign();
        client.call("author_submitExtrinsic", extrinsic.toHex());
        devnet.author();
        refused(stake().tip(1).sign(), 1010, "Invalid Transaction", "Transaction is outdated");
    }

    @Test
    void a_wrong_signature_and_a_foreign_genesis_are_a_bad_signature() throws Exception {
        byte[] forged = stake().sign().toArray();
        forged[50] ^= 1;
        refused(Bytes.of(forged), 1010, "Invalid Transaction", "Transaction has a bad signature");
        Bytes foreign = SignedCall.by("//Alice", Hash256.ZERO).addStake(hotkey, 1, TAO).sign();
        refused(foreign, 1010, "Invalid Transaction", "Transaction has a bad signature");
    }

    @Test
    void an_era_that_is_over_is_refused_and_one_that_ends_expels() throws Exception {
        BlockId birth = devnet.head();
        Bytes mortal = stake().mortal(4, birth.number(), birth.hash()).nonce(1).sign();
        String id = client.call("author_submitAndWatchExtrinsic", mortal.toHex()).asString();
        assertEquals("\"future\"", update(id).toString());
        for (int i = 0; i < 4; i++) {
            devnet.author();
        }
        assertEquals("\"invalid\"", update(id).toString());
        JsonNode again = client.answer("author_submitExtrinsic", mortal.toHex());
        assertEquals(1012, again.path("error").path("code").asInt());
        Bytes other = stake().mortal(4, birth.number(), birth.hash()).sign();
        int code =
                client.answer("author_submitExtrinsic", other.toHex())
                        .path("error")
                        .path("code")
                        .asInt();
        assertEquals(1010, code);
    }

    @Test
    void a_second_one_of_the_same_nonce_does_not_take_the_place_of_the_first() throws Exception {
        Bytes first = stake().sign();
        client.call("author_submitExtrinsic", first.toHex());
        refused(
                first,
                1013,
                "Transaction Already Imported",
                "[" + Blake2b.hash256(first).toHex() + "]");
        JsonNode error =
                client.answer("author_submitExtrinsic", stake().tip(TAO).sign().toHex())
                        .path("error");
        assertEquals(1014, error.path("code").asInt());
        assertEquals("Priority is too low: (1 vs 1)", error.path("message").asString());
    }

    @Test
    void bytes_that_are_no_extrinsic_are_refused() throws Exception {
        assertEquals(
                1001,
                client.answer("author_submitExtrinsic", "0x0102")
                        .path("error")
                        .path("code")
                        .asInt());
        assertEquals(
                1010,
                client.answer("author_submitExtrinsic", "0x080102")
                        .path("error")
                        .path("code")
                        .asInt());
        assertEquals(
                -32602,
                client.answer("author_submitExtrinsic", "nothing")
                        .path("error")
                        .path("code")
                        .asInt());
        byte[] whole = stake().sign().toArray();
        for (int length = 0; length < whole.length; length += 7) {
            JsonNode error =
                    client.answer("author_submitExtrinsic", Bytes.of(whole, 0, length).toHex())
                            .path("error");
            assertEquals(1001, error.path("code").asInt(), error.toString());
        }
    }

    @Test
    void the_fee_is_told_beforehand_and_is_what_is_paid() throws Exception {
        Bytes extrinsic = stake().sign();
        JsonNode info = client.call("payment_queryInfo", extrinsic.toHex());
        assertEquals("normal", info.path("class").asString());
        long fee = Long.parseLong(info.path("partialFee").asString());
        JsonNode parts =
                client.call("payment_queryFeeDetails", extrinsic.toHex()).path("inclusionFee");
        long sum = 0;
        for (String part : List.of("baseFee", "lenFee", "adjustedWeightFee")) {
            sum += Long.decode(parts.path(part).asString());
        }
        assertEquals(fee, sum);
        long before = free();
        client.call("author_submitExtrinsic", extrinsic.toHex());
        devnet.author();
        assertEquals(before - fee - 10 * TAO, free());
        assertEquals(
                2, client.answer("payment_queryInfo", "0x0102").path("error").path("code").asInt());
    }

    @Test
    void watches_a_transaction_of_the_new_interface() throws Exception {
        Bytes extrinsic = stake().sign();
        client.call("transactionWatch_v1_submitAndWatch", extrinsic.toHex());
        assertEquals("validated", client.notification().path("result").path("event").asString());
        BlockId block = devnet.author();
        JsonNode included = client.notification().path("result");
        assertEquals("bestChainBlockIncluded", included.path("event").asString());
        assertEquals(block.hash().toHex(), included.path("block").path("hash").asString());
        assertEquals(1, included.path("block").path("index").asInt());
        assertEquals("finalized", client.notification().path("result").path("event").asString());
        client.call("transactionWatch_v1_submitAndWatch", extrinsic.toHex());
        assertEquals("invalid", client.notification().path("result").path("event").asString());
    }

    @Test
    void broadcasts_until_it_is_final_or_stopped() throws Exception {
        String later =
                client.call("transaction_v1_broadcast", stake().nonce(1).sign().toHex()).asString();
        client.call("transaction_v1_broadcast", stake().sign().toHex());
        devnet.author();
        assertEquals(2, client.call("system_accountNextIndex", ALICE).asInt());
        assertEquals(
                -32602,
                client.answer("transaction_v1_stop", later).path("error").path("code").asInt());
        String unpayable =
                client.call(
                                "transaction_v1_broadcast",
                                stake().nonce(2).tip(1_000_000 * TAO).sign().toHex())
                        .asString();
        devnet.author();
        assertTrue(client.call("transaction_v1_stop", unpayable).isNull());
        assertEquals(2, client.call("system_accountNextIndex", ALICE).asInt());
    }

    @Test
    void follows_the_chain_head_and_answers_about_pinned_blocks() throws Exception {
        String follow = client.call("chainHead_v1_follow", true).asString();
        JsonNode first = client.notification().path("result");
        assertEquals("initialized", first.path("event").asString());
        assertEquals(4, first.path("finalizedBlockHashes").size());
        assertEquals(
                424, first.path("finalizedBlockRuntime").path("spec").path("specVersion").asInt());
        BlockId block = devnet.author();
        String hash = block.hash().toHex();
        for (String event : List.of("newBlock", "bestBlockChanged", "finalized")) {
            assertEquals(event, client.notification().path("result").path("event").asString());
        }
        Bytes header = Bytes.fromHex(client.call("chainHead_v1_header", follow, hash).asString());
        assertEquals(block.hash(), Blake2b.hash256(header));

        JsonNode started = client.call("chainHead_v1_body", follow, hash);
        JsonNode done = client.notification().path("result");
        assertEquals("operationBodyDone", done.path("event").asString());
        assertEquals(started.path("operationId"), done.path("operationId"));
        assertEquals(1, done.path("value").size());

        client.call("chainHead_v1_call", follow, hash, "Core_version", "0x");
        assertEquals(
                "operationCallDone", client.notification().path("result").path("event").asString());
        client.call("chainHead_v1_call", follow, hash, "No_such", "0x");
        assertEquals(
                "operationError", client.notification().path("result").path("event").asString());

        client.call("chainHead_v1_unpin", follow, hash);
        assertEquals(
                -32801,
                client.answer("chainHead_v1_header", follow, hash)
                        .path("error")
                        .path("code")
                        .asInt());
        client.call("chainHead_v1_unfollow", follow);
        assertTrue(client.call("chainHead_v1_header", follow, hash).isNull());
        assertEquals(
                "limitReached",
                client.call("chainHead_v1_body", follow, hash).path("result").asString());
    }

    @Test
    void reads_storage_in_portions_that_the_client_asks_for() throws Exception {
        String follow = client.call("chainHead_v1_follow", false).asString();
        String hash =
                client.notification()
                        .path("result")
                        .path("finalizedBlockHashes")
                        .path(3)
                        .asString();
        String operation =
                client.call(
                                "chainHead_v1_storage",
                                follow,
                                hash,
                                List.of(
                                        item(DevnetTest.timestampNow().toHex(), "value"),
                                        item(DevnetTest.timestampNow().toHex(), "hash"),
                                        item("0x99", "value"),
                                        item("0x", "descendantsHashes")))
                        .path("operationId")
                        .asString();
        int items = 0;
        String last = "";
        while (!last.equals("operationStorageDone")) {
            JsonNode event = client.notification().path("result");
            last = event.path("event").asString();
            items += event.path("items").size();
            if (last.equals("operationWaitingForContinue")) {
                client.call("chainHead_v1_continue", follow, operation);
            }
        }
        int keys = client.call("state_getKeys", "0x").size();
        assertTrue(keys > 1000, "the chain has more keys than one portion: " + keys);
        assertEquals(keys + 2, items);
        assertEquals(
                -32803,
                client.answer("chainHead_v1_continue", follow, operation)
                        .path("error")
                        .path("code")
                        .asInt());
    }

    @Test
    void pages_through_all_keys_in_order() throws Exception {
        JsonNode all = client.call("state_getKeys", "0x");
        String start = "0x";
        int found = 0;
        while (true) {
            JsonNode page = client.call("state_getKeysPaged", "0x", 1000, start);
            for (JsonNode key : page) {
                assertEquals(all.get(found++), key);
            }
            if (page.size() < 1000) {
                break;
            }
            start = page.get(page.size() - 1).asString();
        }
        assertEquals(all.size(), found);
        assertEquals(
                4002,
                client.answer("state_getKeysPaged", "0x", 1001).path("error").path("code").asInt());
    }

    @Test
    void tells_new_heads_storage_and_justifications_as_they_come() throws Exception {
        client.call("chain_subscribeFinalizedHeads");
        assertEquals("0x3", client.notification().path("result").path("number").asString());
        client.call("state_subscribeStorage", List.of(DevnetTest.timestampNow().toHex(), "0x99"));
        assertEquals(2, client.notification().path("result").path("changes").size());
        client.call("grandpa_subscribeJustifications");
        BlockId block = devnet.author();
        assertEquals("0x4", client.notification().path("result").path("number").asString());
        JsonNode change = client.notification().path("result");
        assertEquals(block.hash().toHex(), change.path("block").asString());
        assertEquals(1, change.path("changes").size());
        Bytes justification = Bytes.fromHex(client.notification().path("result").asString());
        assertEquals(block.hash(), Hash256.of(justification.slice(8, 40)));
        assertEquals(
                1,
                client.call("state_queryStorage", List.of("0x99"), devnet.genesisHash().toHex())
                        .size());
        assertFalse(client.call("chain_unsubscribeFinalizedHeads", "nothing").asBoolean());
    }

    private static java.util.Map<String, String> item(String key, String type) {
        return java.util.Map.of("key", key, "type", type);
    }

    private SignedCall stake() {
        return SignedCall.by("//Alice", devnet.genesisHash()).addStake(hotkey, 1, 10 * TAO);
    }

    private void refused(Bytes extrinsic, int code, String message, String data) throws Exception {
        JsonNode error = client.answer("author_submitExtrinsic", extrinsic.toHex()).path("error");
        assertEquals(code, error.path("code").asInt(), error.toString());
        assertEquals(message, error.path("message").asString());
        assertEquals(data, error.path("data").asString());
    }

    private JsonNode update(String subscription) throws Exception {
        JsonNode params = client.notification();
        assertEquals(subscription, params.path("subscription").asString());
        return params.path("result");
    }

    private long free() throws Exception {
        Hash256 alice = SignedCall.account("//Alice");
        Bytes key =
                Bytes.concat(
                        prefix("System", "Account"),
                        Bytes.of(Blake2b.hash128(alice.toArray())),
                        alice.toBytes());
        Bytes account = Bytes.fromHex(client.call("state_getStorage", key.toHex()).asString());
        return new ScaleCodecReader(account.slice(16, 24)).readLong();
    }

    private String alpha() throws Exception {
        Bytes key =
                Bytes.concat(
                        prefix("SubtensorModule", "TotalHotkeyAlpha"),
                        Bytes.of(Blake2b.hash128(hotkey.toArray())),
                        hotkey.toBytes(),
                        Bytes.ofInts(1, 0));
        return client.call("state_getStorage", key.toHex()).asString();
    }

    /** {@code Keys[1][0]}: both keys of Identity. */
    private Hash256 firstHotkeyOfSubnet1() throws Exception {
        Bytes key = Bytes.concat(prefix("SubtensorModule", "Keys"), Bytes.ofInts(1, 0, 0, 0));
        return Hash256.fromHex(client.call("state_getStorage", key.toHex()).asString());
    }

    static Bytes prefix(String pallet, String item) {
        return Bytes.concat(
                Bytes.of(Twox.hash128(pallet.getBytes(StandardCharsets.UTF_8))),
                Bytes.of(Twox.hash128(item.getBytes(StandardCharsets.UTF_8))));
    }
}

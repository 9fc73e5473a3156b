package io.hypha.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A devnet before, during and after a change of its runtime, as others see it. */
class DevnetUpgradeTest {

    private static final int HISTORY = 3;
    private static final long TAO = 1_000_000_000L;
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-25T15:00:00Z"));

    @TempDir Path dir;

    private Devnet devnet;
    private WebSocketClient client;
    private Hash256 hotkey;

    @BeforeEach
    void start() throws Exception {
        open();
        Bytes key =
                Bytes.concat(
                        DevnetTransactionTest.prefix("SubtensorModule", "Keys"),
                        Bytes.ofInts(1, 0, 0, 0));
        hotkey = Hash256.fromHex(client.call("state_getStorage", key.toHex()).asString());
    }

    private void open() {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0), HISTORY, CLOCK);
        client = new WebSocketClient(devnet.rpcWebSocket());
    }

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    private BlockId upgrade(long spec) throws InterruptedException {
        DevnetUpgrade.to(devnet, spec);
        return devnet.author();
    }

    private long spec(BlockId at) throws InterruptedException {
        return client.call("state_getRuntimeVersion", at.hash().toHex())
                .path("specVersion")
                .asLong();
    }

    private RuntimeMetadata metadata(BlockId at) throws InterruptedException {
        String hex = client.call("state_getMetadata", at.hash().toHex()).asString();
        return RuntimeMetadata.decode(MetadataBlob.unwrap(Bytes.fromHex(hex)));
    }

    /** {@code add_stake_limit} on root at the index that a spec has it at. */
    private SignedCall stake(int index, long spec, long nonce) {
        return SignedCall.by("//Eve", devnet.genesisHash())
                .call(
                        new ScaleCodecWriter()
                                .writeUByte(7)
                                .writeUByte(index)
                                .writeHash(hotkey)
                                .writeUint16(0)
                                .writeLong(TAO)
                                .writeLong(TAO)
                                .writeBoolean(false)
                                .toBytes())
                .spec(spec)
                .nonce(nonce);
    }

    @Test
    void each_block_is_answered_by_the_runtime_of_its_time() throws Exception {
        BlockId before = devnet.head();
        BlockId change = upgrade(425);
        BlockId after = devnet.author();
        assertThat(spec(before)).isEqualTo(424);
        assertThat(spec(change)).isEqualTo(425);
        assertThat(spec(after)).isEqualTo(425);
        assertThat(client.call("state_getRuntimeVersion").path("specVersion").asLong())
                .isEqualTo(425);
        assertThat(metadata(before).runtimeVersion().orElseThrow().specVersion()).isEqualTo(424);
        assertThat(metadata(change).runtimeVersion().orElseThrow().specVersion()).isEqualTo(425);
        JsonNode header = client.call("chain_getHeader", change.hash().toHex());
        assertThat(DevnetTest.header(header).digest())
                .contains(new DigestItem.RuntimeEnvironmentUpdated());
        assertThat(DevnetTest.header(client.call("chain_getHeader", after.hash().toHex())).digest())
                .doesNotContain(new DigestItem.RuntimeEnvironmentUpdated());
        String code = Bytes.of(":code".getBytes(StandardCharsets.US_ASCII)).toHex();
        assertThat(client.call("state_getStorage", code, before.hash().toHex()).asString())
                .isEqualTo(DevnetRuntime.code(424).toHex());
        assertThat(client.call("state_getStorage", code, change.hash().toHex()).asString())
                .isEqualTo(DevnetRuntime.code(425).toHex());
    }

    @Test
    void an_old_payload_is_refused_and_one_built_anew_is_staked() throws Exception {
        client.call("author_submitExtrinsic", stake(88, 424, 0).sign().toHex());
        devnet.author();
        upgrade(425);
        JsonNode refused =
                client.answer("author_submitExtrinsic", stake(88, 424, 1).sign().toHex());
        assertThat(refused.path("error").path("data").asString())
                .isEqualTo("Transaction call is not expected");
        client.call("author_submitExtrinsic", stake(104, 425, 1).sign().toHex());
        assertThat(bodySize(devnet.author())).isEqualTo(2);
    }

    private int bodySize(BlockId block) throws InterruptedException {
        return client.call("chain_getBlock", block.hash().toHex())
                .path("block")
                .path("extrinsics")
                .size();
    }

    @Test
    void what_waits_in_the_pool_over_an_upgrade_is_told_that_it_is_invalid() throws Exception {
        String id =
                client.call("author_submitAndWatchExtrinsic", stake(88, 424, 1).sign().toHex())
                        .asString();
        assertThat(update(id).asString()).isEqualTo("future");
        upgrade(425);
        client.call("author_submitExtrinsic", stake(104, 425, 0).sign().toHex());
        assertThat(update(id).asString()).isEqualTo("ready");
        assertThat(bodySize(devnet.author())).isEqualTo(2);
        assertThat(update(id).asString()).isEqualTo("invalid");
    }

    private JsonNode update(String id) throws InterruptedException {
        JsonNode news = client.notification();
        assertThat(news.path("subscription").asString()).isEqualTo(id);
        return news.path("result");
    }

    @Test
    void subscribers_hear_of_the_new_runtime_with_its_block() throws Exception {
        String follow = client.call("chainHead_v1_follow", true).asString();
        JsonNode first = update(follow);
        assertThat(first.path("finalizedBlockRuntime").path("spec").path("specVersion").asInt())
                .isEqualTo(424);
        devnet.author();
        assertThat(update(follow).path("newRuntime").isNull()).isTrue();
        update(follow);
        update(follow);
        upgrade(426);
        JsonNode news = update(follow);
        assertThat(news.path("newRuntime").path("type").asString()).isEqualTo("valid");
        assertThat(news.path("newRuntime").path("spec").path("specVersion").asInt()).isEqualTo(426);
    }

    @Test
    void the_version_is_told_when_it_changes_and_not_otherwise() throws Exception {
        String id = client.call("state_subscribeRuntimeVersion").asString();
        assertThat(update(id).path("specVersion").asInt()).isEqualTo(424);
        devnet.author();
        upgrade(425);
        assertThat(update(id).path("specVersion").asInt()).isEqualTo(425);
        upgrade(426);
        assertThat(update(id).path("specVersion").asInt()).isEqualTo(426);
    }

    @Test
    void a_restarted_node_goes_on_by_the_new_runtime_and_answers_for_the_old_one()
            throws Exception {
        BlockId before = devnet.head();
        Hash256 genesis = devnet.genesisHash();
        upgrade(425);
        stop();
        open();
        assertThat(devnet.genesisHash()).isEqualTo(genesis);
        client.call("author_submitExtrinsic", stake(104, 425, 0).sign().toHex());
        assertThat(bodySize(devnet.author())).isEqualTo(2);
        assertThat(spec(before)).isEqualTo(424);
        upgrade(426);
        stop();
        open();
        client.call("author_submitExtrinsic", stake(104, 426, 1).sign().toHex());
        assertThat(bodySize(devnet.author())).isEqualTo(2);
    }
}

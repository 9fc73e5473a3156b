package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.SealVerdict;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Twox;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.trie.OrderedRoot;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DevnetTest {

    private static final int HISTORY = 3;
    private static final Instant START = Instant.parse("2026-11-25T15:00:00Z");

    @TempDir Path dir;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Instant now = START;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private DevnetOptions options() {
        return DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0);
    }

    private Devnet aDevnet(DevnetOptions options) {
        InstantSource clock = () -> now;
        Devnet devnet = Devnet.manual(options, HISTORY, clock);
        open.add(devnet);
        return devnet;
    }

    private WebSocketClient client(Devnet devnet) {
        WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket());
        open.add(client);
        return client;
    }

    private void stop(Devnet devnet) {
        open.remove(devnet);
        devnet.close();
    }

    @Test
    void every_block_is_sealed_by_the_author_of_its_slot_and_justified_by_set_0() throws Exception {
        Devnet devnet = aDevnet(options());
        WebSocketClient client = client(devnet);
        devnet.author();
        List<Authority> voters =
                devnet.networkRecord().voters().stream().map(key -> new Authority(key, 1)).toList();
        long slot = 0;
        Hash256 parent = devnet.genesisHash();
        for (long number = 1; number <= HISTORY + 1; number++) {
            String hash = client.call("chain_getBlockHash", number).asString();
            JsonNode signed = client.call("chain_getBlock", hash);
            Header header = header(signed.path("block").path("header"));
            assertEquals(hash, header.hash().toHex());
            assertEquals(parent, header.parentHash());
            parent = header.hash();
            SealVerdict.Sealed sealed =
                    assertInstanceOf(
                            SealVerdict.Sealed.class,
                            new AuraSeal()
                                    .verify(header, devnet.networkRecord().auraAuthorities()));
            assertTrue(sealed.slot() > slot);
            slot = sealed.slot();
            List<Bytes> body = new ArrayList<>();
            signed.path("block")
                    .path("extrinsics")
                    .forEach(hex -> body.add(Bytes.fromHex(hex.asString())));
            assertEquals(header.extrinsicsRoot(), OrderedRoot.of(body));
            Bytes justification = justification(signed);
            BlockId id = new BlockId(number, header.hash());
            assertInstanceOf(
                    Verdict.Finalized.class,
                    new GrandpaVerifier().verify(justification, id, new VoterSet(0, voters)));
            assertInstanceOf(
                    Verdict.BadSignature.class,
                    new GrandpaVerifier().verify(justification, id, new VoterSet(1, voters)));
        }
        assertEquals(START.toEpochMilli() / 2000 + 1, slot);
    }

    @Test
    void history_is_72_minutes_apart_and_ends_now() throws Exception {
        Devnet devnet = aDevnet(options());
        WebSocketClient client = client(devnet);
        for (long number = 1; number <= HISTORY; number++) {
            String hash = client.call("chain_getBlockHash", number).asString();
            Bytes timestamp =
                    Bytes.fromHex(
                            client.call("state_getStorage", timestampNow().toHex(), hash)
                                    .asString());
            assertEquals(
                    START.toEpochMilli() - (HISTORY - number) * 4_320_000L,
                    new ScaleCodecReader(timestamp).readLong());
        }
    }

    @Test
    void a_read_proof_gives_the_value_of_every_block_and_proves_absence() throws Exception {
        Devnet devnet = aDevnet(options());
        WebSocketClient client = client(devnet);
        devnet.author();
        Bytes absent = Bytes.fromHex("0x00112233");
        for (long number = 0; number <= HISTORY + 1; number++) {
            String hash = client.call("chain_getBlockHash", number).asString();
            Header header = header(client.call("chain_getHeader", hash));
            JsonNode answer =
                    client.call(
                            "state_getReadProof",
                            List.of(timestampNow().toHex(), absent.toHex()),
                            hash);
            assertEquals(hash, answer.path("at").asString());
            List<Bytes> nodes = new ArrayList<>();
            answer.path("proof").forEach(node -> nodes.add(Bytes.fromHex(node.asString())));
            ReadProof proof =
                    assertInstanceOf(
                                    ProofCheck.Valid.class,
                                    ReadProof.check(header.stateRoot(), nodes))
                            .proof();
            assertInstanceOf(StorageRead.Absent.class, proof.read(absent));
            JsonNode value = client.call("state_getStorage", timestampNow().toHex(), hash);
            StorageRead expected =
                    value.isNull()
                            ? new StorageRead.Absent()
                            : new StorageRead.Value(Bytes.fromHex(value.asString()));
            assertEquals(expected, proof.read(timestampNow()), "block " + number);
        }
    }

    @Test
    void goes_on_after_a_restart_with_the_same_genesis_and_chain() throws Exception {
        Devnet first = aDevnet(options());
        first.author();
        BlockId head = first.author();
        DevnetRecord record = first.networkRecord();
        stop(first);
        now = START.plusSeconds(3600);

        Devnet second = aDevnet(options());
        assertEquals(record, second.networkRecord());
        assertEquals(head, second.head());
        BlockId next = second.author();
        assertEquals(head.number() + 1, next.number());
        Header header = header(client(second).call("chain_getHeader", next.hash().toHex()));
        assertEquals(head.hash(), header.parentHash());
        assertEquals(now.toEpochMilli() / 2000, AuraSeal.slotOf(header).orElseThrow());
    }

    @Test
    void a_clock_that_is_set_back_does_not_set_the_chain_back() throws Exception {
        Devnet devnet = aDevnet(options());
        Header before = header(client(devnet).call("chain_getHeader"));
        now = START.minusSeconds(86_400);
        devnet.author();
        Header after = header(client(devnet).call("chain_getHeader"));
        assertEquals(
                AuraSeal.slotOf(before).orElseThrow() + 1, AuraSeal.slotOf(after).orElseThrow());
    }

    @Test
    void a_fresh_chain_is_another_one() {
        Devnet first = aDevnet(options());
        Hash256 genesis = first.genesisHash();
        stop(first);
        now = START.plusSeconds(10);
        assertNotEquals(genesis, aDevnet(options().withFresh(true)).genesisHash());
    }

    @Test
    void refuses_a_store_that_is_in_use_or_belongs_to_another_chain() {
        Devnet devnet = aDevnet(options());
        DevnetException inUse = assertThrows(DevnetException.class, () -> aDevnet(options()));
        assertTrue(inUse.getMessage().contains("in use"), inUse.getMessage());
        stop(devnet);
        DevnetException other =
                assertThrows(DevnetException.class, () -> aDevnet(options().withSeed("2")));
        assertTrue(other.getMessage().contains("seed 1"), other.getMessage());
        aDevnet(options());
    }

    @Test
    void says_that_the_port_is_taken_and_gives_the_store_back() {
        Devnet devnet = aDevnet(options());
        DevnetOptions same =
                options().withDataDir(dir.resolve("b")).withRpcPort(devnet.rpcHttp().getPort());
        DevnetException taken = assertThrows(DevnetException.class, () -> aDevnet(same));
        assertTrue(taken.getMessage().contains("--rpc-port"), taken.getMessage());
        aDevnet(same.withRpcPort(0).withP2pPort(0));
    }

    @Test
    void
            with_a_period_only_every_nth_block_keeps_its_justification_and_no_grandpa_method_is_offered()
                    throws Exception {
        Devnet devnet = aDevnet(options().withJustificationPeriod(4));
        WebSocketClient client = client(devnet);
        for (int i = 0; i < 6; i++) {
            devnet.author();
        }
        for (long number = 0; number <= HISTORY + 6; number++) {
            String hash = client.call("chain_getBlockHash", number).asString();
            boolean kept = !client.call("chain_getBlock", hash).path("justifications").isNull();
            assertEquals(number > 0 && number % 4 == 0, kept, "block " + number);
        }
        client.call("rpc_methods")
                .path("methods")
                .forEach(name ->
                        assertFalse(name.asString().startsWith("grandpa_"), name.asString()));
        assertEquals(-32601, code(client.answer("grandpa_subscribeJustifications")));
    }

    @Test
    void state_beyond_the_newest_blocks_is_refused_as_discarded() throws Exception {
        Devnet devnet = aDevnet(options().withStateBlocks(2));
        WebSocketClient client = client(devnet);
        devnet.author();
        String head = client.call("chain_getBlockHash", HISTORY + 1).asString();
        String before = client.call("chain_getBlockHash", HISTORY).asString();
        String old = client.call("chain_getBlockHash", HISTORY - 1).asString();
        assertTrue(client.call("state_getStorage", timestampNow().toHex(), head).isString());
        assertTrue(client.call("state_getStorage", timestampNow().toHex(), before).isString());
        for (JsonNode refused :
                List.of(
                        client.answer("state_getStorage", timestampNow().toHex(), old),
                        client.answer("state_getReadProof", List.of(timestampNow().toHex()), old),
                        client.answer("state_call", "Core_version", "0x", old),
                        client.answer("state_getMetadata", old))) {
            assertEquals(4003, code(refused));
            String message = refused.path("error").path("message").asString();
            assertTrue(message.endsWith("State already discarded for " + old), message);
        }
        assertTrue(client.call("chain_getHeader", old).isObject());
    }

    @Test
    void an_unknown_block_has_no_header_and_no_state() throws Exception {
        WebSocketClient client = client(aDevnet(options()));
        String unknown = Hash256.ZERO.toHex();
        assertTrue(client.call("chain_getHeader", unknown).isNull());
        assertTrue(client.call("chain_getBlock", unknown).isNull());
        assertTrue(client.call("chain_getBlockHash", 99).isNull());
        assertEquals(4003, code(client.answer("state_getStorage", "0x00", unknown)));
    }

    @Test
    void its_chain_spec_gives_a_light_node_the_same_network() {
        Devnet devnet = aDevnet(options());
        Bytes spec = Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8));
        NetworkRecord read = ChainSpec.read(spec, "spec");
        assertEquals(devnet.genesisHash(), read.network().genesisHash());
        assertEquals(2000, read.slotDuration().toMillis());
        assertEquals(3, read.pinnedMetadata().get(424L).size());
    }

    @Test
    void says_who_it_is() throws Exception {
        Devnet devnet = aDevnet(options());
        WebSocketClient client = client(devnet);
        assertEquals(devnet.genesisHash().toHex(), client.call("chain_getBlockHash", 0).asString());
        assertEquals(
                devnet.genesisHash().toHex(), client.call("chainSpec_v1_genesisHash").asString());
        assertEquals("Hypha Devnet", client.call("system_chain").asString());
        assertEquals(42, client.call("system_properties").path("ss58Format").asInt());
        assertEquals(424, client.call("state_getRuntimeVersion").path("specVersion").asInt());
        Hash256 metadata =
                Blake2b.hash256(Bytes.fromHex(client.call("state_getMetadata").asString()));
        assertEquals(devnet.networkRecord().metadataHashes().get(424L).get(14), metadata);
        String alice = SS58.encode(SignedCall.account("//Alice"));
        assertEquals(0, client.call("system_accountNextIndex", alice).asInt());
        assertEquals(-32602, code(client.answer("system_accountNextIndex", "5Nonsense")));
    }

    private static int code(JsonNode answer) {
        return answer.path("error").path("code").asInt();
    }

    static Bytes timestampNow() {
        return Bytes.concat(
                Bytes.of(Twox.hash128("Timestamp".getBytes(StandardCharsets.UTF_8))),
                Bytes.of(Twox.hash128("Now".getBytes(StandardCharsets.UTF_8))));
    }

    private static Bytes justification(JsonNode signed) {
        JsonNode pair = signed.path("justifications").path(0);
        assertEquals("[70,82,78,75]", pair.path(0).toString());
        byte[] bytes = new byte[pair.path(1).size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pair.path(1).get(i).asInt();
        }
        return Bytes.of(bytes);
    }

    /** A header back from its JSON. */
    static Header header(JsonNode json) {
        List<DigestItem> digest = new ArrayList<>();
        json.path("digest")
                .path("logs")
                .forEach(log ->
                        digest.add(
                                DigestItem.read(
                                        new ScaleCodecReader(Bytes.fromHex(log.asString())))));
        return new Header(
                Hash256.fromHex(json.path("parentHash").asString()),
                Long.decode(json.path("number").asString()),
                Hash256.fromHex(json.path("stateRoot").asString()),
                Hash256.fromHex(json.path("extrinsicsRoot").asString()),
                digest);
    }
}

package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.Fixtures;
import io.hypha.node.Answer;
import io.hypha.node.NodeStatus;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NetworksTest {

    private static Checkpoint trusted(NetworkRecord record) {
        return assertInstanceOf(Anchor.Trusted.class, record.anchor()).checkpoint();
    }

    private static NetworkRecord spec(JsonNode node) {
        return ChainSpec.read(Bytes.of(node.toString().getBytes(StandardCharsets.UTF_8)), "spec");
    }

    @Test
    void both_public_networks_name_a_bootnode_with_its_identity() {
        for (NetworkRecord record : java.util.List.of(Networks.finney(), Networks.test())) {
            assertEquals(1, record.bootnodes().size());
            assertTrue(record.bootnodes().getFirst().isDialable());
            assertTrue(record.bootnodes().getFirst().peerId().isPresent());
        }
        assertTrue(Networks.finney().bootnodes().getFirst().isWebSocket());
    }

    @Test
    void trust_in_finney_begins_at_block_8867448_signed_by_set_5_with_set_6_after_it() {
        Checkpoint checkpoint = trusted(Networks.finney());
        assertEquals(8_867_448, checkpoint.header().number());
        assertEquals(
                "0x511948e96e1d479d0a92d89bb976638780f2c65a93a5d5be710f22ee15c60200",
                checkpoint.header().hash().toHex());
        assertEquals(5, checkpoint.signers().setId());
        TrustPath path =
                assertInstanceOf(TrustPath.Extended.class, TrustPath.from(checkpoint)).path();
        assertEquals(6, path.voters().setId());
        assertEquals(20, path.voters().size());
        assertEquals(14, path.voters().threshold());
    }

    @Test
    void the_compiled_checkpoint_is_the_one_of_the_chain_spec_and_set_5_finalized_it() {
        JsonNode file = Fixtures.json("chainspec/finney-grandpa-warp-checkpoint.json");
        JsonNode checkpoint = file.path("grandpaWarpSyncCheckpoint");
        Checkpoint fromSpec =
                Checkpoint.ofChainSpec(
                        Fixtures.hex(checkpoint.path("finalizedBlockHeader")),
                        Fixtures.hex(checkpoint.path("grandpaAuthoritySet")));
        assertEquals(fromSpec, trusted(Networks.finney()));
        assertEquals(
                file.path("genesisHash").asString(),
                Networks.finney().network().genesisHash().toHex());
    }

    @Test
    void a_path_from_set_5_reaches_the_checkpoint_by_its_real_justification() {
        JsonNode file = Fixtures.json("grandpa/bittensor-finney-8867448-set5-rotation.json");
        Checkpoint checkpoint = trusted(Networks.finney());
        String justification =
                file.toString().contains("justification") ? find(file, "justification") : "";
        assertTrue(justification.startsWith("0x"), file.properties().toString());
        // The parent's header is not known; any block below will do to begin from, since set 5 is
        // in office there.
        Checkpoint below =
                new Checkpoint(
                        new io.hypha.node.header.Header(
                                Hash256.ZERO, 8_867_447, Hash256.ZERO, Hash256.ZERO, List.of()),
                        checkpoint.signers());
        TrustPath path = assertInstanceOf(TrustPath.Extended.class, TrustPath.from(below)).path();
        TrustPath longer =
                assertInstanceOf(
                                TrustPath.Extended.class,
                                path.extend(
                                        checkpoint.header(),
                                        Bytes.fromHex(justification),
                                        new GrandpaVerifier()))
                        .path();
        assertEquals(6, longer.voters().setId());
    }

    private static String find(JsonNode node, String field) {
        for (var entry : node.properties()) {
            if (entry.getKey().toLowerCase(java.util.Locale.ROOT).startsWith(field)
                    && entry.getValue().isString()
                    && entry.getValue().asString().startsWith("0x")) {
                return entry.getValue().asString();
            }
            String deeper = entry.getValue().isObject() ? find(entry.getValue(), field) : "";
            if (!deeper.isEmpty()) {
                return deeper;
            }
        }
        return "";
    }

    @Test
    void the_test_network_asks_for_a_checkpoint_and_proves_nothing() {
        NodeOptions options = NodeOptions.of(Networks.test(), List.of());
        try (VerifyingNode node = new VerifyingNode(options)) {
            NodeStatus status = node.status();
            assertEquals(NodeStatus.State.NO_CHECKPOINT, status.state());
            assertTrue(status.explanation().contains("--checkpoint"));
            assertTrue(node.finalizedHead().isEmpty());
            assertEquals(
                    Answer.Reason.NO_CHECKPOINT,
                    assertInstanceOf(Answer.Missing.class, node.readableHead()).reason());
        }
    }

    @Test
    void reads_the_chain_specs_of_both_networks() {
        NetworkRecord finney = spec(Fixtures.json("chainspec/finney-light.json"));
        assertEquals(Networks.finney().network().genesisHash(), finney.network().genesisHash());
        assertEquals(trusted(Networks.finney()), trusted(finney));
        NetworkRecord test = spec(Fixtures.json("chainspec/testfinney-light.json"));
        assertEquals(
                "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105",
                test.network().genesisHash().toHex());
        assertEquals("testTAO", test.network().tokenSymbol());
        assertInstanceOf(Anchor.None.class, test.anchor());
    }

    @Test
    void a_spec_of_another_chain_is_trusted_from_genesis() {
        ObjectNode node = (ObjectNode) Fixtures.json("chainspec/testfinney-light.json");
        ((ObjectNode) node.path("genesis")).put("stateRootHash", Hash256.ZERO.toHex());
        Anchor.Genesis genesis = assertInstanceOf(Anchor.Genesis.class, spec(node).anchor());
        assertEquals(0, genesis.header().number());
    }

    @Test
    void proves_the_voters_of_genesis_where_the_spec_has_only_its_state_root() {
        FakeChain chain = new FakeChain(4);
        chain.grow(5);
        Anchor anchor = new Anchor.Genesis(chain.at(0).header(), "spec");
        FakeNode liar = new FakeNode(chain);
        liar.fault = Faults.truncatedProofs();
        try (VerifyingNode node =
                new VerifyingNode(
                        VerifyingNodeTest.options(chain, anchor, liar, new FakeNode(chain)))) {
            assertTrue(node.finalizedHead().isEmpty());
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
        }
    }

    @Test
    void says_what_is_wrong_with_a_checkpoint_file() {
        FakeChain chain = new FakeChain(1);
        String header = chain.at(0).header().encode().toHex();
        String keys =
                "[[\"" + chain.at(0).signers().authorities().getFirst().key().toHex() + "\", 1]]";
        assertEquals(
                chain.checkpoint(),
                file(
                        "{\"header\":\""
                                + header
                                + "\",\"setId\":\"0\",\"authorities\":"
                                + keys
                                + "}"));
        bad("not json", "not JSON");
        bad("{}", "header is missing");
        bad("{\"header\":\"0x12\",\"setId\":0,\"authorities\":" + keys + "}", "no block header");
        bad("{\"header\":\"" + header + "\",\"authorities\":" + keys + "}", "setId is missing");
        bad("{\"header\":\"" + header + "\",\"setId\":-1,\"authorities\":" + keys + "}", "u64");
        bad("{\"header\":\"" + header + "\",\"setId\":0,\"authorities\":[]}", "authorit");
        bad(
                "{\"header\":\"" + header + "\",\"setId\":0,\"authorities\":\"0x0401\"}",
                "authorities");
        bad(
                "{\"header\":\"" + header + "\",\"setId\":0,\"authorities\":[[\"zz\", 1]]}",
                "authorities");
    }

    private static Checkpoint file(String json) {
        return CheckpointFile.read(Bytes.of(json.getBytes(StandardCharsets.UTF_8)), "file");
    }

    private static void bad(String json, String expected) {
        RecordException e = assertThrows(RecordException.class, () -> file(json));
        assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
    }
}

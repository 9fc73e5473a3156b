package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.SignedCall;
import io.hypha.devnet.VoterChange;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.Wire;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcFault;
import io.hypha.node.rpc.RpcRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The light node follows a devnet over libp2p alone. */
class DevnetPeersIT extends FollowedDevnet {

    private static final int HISTORY = 12;

    DevnetPeersIT() {
        super(HISTORY);
    }

    @Test
    void the_spec_names_the_peers() {
        assertTrue(record.bootnodes().size() >= 2, record.bootnodes().toString());
    }

    @Test
    void from_genesis_to_the_head_with_reads_metadata_and_history() {
        for (Multiaddr address : devnet.p2pAddresses()) {
            try (RunningNode node = overPeers(address);
                    RunningNode overRpc = overRpc()) {
                awaitHead(node, devnet.head());
                awaitFollowing(node);
                awaitHead(overRpc, devnet.head());
                NodeStatus status = node.status();
                assertEquals(Wire.P2P, status.finalitySource().orElseThrow().wire());
                assertEquals(0, status.endpoints().size());
                assertEquals(4, status.chain().orElseThrow().auraAuthorities());
                FinalizedHead head = node.finalizedHead().orElseThrow();
                RuntimeInfo runtime = given(node.runtime(head));
                assertInstanceOf(MetadataTrust.Executed.class, runtime.trust());
                assertEquals(given(overRpc.runtime(head)).metadata(), runtime.metadata());
                RuntimeMetadata metadata = RuntimeMetadata.decode(runtime.metadata());
                for (long number = 0; number <= HISTORY; number += 4) {
                    FinalizedHead at = given(node.finalizedAt(number));
                    for (String[] map :
                            List.of(
                                    new String[] {"System", "Account"},
                                    new String[] {"SubtensorModule", "Alpha"})) {
                        if (metadata.pallet(map[0]).isEmpty()) {
                            continue;
                        }
                        Bytes prefix = StorageKeys.plain(map[0], map[1]);
                        assertEquals(
                                given(overRpc.readRange(at, prefix)).entries(),
                                given(node.readRange(at, prefix)).entries());
                    }
                    assertEquals(given(overRpc.body(at)), given(node.body(at)));
                    assertInstanceOf(
                            TrustPath.Extended.class,
                            TrustPath.walk(
                                    assertInstanceOf(Anchor.Trusted.class, record.anchor())
                                            .checkpoint(),
                                    given(node.link(at)),
                                    new GrandpaVerifier()));
                }
                for (int i = 0; i < 3; i++) {
                    awaitHead(node, devnet.author());
                }
                assertTrue(node.status().disagreements().isEmpty());
            }
        }
    }

    /** An endpoint of this chain that takes no extrinsic, and answers little else. */
    private RpcEndpoint refusing() {
        FakeNode node = new FakeNode(new FakeChain(1));
        node.fault = (request, _) -> refuse(request);
        return node.endpoint("refusing");
    }

    private RpcAnswer<JsonNode> refuse(RpcRequest request) {
        return switch (request.method()) {
            case "chain_getBlockHash" ->
                    RpcAnswer.got(
                            JsonNodeFactory.instance.stringNode(devnet.genesisHash().toHex()));
            case "author_submitExtrinsic" ->
                    RpcAnswer.failed(
                            new RpcFault.RpcError(1010, "Invalid Transaction", "bad signature"));
            default -> RpcAnswer.failed(new RpcFault.RpcError(-32601, "Method not found", ""));
        };
    }

    @Test
    void an_extrinsic_reaches_the_chain_by_gossip_though_an_endpoint_refuses_it() {
        try (RunningNode node =
                LightNodes.start(
                        new NodeOptions(
                                        record,
                                        List.of(refusing()),
                                        Optional.empty(),
                                        GOING,
                                        Duration.ofSeconds(1))
                                .withPeers(patient(record, devnet.p2pAddresses().getFirst()))
                                .withClock(GOING))) {
            awaitHead(node, devnet.head());
            await(node, () -> node.status().endpoints().getFirst().state() == EndpointState.OK);
            SignedCall call =
                    SignedCall.by("//Alice", devnet.genesisHash())
                            .addStake(SignedCall.account("//Bob"), 1, 1_000_000_000L);
            Bytes extrinsic = call.nonce(0).sign();
            await(
                    node,
                    () ->
                            node.submit(extrinsic) instanceof SubmitResult.Sent sent
                                    && sent.peers() == 1);
            await(
                    node,
                    () -> {
                        BlockId block = devnet.author();
                        awaitHead(node, block);
                        return given(node.body(node.finalizedHead().orElseThrow()))
                                .contains(extrinsic);
                    });
            assertTrue(
                    node.status().disagreements().stream()
                            .anyMatch(
                                    each -> each.text().contains("the chain's own code takes it")),
                    () -> node.status().disagreements().toString());
            // Its number is used now, and the chain's own code says so, too.
            assertInstanceOf(SubmitResult.Refused.class, node.submit(extrinsic));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void follows_a_scheduled_change_of_voters(long delay) throws InterruptedException {
        try (RunningNode node = overPeers()) {
            awaitHead(node, devnet.head());
            VoterChange.schedule(
                    devnet, VoterChange.voters("//Eve", "//Ferdie", "//0", "//1", "//2"), delay);
            for (int i = 0; i < 5; i++) {
                awaitHead(node, devnet.author());
            }
            NodeStatus status = node.status();
            assertEquals(1, status.voters().orElseThrow().setId());
            assertEquals(5, status.voters().orElseThrow().count());
            assertTrue(status.disagreements().isEmpty(), status.disagreements().toString());
        }
        try (RunningNode late = overPeers()) {
            awaitHead(late, devnet.head());
            assertEquals(1, late.status().voters().orElseThrow().setId());
        }
    }

    @Test
    void refuses_a_forced_change_and_asks_for_a_newer_checkpoint() throws InterruptedException {
        try (RunningNode node = overPeers()) {
            awaitHead(node, devnet.head());
            VoterChange.force(
                    devnet,
                    VoterChange.voters("//Eve", "//Ferdie", "//0", "//1", "//2"),
                    0,
                    devnet.head().number());
            for (int i = 0; i < 5; i++) {
                devnet.author();
            }
            await(node, () -> node.status().state() == NodeStatus.State.STOPPED);
            assertTrue(
                    node.status().explanation().contains("newer checkpoint"),
                    node.status().explanation());
        }
    }

    @Test
    void peers_and_an_endpoint_together_are_fresh() {
        Instant young = Instant.parse("2026-11-25T12:00:00Z").plus(Duration.ofSeconds(1));
        try (RunningNode node =
                LightNodes.start(
                        NodeOptions.of(record, List.of(devnet.rpcWebSocket()))
                                .withPeers(devnet.p2pAddresses())
                                .withClock(Clock.fixed(young, ZoneOffset.UTC)))) {
            awaitHead(node, devnet.head());
            await(node, () -> node.status().freshness() instanceof Freshness.Fresh);
        }
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.DevnetUpgrade;
import io.hypha.devnet.SignedCall;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The light node runs a devnet's own code, over peers and over JSON-RPC, and follows upgrades. */
class DevnetRuntimeIT extends FollowedDevnet {

    DevnetRuntimeIT() {
        super(8);
    }

    /** What a wallet and a quote ask. */
    private static Map<String, Bytes> questions() {
        Map<String, Bytes> questions = new LinkedHashMap<>();
        questions.put("Core_version", Bytes.EMPTY);
        questions.put(
                "AccountNonceApi_account_nonce", Bytes.of(SignedCall.account("//Alice").toArray()));
        questions.put("AuraApi_authorities", Bytes.EMPTY);
        questions.put("GrandpaApi_grandpa_authorities", Bytes.EMPTY);
        questions.put("SwapRuntimeApi_current_alpha_price_all", Bytes.EMPTY);
        for (String side : List.of("tao_for_alpha", "alpha_for_tao")) {
            questions.put(
                    "SwapRuntimeApi_sim_swap_" + side,
                    new ScaleCodecWriter().writeUint16(1).writeLong(3_000_000_000L).toBytes());
        }
        return questions;
    }

    private static List<Bytes> answers(LightNode node, FinalizedHead at) {
        List<Bytes> answers = new ArrayList<>();
        questions()
                .forEach((method, parameters) -> {
                    ExecutedOutcome outcome = given(node.call(at, method, parameters)).outcome();
                    answers.add(
                            assertInstanceOf(ExecutedOutcome.Returned.class, outcome, method)
                                    .result());
                });
        return answers;
    }

    @Test
    void the_code_answers_the_same_over_peers_over_rpc_and_as_the_devnet_itself() {
        try (RunningNode peers = overPeers();
                RunningNode rpc = overRpc();
                RpcEndpoint asked = patient(devnet.rpcWebSocket())) {
            FinalizedHead at = awaitHead(peers, devnet.head());
            awaitHead(rpc, devnet.head());
            List<Bytes> own = new ArrayList<>();
            questions()
                    .forEach((method, parameters) ->
                            own.add(
                                    ((RpcAnswer.Got<Bytes>)
                                                    asked.runtimeCall(
                                                            method, parameters, at.hash()))
                                            .value()));
            assertEquals(own, answers(peers, at));
            assertEquals(own, answers(rpc, at));
            assertEquals(own, answers(peers, at));
            RuntimeInfo runtime = given(peers.runtime(at));
            assertTrue(
                    record.pinnedMetadata()
                            .get(runtime.specVersion())
                            .contains(runtime.metadataHash()));
            assertInstanceOf(MetadataTrust.Executed.class, runtime.trust());
            assertTrue(peers.status().disagreements().isEmpty());
            assertTrue(rpc.status().disagreements().isEmpty());
        }
    }

    @Test
    void an_upgrade_is_followed_and_calls_and_metadata_change_at_the_right_block()
            throws InterruptedException {
        try (RunningNode peers = overPeers();
                RunningNode rpc = overRpc()) {
            FinalizedHead before = awaitHead(peers, devnet.head());
            awaitHead(rpc, devnet.head());
            long old = given(peers.runtime(before)).specVersion();
            assertEquals(old, given(rpc.runtime(before)).specVersion());
            for (long next : List.of(425L, 426L)) {
                DevnetUpgrade.to(devnet, next);
                BlockId block = devnet.author();
                for (RunningNode node : List.of(peers, rpc)) {
                    FinalizedHead at = awaitHead(node, block);
                    isOf(old, given(node.runtime(at)));
                    isOf(next, given(node.nextRuntime(at)));
                    assertEquals(
                            next, given(node.call(at, "Core_version", Bytes.EMPTY)).specVersion());
                }
                BlockId first = devnet.author();
                for (RunningNode node : List.of(peers, rpc)) {
                    FinalizedHead after = awaitHead(node, first);
                    isOf(next, given(node.runtime(after)));
                    answers(node, after);
                    await(node, () -> settled(node.status(), next));
                    assertTrue(
                            node.status().disagreements().isEmpty(),
                            node.status().disagreements().toString());
                }
                old = next;
            }
            RuntimeMetadata last =
                    RuntimeMetadata.decode(
                            given(peers.runtime(peers.finalizedHead().orElseThrow())).metadata());
            assertTrue(last.pallet("SubtensorModule").isPresent());
            isOf(424, given(peers.runtime(before)));
        }
    }

    private static void isOf(long specVersion, RuntimeInfo info) {
        assertEquals(specVersion, info.specVersion());
        assertEquals(new MetadataTrust.Executed(info.codeHash().orElseThrow()), info.trust());
        assertEquals(Blake2b.hash256(info.metadata()), info.metadataHash());
    }

    private static boolean settled(NodeStatus status, long specVersion) {
        return status.code()
                .filter(code -> code.specVersion() == specVersion && code.pending().isEmpty())
                .isPresent();
    }
}

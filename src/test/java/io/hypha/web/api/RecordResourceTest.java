package io.hypha.web.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.hypha.chain.Evidence;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.SubmitResult;
import io.hypha.stake.FakeNode;
import io.hypha.stake.FakeSubtensor;
import io.hypha.stake.Scene;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import io.hypha.stake.Transaction;
import io.hypha.web.BundleFile;
import io.hypha.web.Proofs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordResourceTest {

    private final Scene scene = new Scene();
    private final RecordResource resource = new RecordResource(scene.desk, new NoProofs());

    /** No test asks for one. */
    private static final class NoProofs implements Proofs {
        @Override
        public Reading<Evidence> evidence(ProofId id) {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }

        @Override
        public Reading<BundleFile> bundle(ProofId id) {
            return Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet");
        }
    }

    private Map<String, @Nullable Object> json(Transaction transaction) {
        return resource.transaction(transaction.id().toHex());
    }

    @Test
    void says_to_how_many_a_transaction_went_and_how_far_was_searched() {
        scene.node.answers.add(new SubmitResult.Sent(FakeNode.GENESIS, 1, 3));
        Transaction sent = scene.sent();
        scene.finalizeTo(1_004);

        Map<String, @Nullable Object> json = json(sent);
        assertEquals("sent", json.get("state"));
        assertEquals(3, json.get("peers"));
        assertEquals(1, json.get("endpoints"));
        assertEquals(1_004L, json.get("searchedTo"));
        assertEquals(1_063L, json.get("lastBlock"));
        assertNull(json.get("block"));
        assertNull(json.get("level"));
    }

    @Test
    void a_sealed_block_is_no_proof() {
        Transaction sent = scene.sent();
        scene.include(1_002, sent, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_002));

        Map<String, @Nullable Object> json = json(sent);
        assertEquals("in_block", json.get("state"));
        assertEquals(1_002L, json.get("block"));
        assertEquals(false, json.get("finalized"));
        assertEquals("unverified", json.get("level"));

        scene.finalizeTo(1_002);
        json = json(sent);
        assertEquals("finalized", json.get("state"));
        assertEquals(FakeNode.hash(1_002).toHex(), json.get("blockHash"));
        assertEquals(true, json.get("finalized"));
        assertEquals("proven", json.get("level"));
    }

    @Test
    void before_it_is_sent_nobody_has_it() {
        Map<String, @Nullable Object> json = json(scene.prepared());

        assertEquals("waiting", json.get("state"));
        assertNull(json.get("peers"));
        assertNull(json.get("endpoints"));
    }

    @Test
    void tells_any_action_and_what_it_did() {
        Transaction one = scene.prepared();
        assertEquals("stake", json(one).get("action"));
        assertEquals("10000000000", json(one).get("amountRao"));
        assertEquals(12, json(one).get("netuid"));
        assertEquals(true, json(one).get("safeToRetry"));

        StakingAction batch =
                scene.can(
                        new StakingAction.Batch(
                                List.of(
                                        new StakingAction.UnstakeAll(FakeSubtensor.MOSSGATE),
                                        new StakingAction.ClaimRoot(
                                                List.of(FakeSubtensor.SUBNET)))),
                        1);
        Transaction prepared = scene.prepared(batch, Scene.SIGNER);
        Transaction sent = scene.accepted(prepared, Scene.whole(Scene.wallet(prepared)));
        scene.include(1_002, sent, "{\"Utility\":\"BatchCompleted\"}", Scene.fee(7), Scene.SUCCESS);
        scene.finalizeTo(1_002);

        Map<String, @Nullable Object> json = json(sent);
        assertEquals("batch", json.get("action"));
        assertNull(json.get("hotkey"));
        assertNull(json.get("amountRao"));
        assertEquals(StakingActionJson.write(batch), json.get("wanted"));
        assertEquals("0", json.get("tip"));
        assertEquals(false, json.get("safeToRetry"));
        assertEquals(
                List.of(
                        Map.of(
                                "event",
                                "Utility.BatchCompleted",
                                "words",
                                "Every call of the batch was done.",
                                "amounts",
                                List.of()),
                        Map.of(
                                "event",
                                "TransactionPayment.TransactionFeePaid",
                                "words",
                                "Chain fee paid: 0.000000007 τ.",
                                "amounts",
                                List.of(Map.of("role", "chain-fee", "rao", "7", "netuid", 0)))),
                json.get("effects"));
    }
}

package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.NetUid;
import io.hypha.node.NodeStatus;
import io.hypha.node.metadata.RealMetadata;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is handed to the wallet, field by field, and what is not prepared at all. */
class PreparationTest {

    private static final long TAO = Scene.TAO;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Scene scene = new Scene();

    private static String amount(long rao) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(rao));
    }

    @Test
    void the_wallet_gets_the_limit_call_of_a_subnet_exactly() {
        Transaction prepared = scene.prepared();

        // pallet 7, call 88, hotkey, netuid 12, 10 τ, limit 0.05 τ + 0.5 %, not partial; period 64,
        // phase 1000 mod 64
        String method =
                "0x0758" + "5a".repeat(32) + "0c00" + amount(10 * TAO) + amount(50_250_000) + "00";
        JsonNode expected =
                JSON.readTree(
                        """
                        {"address":"%s","assetId":null,"blockHash":"%s","blockNumber":"0x000003e8","era":"0x8502",
                         "genesisHash":"%s","metadataHash":null,"method":"%s","mode":0,"nonce":"0x00000005",
                         "signedExtensions":["CheckNonZeroSender","CheckSpecVersion","CheckTxVersion","CheckGenesis",
                           "CheckMortality","CheckNonce","CheckWeight","ChargeTransactionPayment",
                           "SudoTransactionExtension","CheckShieldedTxValidity","SubtensorTransactionExtension",
                           "DrandPriority","CheckMetadataHash"],
                         "specVersion":"0x000001a8","tip":"0x00000000000000000000000000000000",
                         "transactionVersion":"0x00000001","version":4,"withSignedTransaction":true}
                        """
                                .formatted(
                                        Scene.SIGNER.address(),
                                        FakeNode.hash(1_000).toHex(),
                                        FakeNode.GENESIS.toHex(),
                                        method));
        assertEquals(expected, JSON.readTree(prepared.payloadJson()));
        assertEquals(1_064, prepared.deathBlock());
        assertEquals(TransactionState.WAITING, prepared.state());
        assertEquals(prepared, scene.now(prepared));
    }

    @Test
    void root_gets_the_plain_calls() {
        String add = method(scene.prepared(Scene.stakeOnRoot(TAO), Scene.SIGNER));
        assertEquals("0x0702" + "5a".repeat(32) + "0000" + amount(TAO), add);

        scene.chain.stake(Scene.SIGNER, NetUid.ROOT, 3 * TAO);
        String remove = method(scene.prepared(Scene.unstakeFromRoot(TAO), Scene.SIGNER));
        assertEquals("0x0703" + "5a".repeat(32) + "0000" + amount(TAO), remove);
    }

    @Test
    void leaving_a_subnet_gets_the_limit_call_with_a_bound_from_below() {
        scene.chain.stake(Scene.SIGNER, FakeSubtensor.SUBNET, 3_000 * TAO);
        String remove = method(scene.prepared(Scene.unstake(1_000 * TAO), Scene.SIGNER));

        assertEquals(
                "0x0759"
                        + "5a".repeat(32)
                        + "0c00"
                        + amount(1_000 * TAO)
                        + amount(49_750_000)
                        + "00",
                remove);
    }

    private static String method(Transaction prepared) {
        return JSON.readTree(prepared.payloadJson()).get("method").asString();
    }

    @Test
    void takes_the_number_after_our_own_transactions_on_their_way() {
        assertEquals(5, scene.sent().nonce());
        assertEquals(6, scene.sent().nonce());
        assertEquals(7, scene.prepared().nonce());
        assertEquals(
                5, scene.prepared(Scene.stake(TAO), Scene.ED_SIGNER).nonce(), "another account");
    }

    @Test
    void the_chains_number_wins_when_it_is_ahead_of_ours() {
        scene.sent();
        scene.chain.account(Scene.SIGNER, 100 * TAO, 9);

        assertEquals(9, scene.prepared().nonce());
    }

    @Test
    void the_same_payload_asked_for_again_has_a_name_of_its_own() {
        Transaction first = scene.prepared();
        scene.pass(Duration.ofMillis(1));

        assertNotEquals(first.id(), scene.prepared().id());
    }

    @Test
    void the_same_payload_of_two_accounts_at_one_moment_has_two_names() {
        Transaction first = scene.prepared(Scene.stake(10 * TAO), Scene.SIGNER);
        Transaction second = scene.prepared(Scene.stake(10 * TAO), Scene.ED_SIGNER);

        assertNotEquals(first.id(), second.id());
        assertEquals(first, scene.now(first));
    }

    @Test
    void refuses_more_than_the_account_has_after_fee_and_deposit() {
        long most = 100 * TAO - 123_456 - 500;
        assertEquals(
                Scene.stakeOnRoot(most),
                scene.prepared(Scene.stakeOnRoot(most), Scene.SIGNER).action());
        assertEquals(
                "This account has 100 τ free, and this needs 99.999876045 τ. At most 99.999876044 τ can be used: the chain fee and 500 rao stay.",
                scene.refusal(Scene.stakeOnRoot(most + 1)));
    }

    @Test
    void refuses_to_take_out_more_than_is_staked_there() {
        scene.chain.stake(Scene.SIGNER, FakeSubtensor.SUBNET, 5 * TAO);

        assertTrue(
                scene.refusal(Scene.unstake(6 * TAO))
                        .contains("5 α of subnet 12 staked there, less than 6 α"));
        assertTrue(scene.refusal(Scene.unstakeFromRoot(TAO)).contains("has 0 τ staked there"));
    }

    @Test
    void a_part_must_give_the_minimum_but_everything_may_give_less() {
        scene.chain.stake(Scene.SIGNER, FakeSubtensor.SUBNET, 30_000_000);

        assertTrue(scene.refusal(Scene.unstake(29_000_000)).contains("at least 0.002 τ"));
        scene.prepared(Scene.unstake(30_000_000), Scene.SIGNER);
    }

    @Test
    void prepares_nothing_while_no_peer_answers() {
        scene.chain.silent = "no endpoint answered";
        assertEquals("no endpoint answered", scene.refusal(Scene.stake(TAO)));
    }

    @Test
    void prepares_nothing_while_signing_is_off() {
        scene.node.state = NodeStatus.State.STOPPED;
        assertEquals("The node says STOPPED.", scene.refusal(Scene.stake(TAO)));
        assertEquals(Optional.of("The node says STOPPED."), scene.desk.signingOff());
    }

    @Test
    void signing_is_on_under_the_metadata_of_finney() {
        assertEquals(Optional.empty(), scene.desk.signingOff());
    }

    @Test
    void an_unknown_extension_that_carries_data_switches_signing_off_with_its_name() {
        Scene later =
                new Scene(OtherRuntimes.withExtensionOfData(RealMetadata.FINNEY_424_V16.bytes()));

        assertTrue(
                later.desk
                        .signingOff()
                        .orElseThrow()
                        .contains("extension SudoTransactionExtension carries data"));
        assertTrue(later.refusal(Scene.stake(TAO)).contains("SudoTransactionExtension"));
    }

    @Test
    void an_era_reaches_past_the_sealed_head() {
        scene.node.sealed = 1_400;
        scene.pass(Duration.ofSeconds(400 * 12));

        Transaction prepared = scene.prepared();
        assertEquals(1_000 + 1_024, prepared.deathBlock());
        assertEquals(
                FakeNode.hash(1_000).toHex(),
                JSON.readTree(prepared.payloadJson()).get("blockHash").asString());
    }
}

package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.Coldkey;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.RealMetadata;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What wallets return, good and bad: only what answers the payload is sent, and it is sent once.
 */
class WalletAnswerTest {

    private static final long TAO = Scene.TAO;

    private final Scene scene = new Scene();
    private final Transaction prepared = scene.prepared();
    private final SigningWallet wallet = Scene.wallet(prepared);

    private String fault(WalletAnswer answer) {
        List<String> sentences = scene.rejected(prepared, answer);
        assertEquals(1, sentences.size(), sentences.toString());
        assertEquals(
                TransactionState.WAITING,
                scene.now(prepared).state(),
                "it still waits for a good answer");
        return sentences.getFirst();
    }

    private void assertFault(String start, WalletAnswer answer) {
        String fault = fault(answer);
        assertTrue(fault.startsWith(start), fault);
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] copy = bytes.toArray();
        copy[index] ^= 1;
        return Bytes.of(copy);
    }

    // ---- only a signature

    @Test
    void takes_a_bare_sr25519_signature() {
        Transaction sent = scene.accepted(prepared, Scene.bare(wallet.bare()));

        assertEquals(TransactionState.SENT, sent.state());
        assertEquals(2, sent.standing().sent().endpoints());
        Bytes extrinsic = scene.node.submitted.getFirst();
        assertEquals(extrinsic, sent.extrinsic());
        assertEquals(Blake2b.hash256(extrinsic), sent.extrinsicHash());
        assertEquals(sent, scene.log.find(Blake2b.hash256(extrinsic)).orElseThrow());
    }

    @Test
    void assembles_what_the_wallet_itself_would_have() {
        Bytes typed = wallet.typed();
        scene.accepted(prepared, Scene.bare(typed));

        assertEquals(wallet.assembled(typed), scene.node.submitted.getFirst());
    }

    @Test
    void takes_ed25519_typed_or_bare_when_the_account_says_so() {
        Transaction first = scene.prepared(Scene.stake(TAO), Scene.ED_SIGNER);
        scene.accepted(first, Scene.bare(Scene.wallet(first).ed25519().typed()));
        Transaction second = scene.prepared(Scene.stake(TAO), Scene.ED_SIGNER);
        scene.accepted(
                second, new WalletAnswer(Scene.wallet(second).ed25519().bare(), null, "ed25519"));
        Transaction third = scene.prepared(Scene.stake(TAO), Scene.ED_SIGNER);
        scene.accepted(third, Scene.bare(Scene.wallet(third).ed25519().bare()));
    }

    @Test
    void refuses_ecdsa_by_name() {
        Bytes sixtyFive = Bytes.of(new byte[65]);
        assertEquals(Payloads.ECDSA, fault(Scene.bare(Bytes.concat(Bytes.ofInts(2), sixtyFive))));
        assertEquals(Payloads.ECDSA, fault(new WalletAnswer(sixtyFive, null, "ecdsa")));
        assertEquals(Payloads.ECDSA, fault(new WalletAnswer(sixtyFive, null, "ethereum")));
        assertEquals(
                Payloads.ECDSA,
                fault(
                        new WalletAnswer(
                                wallet.typed(),
                                wallet.assembled(Bytes.concat(Bytes.ofInts(2), sixtyFive)),
                                null)));
    }

    @Test
    void refuses_the_signature_of_another_key() {
        wallet.with(8);
        assertFault(
                "The signature is not that of " + Scene.SIGNER.address(),
                Scene.bare(wallet.typed()));
    }

    @Test
    void refuses_a_signature_with_one_bit_flipped_wherever_it_is() {
        Bytes typed = wallet.typed();
        for (int index = 0; index < typed.size(); index++) {
            fault(Scene.bare(flipped(typed, index)));
        }
    }

    @Test
    void a_signature_of_no_length_is_no_answer() {
        for (int size : new int[] {0, 63, 67, 1_000}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Scene.bare(Bytes.of(new byte[size])),
                    "size " + size);
        }
    }

    // ---- the whole extrinsic

    @Test
    void takes_the_whole_extrinsic_and_sends_it_as_it_is() {
        Transaction sent = scene.accepted(prepared, Scene.whole(wallet));

        assertEquals(List.of(sent.extrinsic()), scene.node.submitted);
        assertEquals(prepared.deathBlock(), sent.deathBlock());
    }

    @Test
    void refuses_another_amount_and_names_it() {
        wallet.call = scene.prepared(Scene.stake(100 * TAO - TAO), Scene.SIGNER).call();
        assertEquals(
                "Your wallet returned another call. amount_staked 10000000000 → 99000000000.",
                fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_another_validator_and_names_both() {
        byte[] call = wallet.call.toArray();
        call[2] ^= 1;
        wallet.call = Bytes.of(call);
        byte[] other = FakeSubtensor.MOSSGATE.key().toArray();
        other[0] ^= 1;
        assertEquals(
                "Your wallet returned another call. hotkey %s → %s."
                        .formatted(
                                FakeSubtensor.MOSSGATE.address(),
                                new Coldkey(Hash256.of(other)).address()),
                fault(Scene.whole(wallet)));
    }

    @Test
    void names_every_argument_that_changed() {
        byte[] call = wallet.call.toArray();
        call[34] = 13;
        call[call.length - 1] = 1;
        wallet.call = Bytes.of(call);
        assertEquals(
                "Your wallet returned another call. netuid 12 → 13; allow_partial false → true.",
                fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_another_call_altogether() {
        wallet.call = scene.prepared(Scene.stakeOnRoot(TAO), Scene.SIGNER).call();
        assertEquals(
                "Your wallet returned another call. SubtensorModule.add_stake_limit → SubtensorModule.add_stake.",
                fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_another_nonce() {
        wallet.nonce = 6;
        assertEquals("Your wallet changed the nonce: 5 → 6.", fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_a_tip() {
        wallet.tip = 1_000;
        assertEquals("Your wallet added a tip: 0 → 1000 rao.", fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_another_signer() {
        wallet.with(8);
        assertFault(
                "Your wallet signed as " + new Coldkey(wallet.signer).address(),
                Scene.whole(wallet));
    }

    @Test
    void says_all_differences_at_once() {
        wallet.nonce = 6;
        wallet.tip = 1;
        wallet.with(8);
        assertEquals(3, scene.rejected(prepared, Scene.whole(wallet)).size());
    }

    @Test
    void refuses_a_signature_over_another_genesis_and_says_what_it_should_cover() {
        wallet.genesis = Hash256.ZERO;
        String fault = fault(Scene.whole(wallet));
        assertTrue(fault.contains("genesis " + FakeNode.GENESIS.toHex()), fault);
        assertTrue(fault.contains("Check the network in your wallet"), fault);
    }

    @Test
    void names_the_chain_that_a_wallet_signed_for_instead() {
        wallet.genesis =
                Hash256.fromHex(
                        "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");
        String start =
                "Your wallet signed for another chain: Bittensor (finney) with genesis "
                        + wallet.genesis.toHex()
                        + ", not this one with genesis "
                        + FakeNode.GENESIS.toHex();
        assertFault(start, Scene.whole(wallet));
        assertFault(start, Scene.bare(wallet.typed()));
        assertFault(start, new WalletAnswer(wallet.bare(), null, "sr25519"));
    }

    @Test
    void names_the_runtime_that_a_wallet_signed_for_instead() {
        wallet.specVersion = 425;
        String next = "Your wallet signed for runtime 425, in office is runtime 424.";
        assertFault(next, Scene.whole(wallet));
        assertFault(next, Scene.bare(wallet.typed()));

        wallet.specVersion = 421;
        assertFault(
                "Your wallet signed for runtime 421, in office is runtime 424.",
                Scene.whole(wallet));
    }

    @Test
    void refuses_a_signature_over_a_runtime_long_gone() {
        wallet.specVersion = 1;
        assertTrue(fault(Scene.whole(wallet)).contains("runtime 424"));
    }

    @Test
    void refuses_an_extrinsic_with_any_one_bit_flipped() {
        Bytes good = wallet.signedTransaction();
        for (int index = 0; index < good.size(); index++) {
            scene.rejected(
                    prepared, new WalletAnswer(wallet.typed(), flipped(good, index), "sr25519"));
        }
    }

    @Test
    void refuses_an_extrinsic_that_is_a_byte_short_or_long() {
        Bytes good = wallet.signedTransaction();
        for (int size = 0; size < good.size(); size += 3) {
            scene.rejected(
                    prepared, new WalletAnswer(wallet.typed(), good.slice(0, size), "sr25519"));
        }
        scene.rejected(
                prepared,
                new WalletAnswer(wallet.typed(), Bytes.concat(good, Bytes.ofInts(0)), "sr25519"));
    }

    @Test
    void refuses_general_transactions_of_version_5_and_garbage() {
        assertFault(
                "Your wallet returned a general transaction of extrinsic version 5",
                new WalletAnswer(wallet.typed(), Bytes.ofInts(0x45, 0, 1, 2, 3), null));
        assertFault(
                "Your wallet returned bytes that are no extrinsic",
                new WalletAnswer(wallet.typed(), Bytes.ofInts(0xff, 2, 3), null));
        assertFault(
                "Your wallet returned an extrinsic without a signature",
                new WalletAnswer(
                        wallet.typed(), Bytes.concat(Bytes.ofInts(4), prepared.call()), null));
    }

    @Test
    void a_returned_transaction_has_a_bound() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new WalletAnswer(
                                wallet.typed(),
                                Bytes.of(new byte[WalletAnswer.MAX_TRANSACTION_BYTES + 1]),
                                null));
    }

    // ---- another era, another mode

    @Test
    void takes_another_era_whose_birth_is_known_and_keeps_its_expiry() {
        wallet.era = Era.mortal(256, 995).encode();
        wallet.blockHash = FakeNode.hash(995);

        Transaction sent = scene.accepted(prepared, Scene.whole(wallet));
        assertEquals(995 + 256, sent.deathBlock());
    }

    @Test
    void takes_an_immortal_era_over_the_genesis_hash() {
        wallet.era = Bytes.ofInts(0);
        wallet.blockHash = FakeNode.GENESIS;

        assertEquals(Long.MAX_VALUE, scene.accepted(prepared, Scene.whole(wallet)).deathBlock());
    }

    @Test
    void refuses_another_era_whose_birth_cannot_be_proven() {
        wallet.era = Era.mortal(256, 995).encode();
        wallet.blockHash = FakeNode.hash(995);
        scene.node.unprovable.add(995L);

        assertFault(
                "Your wallet chose another era, and the block in which it begins cannot be proven",
                Scene.whole(wallet));
    }

    @Test
    void refuses_another_era_that_begins_above_the_final_head() {
        scene.node.sealed = 1_010;
        wallet.era = Era.mortal(64, 1_005).encode();
        wallet.blockHash = FakeNode.hash(1_005);

        assertFault(
                "Your wallet chose an era that begins in block #1005, which is not final yet.",
                Scene.whole(wallet));
    }

    @Test
    void refuses_another_era_over_a_block_that_is_not_where_it_begins() {
        wallet.era = Era.mortal(256, 995).encode();
        wallet.blockHash = FakeNode.hash(996);

        assertTrue(fault(Scene.whole(wallet)).contains("it must begin in a final block"));
    }

    @Test
    void refuses_an_era_that_is_over() {
        wallet.era = Era.mortal(4, 1_000).encode();
        scene.node.head = 1_003;
        scene.node.sealed = 1_003;
        wallet.blockHash = FakeNode.hash(1_000);

        assertFault(
                "The signature came too late: it was good up to block #1003", Scene.whole(wallet));
    }

    @Test
    void takes_mode_1_with_our_own_digest_only() {
        wallet.mode = 1;
        wallet.metadataHash = Hash256.ZERO;
        String fault = fault(Scene.whole(wallet));

        MetadataDigest.Outcome.Digest digest =
                assertInstanceOf(
                        MetadataDigest.Outcome.Digest.class,
                        MetadataDigest.of(scene.node.metadata, MetadataDigest.Token.TAO));
        assertTrue(
                fault.startsWith(
                        "The signature does not cover the hash of this runtime's metadata, "
                                + digest.digest().hash().toHex()
                                + ": your wallet signed another hash"),
                fault);
        wallet.metadataHash = digest.digest().hash();
        scene.accepted(prepared, Scene.whole(wallet));
    }

    @Test
    void refuses_mode_1_where_the_metadata_gives_no_digest() {
        Scene old = new Scene(RealMetadata.FINNEY_343_V14.bytes());
        Transaction waiting = old.prepared();
        SigningWallet hardware = Scene.wallet(waiting);
        hardware.mode = 1;

        String fault = old.rejected(waiting, Scene.whole(hardware)).getFirst();
        assertTrue(fault.contains("cannot be made again here: RFC-78 needs metadata V15"), fault);
        hardware.mode = 0;
        old.accepted(waiting, Scene.whole(hardware));
    }

    // ---- time, runtime, order

    @Test
    void refuses_an_answer_to_a_payload_of_another_runtime() {
        scene.node.specVersion = 425;
        assertEquals(
                "The chain's runtime changed from 424 to 425 while the form was open; nothing was sent. Build it again: calls, fees and limits may differ.",
                fault(Scene.whole(wallet)));
    }

    @Test
    void refuses_a_bare_signature_when_its_era_is_over() {
        scene.node.head = 1_062;
        scene.node.sealed = 1_062;
        scene.pass(Duration.ofSeconds(62 * 12));
        Transaction second = scene.prepared(Scene.stake(TAO), Scene.ED_SIGNER);
        scene.accepted(second, Scene.bare(Scene.wallet(second).ed25519().typed()));

        scene.node.sealed = 1_063;
        assertFault(
                "The signature came too late: it was good up to block #1063",
                Scene.bare(wallet.typed()));
    }

    @Test
    void takes_an_answer_once() {
        scene.accepted(prepared, Scene.whole(wallet));

        assertInstanceOf(
                Acceptance.NotWaiting.class, scene.desk.signed(prepared.id(), Scene.whole(wallet)));
        assertInstanceOf(Acceptance.NotWaiting.class, scene.desk.rejected(prepared.id()));
        assertEquals(1, scene.node.submitted.size());
    }

    @Test
    void takes_one_of_two_answers_that_come_at_once() throws InterruptedException {
        WalletAnswer first = Scene.bare(wallet.bare());
        AtomicReference<Acceptance> second = new AtomicReference<>();
        Thread other =
                Thread.ofPlatform()
                        .unstarted(() ->
                                second.set(scene.desk.signed(prepared.id(), Scene.whole(wallet))));
        // the second comes while the first is being sent: kept, but not yet answered
        scene.node.whileSubmitting =
                () -> {
                    scene.node.whileSubmitting = () -> {};
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                };
        scene.accepted(prepared, first);
        other.join();

        assertInstanceOf(Acceptance.NotWaiting.class, second.get());
        assertEquals(1, scene.node.submitted.size());
    }

    @Test
    void takes_no_answer_after_half_an_hour() {
        scene.pass(Duration.ofMinutes(30));
        assertInstanceOf(
                Acceptance.NotWaiting.class, scene.desk.signed(prepared.id(), Scene.whole(wallet)));
        assertTrue(scene.node.submitted.isEmpty());
    }

    @Test
    void takes_no_answer_to_what_was_never_prepared() {
        assertInstanceOf(
                Acceptance.NotWaiting.class, scene.desk.signed(Hash256.ZERO, Scene.whole(wallet)));
    }

    @Test
    void keeps_that_the_person_said_no() {
        assertInstanceOf(Acceptance.Accepted.class, scene.desk.rejected(prepared.id()));

        assertEquals(TransactionState.REJECTED, scene.now(prepared).state());
        assertInstanceOf(
                Acceptance.NotWaiting.class, scene.desk.signed(prepared.id(), Scene.whole(wallet)));
    }

    @Test
    void two_forms_with_one_number_do_not_both_go_out() {
        scene.pass(Duration.ofMillis(1));
        Transaction second = scene.prepared(Scene.stake(TAO), Scene.SIGNER);
        assertEquals(prepared.nonce(), second.nonce());
        scene.accepted(prepared, Scene.whole(wallet));

        String fault = scene.rejected(second, Scene.whole(Scene.wallet(second))).getFirst();
        assertTrue(fault.startsWith("Another transaction of this account with number 5"), fault);
    }

    @Test
    void an_answer_is_kept_before_it_is_sent() {
        scene.node.whileSubmitting =
                () -> assertEquals(TransactionState.CHECKED, scene.now(prepared).state());
        scene.accepted(prepared, Scene.whole(wallet));
        assertEquals(1, scene.node.submitted.size());
    }

    @Test
    void what_the_follower_learned_while_it_was_sent_is_not_overwritten() {
        scene.node.whileSubmitting =
                () -> {
                    scene.include(1_001, scene.now(prepared), Scene.SUCCESS);
                    scene.node.whileSubmitting = () -> {};
                    scene.finalizeTo(1_001);
                };
        assertEquals(
                TransactionState.FINALIZED, scene.accepted(prepared, Scene.whole(wallet)).state());
    }

    @Test
    void says_in_words_why_the_pool_refused() {
        scene.node.answers.add(
                new SubmitResult.Refused(1010, "Invalid Transaction: Custom error: 8"));

        Transaction refused = scene.accepted(prepared, Scene.whole(wallet));
        assertEquals(TransactionState.REFUSED, refused.state());
        assertEquals(
                "The price has moved past your limit. It was refused before a block: nothing changed, nothing is paid.",
                refused.explanation());
        assertEquals(5, scene.prepared().nonce(), "its number is free again");
    }

    @Test
    void a_pool_that_has_it_already_took_it() {
        scene.node.answers.add(new SubmitResult.Refused(1013, "Transaction Already Imported"));
        assertEquals(TransactionState.SENT, scene.accepted(prepared, Scene.whole(wallet)).state());
    }

    @Test
    void keeps_what_could_not_be_sent() {
        scene.node.answers.add(new SubmitResult.Unreachable("no endpoint answered"));

        Transaction kept = scene.accepted(prepared, Scene.whole(wallet));
        assertEquals(TransactionState.CHECKED, kept.state());
        assertTrue(kept.explanation().startsWith("no endpoint answered"), kept.explanation());
        assertNotEquals(5, scene.prepared().nonce(), "its number is taken");
    }
}

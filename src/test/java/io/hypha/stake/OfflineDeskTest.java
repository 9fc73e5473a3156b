package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.stake.vault.SoftwareVault;
import io.hypha.stake.vault.VaultAnswer;
import io.hypha.stake.vault.VaultQr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What leaves for a device without a network, and what comes back from it. */
class OfflineDeskTest {

    private final Scene scene = new Scene();
    private final OfflineDesk offline = new OfflineDesk(scene.node, scene.desk);

    @ParameterizedTest
    @CsvSource({
        "WITH_PROOF, SR25519, 1",
        "WITH_PROOF, ED25519, 1",
        "METADATA_ON_PHONE, SR25519, 0",
        "METADATA_ON_PHONE, ED25519, 0"
    })
    void a_phone_signs_what_it_scans_and_the_desk_sends_it(
            VaultQr.Command command, SignatureScheme scheme, int mode) {
        Transaction prepared =
                scene.prepared(
                        Scene.stake(10 * Scene.TAO),
                        scheme == SignatureScheme.SR25519 ? Scene.SIGNER : Scene.ED_SIGNER);
        List<Bytes> frames = new ArrayList<>(frames(prepared, command, scheme));
        frames.add(frames.getFirst());
        Collections.shuffle(frames, new Random(6));

        String answer = vault().sign(frames);

        Transaction sent = accepted(prepared, answer);
        assertEquals(TransactionState.SENT, sent.state());
        DecodedExtrinsic.Signed extrinsic =
                assertInstanceOf(
                        DecodedExtrinsic.Signed.class,
                        DecodedExtrinsic.decode(
                                RealMetadata.FINNEY_424_V16.decoded(),
                                scene.node.submitted.getLast()));
        assertEquals(mode, extrinsic.mode());
        assertEquals(scheme, extrinsic.signature().scheme());
        assertEquals(prepared.call(), extrinsic.call().encoded());
    }

    @Test
    void the_proof_travels_in_frames_of_a_kilobyte_numbered_from_0() {
        Transaction prepared = scene.prepared();
        List<Bytes> frames = frames(prepared, VaultQr.Command.WITH_PROOF, SignatureScheme.SR25519);
        assertTrue(frames.size() > 1 && frames.size() < 8, frames.size() + " frames");
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(Bytes.ofInts(0, 0, frames.size(), 0, i), frames.get(i).slice(0, 5));
            assertTrue(frames.get(i).size() <= 1_029);
        }
        List<Bytes> legacy =
                frames(prepared, VaultQr.Command.METADATA_ON_PHONE, SignatureScheme.SR25519);
        assertEquals(1, legacy.size(), "a plain request fits one code");
    }

    @Test
    void the_file_holds_what_the_phone_gets() {
        Transaction prepared = scene.prepared();
        JsonNode file = ready(prepared).toJson();
        assertEquals(prepared.id().toHex(), file.get("id").asString());
        assertEquals(prepared.deathBlock() - 1, file.get("lastBlock").asLong());
        SigningWallet wallet =
                SigningWallet.reading(file.get("withMetadataHash").get("payload").toString());
        wallet.metadataHash =
                Hash256.fromHex(file.get("withMetadataHash").get("metadataHash").asString());
        assertEquals(1, wallet.mode);
        Transaction sent = accepted(prepared, wallet.bare().toHex());
        assertEquals(TransactionState.SENT, sent.state());
    }

    @Test
    void takes_a_whole_signed_extrinsic_and_refuses_another_call() {
        Transaction prepared = scene.prepared();
        SigningWallet wallet = Scene.wallet(prepared);
        SigningWallet other = Scene.wallet(prepared);
        other.nonce++;
        String sentence = rejected(prepared, other.signedTransaction().toHex());
        assertTrue(sentence.contains("nonce"), sentence);
        assertEquals(
                TransactionState.SENT,
                accepted(prepared, wallet.signedTransaction().toHex()).state());
    }

    @Test
    void a_signature_of_another_key_or_over_something_else_is_not_sent() {
        Transaction prepared = scene.prepared();
        SigningWallet wallet = Scene.wallet(prepared).with(9);
        assertTrue(rejected(prepared, wallet.typed().toHex()).contains("not that of"));
        assertTrue(rejected(prepared, "00".repeat(100)).contains("no extrinsic"));
        assertTrue(rejected(prepared, "12").contains("64 bytes"));
        assertEquals(TransactionState.WAITING, scene.now(prepared).state());
    }

    @Test
    void what_was_answered_or_is_too_late_is_closed() {
        Transaction prepared = scene.prepared();
        accepted(prepared, Scene.wallet(prepared).typed().toHex());
        assertTrue(closed(prepared).contains("answered already"));
        Transaction late = scene.prepared(Scene.stake(Scene.TAO), Scene.ED_SIGNER);
        scene.pass(Duration.ofMinutes(31));
        assertTrue(closed(late).contains("too late"));
        assertInstanceOf(OfflineDesk.Opened.Unknown.class, offline.open(Hash256.ZERO));
        assertInstanceOf(
                Acceptance.NotWaiting.class,
                offline.signed(late.id(), VaultAnswer.parse("01" + "00".repeat(64))));
    }

    @Test
    void a_runtime_without_a_digest_still_signs_without_the_proof() {
        Scene old = new Scene(RealMetadata.FINNEY_343_V14.bytes());
        Transaction prepared = old.prepared();
        OfflineDesk desk = new OfflineDesk(old.node, old.desk);
        OfflinePayload payload =
                assertInstanceOf(OfflineDesk.Opened.Ready.class, desk.open(prepared.id()))
                        .payload();
        assertInstanceOf(OfflinePayload.Proven.Without.class, payload.proven());
        assertTrue(
                assertInstanceOf(
                                VaultQr.Outcome.Refused.class,
                                payload.request(
                                        VaultQr.Command.WITH_PROOF, VaultQr.Account.SR25519))
                        .sentence()
                        .contains("V15"));
        List<Bytes> frames =
                assertInstanceOf(
                                VaultQr.Outcome.Ready.class,
                                payload.request(
                                        VaultQr.Command.METADATA_ON_PHONE, VaultQr.Account.SR25519))
                        .qr()
                        .frames();
        assertInstanceOf(
                Acceptance.Accepted.class,
                desk.signed(prepared.id(), VaultAnswer.parse(vault().sign(frames))));
    }

    private static SoftwareVault vault() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 7);
        return new SoftwareVault(seed);
    }

    private OfflinePayload ready(Transaction prepared) {
        return assertInstanceOf(OfflineDesk.Opened.Ready.class, offline.open(prepared.id()))
                .payload();
    }

    private String closed(Transaction prepared) {
        return assertInstanceOf(OfflineDesk.Opened.Closed.class, offline.open(prepared.id()))
                .sentence();
    }

    private List<Bytes> frames(
            Transaction prepared, VaultQr.Command command, SignatureScheme scheme) {
        return assertInstanceOf(
                        VaultQr.Outcome.Ready.class,
                        ready(prepared).request(command, VaultQr.Account.valueOf(scheme.name())))
                .qr()
                .frames();
    }

    private Transaction accepted(Transaction prepared, String answer) {
        return assertInstanceOf(
                        Acceptance.Accepted.class,
                        offline.signed(prepared.id(), VaultAnswer.parse(answer)))
                .transaction();
    }

    private String rejected(Transaction prepared, String answer) {
        return String.join(
                " ",
                assertInstanceOf(
                                Acceptance.Rejected.class,
                                offline.signed(prepared.id(), VaultAnswer.parse(answer)))
                        .sentences());
    }
}

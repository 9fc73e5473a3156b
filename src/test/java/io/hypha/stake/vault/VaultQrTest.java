package io.hypha.stake.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataProof;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class VaultQrTest {

    private static final RuntimeMetadata FINNEY = RealMetadata.FINNEY_424_V16.decoded();
    private static final byte[] SEED = new byte[32];
    private static final Hash256 ACCOUNT = Hash256.of(Ed25519.publicKey(SEED));
    private static final Hash256 GENESIS =
            Hash256.fromHex("0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");

    @Test
    void a_request_is_the_prelude_the_key_the_call_with_its_length_the_rest_and_the_genesis() {
        SigningPayload payload = ofSize(200, new MetadataCheck.Off());
        int call = payload.call().size();
        assertTrue(call > 63, "the length of the call takes two bytes");
        assertEquals(
                Bytes.concat(
                        Bytes.ofInts(0x53, 0x00, 0x02),
                        ACCOUNT.toBytes(),
                        Bytes.ofInts((call << 2 | 1) & 0xff, call >> 6),
                        payload.signingPayload(),
                        GENESIS.toBytes()),
                ready(VaultQr.withoutProof(payload, VaultQr.Account.ED25519)).content());
        assertEquals(
                0x01,
                ready(VaultQr.withoutProof(payload, VaultQr.Account.SR25519))
                        .content()
                        .unsignedAt(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 255, 256, 258, 400})
    void the_phone_signs_the_bytes_that_the_chain_checks(int size) {
        for (MetadataCheck check : List.of(new MetadataCheck.Off(), on())) {
            SigningPayload payload = ofSize(size, check);
            String answer =
                    new SoftwareVault(SEED)
                            .sign(ready(request(payload, VaultQr.Account.ED25519)).frames());
            Bytes signature =
                    assertInstanceOf(VaultAnswer.Signature.class, VaultAnswer.parse(answer))
                            .bytes();
            assertTrue(
                    SignatureScheme.ED25519.verify(
                            ACCOUNT.toArray(),
                            payload.toSign().toArray(),
                            signature.slice(1, 65).toArray()));
        }
    }

    @Test
    void refuses_the_one_length_of_which_the_phone_signs_something_else() {
        for (MetadataCheck check : List.of(new MetadataCheck.Off(), on())) {
            String sentence =
                    assertInstanceOf(
                                    VaultQr.Outcome.Refused.class,
                                    request(ofSize(257, check), VaultQr.Account.SR25519))
                            .sentence();
            assertTrue(sentence.contains("exactly 257 bytes"), sentence);
        }
    }

    @Test
    void refuses_what_nobody_can_scan_and_a_proof_of_another_hash() {
        SigningPayload small = ofSize(200, new MetadataCheck.Off());
        assertInstanceOf(
                VaultQr.Outcome.Refused.class,
                VaultQr.withoutProof(
                        ofSize(70_000, new MetadataCheck.Off()), VaultQr.Account.SR25519));
        assertThrows(
                IllegalArgumentException.class,
                () -> VaultQr.withProof(small, proof(small), VaultQr.Account.SR25519));
    }

    private static VaultQr.Outcome request(SigningPayload payload, VaultQr.Account scheme) {
        return switch (payload.terms().metadataCheck()) {
            case MetadataCheck.Off _ -> VaultQr.withoutProof(payload, scheme);
            case MetadataCheck.On _ -> VaultQr.withProof(payload, proof(payload), scheme);
        };
    }

    private static MetadataProof proof(SigningPayload payload) {
        return assertInstanceOf(
                        MetadataProof.Outcome.Proven.class,
                        payload.metadataProof(MetadataDigest.Token.TAO))
                .proof();
    }

    private static VaultQr ready(VaultQr.Outcome outcome) {
        return assertInstanceOf(VaultQr.Outcome.Ready.class, outcome).qr();
    }

    private static MetadataCheck on() {
        return new MetadataCheck.On(
                assertInstanceOf(
                                MetadataDigest.Outcome.Digest.class,
                                MetadataDigest.of(FINNEY, MetadataDigest.Token.TAO))
                        .digest()
                        .hash());
    }

    /** A payload of so many bytes: a remark that fills it up. */
    private static SigningPayload ofSize(int size, MetadataCheck check) {
        int less = prepare(remark(100), check).signingPayload().size() - 100;
        SigningPayload payload = prepare(remark(size - less), check);
        int over = payload.signingPayload().size() - size;
        return over == 0 ? payload : prepare(remark(size - less - over), check);
    }

    private static Bytes remark(int size) {
        return FINNEY.encodeCall(
                "System",
                "remark",
                JsonNodeFactory.instance.objectNode().put("remark", "0x" + "5a".repeat(size)));
    }

    private static SigningPayload prepare(Bytes call, MetadataCheck check) {
        Terms terms =
                new Terms(
                        5,
                        BigInteger.ZERO,
                        Era.mortal(64, 95),
                        new BlockId(95, Hash256.ZERO),
                        GENESIS,
                        424,
                        1,
                        check);
        return assertInstanceOf(
                        Preparation.Ready.class,
                        SigningPayload.prepare(FINNEY, call, ACCOUNT, terms))
                .payload();
    }
}

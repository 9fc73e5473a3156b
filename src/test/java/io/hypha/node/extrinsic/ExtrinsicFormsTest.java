package io.hypha.node.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.MetadataBuilder;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.metadata.VariantCase;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ExtrinsicFormsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Hash256 ALICE =
            Hash256.fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    private static final Hash256 GENESIS =
            Hash256.fromHex("0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");
    private static final Hash256 BLOCK =
            Hash256.fromHex("0xbe7c4376dd1051650c4bacc7b871f859a0583136a158ec2ae5f01e520ef7585b");

    @Test
    void reads_a_bare_extrinsic_of_either_version_with_or_without_prefix() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        Bytes call =
                metadata.encodeCall("Timestamp", "set", JSON.readTree("{\"now\": 1764000000000}"));
        for (int version : new int[] {4, 5}) {
            Bytes body = Bytes.concat(Bytes.ofInts(version), call);
            Bytes whole = Bytes.concat(Bytes.ofInts(body.size() << 2), body);
            for (Bytes form : new Bytes[] {body, whole}) {
                DecodedExtrinsic.Bare bare = bare(metadata, form);
                assertEquals(whole, bare.encoded());
                assertEquals(Blake2b.hash256(whole), bare.hash());
                assertEquals("Timestamp.set: now 1764000000000", bare.call().words());
                assertEquals("false", ExtrinsicJson.decoded(bare).get("signed").toString());
            }
        }
    }

    @Test
    void a_general_transaction_of_version_5_is_unsupported_and_an_unknown_version_malformed() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        assertInstanceOf(
                DecodedExtrinsic.Unsupported.class,
                DecodedExtrinsic.decode(metadata, Bytes.fromHex("0x45000000")));
        assertInstanceOf(
                DecodedExtrinsic.Unsupported.class,
                DecodedExtrinsic.decode(metadata, Bytes.fromHex("0x1045000000")));
        assertInstanceOf(
                DecodedExtrinsic.Malformed.class,
                DecodedExtrinsic.decode(metadata, Bytes.fromHex("0xff0000")));
        assertInstanceOf(
                DecodedExtrinsic.Malformed.class, DecodedExtrinsic.decode(metadata, Bytes.EMPTY));
    }

    @Test
    void refuses_a_signature_scheme_and_a_signer_it_does_not_know() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        Bytes good = ready(metadata, remark(metadata, 4), mortal()).assemble(signature());
        assertInstanceOf(DecodedExtrinsic.Signed.class, DecodedExtrinsic.decode(metadata, good));
        // Two bytes of length, the version, then MultiAddress::Id; 33 bytes later the scheme.
        assertInstanceOf(
                DecodedExtrinsic.Malformed.class,
                DecodedExtrinsic.decode(metadata, with(good, 3, 1)));
        assertInstanceOf(
                DecodedExtrinsic.Malformed.class,
                DecodedExtrinsic.decode(metadata, with(good, 36, 3)));
    }

    @Test
    void signs_up_to_256_bytes_as_they_are_and_the_hash_of_more() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        int others = ready(metadata, remark(metadata, 200), mortal()).signingPayload().size() - 200;
        SigningPayload longest = ready(metadata, remark(metadata, 256 - others), mortal());
        assertEquals(256, longest.signingPayload().size());
        assertEquals(longest.signingPayload(), longest.toSign());
        SigningPayload longer = ready(metadata, remark(metadata, 257 - others), mortal());
        assertEquals(257, longer.signingPayload().size());
        assertEquals(Blake2b.hash256(longer.signingPayload()).toBytes(), longer.toSign());
    }

    @Test
    void a_metadata_hash_is_signed_and_not_sent() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        Terms off = mortal();
        Terms on =
                new Terms(
                        off.nonce(),
                        off.tip(),
                        off.era(),
                        off.block(),
                        off.genesisHash(),
                        off.specVersion(),
                        off.transactionVersion(),
                        new MetadataCheck.On(ALICE));
        SigningPayload without = ready(metadata, remark(metadata, 4), off);
        SigningPayload with = ready(metadata, remark(metadata, 4), on);
        assertEquals(without.signingPayload().size() + 32, with.signingPayload().size());
        assertEquals(without.extra().size(), with.extra().size());
        assertEquals(1, with.extra().unsignedAt(with.extra().size() - 1));
        assertTrue(with.signingPayload().toHex().endsWith("01" + ALICE.toHex().substring(2)));
        DecodedExtrinsic.Signed sent =
                assertInstanceOf(
                        DecodedExtrinsic.Signed.class,
                        DecodedExtrinsic.decode(metadata, with.assemble(signature())));
        assertEquals(1, sent.mode());
    }

    @Test
    void an_unknown_extension_is_refused_by_name_only_if_it_carries_data() {
        assertInstanceOf(
                Preparation.Ready.class,
                SigningPayload.prepare(small(true, true), Bytes.ofInts(0, 0), ALICE, mortal()));
        assertEquals(
                new Preparation.UnknownExtension("Strange"),
                SigningPayload.prepare(small(false, true), Bytes.ofInts(0, 0), ALICE, mortal()));
        assertEquals(
                new Preparation.UnknownExtension("Strange"),
                SigningPayload.prepare(small(true, false), Bytes.ofInts(0, 0), ALICE, mortal()));
    }

    /** The field by field rules of {@code SignerPayloadJSON}. */
    @Test
    void tells_a_wallet_what_to_sign_in_the_form_that_wallets_agreed_on() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        JsonNode json = ready(metadata, remark(metadata, 4), mortal()).forWallet().toJson();
        assertEquals(
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", json.get("address").asString());
        assertEquals("0x00231d30", json.get("blockNumber").asString());
        assertEquals("0x0503", json.get("era").asString());
        assertEquals("0x00000005", json.get("nonce").asString());
        assertEquals("0x000001a8", json.get("specVersion").asString());
        assertEquals("0x00000001", json.get("transactionVersion").asString());
        assertEquals("0x000000000000000000000000000f4240", json.get("tip").asString());
        assertTrue(json.get("assetId").isNull());
        assertTrue(json.get("metadataHash").isNull());
        assertEquals(0, json.get("mode").asInt());
        assertEquals(4, json.get("version").asInt());
        assertTrue(json.get("withSignedTransaction").booleanValue());
        assertEquals(13, json.get("signedExtensions").size());
        assertEquals("CheckMetadataHash", json.get("signedExtensions").get(12).asString());
        assertEquals(16, json.size());
    }

    @Test
    void reads_a_spec_and_names_the_field_that_is_wrong() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        ExtrinsicSpec spec = ExtrinsicSpec.parse(metadata, spec());
        SigningPayload payload =
                assertInstanceOf(Preparation.Ready.class, spec.prepare(metadata)).payload();
        assertEquals(
                "SubtensorModule.add_stake: hotkey 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY, netuid 64,"
                        + " amount_staked 5 τ",
                Call.decode(metadata, payload.call()).words());
        assertEquals(Era.mortal(64, 2_301_232), payload.terms().era());
        assertWrong(metadata, "nonce", "4294967296", "nonce: 2^32 does not fit u32");
        assertWrong(metadata, "tip", "\"18446744073709551616\"", "tip: 2^64 does not fit u64");
        assertWrong(metadata, "signer", "\"5Gr\"", "signer: ");
        assertWrong(metadata, "era", "\"mortal\"", "era: ");
        assertWrong(metadata, "mode", "2", "mode: ");
        assertWrong(
                RealMetadata.FINNEY_343_V14.decoded(),
                "mode",
                "1",
                "metadataHash: missing, and the metadata gives none: RFC-78 needs metadata V15");
        assertWrong(metadata, "blockHash", "\"0x12\"", "blockHash: expected 32 bytes, found 1");
        assertWrong(
                metadata,
                "call",
                "{\"pallet\":\"SubtensorModule\",\"name\":\"nothing\",\"args\":[]}",
                "call.name: ");
        for (String name : spec().propertyNames()) {
            ObjectNode without = spec();
            without.remove(name);
            ValueException wrong =
                    assertThrows(
                            ValueException.class, () -> ExtrinsicSpec.parse(metadata, without));
            String message = String.valueOf(wrong.getMessage());
            assertTrue(message.startsWith(name + ": expected "), message);
            assertTrue(message.endsWith(", found nothing"), message);
        }
        ObjectNode tooMuch = spec();
        ((ObjectNode) tooMuch.get("call").get("args")).put("amount_staked", "18446744073709551616");
        assertEquals(
                "args.amount_staked: 2^64 does not fit u64",
                assertThrows(ValueException.class, () -> ExtrinsicSpec.parse(metadata, tooMuch))
                        .getMessage());
    }

    @Test
    void takes_what_wallets_return_as_a_signature() {
        Bytes plain = signature().signature();
        Bytes tagged = Bytes.concat(Bytes.ofInts(1), plain);
        assertEquals(
                signature(),
                MultiSignature.fromWallet(tagged, SignatureScheme.SR25519).orElseThrow());
        assertEquals(
                signature(),
                MultiSignature.fromWallet(plain, SignatureScheme.SR25519).orElseThrow());
        assertTrue(
                MultiSignature.fromWallet(plain.slice(0, 63), SignatureScheme.SR25519).isEmpty());
        assertTrue(
                MultiSignature.fromWallet(
                                Bytes.concat(Bytes.ofInts(7), plain), SignatureScheme.SR25519)
                        .isEmpty());
        assertTrue(MultiSignature.of(SignatureScheme.ECDSA, plain).isEmpty());
    }

    @Test
    void whatever_bytes_come_in_the_answer_is_one_of_the_named_ones() {
        decodeMutants(100_000, 424);
    }

    @Test
    @Tag("long")
    void two_million_mutants_end_in_one_of_the_named_answers() {
        decodeMutants(2_000_000, 425);
    }

    private static void decodeMutants(int count, long seed) {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        Bytes good = ready(metadata, remark(metadata, 40), mortal()).assemble(signature());
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = good.toArray();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Bytes cut =
                    Bytes.of(
                            bytes,
                            0,
                            random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length);
            if (DecodedExtrinsic.decode(metadata, cut) instanceof DecodedExtrinsic.Signed) {
                read++;
            }
        }
        assertTrue(read > count / 100, "read " + read);
    }

    private static void assertWrong(
            RuntimeMetadata metadata, String field, String value, String beginning) {
        ObjectNode spec = spec();
        spec.set(field, JSON.readTree(value));
        ValueException wrong =
                assertThrows(ValueException.class, () -> ExtrinsicSpec.parse(metadata, spec));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith(beginning), wrong.getMessage());
    }

    private static ObjectNode spec() {
        return (ObjectNode)
                JSON.readTree(
                        """
                        {"call": {"pallet": "SubtensorModule", "name": "add_stake",
                                  "args": {"hotkey": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
                                           "netuid": 64, "amount_staked": "5000000000"}},
                         "signer": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "nonce": 5, "tip": 0,
                         "era": {"period": 64, "block": 2301232},
                         "blockHash": "0xbe7c4376dd1051650c4bacc7b871f859a0583136a158ec2ae5f01e520ef7585b",
                         "genesisHash": "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03",
                         "specVersion": 424, "transactionVersion": 1, "mode": 0}\
                        """);
    }

    @Test
    void mode_1_signs_the_hash_of_its_metadata_and_comes_with_a_proof_only_where_it_is_that_hash() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        String own = "0x80de37ca8c53ddbf9835d5123af60e0ef5015b3d039a6ffee0ccbb41966c864f";
        ObjectNode spec = spec().put("mode", 1);
        ObjectNode filled = built(metadata, spec);
        assertEquals(own, filled.get("metadataHash").asString());
        assertEquals(own, filled.get("payload").get("metadataHash").asString());
        assertTrue(filled.get("proof").asString().length() > 4_000);
        assertEquals(filled, built(metadata, spec.put("metadataHash", own)));
        ObjectNode other = built(metadata, spec.put("metadataHash", "0x" + "11".repeat(32)));
        assertTrue(other.get("proof").isNull());
        assertTrue(other.get("proofReason").asString().contains(own), other::toString);
        assertEquals(1, other.get("payload").get("mode").asInt());
        ObjectNode old = built(RealMetadata.FINNEY_343_V14.decoded(), spec);
        assertTrue(old.get("proof").isNull());
        assertEquals(
                List.of("call", "payload", "signingPayload", "toSign"),
                List.copyOf(built(metadata, spec()).propertyNames()));
    }

    private static ObjectNode built(RuntimeMetadata metadata, ObjectNode spec) {
        return ExtrinsicJson.built(
                assertInstanceOf(
                                Preparation.Ready.class,
                                ExtrinsicSpec.parse(metadata, spec).prepare(metadata))
                        .payload());
    }

    private static DecodedExtrinsic.Bare bare(RuntimeMetadata metadata, Bytes form) {
        return assertInstanceOf(
                DecodedExtrinsic.Bare.class, DecodedExtrinsic.decode(metadata, form));
    }

    private static SigningPayload ready(RuntimeMetadata metadata, Bytes call, Terms terms) {
        return assertInstanceOf(
                        Preparation.Ready.class,
                        SigningPayload.prepare(metadata, call, ALICE, terms))
                .payload();
    }

    private static Terms mortal() {
        return new Terms(
                5,
                BigInteger.valueOf(1_000_000),
                Era.mortal(64, 2_301_232),
                new BlockId(2_301_232, BLOCK),
                GENESIS,
                424,
                1,
                new MetadataCheck.Off());
    }

    private static MultiSignature signature() {
        byte[] bytes = new byte[64];
        new Random(64).nextBytes(bytes);
        return new MultiSignature(SignatureScheme.SR25519, Bytes.of(bytes));
    }

    private static Bytes remark(RuntimeMetadata metadata, int size) {
        return metadata.encodeCall(
                "System", "remark", JSON.createArrayNode().add(Bytes.of(new byte[size]).toHex()));
    }

    private static Bytes with(Bytes bytes, int at, int value) {
        byte[] changed = bytes.toArray();
        changed[at] = (byte) value;
        return Bytes.of(changed);
    }

    private static RuntimeMetadata small(boolean emptyExtra, boolean emptyImplicit) {
        MetadataBuilder runtime = new MetadataBuilder("small_runtime");
        int unit = runtime.types().unit();
        int u8 = runtime.types().primitive(Primitive.U8);
        int account = runtime.types().accountId();
        runtime.pallet("System", 0, "frame_system")
                .calls(
                        VariantCase.of("noop", 0),
                        VariantCase.of("fill", 1, Field.named("ratio", u8)));
        return runtime.extrinsic(account, account)
                .extension("Silent", unit, unit)
                .extension("Strange", emptyExtra ? unit : u8, emptyImplicit ? unit : u8)
                .build();
    }
}

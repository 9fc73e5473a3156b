package io.hypha.node.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.Fixtures;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Extrinsics that other libraries signed under real metadata. */
class RealExtrinsicsTest {

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void builds_signs_and_reads_the_same_bytes_as_other_libraries(RealMetadata file) {
        RuntimeMetadata metadata = file.decoded();
        JsonNode expected = file.expected();
        JsonNode vectors = expected.get("vectors").get("signedExtrinsics");
        assertEquals(3, vectors.size());
        for (JsonNode vector : vectors) {
            Terms terms = terms(expected, vector);
            Hash256 signer = Hash256.of(Fixtures.hex(vector.get("signerPublicKey")));
            Bytes call = Fixtures.hex(vector.get("call"));
            Preparation preparation = SigningPayload.prepare(metadata, call, signer, terms);
            SigningPayload payload =
                    assertInstanceOf(Preparation.Ready.class, preparation).payload();
            assertEquals(Fixtures.hex(vector.get("signingPayload")), payload.signingPayload());
            Bytes signature = Fixtures.hex(vector.get("signature"));
            assertTrue(
                    SignatureScheme.ED25519.verify(
                            signer.toArray(), payload.toSign().toArray(), signature.toArray()));
            Bytes extrinsic =
                    payload.assemble(new MultiSignature(SignatureScheme.ED25519, signature));
            assertEquals(Fixtures.hex(vector.get("extrinsic")), extrinsic);
            assertEquals(
                    vector.get("extrinsicHash").asString(), Blake2b.hash256(extrinsic).toHex());
            compareDecoded(metadata, vector, terms, signer, extrinsic);
        }
    }

    private static Terms terms(JsonNode expected, JsonNode vector) {
        assertEquals(0, vector.get("checkMetadataHashMode").asInt());
        return new Terms(
                vector.get("nonce").asLong(),
                new BigInteger(vector.get("tip").asString()),
                Era.read(new ScaleCodecReader(Fixtures.hex(vector.get("eraBytes")))),
                new BlockId(0, Hash256.of(Fixtures.hex(vector.get("blockHash")))),
                Hash256.of(Fixtures.hex(vector.get("genesisHash"))),
                expected.get("specVersion").asLong(),
                expected.get("transactionVersion").asLong(),
                new MetadataCheck.Off());
    }

    private static void compareDecoded(
            RuntimeMetadata metadata,
            JsonNode vector,
            Terms terms,
            Hash256 signer,
            Bytes extrinsic) {
        ScaleCodecReader reader = new ScaleCodecReader(extrinsic);
        reader.readCompactInt();
        Bytes body = extrinsic.slice(reader.offset(), extrinsic.size());
        for (Bytes form : List.of(extrinsic, body)) {
            DecodedExtrinsic.Signed signed =
                    assertInstanceOf(
                            DecodedExtrinsic.Signed.class, DecodedExtrinsic.decode(metadata, form));
            assertEquals(signer, signed.signer());
            assertEquals(terms.era(), signed.era());
            assertEquals(terms.nonce(), signed.nonce());
            assertEquals(terms.tip(), signed.tip());
            assertEquals(0, signed.mode());
            assertEquals(Fixtures.hex(vector.get("call")), signed.call().encoded());
            assertEquals(vector.get("extrinsicHash").asString(), signed.hash().toHex());
            assertEquals(extrinsic, signed.encoded());
            assertEquals(Fixtures.hex(vector.get("signature")), signed.signature().signature());
        }
        for (Bytes bad :
                List.of(
                        extrinsic.slice(0, extrinsic.size() - 1),
                        body.slice(0, body.size() - 1),
                        Bytes.concat(extrinsic, Bytes.ofInts(0)),
                        Bytes.concat(body, Bytes.ofInts(0)))) {
            assertInstanceOf(
                    DecodedExtrinsic.Malformed.class, DecodedExtrinsic.decode(metadata, bad));
        }
    }
}

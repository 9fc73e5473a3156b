package io.hypha.node.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.NodeScript;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataProof;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes that a wallet signs for every staking call of real and of our own runtimes, and the
 * proof that a device takes with them, equal what three libraries of others make of the same
 * metadata. One run of {@code src/test/peers/payloads.mjs} answers for the whole class.
 */
class PeerPayloadsIT {

    private static final Hash256 ALICE =
            Hash256.fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    private static final List<Integer> SIZES = List.of(255, 256, 257);

    private static final Map<String, RuntimeMetadata> RUNTIMES = new LinkedHashMap<>();
    private static final List<SigningPayload> SIZED = new ArrayList<>();
    private static JsonNode answer = JsonNodeFactory.instance.nullNode();

    @TempDir static Path dir = Path.of("");

    @BeforeAll
    static void ask_the_others() throws Exception {
        NodeScript script = NodeScript.of("payloads.mjs", "@polkadot-api/merkleize-metadata", dir);
        ObjectNode job = JsonNodeFactory.instance.objectNode();
        ArrayNode metadata = job.putArray("metadata");
        for (RealMetadata each : RealMetadata.values()) {
            add(metadata, each.name(), MetadataBlob.unwrap(each.bytes()));
        }
        // What a browser wallet is offered: the same runtime, written by us in older layouts.
        RuntimeMetadata finney = RUNTIMES.get("FINNEY_424_V16");
        add(metadata, "FINNEY_424_AS_V14", MetadataWriter.encode(finney, 14));
        add(metadata, "FINNEY_424_AS_V15", MetadataWriter.encode(finney, 15));
        DevnetRuntime devnet =
                new DevnetRuntime(
                        new DevnetSpec("payloads", 1_790_000_000_000L, 2_000, 20, 4_320_000, 20));
        for (int version : devnet.metadataVersions()) {
            add(metadata, "DEVNET_V" + version, devnet.metadata(version));
        }
        ArrayNode sized = job.putArray("sized");
        for (int size : SIZES) {
            SigningPayload payload = ofSize(RUNTIMES.get("FINNEY_424_V16"), size);
            SIZED.add(payload);
            byte[] toSign = payload.toSign().toArray();
            sized.addObject()
                    .put("payload", payload.signingPayload().toHex())
                    .put("toSign", payload.toSign().toHex())
                    .put("sr25519", hex(SecretUri.parse("//Alice").sr25519().sign(toSign)))
                    .put(
                            "ed25519",
                            hex(Ed25519.sign(SecretUri.parse("//Alice").ed25519Seed(), toSign)));
        }
        Path file = dir.resolve("job.json");
        Files.writeString(file, job.toString());
        answer = script.run(List.of(file.toString()));
    }

    private static void add(ArrayNode job, String name, Bytes raw) throws IOException {
        Path file = dir.resolve(name);
        Files.write(file, raw.toArray());
        job.addObject().put("name", name).put("file", file.toString());
        RUNTIMES.put(name, RuntimeMetadata.decode(raw));
    }

    @Test
    void every_staking_call_has_the_bytes_that_two_other_libraries_give_it() {
        int calls = 0;
        for (JsonNode runtime : answer.get("runtimes")) {
            RuntimeMetadata metadata = metadata(runtime);
            for (JsonNode call : runtime.get("calls")) {
                Bytes ours = call(metadata, call);
                assertEquals(call.get("papi").asString(), ours.toHex(), () -> name(runtime, call));
                assertEquals(call.get("pjs").asString(), ours.toHex(), () -> name(runtime, call));
                calls++;
            }
        }
        assertTrue(calls > 120, "only " + calls + " calls were compared");
    }

    @Test
    void every_signing_payload_is_theirs_with_and_without_the_metadata_hash() {
        for (JsonNode runtime : answer.get("runtimes")) {
            for (JsonNode call : runtime.get("calls")) {
                for (JsonNode mode : call.get("modes")) {
                    String ours = payload(runtime, call, mode).signingPayload().toHex();
                    assertEquals(
                            mode.get("papi").asString(), ours, () -> name(runtime, call) + mode);
                    assertEquals(
                            mode.get("pjs").asString(), ours, () -> name(runtime, call) + mode);
                }
            }
        }
    }

    @Test
    void digest_and_proof_are_what_merkleize_metadata_makes() {
        int proofs = 0;
        for (JsonNode runtime : answer.get("runtimes")) {
            RuntimeMetadata metadata = metadata(runtime);
            MetadataDigest.Outcome digest = MetadataDigest.of(metadata, MetadataDigest.Token.TAO);
            assertEquals(runtime.get("digest").isNull(), metadata.version() < 15);
            if (runtime.get("digest").isNull()) {
                assertInstanceOf(MetadataDigest.Outcome.None.class, digest);
                continue;
            }
            assertEquals(
                    runtime.get("digest").asString(),
                    assertInstanceOf(MetadataDigest.Outcome.Digest.class, digest)
                            .digest()
                            .hash()
                            .toHex());
            for (JsonNode call : runtime.get("calls")) {
                SigningPayload payload = payload(runtime, call, call.get("modes").get(1));
                MetadataProof proof =
                        assertInstanceOf(
                                        MetadataProof.Outcome.Proven.class,
                                        payload.metadataProof(MetadataDigest.Token.TAO))
                                .proof();
                assertEquals(
                        call.get("modes").get(1).get("proof").asString(),
                        proof.encode().toHex(),
                        () -> name(runtime, call));
                assertEquals(runtime.get("digest").asString(), proof.metadataHash().toHex());
                proofs++;
            }
        }
        assertTrue(proofs > 90, "only " + proofs + " proofs were compared");
    }

    @Test
    void payloads_of_255_256_and_257_bytes_are_signed_alike_on_both_sides() {
        for (int i = 0; i < SIZES.size(); i++) {
            JsonNode theirs = answer.get("sized").get(i);
            String toSign = SIZED.get(i).toSign().toHex();
            assertEquals(SIZES.get(i), theirs.get("length").asInt());
            assertEquals(SIZES.get(i) > 256 ? 32 : SIZES.get(i), SIZED.get(i).toSign().size());
            for (SignatureScheme scheme :
                    List.of(SignatureScheme.SR25519, SignatureScheme.ED25519)) {
                JsonNode with =
                        theirs.get(scheme == SignatureScheme.SR25519 ? "sr25519" : "ed25519");
                assertEquals(toSign, with.get("papiSigns").asString());
                assertEquals(toSign, with.get("pjsSigns").asString());
                assertTrue(with.get("holds").asBoolean(), "@polkadot/keyring refuses ours");
                assertTrue(
                        scheme.verify(
                                bytes(with, "publicKey"),
                                SIZED.get(i).toSign().toArray(),
                                bytes(with, "signature")),
                        "we refuse that of @polkadot/keyring");
            }
        }
    }

    private static SigningPayload payload(JsonNode runtime, JsonNode call, JsonNode mode) {
        RuntimeMetadata metadata = metadata(runtime);
        MetadataCheck check =
                mode.get("mode").asInt() == 0
                        ? new MetadataCheck.Off()
                        : new MetadataCheck.On(Hash256.fromHex(runtime.get("digest").asString()));
        JsonNode terms = answer.get("terms");
        return prepare(
                metadata,
                call(metadata, call),
                new Terms(
                        terms.get("nonce").asLong(),
                        new BigInteger(terms.get("tip").asString()),
                        Era.read(new ScaleCodecReader(Bytes.fromHex(terms.get("era").asString()))),
                        new BlockId(
                                terms.get("number").asLong(),
                                Hash256.fromHex(terms.get("block").asString())),
                        Hash256.fromHex(terms.get("genesis").asString()),
                        runtime.get("spec").asLong(),
                        terms.get("txVersion").asLong(),
                        check));
    }

    private static SigningPayload prepare(RuntimeMetadata metadata, Bytes call, Terms terms) {
        return assertInstanceOf(
                        Preparation.Ready.class,
                        SigningPayload.prepare(metadata, call, ALICE, terms))
                .payload();
    }

    /** A remark long enough to make the payload that size. */
    private static SigningPayload ofSize(RuntimeMetadata metadata, int size) {
        Terms terms =
                new Terms(
                        5,
                        BigInteger.ZERO,
                        Era.mortal(64, 95),
                        new BlockId(95, Hash256.ZERO),
                        Hash256.ZERO,
                        424,
                        1,
                        new MetadataCheck.Off());
        int less = prepare(metadata, remark(metadata, 100), terms).signingPayload().size() - 100;
        return prepare(metadata, remark(metadata, size - less), terms);
    }

    private static Bytes remark(RuntimeMetadata metadata, int size) {
        return metadata.encodeCall(
                "System",
                "remark",
                JsonNodeFactory.instance.objectNode().put("remark", "0x" + "5a".repeat(size)));
    }

    private static Bytes call(RuntimeMetadata metadata, JsonNode call) {
        return metadata.encodeCall(
                call.get("pallet").asString(), call.get("name").asString(), call.get("args"));
    }

    private static RuntimeMetadata metadata(JsonNode runtime) {
        return RUNTIMES.get(runtime.get("name").asString());
    }

    private static String name(JsonNode runtime, JsonNode call) {
        return runtime.get("name").asString()
                + " "
                + call.get("pallet").asString()
                + "."
                + call.get("name").asString();
    }

    private static byte[] bytes(JsonNode from, String field) {
        return Bytes.fromHex(from.get(field).asString()).toArray();
    }

    private static String hex(byte[] bytes) {
        return Bytes.of(bytes).toHex();
    }
}

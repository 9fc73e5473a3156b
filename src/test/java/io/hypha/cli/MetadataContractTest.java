package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SS58;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code metadata}, {@code storage}, {@code scale} and {@code extrinsic} on recorded metadata. */
class MetadataContractTest {

    private static String file(String name) {
        return Fixtures.path("metadata/" + name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "finney-218-v15.scale.gz, finney-218-v15",
        "finney-343-v14.hex.gz, finney-343-v14",
        "finney-343-v15-option-vec.hex.gz, finney-343-v15-option-vec",
        "finney-365-v16.scale.gz, finney-365-v16",
        "finney-424-v16.scale.gz, finney-424-v16",
        "subtensor-devnet-2025-11.scale.gz, subtensor-devnet-2025-11"
    })
    void inspects_keys_and_extrinsics_as_two_libraries_saw_them(String metadata, String name) {
        JsonNode expected = Fixtures.json("metadata/" + name + ".expected.json.gz");
        JsonNode json = CommandRun.of("metadata", "inspect", file(metadata), "--json").yes();
        assertThat(json.path("version").asLong())
                .isEqualTo(expected.path("metadataVersion").asLong());
        assertThat(json.path("specName")).isEqualTo(expected.path("specName"));
        assertThat(json.path("specVersion").asLong())
                .isEqualTo(expected.path("specVersion").asLong());
        JsonNode pallets = json.path("pallets");
        assertThat(pallets.size()).isEqualTo(expected.path("pallets").size());
        for (int i = 0; i < pallets.size(); i++) {
            JsonNode pallet = pallets.get(i);
            JsonNode wanted = expected.path("pallets").get(i);
            assertThat(pallet.path("name")).isEqualTo(wanted.path("name"));
            assertThat(pallet.path("index").asLong()).isEqualTo(wanted.path("index").asLong());
            assertThat(pallet.path("storage"))
                    .as("storage of %s", pallet.path("name"))
                    .isEqualTo(wanted.path("storage"));
        }
        JsonNode vectors = expected.path("vectors");
        if (vectors.has("rfc78")) {
            assertThat(json.path("digest")).isEqualTo(vectors.path("rfc78").path("metadataDigest"));
        } else {
            assertThat(json.path("digest").isNull()).isTrue();
            assertThat(json.path("digestReason").asString()).isNotBlank();
        }
        vectors.path("storageKeys")
                .forEach(each -> {
                    List<String> words =
                            new ArrayList<>(
                                    List.of(
                                            "storage",
                                            "key",
                                            "--json",
                                            "--metadata",
                                            file(metadata)));
                    words.add(each.path("pallet").asString());
                    words.add(each.path("item").asString());
                    each.path("args")
                            .forEach(arg ->
                                    words.add(arg.isString() ? arg.asString() : arg.toString()));
                    JsonNode key = CommandRun.of(words.toArray(String[]::new)).yes();
                    assertThat(key.path("key")).isEqualTo(each.path("key"));
                    assertThat(key.has("prefix")).isFalse();
                });
        vectors.path("signedExtrinsics").forEach(each -> decodes(metadata, each));
    }

    private static void decodes(String metadata, JsonNode vector) {
        String extrinsic = vector.path("extrinsic").asString();
        JsonNode json =
                CommandRun.of(
                                "extrinsic",
                                "decode",
                                "--metadata",
                                file(metadata),
                                extrinsic,
                                "--json")
                        .yes();
        assertThat(json.propertyNames())
                .containsExactly(
                        "signed",
                        "signer",
                        "scheme",
                        "signature",
                        "era",
                        "nonce",
                        "tip",
                        "mode",
                        "call",
                        "callHex",
                        "words",
                        "hash");
        assertThat(json.path("signer")).isEqualTo(vector.path("signerSs58"));
        assertThat(json.path("scheme").asString()).isEqualTo("ed25519");
        assertThat(json.path("signature")).isEqualTo(vector.path("signature"));
        assertThat(json.path("nonce").asLong()).isEqualTo(vector.path("nonce").asLong());
        assertThat(json.path("tip")).isEqualTo(vector.path("tip"));
        assertThat(json.path("callHex")).isEqualTo(vector.path("call"));
        assertThat(json.path("hash")).isEqualTo(vector.path("extrinsicHash"));
        CommandRun.of(
                        "extrinsic",
                        "decode",
                        "--metadata",
                        file(metadata),
                        extrinsic + "00",
                        "--json")
                .no("malformed");
    }

    @Test
    void builds_what_a_wallet_signs_and_assembles_what_it_signed() {
        String metadata = "finney-424-v16.scale.gz";
        JsonNode vector =
                Fixtures.json("metadata/finney-424-v16.expected.json.gz")
                        .path("vectors")
                        .path("signedExtrinsics")
                        .get(0);
        Map<String, Object> spec = new HashMap<>();
        spec.put(
                "call",
                Map.of(
                        "pallet",
                        "Balances",
                        "name",
                        "transfer_keep_alive",
                        "args",
                        List.of(Map.of("Id", "0x" + "dd".repeat(32)), 1_234_567_890)));
        spec.put("signer", vector.path("signerSs58").asString());
        spec.put("nonce", 0);
        spec.put("tip", 0);
        spec.put("era", "immortal");
        spec.put("blockHash", vector.path("blockHash").asString());
        spec.put("genesisHash", vector.path("genesisHash").asString());
        spec.put("specVersion", 424);
        spec.put("transactionVersion", 1);
        spec.put("mode", 0);
        JsonNode built =
                CommandRun.withJson(
                                spec,
                                "extrinsic",
                                "build",
                                "--metadata",
                                file(metadata),
                                "-",
                                "--json")
                        .yes();
        assertThat(built.propertyNames())
                .containsExactly("call", "payload", "signingPayload", "toSign");
        assertThat(built.path("call")).isEqualTo(vector.path("call"));
        assertThat(built.path("signingPayload")).isEqualTo(vector.path("signingPayload"));
        spec.put("mode", 1);
        JsonNode forDevice =
                CommandRun.withJson(
                                spec,
                                "extrinsic",
                                "build",
                                "--metadata",
                                file(metadata),
                                "-",
                                "--json")
                        .yes();
        assertThat(forDevice.propertyNames())
                .containsExactly(
                        "call", "payload", "signingPayload", "toSign", "metadataHash", "proof");
        assertThat(forDevice.path("metadataHash").asString())
                .isEqualTo("0x80de37ca8c53ddbf9835d5123af60e0ef5015b3d039a6ffee0ccbb41966c864f");
        assertThat(forDevice.path("call")).isEqualTo(built.path("call"));
        spec.put("mode", 0);
        Bytes toSign = Bytes.fromHex(built.path("toSign").asString());
        Bytes seed = Bytes.fromHex(vector.path("signerSeed").asString());
        spec.put("scheme", "ed25519");
        spec.put("signature", Bytes.of(Ed25519.sign(seed.toArray(), toSign.toArray())).toHex());
        JsonNode assembled =
                CommandRun.withJson(
                                spec,
                                "extrinsic",
                                "assemble",
                                "--metadata",
                                file(metadata),
                                "-",
                                "--json")
                        .yes();
        assertThat(assembled.path("extrinsic")).isEqualTo(vector.path("extrinsic"));
        assertThat(assembled.path("hash")).isEqualTo(vector.path("extrinsicHash"));
        assertThat(assembled.path("hash").asString())
                .isEqualTo(
                        Blake2b.hash256(Bytes.fromHex(assembled.path("extrinsic").asString()))
                                .toHex());
        spec.put("signature", "0x00");
        CommandRun.withJson(
                        spec, "extrinsic", "assemble", "--metadata", file(metadata), "-", "--json")
                .no("malformed");
        spec.put(
                "call",
                Map.of("pallet", "Balances", "name", "transfer_keep_alive", "args", List.of(1)));
        assertThat(
                        CommandRun.withJson(
                                        spec,
                                        "extrinsic",
                                        "build",
                                        "--metadata",
                                        file(metadata),
                                        "-",
                                        "--json")
                                .badInput())
                .contains("args");
    }

    @Test
    void fewer_parts_give_a_prefix_and_unknown_names_are_bad_input() {
        String metadata = file("finney-424-v16.scale.gz");
        JsonNode json =
                CommandRun.of(
                                "storage",
                                "key",
                                "--metadata",
                                metadata,
                                "System",
                                "Account",
                                "--json")
                        .yes();
        assertThat(json.path("key").asString())
                .isEqualTo("0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9");
        assertThat(json.path("prefix").asBoolean()).isTrue();
        assertThat(
                        CommandRun.of("storage", "key", "--metadata", metadata, "Nope", "Account")
                                .badInput())
                .contains("Nope");
        assertThat(
                        CommandRun.of("storage", "key", "--metadata", metadata, "System", "Nope")
                                .badInput())
                .contains("Nope");
        CommandRun.of("storage", "key", "--metadata", metadata, "System", "Account", "5", "6")
                .badInput();
        CommandRun.of("storage", "key", "System", "Account").badInput();
    }

    @Test
    void decodes_values_by_every_way_to_name_a_type() {
        String metadata = file("finney-424-v16.scale.gz");
        String bob = "0x" + "dd".repeat(32);
        for (String type :
                List.of("AccountId32", "sp_core::crypto::AccountId32", "System.BlockHash")) {
            JsonNode value =
                    CommandRun.of(
                                    "scale",
                                    "decode",
                                    "--metadata",
                                    metadata,
                                    "--type",
                                    type,
                                    bob,
                                    "--json")
                            .yes()
                            .path("value");
            assertThat(value.asString())
                    .isEqualTo(
                            type.equals("System.BlockHash")
                                    ? bob
                                    : SS58.encode(Hash256.fromHex(bob)));
        }
        CommandRun.of(
                        "scale",
                        "decode",
                        "--metadata",
                        metadata,
                        "--type",
                        "Metadata_metadata_versions",
                        "0x040e000000",
                        "--json")
                .yes();
        CommandRun.of("scale", "decode", "--metadata", metadata, "--type", "99999", bob, "--json")
                .badInput();
    }

    @Test
    void metadata_under_judgement_is_malformed_and_metadata_given_is_bad_input() {
        CommandRun.withInput(
                        new byte[] {'m', 'e', 't', 'a', 14}, "metadata", "inspect", "-", "--json")
                .no("malformed");
        CommandRun.withInput(new byte[] {1}, "metadata", "inspect", "-", "--json").no("malformed");
        assertThat(
                        CommandRun.withInput(
                                        new byte[] {1},
                                        "storage",
                                        "key",
                                        "--metadata",
                                        "-",
                                        "System",
                                        "Account")
                                .badInput())
                .contains("metadata V14 to V16");
    }
}

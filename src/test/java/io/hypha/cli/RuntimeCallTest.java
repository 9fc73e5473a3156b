package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.metadata.RuntimeMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code runtime call} with the devnet's runtime, and with what is none. */
class RuntimeCallTest {

    @TempDir Path dir;
    private String code = "";

    @BeforeEach
    void write() throws IOException {
        try (InputStream in =
                RuntimeCallTest.class.getResourceAsStream("/devnet/runtime-424.wasm")) {
            code = file("runtime.wasm", in.readAllBytes());
        }
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(dir.resolve(name), bytes).toString();
    }

    private CommandRun call(String... words) {
        String[] all = new String[words.length + 5];
        System.arraycopy(new String[] {"runtime", "call", "--code", code, "--json"}, 0, all, 0, 5);
        System.arraycopy(words, 0, all, 5, words.length);
        return CommandRun.of(all);
    }

    @Test
    void a_method_that_reads_nothing_answers_without_a_state() {
        JsonNode json = call("Core_version").yes();
        assertThat(json.path("result").asString()).startsWith("0x386e6f64652d73756274656e736f72");
        assertThat(json.properties()).hasSize(1);
        assertThat(call("Core_version", "0x").yes()).isEqualTo(json);
    }

    @Test
    void a_state_is_read_key_by_key() {
        String account = "0x" + "ab".repeat(32);
        assertThat(call("AccountNonceApi_account_nonce", account).yes().path("result").asString())
                .isEqualTo("0x00000000");
        RuntimeMetadata metadata =
                RuntimeMetadata.decode(
                        MetadataBlob.unwrap(Fixtures.bytes("metadata/finney-424-v16.scale.gz")));
        Bytes key =
                metadata.storageKey(
                        "System",
                        "Account",
                        tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(account));
        Map<String, Object> state =
                Map.of(
                        "stateVersion",
                        1,
                        "entries",
                        List.of(List.of(key.toHex(), "0x07000000" + "00".repeat(76))));
        JsonNode json =
                CommandRun.withJson(
                                state,
                                "runtime",
                                "call",
                                "--code",
                                code,
                                "--json",
                                "--state",
                                "-",
                                "AccountNonceApi_account_nonce",
                                account)
                        .yes();
        assertThat(json.path("result").asString()).isEqualTo("0x07000000");
        Map<String, Object> hashed =
                Map.of(
                        "stateVersion",
                        1,
                        "entries",
                        List.of(
                                List.of(
                                        key.toHex(),
                                        Map.of(
                                                "blake2b256",
                                                "0x" + "11".repeat(32),
                                                "length",
                                                80))));
        CommandRun.withJson(
                        hashed,
                        "runtime",
                        "call",
                        "--code",
                        code,
                        "--json",
                        "--state",
                        "-",
                        "AccountNonceApi_account_nonce",
                        account)
                .no("unavailable");
    }

    @Test
    void a_trap_is_a_verdict() {
        call("AccountNonceApi_account_nonce", "0xab").no("trapped");
        assertThat(call("Core_wersion").no("trapped").path("reason").asString())
                .contains("no entry point Core_wersion");
    }

    @Test
    void what_is_no_runtime_is_malformed() throws IOException {
        code = file("cut.wasm", java.util.Arrays.copyOf(Files.readAllBytes(Path.of(code)), 5_000));
        call("Core_version").no("malformed");
        code = file("text", new byte[] {'h', 'i'});
        call("Core_version").no("malformed");
        code = file("cut.zst", Bytes.fromHex("0x52bc537646db8e0528b52ffd2000").toArray());
        call("Core_version").no("malformed");
    }

    @Test
    void bad_arguments_are_bad_input() {
        assertThat(call("Core_version", "0x0").badInput()).contains("HEX");
        assertThat(CommandRun.of("runtime", "call", "Core_version").badInput()).contains("--code");
        code = dir.resolve("nothing").toString();
        call("Core_version").badInput();
    }
}

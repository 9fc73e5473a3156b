package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class HyphaTest {

    @Test
    void complains_in_one_line_about_what_it_does_not_know() {
        for (String[] words :
                List.of(
                        new String[] {},
                        new String[] {"bogus"},
                        new String[] {"verify"},
                        new String[] {"verify", "bogus"},
                        new String[] {"verify", "finality"},
                        new String[] {"verify", "finality", "a", "b"},
                        new String[] {"verify", "finality", "-", "--bogus"},
                        new String[] {"header"})) {
            CommandRun.of(words).badInput();
        }
    }

    @Test
    void serve_and_node_complain_about_a_network_before_anything_starts(@TempDir Path dir)
            throws IOException {
        String absent = dir.resolve("spec.json").toString();
        Path empty = Files.writeString(dir.resolve("empty.json"), "{}");
        for (String command : List.of("serve", "node")) {
            assertThat(CommandRun.of(command, "--network", absent).badInput())
                    .contains("spec.json");
            assertThat(
                            CommandRun.of(
                                            command,
                                            "--network",
                                            "finney",
                                            "--checkpoint",
                                            empty.toString())
                                    .badInput())
                    .contains("header is missing");
        }
        assertThat(CommandRun.of("node", "--data-dir", dir.toString()).badInput())
                .contains("no devnet has run here");
        assertThat(CommandRun.of("node", "--network", "finney", "--rpc", "ftp://x").badInput())
                .contains("--rpc");
        assertThat(CommandRun.of("devnet", "--block-time", "soon").badInput()).contains("500ms");
        assertThat(CommandRun.of("devnet", "--state-blocks", "some").badInput())
                .contains("--state-blocks");
        assertThat(CommandRun.of("node", "--until-finalized", "-1").badInput())
                .contains("--until-finalized: expected a block number");
    }

    @ParameterizedTest
    @CsvSource({
        "--port, x",
        "--port, 99999",
        "--port, -1",
        "--rpc-port, x",
        "--rpc-port, 65536",
        "--block-time, soon",
        "--block-time, 0s",
        "--seed, ../1",
    })
    void serve_complains_in_one_line_before_anything_is_started(String option, String value) {
        assertThat(CommandRun.of("serve", option, value).badInput()).startsWith("hypha serve: ");
    }

    @Test
    void a_devnet_whose_port_is_taken_writes_no_history_first(@TempDir Path dir)
            throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String folder = dir.toString();
            assertThat(
                            CommandRun.of(
                                            "devnet",
                                            "--rpc-port",
                                            port,
                                            "--p2p-port",
                                            "0",
                                            "--data-dir",
                                            folder)
                                    .badInput())
                    .contains("port " + port, "--rpc-port");
            assertThat(
                            CommandRun.of(
                                            "devnet",
                                            "--rpc-port",
                                            "0",
                                            "--p2p-port",
                                            port,
                                            "--data-dir",
                                            folder)
                                    .badInput())
                    .contains("port " + port, "--p2p-port");
        }
        String nowhere = dir.resolve("none/spec.json").toString();
        assertThat(
                        CommandRun.of("devnet", "--spec-out", nowhere, "--data-dir", dir.toString())
                                .badInput())
                .contains("--spec-out", nowhere);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void an_answer_that_is_lost_is_no_success() {
        PrintStream full =
                new PrintStream(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("No space left on device");
                            }
                        },
                        false,
                        StandardCharsets.UTF_8);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(
                        InputStream.nullInputStream(),
                        full,
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(Hypha.run(console, "scale", "decode", "--type", "u8", "0x05", "--json"))
                .isEqualTo(74);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("hypha: standard output took no more\n");
    }

    @Test
    void each_command_says_what_it_takes() {
        for (String words :
                List.of("yield", "verify", "verify finality", "scale decode", "node", "serve")) {
            CommandRun run = CommandRun.of((words + " --help").split(" "));
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("Usage: hypha " + words);
        }
    }

    @Test
    void a_gzip_that_is_cut_short_is_bad_input() {
        byte[] cut = {0x1f, (byte) 0x8b, 8, 0, 'a', 'b', 'c'};
        assertThat(CommandRun.withInput(cut, "yield", "-").badInput()).contains("ends too early");
    }

    @Test
    void says_what_is_wrong_with_json_and_where() {
        for (String text : List.of("{", "{\"a\":1,\"a\":2}", "[".repeat(1_000), "{\"a\":x}")) {
            assertThat(
                            CommandRun.withInput(
                                            text.getBytes(StandardCharsets.UTF_8), "yield", "-")
                                    .badInput())
                    .contains("-: expected JSON, found ")
                    .containsPattern(" at line 1, column [0-9]+|allowed \\(256\\)")
                    .doesNotContain("Stream", "Source");
        }
    }

    @Test
    void text_from_elsewhere_does_not_move_the_cursor_of_a_terminal() {
        CommandRun plain = CommandRun.of("scale", "decode", "--type", "str", "0x146162636465");
        assertThat(plain.out()).isEqualTo("value: abcde\n");
        CommandRun hostile = CommandRun.of("scale", "decode", "--type", "str", "0x101b5b324a");
        assertThat(hostile.out()).isEqualTo("value: \"\\u001B[2J\"\n");
    }

    @Test
    void complains_about_peers_that_cannot_be_met(@TempDir Path dir) throws IOException {
        String id = "12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";
        for (String command : List.of("serve", "node")) {
            for (String address :
                    List.of(
                            "127.0.0.1:30333",
                            "/ip4/127.0.0.1/tcp/30333",
                            "/ip4/127.0.0.1/tcp/99999/p2p/" + id,
                            "/ip4/127.0.0.1/tcp/1/p2p/" + id.replace('R', 'l'))) {
                assertThat(
                                CommandRun.of(command, "--network", "finney", "--bootnode", address)
                                        .badInput())
                        .contains("--bootnode: expected an address");
            }
            assertThat(
                            CommandRun.of(
                                            command,
                                            "--network",
                                            "finney",
                                            "--no-p2p",
                                            "--bootnode",
                                            "/ip4/127.0.0.1/tcp/1/p2p/" + id)
                                    .badInput())
                    .contains("--no-p2p");
        }
        Path spec =
                Files.writeString(
                        dir.resolve("spec.json"),
                        Files.readString(Fixtures.path("chainspec/finney-light.json"))
                                .replaceAll("\"/dns/[^\"]*\"", ""));
        assertThat(CommandRun.of("node", "--network", spec.toString()).badInput())
                .contains("--bootnode or --rpc: expected at least one address");
        assertThat(CommandRun.of("node", "--network", spec.toString(), "--no-p2p").badInput())
                .contains("--rpc: expected at least one address");
    }

    @Test
    void a_variable_switches_peers_off_by_a_plain_word() {
        for (String yes : List.of("true", "1", "YES", " on ")) {
            assertThat(NodeArguments.yes("HYPHA_NO_P2P", yes)).isTrue();
        }
        for (String no : List.of("false", "0", "no", "off", "")) {
            assertThat(NodeArguments.yes("HYPHA_NO_P2P", no)).isFalse();
        }
        assertThat(NodeArguments.yes("HYPHA_NO_P2P", null)).isFalse();
        assertThatThrownBy(() -> NodeArguments.yes("HYPHA_NO_P2P", "perhaps"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("HYPHA_NO_P2P");
    }

    @Test
    void a_network_without_a_checkpoint_says_so_and_dials_nobody() {
        CommandRun run = CommandRun.of("node", "--network", "test", "--until-finalized", "1");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("no-checkpoint").contains("--checkpoint FILE");
    }

    @Test
    void shows_help_and_version() {
        assertThat(CommandRun.of("--help").out()).contains("verify", "header", "extrinsic");
        assertThat(CommandRun.of("--version").exitCode()).isZero();
    }

    @Test
    void names_a_file_that_is_not_there(@TempDir Path dir) {
        Path absent = dir.resolve("absent.json");
        assertThat(CommandRun.of("verify", "seal", absent.toString(), "--json").badInput())
                .isEqualTo(
                        "hypha verify seal: "
                                + absent
                                + ": expected a file, found none of this name");
        CommandRun.of("verify", "seal", dir.toString(), "--json").badInput();
    }

    @Test
    void reads_gzip_through_from_a_file_and_from_standard_input(@TempDir Path dir)
            throws IOException {
        byte[] json = "{\"stateVersion\":0,\"entries\":[]}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json);
        }
        Path plain = Files.write(dir.resolve("state.json"), json);
        Path gz = Files.write(dir.resolve("state.json.gz"), packed.toByteArray());
        Path noGz = Files.write(dir.resolve("no.gz"), json);
        String root = "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314";
        for (CommandRun run :
                List.of(
                        CommandRun.of("verify", "trie-root", "--json", plain.toString()),
                        CommandRun.of("verify", "trie-root", "--json", gz.toString()),
                        CommandRun.withInput(
                                packed.toByteArray(), "verify", "trie-root", "--json", "-"),
                        CommandRun.withInput(json, "verify", "trie-root", "-", "--json"))) {
            assertThat(run.yes().path("root").asString()).isEqualTo(root);
        }
        assertThat(CommandRun.of("verify", "trie-root", noGz.toString()).badInput())
                .contains("a readable file");
        byte[] cut = java.util.Arrays.copyOf(packed.toByteArray(), packed.size() - 9);
        CommandRun.withInput(cut, "verify", "trie-root", "-").badInput();
    }

    @Test
    void without_json_it_speaks_a_line_per_field() {
        CommandRun run =
                CommandRun.withJson(
                        Map.of("stateVersion", 0, "entries", List.of()),
                        "verify",
                        "trie-root",
                        "-");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo(
                        "root: 0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314\n");
    }

    @Test
    void yield_of_a_pool_to_the_agreed_places() {
        Map<String, Object> input =
                Map.of(
                        "fromBlock",
                        1000,
                        "tempo",
                        360,
                        "epochs",
                        List.of(
                                Map.of(
                                        "block",
                                        1360,
                                        "dividends",
                                        "1000000",
                                        "total",
                                        "1001000000"),
                                Map.of("block", 1720, "dividends", 0, "total", 0)));
        JsonNode json = CommandRun.withJson(input, "yield", "-", "--json").yes();
        assertThat(json.propertyNames())
                .containsExactly("index", "apr", "apy", "blocks", "coverage");
        assertThat(json.path("index").asString()).isEqualTo("1.001000000000000000");
        assertThat(json.path("apr").asString()).isEqualTo("3.650000000000");
        assertThat(json.path("blocks").asLong()).isEqualTo(720);
        assertThat(json.path("coverage").asString()).isEqualTo("0.500000000000");
        CommandRun.withJson(
                        Map.of(
                                "fromBlock",
                                0,
                                "epochs",
                                List.of(Map.of("block", 9, "dividends", 5, "total", 5))),
                        "yield",
                        "-",
                        "--json")
                .no("impossible");
        assertThat(
                        CommandRun.withJson(
                                        Map.of(
                                                "fromBlock",
                                                9,
                                                "epochs",
                                                List.of(
                                                        Map.of(
                                                                "block",
                                                                9,
                                                                "dividends",
                                                                1,
                                                                "total",
                                                                5))),
                                        "yield",
                                        "-",
                                        "--json")
                                .badInput())
                .contains("fromBlock");
        CommandRun.withJson(Map.of("fromBlock", 9, "epochs", List.of()), "yield", "-", "--json")
                .badInput();
    }

    @Test
    void decodes_the_codec_cases_without_metadata() {
        JsonNode fixture = Fixtures.json("scale/codec-basics.json");
        assertThat(fixture.path("cases").size()).isEqualTo(25);
        fixture.path("cases")
                .forEach(each -> {
                    CommandRun run =
                            CommandRun.of(
                                    "scale",
                                    "decode",
                                    "--type",
                                    each.path("type").asString(),
                                    each.path("hex").asString(),
                                    "--json");
                    assertThat(run.yes().propertyNames()).containsExactly("value");
                });
        fixture.path("nonCanonicalCompacts")
                .path("hex")
                .forEach(hex ->
                        CommandRun.of(
                                        "scale",
                                        "decode",
                                        "--type",
                                        "Compact<u128>",
                                        hex.asString(),
                                        "--json")
                                .no("malformed"));
        assertThat(
                        CommandRun.of(
                                        "scale",
                                        "decode",
                                        "--type",
                                        "[u8; 4]",
                                        "0x01020304",
                                        "--json")
                                .yes()
                                .path("value")
                                .asString())
                .isEqualTo("0x01020304");
        CommandRun.of("scale", "decode", "--type", "u8", "0x0102", "--json").no("malformed");
        assertThat(CommandRun.of("scale", "decode", "--type", "Nope", "0x01", "--json").badInput())
                .contains("--type");
    }
}

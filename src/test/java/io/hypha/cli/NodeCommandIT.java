package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.FreePorts;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockJustifications;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code hypha node} against a devnet on loopback. */
class NodeCommandIT {

    private static final int HISTORY = 6;

    @TempDir Path dir;

    private Devnet devnet(UnaryOperator<ChainServer> serving) {
        return Devnet.manual(
                DevnetOptions.defaults(dir)
                        .withDataDir(dir.resolve("devnet"))
                        .withBlockTime(Duration.ofMillis(500))
                        .withRpcPort(0)
                        .withP2pPort(0),
                HISTORY,
                InstantSource.system(),
                serving);
    }

    private String spec(Devnet devnet) throws IOException {
        return Files.writeString(dir.resolve("spec.json"), devnet.chainSpec()).toString();
    }

    private static JsonNode json(CommandRun run) {
        assertThat(run.out().lines()).as(run.out() + run.err()).hasSize(1);
        return JsonMapper.builder().build().readTree(run.out());
    }

    /** Who is late once is left alone for half a minute: a minute is not much then. */
    private static CommandRun node(String... more) {
        String[] words = words(Arrays.copyOf(more, more.length + 2));
        words[words.length - 2] = "--timeout";
        words[words.length - 1] = "10m";
        return CommandRun.of(words);
    }

    private static String[] words(String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "node";
        words[1] = "--until-finalized";
        words[2] = Integer.toString(HISTORY);
        System.arraycopy(more, 0, words, 3, more.length);
        return words;
    }

    @Test
    void names_the_peer_or_endpoint_that_gave_the_justification() throws IOException {
        try (Devnet devnet = devnet(UnaryOperator.identity())) {
            String spec = spec(devnet);
            String id = Devnet.identity(devnetOptions()).toString();

            for (var address : devnet.p2pAddresses()) {
                CommandRun run = node("--network", spec, "--bootnode", address.toString());
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(json(run).path("number").asLong()).isEqualTo(HISTORY);
                assertThat(json(run).path("source").asString()).isEqualTo("p2p");
                assertThat(json(run).path("peer").asString()).isEqualTo(id);
                assertThat(json(run).path("bytesReceived").asLong()).isPositive();
                assertThat(run.err()).contains("peer " + id, ": connected");
            }

            CommandRun overRpc =
                    node("--network", spec, "--no-p2p", "--rpc", devnet.rpcWebSocket().toString());
            assertThat(overRpc.exitCode()).as(overRpc.err()).isZero();
            assertThat(json(overRpc).path("source").asString()).isEqualTo("rpc");
            assertThat(json(overRpc).path("peer").asString())
                    .isEqualTo(devnet.rpcWebSocket().toString());
            assertThat(overRpc.err()).doesNotContain("peer ");

            CommandRun anything =
                    CommandRun.of(
                            "node",
                            "--until-finalized",
                            "0",
                            "--network",
                            spec,
                            "--no-p2p",
                            "--rpc",
                            devnet.rpcWebSocket().toString(),
                            "--timeout",
                            "10m");
            assertThat(json(anything).path("source").asString())
                    .as("genesis is trusted; a block that was verified is wanted")
                    .isEqualTo("rpc");
        }
    }

    private DevnetOptions devnetOptions() {
        return DevnetOptions.defaults(dir).withDataDir(dir.resolve("devnet"));
    }

    @Test
    void the_bootnodes_of_a_chain_spec_are_enough() throws IOException {
        try (Devnet devnet = devnet(UnaryOperator.identity())) {
            CommandRun run = node("--network", spec(devnet));

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(json(run).path("source").asString()).isEqualTo("p2p");
        }
    }

    @Test
    void a_timeout_says_how_the_bootnode_failed() throws IOException {
        String spec;
        try (Devnet devnet = devnet(UnaryOperator.identity())) {
            spec = spec(devnet);
        }
        int port = FreePorts.next();
        CommandRun run =
                CommandRun.patientUntil(
                        "NO_PEER: ",
                        words(
                                "--network",
                                spec,
                                "--bootnode",
                                "/ip4/127.0.0.1/tcp/"
                                        + port
                                        + "/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC",
                                "--timeout",
                                "3s"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(json(run).path("verdict").asString()).isEqualTo("timeout");
        assertThat(json(run).path("reason").asString())
                .contains("127.0.0.1:" + port + ": connection refused");
        assertThat(run.err()).contains("127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void the_only_source_that_lies_ends_it_with_the_lie() throws IOException {
        try (Devnet devnet = devnet(NodeCommandIT::cuttingJustifications)) {
            CommandRun run = node("--network", spec(devnet));

            assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
            assertThat(json(run).path("verdict").asString()).as(run.err()).isEqualTo("lied-to");
            assertThat(run.err()).contains("refuted: ").contains("BANNED");
        }
    }

    /** Serves what the devnet serves, but for the last byte of each justification. */
    private static ChainServer cuttingJustifications(ChainServer honest) {
        return (ChainServer)
                Proxy.newProxyInstance(
                        ChainServer.class.getClassLoader(),
                        new Class<?>[] {ChainServer.class},
                        (_, method, arguments) -> {
                            try {
                                Object answer = method.invoke(honest, arguments);
                                return switch (method.getName()) {
                                    case "warpProof" ->
                                            ((Optional<?>) answer)
                                                    .map(Bytes.class::cast)
                                                    .map(NodeCommandIT::cut);
                                    case "blocks" ->
                                            ((Optional<?>) answer)
                                                    .map(List.class::cast)
                                                    .map(NodeCommandIT::cut);
                                    default -> answer;
                                };
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static List<BlockData> cut(List<?> blocks) {
        return blocks.stream()
                .map(BlockData.class::cast)
                .map(block ->
                        new BlockData(
                                block.hash(),
                                block.header(),
                                block.body(),
                                cut(block.justifications())))
                .toList();
    }

    private static BlockJustifications cut(BlockJustifications justifications) {
        return switch (justifications) {
            case BlockJustifications.Single(Bytes justification) ->
                    new BlockJustifications.Single(cut(justification));
            case BlockJustifications.None none -> none;
            case BlockJustifications.Each _ -> new BlockJustifications.None();
        };
    }

    private static Bytes cut(Bytes whole) {
        return whole.slice(0, whole.size() - 1);
    }
}

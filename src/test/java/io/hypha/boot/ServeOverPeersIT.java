package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.FreePorts;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real application beside a devnet of another process, over libp2p and nothing else. */
class ServeOverPeersIT {

    private static final int HISTORY = 24;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path dir;

    @AfterEach
    void stopDatabase() throws IOException {
        ServedApplication.stopDatabases(dir.resolve("served"));
    }

    private ServedApplication serve(String... more) throws IOException {
        String[] all = new String[more.length + 2];
        all[0] = "--hypha.data-dir=" + dir.resolve("served");
        all[1] = "--hypha.network=" + dir.resolve("spec.json");
        System.arraycopy(more, 0, all, 2, more.length);
        return ServedApplication.start(Path.of("target", "over-peers-application.log"), all);
    }

    private static JsonNode await(
            ServedApplication application, String path, Predicate<JsonNode> wanted)
            throws InterruptedException {
        return JSON.readTree(
                awaitText(application, path, text -> wanted.test(JSON.readTree(text))));
    }

    private static String awaitText(
            ServedApplication application, String path, Predicate<String> wanted)
            throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        String last = "nothing";
        while (Instant.now().isBefore(until)) {
            Optional<String> answer = application.text(path);
            if (answer.filter(wanted).isPresent()) {
                return answer.get();
            }
            last = answer.orElse(last);
            application.rest(BETWEEN_LOOKS);
        }
        throw new AssertionError(path + " not within " + PATIENCE + ": " + last);
    }

    private static boolean follows(JsonNode node) {
        return node.path("state").asString().equals("following")
                && node.path("block").asLong() == HISTORY;
    }

    /** An answer that did not come is asked for again, so that it may follow before. */
    private static boolean knowsAuthors(JsonNode node) {
        return node.path("chainInformation").path("auraAuthorities").asInt() > 0;
    }

    @Test
    void peers_are_enough_and_are_remembered_over_a_restart() throws Exception {
        try (Devnet devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir)
                                .withDataDir(dir.resolve("devnet"))
                                .withBlockTime(Duration.ofMillis(500))
                                .withRpcPort(0)
                                .withP2pPort(0),
                        HISTORY,
                        InstantSource.system())) {
            Files.writeString(dir.resolve("spec.json"), devnet.chainSpec());
            String id = devnet.p2pAddresses().getFirst().peerId().orElseThrow().toString();

            try (ServedApplication application = serve()) {
                JsonNode node =
                        await(
                                application,
                                "/api/v1/node",
                                status -> follows(status) && knowsAuthors(status));
                assertThat(node.path("endpoints")).isEmpty();
                assertThat(node.path("finalitySource").path("source").asString()).isEqualTo("p2p");
                assertThat(node.path("finalitySource").path("peer").asString()).isEqualTo(id);
                assertThat(node.path("freshness").path("verdict").asString()).isNotEqualTo("fresh");
                assertThat(node.path("chainInformation").path("auraAuthorities").asInt())
                        .isEqualTo(4);
                JsonNode validators =
                        await(
                                application,
                                "/api/v1/validators",
                                page -> !page.path("items").isEmpty());
                assertThat(validators.path("level").asString()).isEqualTo("derived");
                awaitText(
                        application,
                        "/node",
                        page -> page.contains(id) && page.contains("peers alone are asked"));
                awaitRemembered(application, id);
            }

            // Nobody is at the only bootnode; where the peer was met stands in the database.
            try (ServedApplication application =
                    serve(
                            "--hypha.bootnode=/ip4/127.0.0.1/tcp/"
                                    + FreePorts.next()
                                    + "/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC")) {
                await(
                        application,
                        "/api/v1/node",
                        status ->
                                follows(status)
                                        && anyPeer(status, peer -> isConnected(peer, id))
                                        && anyPeer(status, ServeOverPeersIT::isRefused));
            }
        }
    }

    /** Where a peer was met is written late, and the application is killed. */
    private void awaitRemembered(ServedApplication application, String id) throws Exception {
        Path folder;
        try (Stream<Path> networks = Files.list(dir.resolve("served"))) {
            folder =
                    networks.map(each -> each.resolve("postgres"))
                            .filter(Files::isDirectory)
                            .findFirst()
                            .orElseThrow();
        }
        Path data = folder.resolve(Files.readString(folder.resolve("finished")).strip());
        String port = Files.readAllLines(data.resolve("postmaster.pid")).get(3).strip();
        String password = Files.readString(folder.resolve("password")).strip();
        Instant until = Instant.now().plus(PATIENCE);
        try (Connection database =
                        DriverManager.getConnection(
                                "jdbc:postgresql://localhost:" + port + "/hypha",
                                "hypha",
                                password);
                PreparedStatement query =
                        database.prepareStatement(
                                "select 1 from peer_address where address like '%' || ?")) {
            query.setString(1, id);
            while (true) {
                try (ResultSet rows = query.executeQuery()) {
                    if (rows.next()) {
                        return;
                    }
                }
                assertThat(Instant.now()).as("%s is not remembered", id).isBefore(until);
                application.rest(BETWEEN_LOOKS);
            }
        }
    }

    private static boolean anyPeer(JsonNode node, Predicate<JsonNode> wanted) {
        return node.path("peers").valueStream().anyMatch(wanted);
    }

    private static boolean isRefused(JsonNode peer) {
        return peer.path("lastFailure").asString().contains("connection refused");
    }

    private static boolean isConnected(JsonNode peer, String id) {
        return peer.path("id").asString().equals(id)
                && peer.path("state").asString().equals("connected");
    }
}

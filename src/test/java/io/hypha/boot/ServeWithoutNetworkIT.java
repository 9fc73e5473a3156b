package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The real application for the main network where nobody of it can be reached: it starts, serves
 * what it has, and says of each bootnode how it failed. Names below {@code .invalid} resolve
 * nowhere, so that no test meets the real network.
 */
class ServeWithoutNetworkIT {

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final String ID = "12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";

    @TempDir Path dir;

    @AfterEach
    void stopDatabase() throws IOException {
        ServedApplication.stopDatabases(dir);
    }

    private ServedApplication serve(String... more) throws IOException {
        String[] all = new String[more.length + 1];
        all[0] = "--hypha.data-dir=" + dir;
        System.arraycopy(more, 0, all, 1, more.length);
        return ServedApplication.start(Path.of("target", "without-network-application.log"), all);
    }

    private static JsonNode await(ServedApplication application, Predicate<JsonNode> wanted)
            throws InterruptedException {
        return await(application, "/api/v1/node", wanted);
    }

    private static JsonNode await(
            ServedApplication application, String path, Predicate<JsonNode> wanted)
            throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        JsonNode last = null;
        while (Instant.now().isBefore(until)) {
            last = application.get(path).orElse(null);
            if (last != null && wanted.test(last)) {
                return last;
            }
            application.rest(BETWEEN_LOOKS);
        }
        throw new AssertionError(path + " not within " + PATIENCE + ": " + last);
    }

    private static boolean everyPeerFailed(JsonNode node) {
        JsonNode peers = node.path("peers");
        return !peers.isEmpty()
                && node.path("state").asString().equals("no-peer")
                && peers.valueStream().noneMatch(peer -> peer.path("lastFailure").isNull());
    }

    @Test
    void the_main_network_out_of_reach_is_said_with_each_bootnodes_failure() throws Exception {
        int port = FreePorts.next();
        String byName = "/dns/bootnode.invalid/tcp/30333/ws/p2p/" + ID;
        String closed =
                "/ip4/127.0.0.1/tcp/"
                        + port
                        + "/p2p/12D3KooWPM4mLcKJGtyVtkggqdG84zWrd7Rij6PGQDoijh1X86Vr";
        try (ServedApplication application =
                serve(
                        "--hypha.network=finney",
                        "--hypha.bootnode=" + byName + "," + closed,
                        "--hypha.rpc=ws://rpc.invalid:9944")) {
            JsonNode node = await(application, ServeWithoutNetworkIT::everyPeerFailed);

            assertThat(node.path("peers").valueStream())
                    .anySatisfy(peer -> {
                        assertThat(peer.path("address").asString()).isEqualTo(byName);
                        assertThat(peer.path("lastFailure").asString())
                                .contains("bootnode.invalid:30333", "not resolved");
                    })
                    .anySatisfy(peer -> {
                        assertThat(peer.path("address").asString()).isEqualTo(closed);
                        assertThat(peer.path("lastFailure").asString())
                                .contains("127.0.0.1:" + port, "connection refused");
                    });
            assertThat(node.path("checkpoint").path("block").asLong()).isEqualTo(8_867_448);
            assertThat(node.path("setId").asLong()).isEqualTo(6);
            assertThat(node.path("freshness").path("verdict").asString()).isNotEqualTo("fresh");

            String page = application.text("/node").orElseThrow();
            assertThat(page)
                    .contains("No peer answers", "bootnode.invalid:30333", "connection refused")
                    .contains("Peers: none.");
            for (String path : new String[] {"/", "/validators", "/method", "/stake"}) {
                assertThat(application.text(path)).as(path).isPresent();
            }
        }
    }

    @Test
    void without_a_word_it_makes_a_devnet_of_its_own_and_ranks_its_validators() throws Exception {
        try (ServedApplication application =
                serve("--hypha.rpc-port=" + FreePorts.next(), "--hypha.block-time=500ms")) {
            JsonNode node =
                    await(application, each -> each.path("state").asString().equals("following"));

            assertThat(node.path("network").asString()).isNotEmpty();
            await(application, each -> each.path("block").asLong() > node.path("block").asLong());
            await(
                    application,
                    "/api/v1/validators?subnet=1",
                    page -> !page.path("items").isEmpty());
        }
    }

    @Test
    void the_test_network_asks_for_a_checkpoint_and_dials_nobody() throws Exception {
        try (ServedApplication application = serve("--hypha.network=test")) {
            JsonNode node = await(application, each -> true);

            assertThat(node.path("state").asString()).isEqualTo("no-checkpoint");
            assertThat(node.path("explanation").asString()).contains("--checkpoint");
            assertThat(node.path("block").isNull()).isTrue();
            assertThat(node.path("peers")).isEmpty();
            assertThat(application.text("/node").orElseThrow())
                    .contains("No checkpoint", "Nothing is proven");
        }
    }
}

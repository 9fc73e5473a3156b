package io.hypha.web.api;

import static io.hypha.chain.StatusBuilder.PEER_ID;
import static io.hypha.chain.StatusBuilder.aStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.EndpointState;
import io.hypha.chain.ChainStatus.FreshnessKind;
import io.hypha.chain.ChainStatus.PeerState;
import io.hypha.chain.ChainStatus.Wire;
import io.hypha.chain.StatusBuilder;
import io.hypha.chain.Subtensor;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NodeResourceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode json(StatusBuilder builder) {
        ChainStatus status = builder.build();
        Subtensor subtensor =
                (Subtensor)
                        Proxy.newProxyInstance(
                                Subtensor.class.getClassLoader(),
                                new Class<?>[] {Subtensor.class},
                                (_, _, _) -> status);
        return JSON.readTree(
                JSON.writeValueAsBytes(
                        new NodeResource(subtensor, () -> StatusBuilder.NOW).node()));
    }

    @Test
    void tells_the_same_as_the_page() {
        JsonNode node =
                json(
                        aStatus()
                                .following(9_564_012, 8)
                                .justifiedBy(Wire.P2P, PEER_ID)
                                .set(8)
                                .peer(PeerState.CONNECTED, PEER_ID, "node-subtensor", "")
                                .endpoint("wss://one.example", EndpointState.OK)
                                .fresh(FreshnessKind.FRESH, 2, "2 sources agree")
                                .disagreement("wss://two.example", "a proof", "does not hash"));

        assertThat(node.path("state").asString()).isEqualTo("following");
        assertThat(node.path("block").asLong()).isEqualTo(9_564_012);
        assertThat(node.path("level").asString()).isEqualTo("proven");
        assertThat(node.path("finalityAgeSeconds").asLong()).isEqualTo(8);
        assertThat(node.path("setId").asLong()).isEqualTo(8);
        assertThat(node.path("threshold").asString()).isEqualTo("14");
        assertThat(node.path("freshness").path("verdict").asString()).isEqualTo("fresh");
        assertThat(node.path("freshness").path("sources").asInt()).isEqualTo(2);
        assertThat(node.path("finalitySource").path("source").asString()).isEqualTo("p2p");
        assertThat(node.path("finalitySource").path("peer").asString()).isEqualTo(PEER_ID);
        assertThat(node.path("chainInformation").path("auraAuthorities").asInt()).isEqualTo(20);
        JsonNode peer = node.path("peers").path(0);
        assertThat(peer.path("id").asString()).isEqualTo(PEER_ID);
        assertThat(peer.path("state").asString()).isEqualTo("connected");
        assertThat(peer.path("latencyMillis").asLong()).isEqualTo(38);
        assertThat(peer.path("best").asLong()).isEqualTo(9_564_014);
        assertThat(peer.path("finalized").asLong()).isEqualTo(9_564_012);
        assertThat(peer.path("bytesSent").asLong()).isEqualTo(20_400);
        assertThat(node.path("endpoints").path(0).path("state").asString()).isEqualTo("ok");
        assertThat(node.path("disagreements").path(0).path("text").asString())
                .isEqualTo("does not hash");
    }

    @Test
    void a_missing_value_is_null_with_a_reason_beside_it() {
        JsonNode node =
                json(aStatus().peer(PeerState.WAITING, "", "", "bootnode: name not resolved"));

        for (String field :
                new String[] {
                    "block", "blockHash", "level", "finalityAgeSeconds", "finalitySource",
                    "readable", "sealed", "warp", "chainInformation", "runtime"
                }) {
            assertThat(node.path(field).isNull()).as(field).isTrue();
            assertThat(node.path(field + "Missing").asString()).as(field).isEqualTo("unread");
        }
        JsonNode peer = node.path("peers").path(0);
        assertThat(peer.path("lastFailure").asString()).isEqualTo("bootnode: name not resolved");
        assertThat(peer.path("id").isNull()).isTrue();
        assertThat(peer.path("agentMissing").asString()).isEqualTo("unread");
        assertThat(
                        json(aStatus().withoutCheckpoint())
                                .path("checkpoint")
                                .path("blockMissing")
                                .asString())
                .isEqualTo("absent");
    }

    @Test
    void voters_that_are_not_known_are_null_and_not_zero() {
        JsonNode node = json(aStatus().withoutCheckpoint());

        for (String field : new String[] {"setId", "voters", "totalWeight", "threshold"}) {
            assertThat(node.path(field).isNull()).as(field).isTrue();
            assertThat(node.path(field + "Missing").asString()).as(field).isEqualTo("unread");
        }
        assertThat(node.path("checkpoint").path("setIdAfter").isNull()).isTrue();
        assertThat(node.path("checkpoint").path("votersMissing").asString()).isEqualTo("unread");
    }

    @Test
    void set_ids_above_two_to_the_53_are_text() {
        assertThat(json(aStatus().set(-1)).path("setId").asString())
                .isEqualTo("18446744073709551615");
        assertThat(json(aStatus().warping(1, 2, 3)).path("warp").path("fragments").asInt())
                .isEqualTo(3);
        assertThat(json(aStatus().warping(1, 2, 3)).path("state").asString())
                .isEqualTo("warp-syncing");
    }
}

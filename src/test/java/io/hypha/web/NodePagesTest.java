package io.hypha.web;

import static io.hypha.chain.StatusBuilder.BOOTNODE;
import static io.hypha.chain.StatusBuilder.PEER_ID;
import static io.hypha.chain.StatusBuilder.aStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.EndpointState;
import io.hypha.chain.ChainStatus.FreshnessKind;
import io.hypha.chain.ChainStatus.PeerState;
import io.hypha.chain.ChainStatus.State;
import io.hypha.chain.ChainStatus.Wire;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.StatusBuilder;
import io.hypha.index.Coverage;
import io.hypha.index.EpochHistory;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.stake.FakeSubtensor;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.MockMvc;

/** What the pages say of the node: the page of its own, the first one, and the line above all. */
@WebMvcTest({NodeController.class, HomeController.class})
@Import({WebSecurity.class, NodePagesTest.Rooms.class})
class NodePagesTest {

    private static final long EPOCH = 9_563_900;

    /** Says what the test put there. */
    static final class ToldStatus {
        ChainStatus status = aStatus().build();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Rooms {
        @Bean
        ToldStatus told() {
            return new ToldStatus();
        }

        @Bean
        io.hypha.chain.Subtensor subtensor(ToldStatus told) {
            FakeSubtensor fake = new FakeSubtensor();
            return answering(io.hypha.chain.Subtensor.class, fake, "status", () -> told.status);
        }

        @Bean
        EpochHistory history() {
            Coverage coverage = new Coverage(40, EPOCH, 9_549_860, Duration.ofDays(2), false, "");
            return answering(EpochHistory.class, null, "coverage", () -> Optional.of(coverage));
        }

        @Bean
        Ranking ranking() {
            BlockRef epoch = new BlockRef(EPOCH, StatusBuilder.hash(EPOCH), 0);
            return answering(
                    Ranking.class,
                    null,
                    "page",
                    () ->
                            Reading.known(
                                    new RankingPage(
                                            NetUid.ROOT,
                                            epoch,
                                            Level.DERIVED,
                                            64,
                                            new Coverage(40, EPOCH, 1, Duration.ZERO, true, ""),
                                            List.of()),
                                    epoch,
                                    Level.DERIVED,
                                    ProofId.of(epoch, "test")));
        }

        @Bean
        AllowedHosts allowedHosts() {
            return AllowedHosts.loopbackAnd(List.of());
        }

        @Bean
        InstantSource clock() {
            return () -> StatusBuilder.NOW;
        }

        @Bean
        Announcement announcement() {
            return Optional::empty;
        }

        /** One method by hand, the others by {@code rest} or not at all. */
        private static <T> T answering(
                Class<T> type,
                @org.jspecify.annotations.Nullable Object rest,
                String method,
                java.util.function.Supplier<Object> answer) {
            return type.cast(
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, called, arguments) -> {
                                if (called.getName().equals(method)) {
                                    return answer.get();
                                }
                                if (called.getDeclaringClass() == Object.class) {
                                    return switch (called.getName()) {
                                        case "equals" -> proxy == arguments[0];
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        default -> type.getSimpleName();
                                    };
                                }
                                if (rest == null) {
                                    throw new UnsupportedOperationException(called.getName());
                                }
                                return called.invoke(rest, arguments);
                            }));
        }
    }

    @Autowired private MockMvc mvc;
    @Autowired private ToldStatus told;

    private String html(String path, StatusBuilder status) throws Exception {
        told.status = status.build();
        var response =
                mvc.perform(get(path).header("Host", "localhost:8080")).andReturn().getResponse();
        String html = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(html).isEqualTo(200);
        return html;
    }

    private static String text(String html) {
        return html.replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ");
    }

    private static String table(String html, String caption) {
        Matcher found =
                Pattern.compile(
                                "<table[^>]*><caption[^>]*>" + caption + "</caption>(.*?)</table>",
                                Pattern.DOTALL)
                        .matcher(html);
        assertThat(found.find()).as(caption).isTrue();
        return found.group(1);
    }

    private static List<String> steps(String html) {
        return Pattern.compile(
                        "<li class=\"(done|now|todo|fail)\"[^>]*>.*?<h3>([^<]*)</h3>",
                        Pattern.DOTALL)
                .matcher(html)
                .results()
                .map(step -> step.group(1) + " " + step.group(2))
                .toList();
    }

    private static StatusBuilder following() {
        return aStatus()
                .following(9_564_012, 8)
                .set(8)
                .peer(PeerState.CONNECTED, PEER_ID, "node-subtensor/4.1", "")
                .endpoint("wss://one.example", EndpointState.OK)
                .fresh(FreshnessKind.FRESH, 2, "2 sources agree, 8 s old");
    }

    // ---- figures

    @Test
    void every_figure_of_the_node_carries_its_level_and_block() throws Exception {
        String html = html("/node", following());

        assertThat(html)
                .contains("<span data-level=\"proven\" data-block=\"9564012\">#9,564,012</span>")
                .contains("<span data-level=\"derived\" data-block=\"9564012\">8 s</span>")
                .contains("<span data-level=\"proven\" data-block=\"9564012\">20</span>")
                .contains("<span data-level=\"proven\" data-block=\"9564012\">8</span>")
                .contains(
                        "<span data-level=\"proven\" data-block=\"9564012\">node-subtensor 484</span>")
                .contains(
                        "<span data-level=\"unverified\" data-block=\"9564014\">#9,564,014</span>")
                .contains(
                        "<span data-level=\"recorded\" data-block=\"9549860\">#9,549,860 to #9,563,900</span>");
        assertThat(text(html)).contains("Weakest level of a figure here: Recorded");
    }

    @Test
    void the_first_page_carries_levels_and_blocks_too() throws Exception {
        String html = html("/", following());

        assertThat(html)
                .contains("<span data-level=\"proven\" data-block=\"9564012\">#9,564,012</span>")
                .contains("<span data-level=\"derived\" data-block=\"9563900\">64</span>");
        assertThat(text(html)).contains("8 s old, fresh");
    }

    @Test
    void what_is_not_known_is_missing_and_never_zero() throws Exception {
        String html = html("/node", aStatus());

        assertThat(html).contains("data-level=\"missing\">none yet</span>");
        assertThat(text(html))
                .contains("peers: none")
                .contains("Connecting. Connecting to 1 peer.");
    }

    // ---- peers and endpoints

    @Test
    void a_peer_is_shown_with_all_that_is_known_of_it() throws Exception {
        String row = table(html("/node", following()), "Peers");

        assertThat(row).contains("title=\"" + PEER_ID + "\">12D3KooWRwbM…TR5gDC<");
        assertThat(text(row))
                .contains(BOOTNODE.replace("/p2p/" + PEER_ID, " "), "node-subtensor/4.1")
                .contains("connected", "38 ms")
                .contains("9,564,014 9,564,012")
                .contains("1,204 kB 20 kB");
        assertThat(row).contains("data-level=\"unverified\" data-block=\"9564012\"");
    }

    @Test
    void a_bootnode_that_cannot_be_reached_says_how_it_failed() throws Exception {
        String failure = "bootnode.finney.chain.opentensor.ai:30333: name not resolved";
        String html =
                html(
                        "/node",
                        aStatus()
                                .at(State.NO_PEER, "none of 1 bootnode can be reached")
                                .peer(PeerState.WAITING, PEER_ID, "", failure));

        assertThat(text(table(html, "Peers")))
                .contains("not connected, tried again later " + failure, "software not said")
                .contains("not said", "not measured");
        assertThat(text(html)).contains("Peers none of 1").contains("Peers: none.");
    }

    @Test
    void peers_that_answer_come_first_and_banned_ones_last() throws Exception {
        String rows =
                text(
                        table(
                                html(
                                        "/node",
                                        aStatus()
                                                .peer(PeerState.BANNED, "", "liar", "a lie")
                                                .peer(PeerState.WAITING, "", "gone", "closed")
                                                .peer(PeerState.CONNECTED, "", "good", "")),
                                "Peers"));

        assertThat(rows).containsSubsequence("good", "gone", "liar", "banned for a while a lie");
    }

    @Test
    void text_of_strangers_is_escaped_short_and_without_hidden_characters() throws Exception {
        String agent = "<script>alert(1)</script>\u202egnol\u0000" + "x".repeat(10_000);
        String html =
                html(
                        "/node",
                        aStatus()
                                .peer(
                                        PeerState.BANNED,
                                        "",
                                        agent,
                                        "<b>said\n\u2066" + "y".repeat(5_000))
                                .disagreement("<i>", "<u>", "<s>" + "z".repeat(5_000)));

        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;gnolx")
                .doesNotContain("<script>alert", "<b>said", "<s>z", "\u202e", "\u2066", "\u0000")
                .doesNotContain("x".repeat(81), "y".repeat(401), "z".repeat(401));
    }

    @Test
    void the_line_above_every_page_counts_peers_and_endpoints_apart() throws Exception {
        assertThat(text(html("/node", following()))).contains("Peers 1, RPC 1 ");
        assertThat(text(html("/node", aStatus().endpoint("wss://a", EndpointState.OK))))
                .contains("Peers none, RPC 1 ");
        assertThat(text(html("/node", aStatus().endpoint("wss://a", EndpointState.SILENT))))
                .contains("Peers none ")
                .contains("RPC: 0 of 1");
    }

    @Test
    void who_disagreed_about_what_is_said() throws Exception {
        assertThat(
                        text(
                                html(
                                        "/node",
                                        following()
                                                .disagreement(
                                                        PEER_ID,
                                                        "read proof at #9,564,000",
                                                        "node 4 of 9 does not hash"))))
                .contains("read proof at #9,564,000 from " + PEER_ID)
                .contains("node 4 of 9 does not hash");
    }

    // ---- freshness

    @ParameterizedTest
    @CsvSource({
        "FRESH,2,fresh",
        "SINGLE_SOURCE,1,not confirmed by two sources",
        "DISAGREE,0,sources disagree",
        "STALE,2,stale",
        "UNKNOWN,0,freshness not known"
    })
    void freshness_is_said_in_one_word_on_every_page(FreshnessKind kind, int sources, String word)
            throws Exception {
        for (String path : List.of("/", "/node")) {
            String html =
                    html(path, following().fresh(kind, sources, "told by " + sources + " sources"));
            assertThat(text(html)).contains("8 s ago · " + word + " ");
        }
        assertThat(text(html("/node", following().fresh(kind, sources, "told by that many"))))
                .contains("Told by that many.");
    }

    @ParameterizedTest
    @EnumSource(value = FreshnessKind.class, names = "FRESH", mode = EnumSource.Mode.EXCLUDE)
    void only_two_agreeing_sources_make_a_page_say_fresh(FreshnessKind kind) throws Exception {
        assertThat(NodePage.fresh(kind)).isNotEqualTo("fresh");
    }

    // ---- steps

    @Test
    void steps_of_a_warp_sync_show_hops_and_progress() throws Exception {
        String html =
                html(
                        "/node",
                        aStatus()
                                .peer(PeerState.CONNECTED, PEER_ID, "a", "")
                                .set(7)
                                .warping(9_000_000, 9_564_012, 1));

        assertThat(steps(html))
                .containsExactly(
                        "done Checkpoint read",
                        "done Sources met",
                        "now Warp sync",
                        "todo Chain information",
                        "todo Metadata",
                        "todo Following finality");
        assertThat(html)
                .contains("<progress value=\"132552\" max=\"696564\" aria-label=\"Warp sync\">")
                .contains("hx-get=\"/node\" hx-select=\"#node\"");
        assertThat(text(html))
                .contains("set 6 at the checkpoint, set 7 now; 1 change proven")
                .contains("#9,000,000 of #9,564,012, as the sources say");
    }

    @Test
    void steps_of_a_node_that_follows_name_who_gave_the_justification() throws Exception {
        String html = html("/node", following().justifiedBy(Wire.P2P, PEER_ID));

        assertThat(steps(html))
                .containsExactly(
                        "done Checkpoint read",
                        "done Sources met",
                        "done Warp sync",
                        "done Chain information proven",
                        "done Metadata confirmed",
                        "now Following finality");
        assertThat(html).doesNotContain("hx-get=\"/node\"", "<progress");
        assertThat(text(html))
                .contains("at #9,564,011: hash of the runtime")
                .contains("20 authors of blocks")
                .contains("justification from peer 12D3KooWRwbM…TR5gDC");
        assertThat(text(html("/node", following().justifiedBy(Wire.RPC, "wss://one.example"))))
                .contains("justification from wss://one.example");
    }

    @Test
    void without_a_checkpoint_the_page_asks_for_one() throws Exception {
        String html = html("/node", aStatus().withoutCheckpoint());

        assertThat(steps(html))
                .containsExactly(
                        "fail Checkpoint read",
                        "todo Sources met",
                        "todo Warp sync",
                        "todo Chain information",
                        "todo Metadata",
                        "todo Following finality");
        assertThat(text(html))
                .contains("No checkpoint. No checkpoint of this network is known.")
                .contains("Nothing is proven: there is no checkpoint to start from.")
                .contains("not known yet")
                .doesNotContain("Set 0", "set 0", "0 voters");
    }

    @Test
    void a_stop_is_shown_where_it_happened_and_switches_signing_off() throws Exception {
        String html =
                html(
                        "/node",
                        following()
                                .at(
                                        State.STOPPED,
                                        "a forced change; a newer checkpoint is needed"));

        assertThat(steps(html)).contains("fail Warp sync");
        assertThat(text(html))
                .contains("Signing is off: finality cannot be followed.")
                .contains("a newer checkpoint is needed");
    }
}

package io.hypha.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import io.hypha.node.NodeStatus;
import io.hypha.stake.FakeNode;
import io.hypha.stake.FakeSubtensor;
import io.hypha.stake.Scene;
import io.hypha.stake.SigningWallet;
import io.hypha.stake.StakingActionJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages on the way of a stake, their names and their guards, over a desk on fakes with finney's
 * metadata.
 */
class SigningPagesTest extends PagesOnScene {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HOTKEY = FakeSubtensor.MOSSGATE.address();
    private static final String HERE = "localhost:8080";

    @Autowired private MockMvc mvc;
    @Autowired private Scene scene;

    private static int addresses;
    private String address = "";
    private MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void comeFromAnotherAddress() {
        address = "127.0.1." + ++addresses;
        scene.chain.positions.clear();
    }

    private MvcResult page(String path) throws Exception {
        return mvc.perform(from(get(path))).andReturn();
    }

    private String html(String path, int status) throws Exception {
        MockHttpServletResponse response = page(path).getResponse();
        String html = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(html).isEqualTo(status);
        return html;
    }

    private MockHttpServletRequestBuilder from(MockHttpServletRequestBuilder request) {
        return request.header("Host", HERE)
                .with(made -> {
                    made.setRemoteAddr(address);
                    return made;
                });
    }

    private MockHttpServletResponse send(String path, String json, String... csrf)
            throws Exception {
        MockHttpServletRequestBuilder request =
                from(post(path))
                        .header("Origin", "http://" + HERE)
                        .contentType("application/json")
                        .content(json)
                        .session(session);
        if (csrf.length > 0) {
            request.header(csrf[0], csrf[1]);
        }
        return mvc.perform(request).andReturn().getResponse();
    }

    /** Header and token, as the script reads them from the review page. */
    private String[] csrf() throws Exception {
        MvcResult review = mvc.perform(from(get(review("10"))).session(session)).andReturn();
        String html = review.getResponse().getContentAsString(StandardCharsets.UTF_8);
        return new String[] {attribute(html, "data-csrf-header"), attribute(html, "data-csrf")};
    }

    private static String review(String amount) {
        return "/stake/review?hotkey=" + HOTKEY + "&netuid=12&tolerance=0.5&amount=" + amount;
    }

    private static String attribute(String html, String name) {
        Matcher matcher = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(html);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static String prepareBody(Coldkey account) {
        return "{\"action\":%s,\"account\":\"%s\"}"
                .formatted(StakingActionJson.write(Scene.stake(10 * Scene.TAO)), account.address());
    }

    private static JsonNode json(MockHttpServletResponse response) throws Exception {
        return JSON.readTree(response.getContentAsString(StandardCharsets.UTF_8));
    }

    // ---- names and roles

    @Test
    void the_stake_form_has_the_names_of_the_contract() throws Exception {
        String html = html("/stake?hotkey=" + HOTKEY + "&netuid=12", 200);

        assertThat(html)
                .containsPattern(
                        "<label for=\"amount\">Amount \\(τ\\)</label><input[^>]* id=\"amount\"")
                .containsPattern("role=\"radiogroup\" aria-label=\"Tolerance\"")
                .containsPattern(
                        "<label[^>]*><input type=\"radio\" name=\"tolerance\" value=\"0.1\"> 0.1 %</label>")
                .containsPattern(
                        "<label[^>]*><input type=\"radio\" name=\"tolerance\" value=\"0.5\" checked=\"checked\"> 0.5 %</label>")
                .containsPattern(
                        "<label[^>]*><input type=\"radio\" name=\"tolerance\" value=\"1\"> 1 %</label>")
                .containsPattern(
                        "<label[^>]*><input type=\"radio\" name=\"tolerance\" value=\"other\"> other</label>")
                .containsPattern("<button[^>]*>Review</button>")
                .doesNotContain("Everything");
    }

    @Test
    void on_root_the_tolerance_is_disabled_and_says_why() throws Exception {
        String html = html("/stake?hotkey=" + HOTKEY, 200);

        assertThat(html).contains("root is 1:1");
        Matcher radios =
                Pattern.compile("<input type=\"radio\" name=\"tolerance\"[^>]*>").matcher(html);
        assertThat(radios.results().map(found -> found.group()).toList())
                .hasSize(4)
                .allMatch(radio -> radio.contains("disabled"));
    }

    @Test
    void the_unstake_form_asks_for_alpha_or_on_root_for_tao_and_offers_everything()
            throws Exception {
        assertThat(html("/unstake?hotkey=" + HOTKEY + "&netuid=12", 200))
                .containsPattern(">Amount \\(α\\)</label>")
                .containsPattern("<button[^>]*>Everything</button>")
                .containsPattern("<button[^>]*>Review</button>");
        assertThat(html("/unstake?hotkey=" + HOTKEY, 200))
                .containsPattern(">Amount \\(τ\\)</label>");
    }

    @Test
    void a_form_never_offers_the_way_to_itself() throws Exception {
        for (ActionForm form : ActionForm.values()) {
            String html = html(form.path() + "?account=" + Scene.SIGNER.address(), 200);
            Matcher others =
                    Pattern.compile("(?s)<nav[^>]*aria-label=\"Other actions\">(.*?)</nav>")
                            .matcher(html);
            if (others.find()) {
                assertThat(others.group(1))
                        .doesNotContainPattern("href=\"" + form.path() + "[?\"]");
            }
        }
        assertThat(html("/unstake/all?account=" + Scene.SIGNER.address(), 200))
                .contains("<a href=\"/accounts/" + Scene.SIGNER.address() + "\">Choose</a>");
    }

    @Test
    void a_form_that_takes_stake_away_says_how_much_there_is() throws Exception {
        scene.chain.stake(Scene.SIGNER, NetUid.ROOT, 1_234_567_890_123L);
        String link = "/unstake?hotkey=" + HOTKEY + "&netuid=0";
        assertThat(html(link + "&account=" + Scene.SIGNER.address(), 200))
                .containsPattern("<dt>Staked there</dt><dd>[^/]*data-rao=\"1234567890123\"");
        assertThat(html(link, 200)).doesNotContain("Staked there");
        assertThat(html(link + "&account=" + Scene.ED_SIGNER.address(), 200))
                .contains("has no stake with this validator there");
    }

    @Test
    void a_typed_subnet_says_what_the_amount_is_counted_in() throws Exception {
        assertThat(html("/unstake", 200))
                .contains("data-unit=\"follows\"", "In τ on root, elsewhere in alpha");
        assertThat(html("/stake", 200))
                .contains("data-unit=\"τ\"", "data-one-to-one=\"true\"", "root is 1:1");
    }

    @Test
    void a_form_filled_from_a_link_says_so() throws Exception {
        assertThat(html("/stake?hotkey=" + HOTKEY + "&netuid=12&amount=3", 200))
                .contains("This form was filled from a link")
                .contains("value=\"3\"");
        assertThat(html("/stake", 200)).doesNotContain("filled from a link");
    }

    @Test
    void the_review_page_has_its_regions_and_names() throws Exception {
        String html = html(review("10"), 200);

        assertThat(html)
                .containsPattern("role=\"region\" aria-label=\"Review\"")
                .containsPattern("role=\"region\" aria-label=\"Sign\"")
                .containsPattern("role=\"radiogroup\" aria-label=\"Wallets found in this browser\"")
                .containsPattern(
                        "<label for=\"account\"[^>]*>Account</label><select id=\"account\"")
                .containsPattern("<button[^>]*>Sign with wallet</button>")
                .containsPattern("<p class=\"prose\" id=\"effect\">[^<]+10 τ")
                .contains("Risk: this is a swap")
                .contains("SubtensorModule.add_stake_limit")
                .contains("50,250,000")
                .containsPattern("data-level=\"derived\"[^>]*data-block=\"1000\"")
                .contains("data-rao=\"199879312593\"")
                .contains("data-rao=\"5035477\"")
                .doesNotContain("Signing is off");
    }

    @Test
    void everything_takes_the_whole_stake_of_the_account() throws Exception {
        scene.chain.stake(Scene.SIGNER, NetUid.ROOT, 1_234_567_890_123L);
        String link = "/unstake/review?hotkey=" + HOTKEY + "&netuid=0&everything=true&account=";

        assertThat(html(link + Scene.SIGNER.address(), 200))
                .contains("SubtensorModule.remove_stake")
                .contains("1,234,567,890,123");
        assertThat(html(link, 400)).contains("Give the account whose whole stake here is meant.");
        assertThat(html(link + Scene.ED_SIGNER.address(), 400))
                .contains("has no stake with this validator there");
    }

    @Test
    void signing_that_is_off_says_why_and_disables_the_choice() throws Exception {
        scene.node.state = NodeStatus.State.STOPPED;
        try {
            assertThat(html(review("10"), 200))
                    .contains("Signing is off.")
                    .contains("The node says STOPPED.")
                    .containsPattern("<fieldset disabled=\"disabled\">");
        } finally {
            scene.node.state = NodeStatus.State.FOLLOWING;
        }
    }

    @Test
    void a_runtime_that_is_not_known_for_sure_can_be_planned_by_nobody() throws Exception {
        scene.node.runtimeMissing = "only one endpoint gave this metadata";
        try {
            assertThat(html(review("10"), 503)).contains("only one endpoint gave this metadata");
        } finally {
            scene.node.runtimeMissing = null;
        }
    }

    @Test
    void hostile_names_are_escaped_wherever_they_stand() throws Exception {
        for (String path : List.of("/stake?hotkey=" + HOTKEY + "&netuid=12", review("10"))) {
            assertThat(html(path, 200))
                    .doesNotContain("<script>alert")
                    .contains("&lt;script&gt;alert");
        }
        assertThat(html("/stake?hotkey=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", 400))
                .doesNotContain("<script>alert");
    }

    // ---- wrong fields

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /stake?hotkey=garbage | hotkey-e | is no address
                    /stake?hotkey=5Grw | hotkey-e | is no address
                    /stake?netuid=70000 | netuid-e | a subnet's number is 0..65535
                    /stake?netuid=x | netuid-e | a subnet's number is 0..65535
                    /stake?amount=ten | amount-e | An amount is a number
                    /unstake?amount=-1 | amount-e | An amount is a number
                    /unstake?account=nobody | account-e | is no address
                    /stake/review?amount=10 | hotkey-e | Choose a validator.
                    /stake/review?hotkey=HOTKEY&netuid=12 | amount-e | Enter an amount
                    /stake/review?hotkey=HOTKEY&netuid=12&amount=0 | amount-e | An amount is more than 0.
                    /stake/review?hotkey=HOTKEY&netuid=12&amount=0.0000000001 | amount-e | at most nine decimals
                    /stake/review?hotkey=HOTKEY&netuid=12&amount=0.001 | amount-e | At least 0.002 τ
                    /stake/review?hotkey=HOTKEY&netuid=12&amount=1000 | amount-e | At most 249.814072124 τ fit
                    /stake/review?hotkey=HOTKEY&netuid=999&amount=1 | netuid-e | There is no subnet 999.
                    """)
    void a_wrong_field_is_400_with_a_sentence_beside_it(String path, String field, String sentence)
            throws Exception {
        String html = html(path.replace("HOTKEY", HOTKEY), 400);

        Matcher beside = Pattern.compile("id=\"" + field + "\"[^>]*>([^<]*)<").matcher(html);
        assertThat(beside.find()).as(html).isTrue();
        assertThat(beside.group(1).replace("&#39;", "'")).contains(sentence);
        assertThat(html).containsPattern("aria-describedby=\"" + field + "[ \"][^>]* autofocus");
        assertThat(html.split("autofocus=", -1)).as("one place for the cursor").hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"99", "0", "abc", "0.00001"})
    void a_wrong_tolerance_is_400_with_a_sentence(String tolerance) throws Exception {
        String link = "/stake/review?hotkey=" + HOTKEY + "&netuid=12&amount=1&tolerance=";
        assertThat(html(link + tolerance, 400)).contains("A tolerance is ");
        assertThat(html(link + "other&other=" + tolerance, 400)).contains("A tolerance is ");
    }

    @Test
    void a_chain_that_cannot_be_read_is_503_with_its_reason() throws Exception {
        scene.chain.silent = "no endpoint answered";
        try {
            assertThat(html(review("10"), 503)).contains("no endpoint answered");
        } finally {
            scene.chain.silent = null;
        }
    }

    // ---- a runtime that changes

    private void inOffice(long spec) {
        scene.chain.runtime = new ChainStatus.RuntimeTrust("node-subtensor", spec, "in this test");
    }

    @Test
    void a_review_of_another_runtime_is_told_and_prepares_nothing() throws Exception {
        String[] csrf = csrf();
        inOffice(424);
        try {
            assertThat(html(review("10"), 200)).contains("data-runtime=\"424\"");
            assertThat(html("/upgrade?built=424", 200)).doesNotContain("role=\"alert\"");
            inOffice(425);
            assertThat(html("/upgrade?built=424&back=/stake/review?a=1", 286))
                    .contains("This page was built for spec 424; the chain now runs 425.")
                    .contains("href=\"/stake/review?a=1\"");
            assertThat(html("/upgrade?built=424&back=//evil.example", 286))
                    .doesNotContain("evil.example");
            String old =
                    prepareBody(Scene.SIGNER)
                            .replace("{\"action\"", "{\"runtime\":\"424\",\"action\"");
            MockHttpServletResponse answer = send("/prepare", old, csrf);
            assertThat(answer.getStatus()).isEqualTo(409);
            assertThat(json(answer).get("upgraded").asBoolean()).isTrue();
            assertThat(json(answer).get("detail").asString()).contains("changed to spec 425");
        } finally {
            scene.chain.runtime = null;
        }
    }

    private MockHttpServletResponse prepareOffline(String account, String replaces)
            throws Exception {
        String[] csrf = csrf();
        return mvc.perform(
                        from(post("/prepare/offline"))
                                .header("Origin", "http://" + HERE)
                                .header(csrf[0], csrf[1])
                                .session(session)
                                .param(
                                        "action",
                                        StakingActionJson.write(Scene.stake(10 * Scene.TAO))
                                                .toString())
                                .param("account", account)
                                .param("replaces", replaces)
                                .param("runtime", "0"))
                .andReturn()
                .getResponse();
    }

    @Test
    void offline_leads_to_the_page_of_a_prepared_payload_without_a_script() throws Exception {
        MockHttpServletResponse answer = prepareOffline(Scene.SIGNER.address(), "");
        assertThat(answer.getStatus()).isEqualTo(302);
        assertThat(answer.getHeader("Location")).matches("/offline\\?id=0x[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    account  | ''                  | 400 | Give the address of the account that signs.
                    replaces | 0xREPEATED          | 409 | It would take the place of another account
                    replaces | 0x12                | 400 | A transaction is named by 0x and 64 hex digits.
                    """)
    void offline_says_what_is_missing_and_keeps_what_shall_be_replaced(
            String field, String value, int status, String sentence) throws Exception {
        String replaced = value.replace("REPEATED", "ab".repeat(32));
        if (status == 409) {
            assertThat(html(review("10") + "&replaces=" + replaced, 200))
                    .contains("name=\"replaces\" value=\"" + replaced + "\"");
        }
        MockHttpServletResponse answer =
                prepareOffline(
                        field.equals("account") ? "" : Scene.SIGNER.address(),
                        field.equals("replaces") ? replaced : "");
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getContentAsString(StandardCharsets.UTF_8)).contains(sentence);
    }

    @Test
    void a_form_says_how_well_its_figures_are_known_and_of_which_block() throws Exception {
        assertThat(html("/stake?netuid=12&hotkey=" + HOTKEY, 200))
                .containsPattern("Weakest level of a figure here:[\\s\\S]*oldest block #");
    }

    @Test
    void every_form_shows_itself_and_says_what_is_missing() throws Exception {
        for (ActionForm form : ActionForm.values()) {
            assertThat(html(form.path(), 200)).contains("<h1>" + form.title() + "</h1>");
        }
        for (String path :
                List.of(
                        "/stake/several",
                        "/move",
                        "/transfer",
                        "/claim",
                        "/auto-stake",
                        "/proxies")) {
            assertThat(html(path + "/review", 400)).contains("class=\"error small\"");
        }
        assertThat(html("/stake/several?netuid=12&hotkey=" + HOTKEY + "&hotkey=" + HOTKEY, 200))
                .contains("id=\"hotkey-1\"", "id=\"amount-3\"")
                .contains("Validator 2");
    }

    // ---- the whole way

    @Test
    void the_whole_way_from_the_review_to_the_finalized_page() throws Exception {
        String[] csrf = csrf();
        MockHttpServletResponse prepared = send("/prepare", prepareBody(Scene.SIGNER), csrf);
        assertThat(prepared.getStatus()).isEqualTo(200);
        String id = json(prepared).get("id").asString();
        SigningWallet wallet = SigningWallet.reading(json(prepared).get("payload").toString());

        String waiting = html("/tx/" + id, 200);
        assertThat(waiting)
                .containsPattern("<ol[^>]*aria-label=\"Stages\"")
                .containsPattern(
                        "(?s)<li class=\"now\" aria-current=\"step\">.{0,200}<h3>Waiting for your wallet</h3>")
                .containsPattern(
                        "(?s)<li class=\"done\">.{0,200}<h3>Prepared</h3><span class=\"small\">done");

        String again = "/tx/" + id + "/stages?seen=";
        assertThat(html(again + "1", 200)).contains("<h3>Waiting for your wallet</h3>");
        Matcher mark = Pattern.compile("stages\\?seen=([0-9a-f]+)\"").matcher(waiting);
        assertThat(mark.find()).isTrue();
        assertThat(html(again + mark.group(1), 204)).isEmpty();

        MockHttpServletResponse signed =
                send(
                        "/tx/" + id + "/signed",
                        "{\"signature\":\"%s\",\"signedTransaction\":\"%s\",\"keyType\":\"sr25519\"}"
                                .formatted(
                                        wallet.typed().toHex(), wallet.signedTransaction().toHex()),
                        csrf);
        assertThat(signed.getStatus()).as(signed.getContentAsString()).isEqualTo(200);
        String location = json(signed).get("location").asString();
        assertThat(html(location, 200))
                .containsPattern(
                        "(?s)<li class=\"now\" aria-current=\"step\">.{0,200}<h3>In block</h3>")
                .containsPattern("<h3>Sent to 2 endpoints</h3>")
                .contains("no peer has it")
                .contains("only final blocks are searched, and none up to #1,000 holds it")
                .contains("hx-trigger=\"every 1500ms\"");

        long next = scene.node.head + 1;
        scene.seal(scene.fork(next, scene.log.watched().getLast()));
        assertThat(html(location, 200))
                .containsPattern(
                        "(?s)<li class=\"now\" aria-current=\"step\">.{0,200}<h3>In block #1,001</h3>")
                .contains("the block is sealed, not final")
                .containsPattern("(?s)<li class=\"todo\">.{0,200}<h3>Finalized</h3>")
                .contains("hx-trigger=\"every 1500ms\"")
                .doesNotContain("/proofs/");
        scene.finalizeTo(next++);
        assertThat(html(location, 200))
                .containsPattern(
                        "(?s)<li class=\"now\" aria-current=\"step\">.{0,200}<h3>In block</h3>")
                .contains("its block was not finalized; still waiting");
        assertThat(html(location + "/stages", 200)).contains("Replace it");

        scene.include(next, scene.log.watched().getLast(), Scene.fee(1_000), Scene.SUCCESS);
        scene.finalizeTo(next);
        String ended = html(location + "/stages", 200);
        assertThat(ended)
                .containsPattern(
                        "(?s)<li class=\"done\" aria-current=\"step\">.{0,200}<h3>Finalized</h3><span class=\"small\">done")
                .contains("Chain fee paid: 0.000001 τ.")
                .contains("/proofs/" + next + "-System.Events")
                .doesNotContain("Replace it")
                .doesNotContain("role=\"alert\"")
                .doesNotContain("hx-trigger");
        assertThat(html(location, 200)).contains("/proofs/" + next + "-System.Events");
        scene.node.head = FakeSubtensor.BLOCK.number();
        scene.node.sealed = scene.node.head;
    }

    @Test
    void saying_no_in_the_wallet_ends_in_an_alert() throws Exception {
        String[] csrf = csrf();
        String id = json(send("/prepare", prepareBody(Scene.ED_SIGNER), csrf)).get("id").asString();

        assertThat(send("/tx/" + id + "/rejected", "{}", csrf).getStatus()).isEqualTo(200);
        assertThat(html("/tx/" + id, 200))
                .containsPattern("(?s)role=\"alert\".{0,300}Rejected in your wallet.")
                .doesNotContain("aria-current=\"step\"");
        assertThat(send("/tx/" + id + "/rejected", "{}", csrf).getStatus()).isEqualTo(410);
    }

    @Test
    void a_changed_call_is_refused_in_words() throws Exception {
        String[] csrf = csrf();
        JsonNode prepared = json(send("/prepare", prepareBody(Scene.SIGNER), csrf));
        SigningWallet wallet = SigningWallet.reading(prepared.get("payload").toString());
        wallet.tip = 7;

        MockHttpServletResponse answer =
                send(
                        "/tx/" + prepared.get("id").asString() + "/signed",
                        "{\"signature\":\"%s\",\"signedTransaction\":\"%s\"}"
                                .formatted(
                                        wallet.typed().toHex(), wallet.signedTransaction().toHex()),
                        csrf);
        assertThat(answer.getStatus()).isEqualTo(409);
        assertThat(answer.getContentType()).startsWith("application/problem+json");
        assertThat(json(answer).get("detail").asString())
                .isEqualTo("It was not sent. Your wallet added a tip: 0 → 7 rao.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /prepare | not json
                    /prepare | null
                    /prepare | {}
                    /prepare | []
                    /prepare | {"action":{"kind":"stake","hotkey":"5G","tao":"1"},"account":"x"}
                    /prepare | {"action":{"kind":"fly"},"account":"x"}
                    /tx/0x12/signed | {"signature":"0x00"}
                    /tx/ID/signed | {}
                    /tx/ID/signed | {"signature":"xyz"}
                    /tx/ID/signed | {"signature":"0x00"}
                    /tx/0x12/rejected | {}
                    """)
    void a_wrong_request_is_a_problem_of_400(String path, String body) throws Exception {
        MockHttpServletResponse answer =
                send(path.replace("ID", FakeNode.hash(7).toHex()), body, csrf());

        assertThat(answer.getStatus()).as(answer.getContentAsString()).isEqualTo(400);
        assertThat(answer.getContentType()).startsWith("application/problem+json");
    }

    @Test
    void a_body_without_end_is_not_read_to_its_end() throws Exception {
        String huge = "{\"signature\":\"0x" + "00".repeat(100_000) + "\"}";
        assertThat(send("/tx/" + FakeNode.hash(7).toHex() + "/signed", huge, csrf()).getStatus())
                .isEqualTo(400);
    }

    @Test
    void a_transaction_that_was_never_prepared_is_unknown() throws Exception {
        assertThat(html("/tx/" + FakeNode.hash(7).toHex(), 404))
                .contains("No transaction of that name was prepared here");
        html("/tx/0x12", 400);
        String gone = FakeNode.hash(7).toHex();
        assertThat(
                        send(
                                        "/tx/" + gone + "/signed",
                                        "{\"signature\":\"0x" + "00".repeat(64) + "\"}",
                                        csrf())
                                .getStatus())
                .isEqualTo(410);
    }

    // ---- guards

    @Test
    void a_post_without_the_sessions_token_is_refused() throws Exception {
        String[] csrf = csrf();
        assertThat(send("/prepare", prepareBody(Scene.SIGNER)).getStatus()).isEqualTo(403);
        assertThat(send("/prepare", prepareBody(Scene.SIGNER), csrf[0], "guessed").getStatus())
                .isEqualTo(403);
        session = new MockHttpSession();
        assertThat(send("/prepare", prepareBody(Scene.SIGNER), csrf).getStatus()).isEqualTo(403);
    }

    @Test
    void a_foreign_host_is_421() throws Exception {
        for (String host : List.of("evil.example", "localhost.evil.example:8080")) {
            assertThat(
                            mvc.perform(get("/stake").header("Host", host))
                                    .andReturn()
                                    .getResponse()
                                    .getStatus())
                    .isEqualTo(421);
        }
    }

    @ParameterizedTest
    @CsvSource({"https://evil.example", "null", "http://localhost:3000", "http://localhost"})
    void a_foreign_origin_is_403(String origin) throws Exception {
        String[] csrf = csrf();
        int status =
                mvc.perform(
                                from(post("/prepare"))
                                        .header("Origin", origin)
                                        .header(csrf[0], csrf[1])
                                        .session(session)
                                        .contentType("application/json")
                                        .content(prepareBody(Scene.SIGNER)))
                        .andReturn()
                        .getResponse()
                        .getStatus();
        assertThat(status).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"/stake", "/unstake", "/validators"})
    void a_mere_reader_gets_no_session_and_no_cookie(String path) throws Exception {
        MvcResult result = page(path);

        assertThat(result.getResponse().getStatus()).isEqualTo(200);
        assertThat(result.getRequest().getSession(false)).isNull();
        assertThat(result.getResponse().getHeaders("Set-Cookie")).isEmpty();
    }

    @Test
    void every_page_carries_the_security_policy_exactly() throws Exception {
        for (String path : List.of("/stake", review("10"), "/tx/0x12")) {
            MockHttpServletResponse response = page(path).getResponse();
            assertThat(response.getHeaders("Content-Security-Policy"))
                    .containsExactly(
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
            assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
            // A page with a form that the browser posts itself names its own origin, to itself
            // only.
            assertThat(response.getHeader("Referrer-Policy"))
                    .isEqualTo(path.equals(review("10")) ? "same-origin" : "no-referrer");
        }
        assertThat(page(review("10")).getResponse().getHeader("Cache-Control"))
                .contains("no-store");
    }

    @Test
    void too_many_requests_from_one_address_are_429_and_others_go_on() throws Exception {
        String[] csrf = csrf();
        for (int i = 0; i < 60; i++) {
            assertThat(send("/prepare", "{}", csrf).getStatus()).isEqualTo(400);
        }
        assertThat(send("/prepare", "{}", csrf).getStatus()).isEqualTo(429);
        assertThat(send("/tx/" + FakeNode.hash(7).toHex() + "/signed", "{}", csrf).getStatus())
                .isEqualTo(429);
        address = "127.0.2.1";
        assertThat(send("/prepare", "{}", csrf).getStatus()).isEqualTo(400);
    }
}

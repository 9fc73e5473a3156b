package io.hypha.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.hypha.devnet.DevnetUpgrade;
import io.hypha.devnet.rpc.WebSocketClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every action in a real browser with an injected wallet, each followed to <em>Finalized</em> and
 * held against its quote to the rao; wallets that return something else; another account that
 * trades in between; and the chain's runtime upgraded under an open form. The tests share one chain
 * and run in order: later ones undo what earlier ones staked, and the upgrades come last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(0)
class StakingInBrowserIT {

    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String EVE = "5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw";
    private static final String FERDIE = "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL";

    /** Their pools have even weights: the chain reckons the limit of a swap as if all had. */
    private static final int SUBNET = 4;

    private static final int OTHER_SUBNET = 2;
    private static final Pattern TRANSACTION = Pattern.compile("/tx/0x[0-9a-f]{64}$");

    @TempDir static Path dir;

    private static HeldDevnet devnet;
    private static BrowserStage stage;
    private static List<String> validators;

    @BeforeAll
    static void start() throws Exception {
        BrowserStage.require();
        devnet = new HeldDevnet(dir.resolve("devnet"));
        Path spec = Files.writeString(dir.resolve("devnet.json"), devnet.chainSpec());
        stage =
                BrowserStage.start(
                        "staking-application.log",
                        "--hypha.network=" + spec,
                        "--hypha.rpc=" + devnet.rpc(),
                        "--hypha.data-dir=" + dir.resolve("application"));
        var ranked =
                stage.await(
                        "/api/v1/validators?subnet=" + SUBNET + "&limit=5",
                        list -> list.path("items").size() >= 4,
                        Duration.ofMinutes(8));
        validators =
                IntStream.range(0, 4)
                        .mapToObj(i -> ranked.path("items").get(i).path("hotkey").asString())
                        .toList();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (stage != null) {
            stage.close();
        }
        if (devnet != null) {
            devnet.close();
        }
    }

    private static UnaryOperator<String> honest(String uri) {
        return payload -> stage.wallets.sign(payload, uri, null, devnet.rpc());
    }

    // ---- one test for each action

    @Test
    @Order(1)
    void stakes_on_a_subnet_as_quoted_by_the_keyboard_alone() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            asPromised(page, 1, () -> stakeByKeyboard(page));
        }
    }

    private static void stakeByKeyboard(Page page) throws Exception {
        Keyboard keyboard = new Keyboard(page);
        page.navigate(stage.address + "/stake");
        Locator narrow = page.getByRole(AriaRole.RADIO, named("0.1 %"));
        assertThat(narrow).isDisabled();
        keyboard.skipToContent();
        keyboard.fill(page.getByLabel(Pattern.compile("^Validator$")), validators.get(0));
        keyboard.fill(page.getByLabel(Pattern.compile("^Subnet$")), Integer.toString(SUBNET));
        keyboard.fill(page.getByLabel(Pattern.compile("^Amount")), "10");
        assertThat(narrow).isEnabled(); // only root is one to one
        keyboard.to(page.getByRole(AriaRole.RADIO, named("0.5 %")));
        keyboard.press("ArrowRight");
        keyboard.to(page.getByRole(AriaRole.BUTTON, named("Review")));
        keyboard.press("Enter");
        assertThat(region(page, "Review")).isVisible();
        page.waitForLoadState();
        String review = page.url();
        assertTrue(review.contains("tolerance=1&") || review.endsWith("tolerance=1"), review);

        keyboard.skipToContent();
        Locator sign = region(page, "Sign");
        Locator wallet = sign.getByRole(AriaRole.RADIO, within("test-wallet"));
        assertThat(wallet).isVisible();
        keyboard.to(wallet);
        keyboard.press("Space");
        keyboard.press("Enter"); // signs nothing, and does not lead to the offline page
        Locator button = sign.getByRole(AriaRole.BUTTON, within("Sign with wallet"));
        assertThat(button).isEnabled();
        assertEquals(review + "#main", page.url());
        keyboard.to(sign.getByLabel("Account", new Locator.GetByLabelOptions().setExact(true)));
        keyboard.to(button);
        Locator aloud = page.locator("#stage-now");
        whileNoBlockIsMade(
                () -> {
                    keyboard.press("Enter");
                    page.waitForURL(TRANSACTION);
                    assertThat(aloud).containsText(Pattern.compile("\\w, now"));
                });
        finalized(page);
        assertThat(aloud).containsText("Finalized, done");
        page.reload(); // over already: nothing replaces itself any more
        assertThat(aloud).containsText("Finalized, done");
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Locator.GetByRoleOptions within(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    @Test
    @Order(2)
    void unstakes_a_part_as_quoted() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            asPromised(
                    page,
                    1,
                    () ->
                            follow(
                                    page,
                                    "/unstake?hotkey=" + validators.get(0) + "&netuid=" + SUBNET,
                                    "5"));
        }
    }

    @Test
    @Order(3)
    void moves_within_a_subnet_without_a_swap() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            betweenEpochs(() -> {
                long before = position(validators.get(1));
                page.navigate(
                        stage.address
                                + "/move?hotkey="
                                + validators.get(0)
                                + "&netuid="
                                + SUBNET
                                + "&tohotkey="
                                + validators.get(1));
                page.getByLabel(Pattern.compile("^Amount")).fill("5");
                review(page);
                assertThat(region(page, "Review")).containsText("No swap");
                signAndFollow(page, BOB);
                assertAsPromised(page, 1);
                // To the rao by its events; a position is a share of the pool, rounded down.
                long more = position(validators.get(1)) - before;
                assertTrue(
                        more == 5_000_000_000L || more == 4_999_999_999L, "moved " + more + " rao");
            });
        }
    }

    @Test
    @Order(4)
    void swaps_across_subnets_as_quoted() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            asPromised(
                    page,
                    2,
                    () ->
                            follow(
                                    page,
                                    "/move?hotkey="
                                            + validators.get(0)
                                            + "&netuid="
                                            + SUBNET
                                            + "&tonetuid="
                                            + OTHER_SUBNET,
                                    "5"));
        }
    }

    @Test
    @Order(5)
    void stakes_with_three_validators_at_once_as_quoted() throws Exception {
        try (Page page = stage.page(EVE, honest("//Eve"))) {
            asPromised(
                    page,
                    3,
                    () -> {
                        page.navigate(stage.address + "/stake/several?netuid=" + SUBNET);
                        for (int row = 1; row <= 3; row++) {
                            page.getByLabel("Validator " + row).fill(validators.get(row - 1));
                            page.getByLabel("Amount (τ) " + row).fill(Integer.toString(row));
                        }
                        review(page);
                        signAndFollow(page, EVE);
                    });
        }
    }

    @Test
    @Order(6)
    void unstakes_all_from_a_validator_as_quoted() throws Exception {
        try (Page page = stage.page(EVE, honest("//Eve"))) {
            asPromised(
                    page,
                    1,
                    () -> {
                        page.navigate(
                                stage.address
                                        + "/unstake/all?account="
                                        + EVE
                                        + "&hotkey="
                                        + validators.get(2));
                        review(page);
                        signAndFollow(page, EVE);
                    });
        }
    }

    @Test
    @Order(7)
    void another_account_that_trades_in_between_leaves_it_within_the_limit() throws Exception {
        UnaryOperator<String> slow =
                payload -> {
                    stage.wallets.trade(
                            devnet.rpc(),
                            "//Charlie",
                            "addStake",
                            validators.get(3),
                            SUBNET,
                            "2000000000");
                    return honest("//Ferdie").apply(payload);
                };
        try (Page page = stage.page(FERDIE, slow)) {
            betweenEpochs(
                    () ->
                            follow(
                                    page,
                                    "/stake?hotkey=" + validators.get(0) + "&netuid=" + SUBNET,
                                    "10",
                                    FERDIE));
            Locator row = promised(page).first();
            long promised = rao(row, "Promised");
            long atLeast = rao(row, "At least");
            long happened = rao(row, "Happened");
            assertTrue(happened < promised, happened + " is less than " + promised);
            assertTrue(happened >= atLeast, happened + " is at least " + atLeast);
        }
    }

    // ---- wallets that return something else

    @Test
    @Order(8)
    void a_wallet_that_changes_the_transaction_is_refused_with_a_sentence() throws Exception {
        List<Map.Entry<String, String>> sentences =
                List.of(
                        Map.entry("amount", "amount"),
                        Map.entry("call", "remove_stake"),
                        Map.entry("nonce", "nonce"),
                        Map.entry("genesis", "genesis"),
                        Map.entry("signer", "signed as"),
                        Map.entry("tip", "tip"));
        AtomicReference<String> change = new AtomicReference<>("");
        try (Page page = stage.page(FERDIE, payload -> changing(change.get()).apply(payload))) {
            betweenEpochs(
                    () -> {
                        page.navigate(
                                stage.address
                                        + "/stake/review?hotkey="
                                        + validators.get(0)
                                        + "&netuid=0&amount=1");
                        Locator button = choose(page, FERDIE);
                        for (var each : sentences) {
                            change.set(each.getKey());
                            refused(page, button, each.getValue());
                        }
                    });
        }
    }

    private static void refused(Page page, Locator button, String why) {
        assertThat(button).isEnabled();
        button.click();
        Locator alert = region(page, "Sign").getByRole(AriaRole.ALERT);
        assertThat(alert).containsText(Pattern.compile(why, Pattern.CASE_INSENSITIVE));
        assertThat(alert).containsText("It was not sent.");
    }

    @ParameterizedTest
    @CsvSource({"era", "mode"})
    @Order(9)
    void a_wallet_that_changes_only_era_or_metadata_hash_is_accepted(String change)
            throws Exception {
        try (Page page = stage.page(FERDIE, changing(change))) {
            betweenEpochs(
                    () -> {
                        page.navigate(
                                stage.address
                                        + "/stake/review?hotkey="
                                        + validators.get(0)
                                        + "&netuid=0&amount=1");
                        signAndFollow(page, FERDIE);
                    });
        }
    }

    // ---- a key on a phone without a network

    @Test
    @Order(10)
    void a_phone_scans_the_codes_and_the_camera_reads_its_answer() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            asPromised(
                    page,
                    1,
                    () -> {
                        page.navigate(
                                stage.address
                                        + "/stake?hotkey="
                                        + validators.get(2)
                                        + "&netuid=0");
                        page.getByLabel(Pattern.compile("^Amount")).fill("4");
                        review(page);
                        VaultPhone.choose(page, EVE);
                        new VaultPhone("//Eve").answerBeforeTheCamera(page);
                        finalized(page);
                    });
        }
    }

    @Test
    @Order(11)
    void a_photograph_of_the_phones_answer_is_taken_too() throws Exception {
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            asPromised(
                    page,
                    1,
                    () -> {
                        page.navigate(
                                stage.address
                                        + "/stake?hotkey="
                                        + validators.get(3)
                                        + "&netuid="
                                        + SUBNET);
                        page.getByLabel(Pattern.compile("^Amount")).fill("3");
                        review(page);
                        VaultPhone.choose(page, EVE);
                        VaultPhone.bringTooMuch(page, dir);
                        page.goBack();
                        new VaultPhone("//Eve").answerByPicture(page);
                        finalized(page);
                    });
        }
    }

    // ---- for everybody: the pages as they are after all that

    @Test
    @Order(15)
    void axe_finds_nothing_wrong_with_any_kind_of_page_and_each_fits_a_phone() throws Exception {
        Axe axe = Axe.installed();
        String place = "hotkey=" + validators.get(0) + "&netuid=" + SUBNET;
        try (Page page = stage.page(BOB, honest("//Bob"))) {
            String root = "/stake/review?netuid=0&amount=1&hotkey=" + validators.get(2);
            betweenEpochs(
                    () -> {
                        page.navigate(stage.address + root);
                        whileNoBlockIsMade(
                                () -> {
                                    sign(page, BOB);
                                    page.waitForURL(TRANSACTION);
                                    axe.findsNothingWrongWith(page);
                                });
                        finalized(page);
                    });
            assertThat(page.locator(".htmx-added")).hasCount(0); // it is shown by and by
            axe.findsNothingWrongWith(page);
            for (String path :
                    List.of(
                            "/",
                            "/validators?subnet=" + SUBNET,
                            "/validators/" + validators.get(0) + "?subnet=" + SUBNET,
                            "/accounts/" + BOB,
                            "/node",
                            "/method",
                            "/stake/several?netuid=" + SUBNET,
                            "/stake/review?amount=1000000&hotkey=5x",
                            "/stake/review?amount=10&account=" + BOB + "&" + place,
                            "/unstake?account=" + BOB + "&" + place,
                            "/claim/type",
                            "/offline",
                            "/tx/0x" + "0".repeat(64))) {
                page.navigate(stage.address + path);
                axe.findsNothingWrongWith(page);
                Axe.fitsAPhone(page);
            }
            page.navigate(stage.address + "/accounts/" + BOB);
            page.getByRole(AriaRole.LINK, named("Proven")).first().click();
            assertThat(page.getByText("Check it elsewhere")).isVisible();
            page.waitForLoadState();
            axe.findsNothingWrongWith(page);
            page.navigate(stage.address + root);
            VaultPhone.choose(page, EVE);
            axe.findsNothingWrongWith(page);
            Axe.fitsAPhone(page);
        }
    }

    private static UnaryOperator<String> changing(String change) {
        return payload -> stage.wallets.sign(payload, "//Ferdie", change, devnet.rpc());
    }

    // ---- upgrades, last of all: they change the chain for every test

    @Test
    @Order(20)
    void a_form_that_is_open_while_the_runtime_changes_says_so_and_is_built_anew()
            throws Exception {
        try (Page page = stage.page(FERDIE, honest("//Ferdie"))) {
            page.navigate(
                    stage.address
                            + "/stake/review?hotkey="
                            + validators.get(0)
                            + "&netuid="
                            + SUBNET
                            + "&amount=10");
            Locator button = choose(page, FERDIE);
            assertThat(button).isEnabled();
            upgrade(425);
            Locator rebuild =
                    page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Rebuild this page"));
            rebuild.waitFor();
            assertThat(page.locator("#upgrade"))
                    .containsText("This page was built for spec 424; the chain now runs 425.");
            assertThat(button).isDisabled();
            betweenEpochs(
                    () -> {
                        rebuild.click();
                        assertThat(page.locator("[data-upgraded]")).hasCount(0);
                        signAndFollow(page, FERDIE);
                    });
            assertThat(promised(page)).hasCount(1);
        }
    }

    @Test
    @Order(21)
    void an_extension_that_nobody_knows_switches_signing_off_with_the_reason() throws Exception {
        upgrade(426);
        try (Page page = stage.page(FERDIE, honest("//Ferdie"))) {
            page.navigate(
                    stage.address
                            + "/stake/review?hotkey="
                            + validators.get(0)
                            + "&netuid=0&amount=1");
            Locator alert = region(page, "Sign").getByRole(AriaRole.ALERT);
            assertThat(alert).containsText("Signing is off.");
            assertThat(alert).containsText("carries data that this version of Hypha does not know");
            assertThat(
                            region(page, "Sign")
                                    .getByRole(
                                            AriaRole.BUTTON,
                                            new Locator.GetByRoleOptions()
                                                    .setName("Sign with wallet")))
                    .isDisabled();
        }
    }

    private static void upgrade(long spec) throws Exception {
        try (WebSocketClient client = new WebSocketClient(URI.create(devnet.rpc()))) {
            DevnetUpgrade.to(client, spec);
        }
        stage.await(
                "/api/v1/node",
                node -> node.path("runtime").path("specVersion").asLong() == spec,
                Duration.ofMinutes(3));
    }

    // ---- the way through the pages

    /** One way through the pages. */
    private interface Way {
        void go() throws Exception;
    }

    /**
     * @param steps rows that must show what was promised, to the rao
     */
    private static void asPromised(Page page, int steps, Way way) throws Exception {
        betweenEpochs(way);
        assertAsPromised(page, steps);
    }

    /**
     * No epoch changes pools and stake on the way, and no era ends: 64 blocks of this chain pass in
     * half a minute, and a slow machine may take longer from the payload to the signature.
     */
    private static void betweenEpochs(Way way) throws Exception {
        long head = devnet.hold();
        try {
            stage.await(
                    "/api/v1/node",
                    node -> node.path("block").asLong() >= head,
                    Duration.ofMinutes(3));
            way.go();
        } finally {
            devnet.release();
        }
    }

    /** What is sent on the way stays sent. */
    private static void whileNoBlockIsMade(Way way) throws Exception {
        devnet.stop();
        try {
            way.go();
        } finally {
            devnet.resume();
        }
    }

    private static void follow(Page page, String form, String amount) throws Exception {
        follow(page, form, amount, BOB);
    }

    private static void follow(Page page, String form, String amount, String account)
            throws Exception {
        page.navigate(stage.address + form);
        assertThat(page.getByText("filled from a link")).isVisible();
        page.getByLabel(Pattern.compile("^Amount")).fill(amount);
        review(page);
        signAndFollow(page, account);
    }

    private static void review(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Review")).click();
        assertThat(region(page, "Review")).isVisible();
        page.waitForLoadState();
        assertEquals(0, page.getByRole(AriaRole.ALERT).count(), "nothing is wrong");
    }

    private static Locator region(Page page, String name) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName(name));
    }

    /** The wallet and its account; the button that then signs. */
    private static Locator choose(Page page, String account) {
        Locator sign = region(page, "Sign");
        sign.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("test-wallet"))
                .check();
        assertThat(sign.getByLabel("Account", new Locator.GetByLabelOptions().setExact(true)))
                .hasValue(account);
        return sign.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign with wallet"));
    }

    private static void sign(Page page, String account) {
        Locator button = choose(page, account);
        assertThat(button).isEnabled();
        button.click();
    }

    private static void signAndFollow(Page page, String account) {
        sign(page, account);
        try {
            page.waitForURL(TRANSACTION);
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "nothing was sent; the page says: " + page.locator("#sign").innerText(), e);
        }
        finalized(page);
    }

    private static void finalized(Page page) {
        Locator stages =
                page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Stages"));
        Locator last = stages.getByRole(AriaRole.LISTITEM).last();
        assertThat(last).containsText("Finalized");
        assertThat(last)
                .containsText(
                        "done", new LocatorAssertions.ContainsTextOptions().setTimeout(180_000));
        assertEquals(List.of(), page.getByRole(AriaRole.ALERT).allInnerTexts(), "nothing failed");
    }

    // ---- what stands on the page of the transaction

    private static Locator promised(Page page) {
        return page.getByRole(
                        AriaRole.TABLE,
                        new Page.GetByRoleOptions()
                                .setName("What it did, beside what was promised"))
                .locator("tbody tr");
    }

    private static void assertAsPromised(Page page, int steps) {
        Locator rows = promised(page);
        assertEquals(steps, rows.count(), "one row for each step");
        for (int i = 0; i < steps; i++) {
            assertEquals(rao(rows.nth(i), "Promised"), rao(rows.nth(i), "Happened"));
        }
        assertThat(rows.first()).containsText("as promised");
    }

    private static long rao(Locator row, String column) {
        return Long.parseLong(
                row.locator("td[data-label='" + column + "'] [data-rao]")
                        .first()
                        .getAttribute("data-rao"));
    }

    /** What Bob has with that validator on the subnet. */
    private static long position(String hotkey) throws InterruptedException {
        var account =
                stage.await(
                        "/api/v1/accounts/" + BOB,
                        answer -> answer.path("positions").isArray(),
                        Duration.ofMinutes(2));
        for (var position : account.path("positions")) {
            if (position.path("hotkey").asString().equals(hotkey)
                    && position.path("netuid").asInt() == SUBNET) {
                return Long.parseLong(position.path("stakeRao").asString());
            }
        }
        return 0;
    }
}

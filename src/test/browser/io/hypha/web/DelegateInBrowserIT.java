package io.hypha.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import io.hypha.node.crypto.SS58;
import io.hypha.node.bytes.Hash256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way in a real browser: a wallet injected as {@code window.injectedWeb3} that signs with {@code
 * @polkadot/keyring} in Node delegates 10 τ on a subnet, the page is followed to <em>Finalized</em>, the
 * position grows over two epochs, and half of it is unstaked.
 */
@Tag("long")
class DelegateInBrowserIT {

    private static final Path SHOTS = Path.of("target/screenshots");

    /** {@code //Bob} of the development phrase. */
    private static final String BOB =
            SS58.encode(
                    Hash256.fromHex("0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"));

    @TempDir static Path dir;

    private static BrowserStage stage;

    @BeforeAll
    static void start() throws IOException {
        BrowserStage.require();
        stage =
                BrowserStage.start(
                        "browser-application.log",
                        "--hypha.rpc-port=0",
                        "--hypha.block-time=500ms",
                        "--hypha.data-dir=" + dir);
    }

    @AfterAll
    static void stop() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void delegates_watches_it_become_final_sees_it_grow_and_unstakes_half() throws IOException {
        try (Page page = stage.page(BOB, payload -> stage.wallets.sign(payload, "//Bob", null, ""))) {
            page.onConsoleMessage(message -> System.out.println("[page] " + message.text()));

            String delegate = awaitRankedValidators(page, 3);
            page.navigate(stage.address + delegate);
            assertThat(page.getByText("filled from a link")).isVisible();
            page.getByLabel("Amount (τ)").fill("10");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Review")).click();

            Locator review = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Review"));
            assertThat(review).containsText("You give 10 τ");
            assertThat(review).containsText("Risk:");
            shot(page, "review");
            signAndFollow(page);
            shot(page, "finalized");

            page.navigate(stage.address + "/accounts/" + BOB);
            BigDecimal first = stake(page);
            assertTrue(first.signum() > 0, "a position is shown");
            BigDecimal grown = awaitGrowth(page, awaitGrowth(page, first));
            assertTrue(grown.compareTo(first) > 0, "it grew from " + first + " to " + grown);
            shot(page, "position");

            position(page)
                    .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile("^Unstake from")))
                    .click();
            BigDecimal half = grown.divide(BigDecimal.valueOf(2), 9, java.math.RoundingMode.DOWN);
            page.getByLabel(Pattern.compile("^Amount")).fill(half.toPlainString());
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Review")).click();
            signAndFollow(page);

            page.navigate(stage.address + "/accounts/" + BOB);
            BigDecimal left = stake(page);
            assertTrue(
                    left.compareTo(grown) < 0 && left.compareTo(half.multiply(new BigDecimal("0.99"))) > 0,
                    "about half of " + grown + " is left: " + left);
        }
    }

    private static void signAndFollow(Page page) {
        Locator sign = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Sign"));
        sign.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("test-wallet")).check();
        Locator button =
                sign.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign with wallet"));
        assertThat(sign.getByLabel("Account")).hasValue(BOB);
        assertThat(button).isEnabled();
        button.click();
        page.waitForURL(Pattern.compile("/tx/0x[0-9a-f]{64}$"));
        Locator stages = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Stages"));
        Locator last = stages.getByRole(AriaRole.LISTITEM).last();
        assertThat(last).containsText("Finalized");
        assertThat(last)
                .containsText("done", new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(180_000));
        assertEquals(0, page.getByRole(AriaRole.ALERT).count(), "nothing failed");
    }

    /** The link of the first ranked validator, once the index has some. */
    private static String awaitRankedValidators(Page page, int subnet) {
        Instant until = Instant.now().plus(Duration.ofMinutes(8));
        while (true) {
            assertTrue(Instant.now().isBefore(until), "no validator is ranked after eight minutes");
            try {
                page.navigate(stage.address + "/validators?subnet=" + subnet);
            } catch (PlaywrightException e) {
                page.waitForTimeout(500); // the application is still starting
                continue;
            }
            Locator links =
                    page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(Pattern.compile("^Delegate to")));
            if (links.count() > 0) {
                return links.first().getAttribute("href");
            }
            page.waitForTimeout(500);
        }
    }

    /** The row of the position that this test opened. */
    private static Locator position(Page page) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Subnet 3"));
    }

    private static BigDecimal stake(Page page) {
        Locator cell = position(page).locator("td[data-label=Stake] [data-rao]").first();
        return new BigDecimal(cell.getAttribute("data-rao")).movePointLeft(9);
    }

    private static BigDecimal awaitGrowth(Page page, BigDecimal before) {
        Instant until = Instant.now().plus(Duration.ofMinutes(3));
        while (true) {
            page.reload();
            BigDecimal now = stake(page);
            if (now.compareTo(before) > 0) {
                return now;
            }
            assertTrue(Instant.now().isBefore(until), "no epoch paid within three minutes; still " + now);
            page.waitForTimeout(500);
        }
    }

    private static void shot(Page page, String name) throws IOException {
        Files.createDirectories(SHOTS);
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(SHOTS.resolve(name + ".png")));
    }
}

package io.hypha.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import io.hypha.HyphaApplication;
import io.hypha.node.crypto.SS58;
import io.hypha.node.bytes.Hash256;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final Path PEERS = Path.of("src/test/peers");
    private static final Path SHOTS = Path.of("target/screenshots");

    /** {@code //Bob} of the development phrase. */
    private static final String BOB =
            SS58.encode(
                    Hash256.fromHex("0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48"));

    private static final String WALLET =
            """
            window.injectedWeb3 = { 'test-wallet': { version: '1.0', enable: async () => ({
              accounts: { get: async () => [{ address: '%s', name: 'Garden', type: 'sr25519', genesisHash: null }] },
              signer: { signPayload: async payload => JSON.parse(await window.hyphaSign(JSON.stringify(payload))) }
            }) } };
            """;

    @TempDir static Path dir;

    private static Process application;
    private static Playwright playwright;
    private static Browser browser;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(CHROMIUM)), "Chromium is not at " + CHROMIUM);
        assumeTrue(
                Files.isDirectory(PEERS.resolve("node_modules/@polkadot/keyring")),
                "the peers' npm packages are not installed: npm ci in " + PEERS);
        int port = freePort();
        address = "http://localhost:" + port;
        application =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx700m",
                                "-cp",
                                withoutTests(),
                                HyphaApplication.class.getName(),
                                "--hypha.port=" + port,
                                "--hypha.rpc-port=0",
                                "--hypha.block-time=500ms",
                                "--hypha.data-dir=" + dir)
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of("target", "browser-application.log").toFile())
                        .start();
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of(CHROMIUM))
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
        if (application != null) {
            application.destroy();
            if (!application.waitFor(60, TimeUnit.SECONDS)) {
                application.destroyForcibly();
            }
        }
    }

    /** The application's own class path: on the tests' one it would find their configurations too. */
    private static String withoutTests() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes") && !entry.contains("fast/test"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void delegates_watches_it_become_final_sees_it_grow_and_unstakes_half() throws IOException {
        try (BrowserContext context = browser.newContext()) {
            context.setDefaultTimeout(30_000);
            Page page = context.newPage();
            page.onConsoleMessage(message -> System.out.println("[page] " + message.text()));
            page.onPageError(error -> System.out.println("[page] " + error));
            page.exposeFunction("hyphaSign", args -> sign((String) args[0]));
            page.addInitScript(WALLET.formatted(BOB));

            String delegate = awaitRankedValidators(page, 3);
            page.navigate(address + delegate);
            assertThat(page.getByText("filled from a link")).isVisible();
            page.getByLabel("Amount (τ)").fill("10");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Review")).click();

            Locator review = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Review"));
            assertThat(review).containsText("You give 10 τ");
            assertThat(review).containsText("Risk:");
            shot(page, "review");
            signAndFollow(page);
            shot(page, "finalized");

            page.navigate(address + "/accounts/" + BOB);
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

            page.navigate(address + "/accounts/" + BOB);
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
                .containsText("done", new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        assertEquals(0, page.getByRole(AriaRole.ALERT).count(), "nothing failed");
    }

    /** The link of the first ranked validator, once the index has some. */
    private static String awaitRankedValidators(Page page, int subnet) {
        Instant until = Instant.now().plus(Duration.ofMinutes(3));
        while (true) {
            assertTrue(Instant.now().isBefore(until), "no validator is ranked after three minutes");
            try {
                page.navigate(address + "/validators?subnet=" + subnet);
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
        Instant until = Instant.now().plus(Duration.ofMinutes(1));
        while (true) {
            page.reload();
            BigDecimal now = stake(page);
            if (now.compareTo(before) > 0) {
                return now;
            }
            assertTrue(Instant.now().isBefore(until), "no epoch paid within a minute; still " + now);
            page.waitForTimeout(500);
        }
    }

    private static void shot(Page page, String name) throws IOException {
        Files.createDirectories(SHOTS);
        page.screenshot(
                new Page.ScreenshotOptions().setFullPage(true).setPath(SHOTS.resolve(name + ".png")));
    }

    /** Signs with {@code @polkadot/keyring} in Node; the payload's bytes are made there too, not by our code. */
    private static String sign(String payload) {
        try {
            Process node =
                    new ProcessBuilder("node", "sign.mjs", "//Bob")
                            .directory(PEERS.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            node.getOutputStream().write(payload.getBytes(StandardCharsets.UTF_8));
            node.getOutputStream().close();
            String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!node.waitFor(30, TimeUnit.SECONDS) || node.exitValue() != 0) {
                throw new IllegalStateException("the wallet's signer failed");
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException("the wallet's signer did not run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

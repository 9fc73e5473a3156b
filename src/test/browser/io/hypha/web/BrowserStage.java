package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.hypha.ChildJvm;
import io.hypha.FreePorts;
import io.hypha.HyphaApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application in a process of its own, a real browser, and wallets beside it. */
final class BrowserStage implements AutoCloseable {

    static final String CHROMIUM = "/usr/bin/chromium";
    static final Path PEERS = Path.of("src/test/peers");

    /** The tests' machine also runs the chain, the node, the database and the browser. */
    private static final double PATIENCE_MILLIS = 120_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String WALLET =
            """
            window.injectedWeb3 = { 'test-wallet': { version: '1.0', enable: async () => ({
              accounts: { get: async () => [{ address: '%s', name: 'Garden', type: 'sr25519', genesisHash: null }] },
              signer: { signPayload: async payload => JSON.parse(await window.hyphaSign(JSON.stringify(payload))) }
            }) } };
            """;

    final String address;
    final Wallets wallets;
    private final Process application;
    private final Playwright playwright;
    private final Browser browser;
    private final HttpClient http = HttpClient.newHttpClient();

    private BrowserStage(Process application, int port, Playwright playwright, Browser browser)
            throws IOException {
        this.application = application;
        this.address = "http://localhost:" + port;
        this.playwright = playwright;
        this.browser = browser;
        this.wallets = Wallets.start();
    }

    /** Skips the test where the browser or the peers' packages are missing. */
    static void require() {
        assumeTrue(Files.isExecutable(Path.of(CHROMIUM)), "Chromium is not at " + CHROMIUM);
        assumeTrue(
                Files.isDirectory(PEERS.resolve("node_modules/@polkadot/keyring")),
                "the peers' npm packages are not installed: npm ci in " + PEERS);
    }

    /**
     * Starts it all.
     *
     * @param log what the application says goes there, below {@code target}
     * @param arguments of the application, beside its port
     */
    static BrowserStage start(String log, String... arguments) throws IOException {
        int port = FreePorts.next();
        List<String> all = new ArrayList<>(List.of("--hypha.port=" + port));
        all.addAll(List.of(arguments));
        Process application =
                ChildJvm.startApplication(
                        HyphaApplication.class,
                        Path.of("target", log),
                        all.toArray(String[]::new));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(Path.of(CHROMIUM))
                                        .setTimeout(PATIENCE_MILLIS)
                                        .setArgs(
                                                List.of(
                                                        "--no-sandbox",
                                                        "--disable-gpu",
                                                        "--disable-quic",
                                                        "--disable-background-networking",
                                                        "--disable-component-update",
                                                        "--disable-sync")));
        return new BrowserStage(application, port, playwright, browser);
    }

    /** A page whose injected wallet has that one account and answers as {@code signer} does. */
    Page page(String account, UnaryOperator<String> signer) {
        BrowserContext context = browser.newContext();
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onPageError(error -> System.out.println("[page] " + error));
        page.exposeFunction("hyphaSign", args -> signer.apply((String) args[0]));
        page.addInitScript(WALLET.formatted(account));
        return page;
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(address + path))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    /** Asks again and again until it answers as wanted; a test's own poll, with an end. */
    JsonNode await(String path, java.util.function.Predicate<JsonNode> wanted, Duration most)
            throws InterruptedException {
        Instant until = Instant.now().plus(most);
        while (true) {
            try {
                JsonNode answer = json(path);
                if (wanted.test(answer)) {
                    return answer;
                }
            } catch (IOException e) {
                assertTrue(application.isAlive(), "the application ended");
            }
            assertTrue(Instant.now().isBefore(until), path + " did not answer as wanted");
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() {
        wallets.close();
        browser.close();
        playwright.close();
        application.destroy();
        try {
            if (!application.waitFor(2, TimeUnit.MINUTES)) {
                application.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            application.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What axe-core finds wrong with a page for people who do not see it, or not well: by WCAG 2.2 A
 * and AA and by good practice in the light theme, and once more the contrasts in the dark one.
 */
final class Axe {

    private static final Path SOURCE = BrowserStage.PEERS.resolve("node_modules/axe-core/axe.min.js");

    private static final String RUN =
            """
            async only => {
              const found = await axe.run(document, {
                runOnly: only, resultTypes: ['violations'], preload: false, elementRef: false });
              return found.violations.flatMap(each => each.nodes.map(node =>
                each.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 200)));
            }
            """;

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final String source;

    private Axe(String source) {
        this.source = source;
    }

    /** Skips the test where the package is missing. */
    static Axe installed() {
        assumeTrue(Files.isRegularFile(SOURCE), "axe-core is not installed: npm ci in the peers");
        try {
            return new Axe(Files.readString(SOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page as it stands now. */
    void findsNothingWrongWith(Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.evaluate(source);
        assertEquals(List.of(), page.evaluate(RUN, RULES), page.url());
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertEquals(
                List.of(), page.evaluate(RUN, List.of("color-contrast")), page.url() + ", dark");
    }

    /** Nothing on the page is wider than a phone of 390 pixels. */
    static void fitsAPhone(Page page) {
        page.setViewportSize(390, 844);
        assertEquals(
                390, page.evaluate("document.documentElement.scrollWidth"), page.url() + " on a phone");
        page.setViewportSize(1280, 720);
    }
}

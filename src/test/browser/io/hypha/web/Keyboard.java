package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Goes through a page without a pointer: only what the Tab key reaches, and only where that shows. */
final class Keyboard {

    private static final int MOST_STOPS = 60;

    private static final String FOCUS_SHOWS =
            """
            () => {
              const at = document.activeElement;
              return [at, at.closest('.choice'), at.closest('label')].some(each => each &&
                getComputedStyle(each).outlineStyle !== 'none' && parseFloat(getComputedStyle(each).outlineWidth) >= 2);
            }
            """;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /** Over what stands on every page, by the link that is there for it. */
    void skipToContent() {
        press("Tab");
        assertEquals("Skip to content", page.evaluate("document.activeElement.textContent"));
        press("Enter");
    }

    /** Tab by Tab. */
    void to(Locator wanted) {
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            press("Tab");
            if (Boolean.TRUE.equals(wanted.evaluate("each => each === document.activeElement"))) {
                assertEquals(true, page.evaluate(FOCUS_SHOWS), "the focus shows on " + wanted);
                return;
            }
        }
        throw new AssertionError("the Tab key does not lead to " + wanted);
    }

    /** Into a field, in place of what it holds. */
    void fill(Locator field, String text) {
        to(field);
        press("Control+A");
        page.keyboard().type(text);
    }

    void press(String key) {
        page.keyboard().press(key);
    }
}

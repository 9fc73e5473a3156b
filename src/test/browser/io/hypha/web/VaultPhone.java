package io.hypha.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.hypha.node.crypto.SecretUri;
import io.hypha.stake.vault.SoftwareVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A phone made of software before the page: it reads the codes on the screen and answers with one
 * of its own, before the camera or as a picture.
 */
final class VaultPhone {

    private static final Pattern CARRIED = Pattern.compile("/offline\\?id=0x[0-9a-f]{64}");

    private static final Pattern SENT = Pattern.compile("/tx/0x[0-9a-f]{64}$");

    /** In place of a camera: a canvas with the answer, as a stream of pictures. */
    private static final String CAMERA =
            """
            async picture => {
              const image = new Image();
              image.src = picture;
              await image.decode();
              const canvas = document.createElement('canvas');
              canvas.width = 1280; canvas.height = 960;
              const draw = () => {
                const at = canvas.getContext('2d');
                at.fillStyle = '#667';
                at.fillRect(0, 0, 1280, 960);
                at.drawImage(image, 320, 160, 640, 640);
              };
              draw();
              setInterval(draw, 100);
              navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
            }
            """;

    private final SoftwareVault vault;

    /**
     * @param uri of a development account, sr25519
     */
    VaultPhone(String uri) throws Exception {
        this.vault = new SoftwareVault(new byte[32], SecretUri.parse(uri).sr25519());
    }

    /** From the review page to the codes: chooses to sign offline as that account. */
    static void choose(Page page, String account) {
        Locator sign = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Sign"));
        sign.getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Sign offline"))
                .check();
        sign.getByLabel("Address that signs offline").fill(account);
        sign.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign offline"))
                .click();
        arrive(page, CARRIED);
        assertTrue(page.locator("[data-frames] img").count() > 1, "a proof takes several codes");
        assertThat(page.locator("[data-frames] li:visible")).hasCount(1);
    }

    /** Scans, signs, and shows the answer to the page's camera. */
    void answerBeforeTheCamera(Page page) {
        String answer = scan(page);
        page.evaluate(
                CAMERA,
                "data:image/png;base64,"
                        + Base64.getEncoder()
                                .encodeToString(ScannedCodes.picture(answer, "png", 640)));
        Locator form = answer(page);
        form.getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Scan with the camera"))
                .click();
        assertThat(form.locator("textarea")).hasValue(answer);
        send(page, form);
    }

    /** Scans, signs, and hands over a large photograph of the answer. */
    void answerByPicture(Page page) {
        byte[] photograph = ScannedCodes.picture(scan(page), "jpeg", 2_600);
        Locator form = answer(page);
        form.getByLabel("Or a picture of the answer's code")
                .setInputFiles(new FilePayload("answer.jpg", "image/jpeg", photograph));
        send(page, form);
    }

    /** A picture that no server takes: a page says so, and nothing is lost. */
    static void bringTooMuch(Page page, Path dir) throws IOException {
        Locator form = answer(page);
        Locator field = form.getByLabel("Or a picture of the answer's code");
        field.setInputFiles(
                Files.write(dir.resolve("holiday.jpg"), new byte[(int) UploadLimit.MAX_BYTES]));
        assertEquals(
                "That file has 12.6 MB; at most 8 MB are taken here.",
                field.evaluate("each => each.validationMessage"));
        field.evaluate("each => each.form.submit()"); // as a browser that does not check
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("A picture has at most 8 MB");
    }

    /** Waits for a page, and says what stood on the one before when it does not come. */
    private static void arrive(Page page, Pattern address) {
        try {
            page.waitForURL(address);
        } catch (TimeoutError e) {
            throw new AssertionError(
                    page.url()
                            + " instead of "
                            + address
                            + ": "
                            + page.getByRole(AriaRole.ALERT).allInnerTexts()
                            + " "
                            + page.title(),
                    e);
        }
    }

    private String scan(Page page) {
        return vault.sign(ScannedCodes.of(page.content()));
    }

    private static Locator answer(Page page) {
        return page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Answer"));
    }

    private static void send(Page page, Locator form) {
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Check and send"))
                .click();
        arrive(page, SENT);
    }
}

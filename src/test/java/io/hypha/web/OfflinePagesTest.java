package io.hypha.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.OfflineDesk;
import io.hypha.stake.Scene;
import io.hypha.stake.SigningWallet;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import io.hypha.stake.WalletMetadata;
import io.hypha.stake.vault.SoftwareVault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way over the air gap and back, without JavaScript, with a phone made of software. */
@WebMvcTest({OfflineController.class, WalletMetadataController.class})
@Import({WebSecurity.class, SceneRooms.class, OfflinePagesTest.Rooms.class})
class OfflinePagesTest {

    private static final String HERE = "localhost:8080";
    private static final Pattern TOKEN =
            Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"|data-csrf=\"([^\"]+)\"");

    @TestConfiguration(proxyBeanMethods = false)
    static class Rooms {
        @Bean
        OfflineDesk offlineDesk(Scene scene) {
            return new OfflineDesk(scene.node, scene.desk);
        }

        @Bean
        WalletMetadata walletMetadata(Scene scene) {
            return new WalletMetadata(scene.node);
        }
    }

    @Autowired private MockMvc mvc;
    @Autowired private Scene scene;

    private static int addresses;
    private static int seeds = 100;
    private String address = "";
    private byte[] seed = new byte[32];
    private final MockHttpSession session = new MockHttpSession();

    @BeforeEach
    void come_from_another_address_with_another_key() {
        address = "127.0.2." + ++addresses;
        seed = new byte[32];
        Arrays.fill(seed, (byte) ++seeds);
    }

    @ParameterizedTest
    @CsvSource({
        "sr25519, proof, png, 300",
        "ed25519, proof, jpeg, 640",
        "sr25519, plain, jpeg, 2600",
        "ed25519, plain, png, 1900"
    })
    void a_phone_scans_the_page_and_a_picture_of_its_answer_is_sent(
            String account, String code, String format, int side) throws Exception {
        Transaction prepared = prepared(account.equals("ed25519"));
        String html =
                html(
                        "/offline?id=%s&account=%s&code=%s"
                                .formatted(prepared.id().toHex(), account, code));
        assertThat(html).contains(prepared.words().substring(0, 30));
        String answer = new SoftwareVault(seed).sign(ScannedCodes.of(html));
        MockMultipartFile picture =
                new MockMultipartFile(
                        "picture",
                        "answer." + format,
                        "image/" + format,
                        ScannedCodes.picture(answer, format, side));

        MockHttpServletResponse sent =
                answer(multipart("/offline/signed").file(picture), prepared, html);

        assertThat(sent.getStatus()).isEqualTo(302);
        Transaction kept = scene.log.find(prepared.id()).orElseThrow();
        assertThat(kept.state()).isEqualTo(TransactionState.SENT);
        assertThat(sent.getRedirectedUrl())
                .isEqualTo("/tx/" + java.util.Objects.requireNonNull(kept.extrinsicHash()).toHex());
    }

    @Test
    void all_codes_stand_on_the_page_and_the_camera_is_allowed_only_there() throws Exception {
        Transaction prepared = prepared(false);
        MvcResult page = page("/offline?id=" + prepared.id().toHex());
        String html = page.getResponse().getContentAsString(StandardCharsets.UTF_8);
        List<Bytes> frames = ScannedCodes.of(html);
        assertThat(frames).hasSizeBetween(2, 8);
        assertThat(html).contains("Code 1 of " + frames.size()).contains("With proof");
        assertThat(page.getResponse().getHeaders("Permissions-Policy"))
                .containsExactly(
                        "camera=(self), microphone=(), geolocation=(), payment=(), usb=()");
        assertThat(page.getResponse().getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(page.getResponse().getHeaders("Referrer-Policy"))
                .as("under no-referrer a browser posts the form as if from nowhere")
                .containsExactly("same-origin");
        assertThat(page("/offline").getResponse().getHeaders("Permissions-Policy"))
                .containsExactly("camera=(), microphone=(), geolocation=(), payment=(), usb=()");
    }

    @Test
    void the_file_carries_everything_and_a_file_with_the_signature_is_taken() throws Exception {
        Transaction prepared = prepared(false);
        String html = html("/offline?id=" + prepared.id().toHex());
        MvcResult download = page("/offline/payload?id=" + prepared.id().toHex());
        assertThat(download.getResponse().getHeader("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"hypha-"
                                + prepared.id().toHex().substring(2, 10)
                                + ".json\"");
        JsonNode file =
                JsonMapper.shared().readTree(download.getResponse().getContentAsByteArray());
        assertThat(file.path("words").asString()).isEqualTo(prepared.words());
        SigningWallet wallet =
                SigningWallet.reading(file.path("withMetadataHash").path("payload").toString())
                        .with(seeds);
        wallet.metadataHash =
                Hash256.fromHex(file.path("withMetadataHash").path("metadataHash").asString());
        String json = "{\"id\": 1, \"signature\": \"" + wallet.typed().toHex() + "\"}";
        MockMultipartFile signed =
                new MockMultipartFile(
                        "file",
                        "signed.json",
                        "application/json",
                        json.getBytes(StandardCharsets.UTF_8));

        MockHttpServletResponse sent =
                answer(multipart("/offline/signed").file(signed), prepared, html);

        assertThat(sent.getStatus()).isEqualTo(302);
    }

    @Test
    void a_pasted_answer_that_does_not_hold_says_why_and_keeps_what_was_pasted() throws Exception {
        Transaction prepared = prepared(false);
        String html = html("/offline?id=" + prepared.id().toHex());
        String zeros = "01" + "00".repeat(64);
        MockHttpServletResponse wrong =
                answer(multipart("/offline/signed").param("answer", zeros), prepared, html);
        assertThat(wrong.getStatus()).isEqualTo(409);
        assertThat(wrong.getContentAsString(StandardCharsets.UTF_8))
                .contains("Nothing was sent. The signature is not that of")
                .contains(zeros);
        assertThat(
                        answer(multipart("/offline/signed").param("answer", "moss"), prepared, html)
                                .getContentAsString(StandardCharsets.UTF_8))
                .contains("A signature is hex");
        assertThat(scene.log.find(prepared.id()).orElseThrow().state())
                .isEqualTo(TransactionState.WAITING);
    }

    @Test
    void pictures_without_a_code_and_things_that_are_no_pictures_are_told_apart() throws Exception {
        Transaction prepared = prepared(false);
        String html = html("/offline?id=" + prepared.id().toHex());
        byte[] empty = ScannedCodes.picture("x", "png", 300);
        Arrays.fill(empty, empty.length - 60, empty.length, (byte) 0);
        assertThat(picture(empty, prepared, html)).contains("Nothing was sent.");
        assertThat(picture(new byte[] {1, 2, 3}, prepared, html)).contains("a PNG or a JPEG");
        assertThat(picture("GIF89a..........".getBytes(StandardCharsets.US_ASCII), prepared, html))
                .contains("a PNG or a JPEG");
    }

    @Test
    void an_upload_that_is_too_large_ends_in_a_page_that_says_so() throws Exception {
        Transaction prepared = prepared(false);
        String html = html("/offline?id=" + prepared.id().toHex());
        assertThat(picture(new byte[QrPicture.MAX_BYTES + 1], prepared, html))
                .contains("Nothing was sent. That picture has more than 8 MB.");

        MockHttpServletResponse answer =
                mvc.perform(
                                post("/offline/signed")
                                        .header("Host", "localhost:8080")
                                        .contentType("multipart/form-data; boundary=x")
                                        .content(new byte[(int) UploadLimit.MAX_BYTES + 1]))
                        .andReturn()
                        .getResponse();
        assertThat(answer.getStatus()).isEqualTo(413);
        assertThat(answer.getContentType()).startsWith("text/html");
        assertThat(answer.getContentAsString()).contains("<h1>That upload is too large</h1>");
        assertThat(answer.getHeader("Content-Security-Policy")).isNotNull();
        assertThat(scene.log.find(prepared.id()).orElseThrow().state())
                .isEqualTo(TransactionState.WAITING);
    }

    @Test
    void the_camera_sends_pictures_only_from_this_page_and_of_a_bounded_size() throws Exception {
        Transaction prepared = prepared(false);
        String token = token(html("/offline?id=" + prepared.id().toHex()));
        byte[] picture = ScannedCodes.picture("00ff", "jpeg", 400);
        MockHttpServletResponse seen = scan(picture, token);
        assertThat(seen.getStatus()).isEqualTo(200);
        assertThat(seen.getContentAsString()).isEqualTo("{\"text\":\"00ff\"}");
        assertThat(scan(new byte[1024 * 1024 + 1], token).getStatus()).isEqualTo(413);
        assertThat(scan(new byte[10], token).getStatus()).isEqualTo(400);
        assertThat(scan(picture, "other").getStatus()).isEqualTo(403);
    }

    @Test
    void a_payload_that_was_answered_is_closed_and_one_that_never_was_is_unknown()
            throws Exception {
        Transaction prepared = prepared(false);
        String html = html("/offline?id=" + prepared.id().toHex());
        String pasted = SigningWallet.reading(prepared.payloadJson()).with(seeds).typed().toHex();
        assertThat(
                        answer(multipart("/offline/signed").param("answer", pasted), prepared, html)
                                .getStatus())
                .isEqualTo(302);
        assertThat(html("/offline?id=" + prepared.id().toHex()))
                .contains("This payload is closed.")
                .doesNotContain("Check and send");
        assertThat(page("/offline/payload?id=" + prepared.id().toHex()).getResponse().getStatus())
                .isEqualTo(410);
        assertThat(page("/offline?id=" + Hash256.ZERO.toHex()).getResponse().getStatus())
                .isEqualTo(404);
        assertThat(page("/offline?id=0x12").getResponse().getStatus()).isEqualTo(400);
    }

    @Test
    void a_wallet_is_told_the_runtime_and_given_its_metadata() throws Exception {
        JsonNode version =
                JsonMapper.shared()
                        .readTree(
                                page("/wallet-metadata/version")
                                        .getResponse()
                                        .getContentAsByteArray());
        assertThat(version.path("specVersion").asInt()).isEqualTo(424);
        MockHttpServletResponse whole = page("/wallet-metadata").getResponse();
        assertThat(whole.getContentType()).isEqualTo("application/json");
        JsonNode definition = JsonMapper.shared().readTree(whole.getContentAsByteArray());
        assertThat(definition.path("ss58Format").asInt()).isEqualTo(42);
        assertThat(definition.path("genesisHash")).isEqualTo(version.path("genesisHash"));
    }

    private Transaction prepared(boolean ed25519) {
        SigningWallet wallet = new SigningWallet();
        Coldkey signer = new Coldkey((ed25519 ? wallet.ed25519() : wallet).with(seeds).signer);
        scene.chain.account(signer, 100 * Scene.TAO, 5);
        return scene.prepared(Scene.stake(10 * Scene.TAO), signer);
    }

    private MvcResult page(String path) throws Exception {
        return mvc.perform(from(get(path))).andReturn();
    }

    private String html(String path) throws Exception {
        MockHttpServletResponse response = page(path).getResponse();
        String html = response.getContentAsString(StandardCharsets.UTF_8);
        assertThat(response.getStatus()).as(html).isEqualTo(200);
        return html;
    }

    private MockHttpServletResponse answer(
            AbstractMockHttpServletRequestBuilder<?> request, Transaction prepared, String html)
            throws Exception {
        request.param("id", prepared.id().toHex()).param("_csrf", token(html));
        return mvc.perform(from(request.header("Origin", "http://" + HERE)))
                .andReturn()
                .getResponse();
    }

    private String picture(byte[] bytes, Transaction prepared, String html) throws Exception {
        MockHttpServletResponse response =
                answer(
                        multipart("/offline/signed")
                                .file(
                                        new MockMultipartFile(
                                                "picture", "a.png", "image/png", bytes)),
                        prepared,
                        html);
        assertThat(response.getStatus()).isEqualTo(bytes.length > QrPicture.MAX_BYTES ? 413 : 400);
        return response.getContentAsString(StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse scan(byte[] picture, String token) throws Exception {
        return mvc.perform(
                        from(post("/offline/scan"))
                                .header("Origin", "http://" + HERE)
                                .header("X-CSRF-TOKEN", token)
                                .contentType("application/octet-stream")
                                .content(picture))
                .andReturn()
                .getResponse();
    }

    private static String token(String html) {
        Matcher token = TOKEN.matcher(html);
        assertThat(token.find()).as(html).isTrue();
        return token.group(1) == null ? token.group(2) : token.group(1);
    }

    private <B extends AbstractMockHttpServletRequestBuilder<?>> B from(B request) {
        request.header("Host", HERE).session(session);
        request.with(made -> {
            made.setRemoteAddr(address);
            return made;
        });
        return request;
    }
}

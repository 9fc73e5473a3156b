package io.hypha.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.Acceptance;
import io.hypha.stake.OfflineDesk;
import io.hypha.stake.OfflinePayload;
import io.hypha.stake.Transaction;
import io.hypha.stake.vault.VaultAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.multipart.MultipartFile;

/**
 * A payload for a key without a network: codes to scan, a file to carry, and the way back for what
 * was signed. Works without JavaScript, the camera apart.
 */
@Controller
class OfflineController {

    /** A camera gives two pictures a second. */
    private static final int MAX_PER_MINUTE = 240;

    /** One picture of the camera; a file that somebody brings may be larger. */
    private static final int MAX_FRAME_BYTES = 1024 * 1024;

    /** The camera is for this page alone, and for no frame in it. */
    private static final String WITH_CAMERA =
            "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";

    private static final String NOTHING_SENT = "Nothing was sent. ";

    private final OfflineDesk desk;
    private final QrPicture pictures = new QrPicture();
    private final Cache<String, AtomicInteger> requests =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

    OfflineController(OfflineDesk desk) {
        this.desk = desk;
    }

    /** Which codes, as the address says it. */
    record Asked(@Nullable String id, @Nullable String account, @Nullable String code) {

        OfflinePage.Choice choice() {
            return new OfflinePage.Choice("ed25519".equals(account), "plain".equals(code));
        }
    }

    @GetMapping("/offline")
    String offline(Asked asked, Model model, HttpServletResponse response) {
        if (asked.id() == null || asked.id().isBlank()) {
            model.addAttribute("page", OfflineStartPage.EMPTY);
            return "offline/start";
        }
        return show(asked, null, "", model, response);
    }

    private String show(
            Asked asked,
            @Nullable String problem,
            String answer,
            Model model,
            HttpServletResponse response) {
        OfflinePage page =
                switch (desk.open(id(asked.id()))) {
                    case OfflineDesk.Opened.Unknown _ ->
                            throw new NotOnRecordException(
                                    "No payload of that name was prepared here.");
                    case OfflineDesk.Opened.Closed(Transaction transaction, String why) ->
                            OfflinePage.closed(transaction, why, problem);
                    case OfflineDesk.Opened.Ready(OfflinePayload payload) ->
                            OfflinePage.ready(payload, asked.choice(), problem, answer);
                };
        model.addAttribute("page", page);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Permissions-Policy", WITH_CAMERA);
        PostingPage.mark(response);
        return "offline/one";
    }

    /** The same as a file, for a device that reads no codes. */
    @GetMapping("/offline/payload")
    ResponseEntity<String> payload(@RequestParam(name = "id") String name) {
        return switch (desk.open(id(name))) {
            case OfflineDesk.Opened.Unknown _ ->
                    throw new NotOnRecordException("No payload of that name was prepared here.");
            case OfflineDesk.Opened.Closed(var _, String why) ->
                    ResponseEntity.status(HttpStatus.GONE)
                            .contentType(MediaType.TEXT_PLAIN)
                            .body(why);
            case OfflineDesk.Opened.Ready(OfflinePayload payload) ->
                    ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .header("Cache-Control", "no-store")
                            .header(
                                    "Content-Disposition",
                                    "attachment; filename=\"hypha-"
                                            + name.substring(2, 10)
                                            + ".json\"")
                            .body(payload.toJson().toPrettyString() + "\n");
        };
    }

    /** What came back: pasted, in a file, or as a picture of the answer's code. */
    @PostMapping("/offline/signed")
    String signed(
            Asked asked,
            @RequestParam(name = "answer", defaultValue = "") String pasted,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            @RequestParam(name = "picture", required = false) @Nullable MultipartFile picture,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Brought brought =
                tooMany(request)
                        ? new Brought.Wrong(
                                HttpStatus.TOO_MANY_REQUESTS, "Too many requests; wait a minute.")
                        : brought(pasted, file, picture);
        return switch (brought) {
            case Brought.Wrong(HttpStatus status, String sentence) ->
                    wrong(asked, status, sentence, pasted, model, response);
            case Brought.Text(String text) ->
                    switch (desk.signed(id(asked.id()), VaultAnswer.parse(text))) {
                        case Acceptance.Accepted(Transaction transaction) ->
                                "redirect:/tx/"
                                        + (transaction.extrinsicHash() == null
                                                        ? transaction.id()
                                                        : transaction.extrinsicHash())
                                                .toHex();
                        case Acceptance.Rejected(var sentences) ->
                                wrong(
                                        asked,
                                        HttpStatus.CONFLICT,
                                        NOTHING_SENT + String.join(" ", sentences),
                                        text,
                                        model,
                                        response);
                        case Acceptance.NotWaiting(String sentence) ->
                                wrong(asked, HttpStatus.GONE, sentence, text, model, response);
                    };
        };
    }

    private String wrong(
            Asked asked,
            HttpStatus status,
            String sentence,
            String answer,
            Model model,
            HttpServletResponse response) {
        response.setStatus(status.value());
        return show(
                asked,
                sentence,
                answer.length() > VaultAnswer.MAX_CHARACTERS ? "" : answer,
                model,
                response);
    }

    /** What the three fields held. */
    private sealed interface Brought {

        record Text(String text) implements Brought {}

        record Wrong(HttpStatus status, String sentence) implements Brought {}
    }

    private Brought brought(
            String pasted, @Nullable MultipartFile file, @Nullable MultipartFile picture)
            throws IOException {
        if (picture != null && !picture.isEmpty()) {
            return picture.getSize() > QrPicture.MAX_BYTES
                    ? new Brought.Wrong(
                            HttpStatus.CONTENT_TOO_LARGE,
                            NOTHING_SENT + "That picture has more than 8 MB.")
                    : switch (pictures.read(picture.getBytes())) {
                        case QrPicture.Seen.Code(String text) -> new Brought.Text(text);
                        case QrPicture.Seen.NoCode _ ->
                                new Brought.Wrong(
                                        HttpStatus.BAD_REQUEST,
                                        NOTHING_SENT
                                                + "No code was found in that picture. Take it closer, straight and"
                                                + " sharp.");
                        case QrPicture.Seen.Refused(String sentence) ->
                                new Brought.Wrong(HttpStatus.BAD_REQUEST, NOTHING_SENT + sentence);
                        case QrPicture.Seen.Busy _ ->
                                new Brought.Wrong(
                                        HttpStatus.SERVICE_UNAVAILABLE,
                                        NOTHING_SENT + "Other pictures are being read; try again.");
                    };
        }
        if (file != null && !file.isEmpty()) {
            return file.getSize() > VaultAnswer.MAX_CHARACTERS
                    ? new Brought.Wrong(
                            HttpStatus.CONTENT_TOO_LARGE,
                            NOTHING_SENT + "That file is longer than any signed transaction here.")
                    : new Brought.Text(
                            OfflineAnswerFile.text(
                                    new String(file.getBytes(), StandardCharsets.UTF_8)));
        }
        return new Brought.Text(pasted);
    }

    /** A picture of the camera, where the browser itself reads no codes. */
    @PostMapping("/offline/scan")
    @ResponseBody
    ResponseEntity<Object> scan(HttpServletRequest request) throws IOException {
        if (tooMany(request)) {
            return problem(HttpStatus.TOO_MANY_REQUESTS, "Too many pictures; wait a minute.");
        }
        byte[] picture = request.getInputStream().readNBytes(MAX_FRAME_BYTES + 1);
        if (picture.length > MAX_FRAME_BYTES) {
            return problem(
                    HttpStatus.CONTENT_TOO_LARGE, "A picture of the camera has at most 1 MB here.");
        }
        return switch (pictures.read(picture)) {
            case QrPicture.Seen.Code(String text) -> ResponseEntity.ok(Map.of("text", text));
            case QrPicture.Seen.NoCode _ -> ResponseEntity.noContent().build();
            case QrPicture.Seen.Refused(String sentence) ->
                    problem(HttpStatus.BAD_REQUEST, sentence);
            case QrPicture.Seen.Busy _ ->
                    problem(HttpStatus.SERVICE_UNAVAILABLE, "Other pictures are being read.");
        };
    }

    private static Hash256 id(@Nullable String text) {
        if (text == null || !text.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("A payload is named by 0x and 64 hex digits.");
        }
        return Hash256.fromHex(text);
    }

    private boolean tooMany(HttpServletRequest request) {
        return requests.get(request.getRemoteAddr(), key -> new AtomicInteger()).incrementAndGet()
                > MAX_PER_MINUTE;
    }

    private static ResponseEntity<Object> problem(HttpStatus status, String detail) {
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .body(ProblemDetail.forStatusAndDetail(status, detail));
    }
}

package io.hypha.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.rank.Ranking;
import io.hypha.stake.Acceptance;
import io.hypha.stake.Preparation;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakeIntent;
import io.hypha.stake.Transaction;
import io.hypha.stake.WalletAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The payload for the wallet, what the wallet returned, and the page that follows it. Only bytes
 * that answer a payload prepared here and not expired are taken, and only so many a minute from one
 * address.
 */
@Controller
class TransactionController {

    private static final int MAX_PER_MINUTE = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A whole extrinsic of the largest size in hex, and as much again for the rest. */
    private static final int MAX_BODY_BYTES = 4 * WalletAnswer.MAX_TRANSACTION_BYTES;

    private static final String TOO_MANY = "Too many requests; wait a minute.";
    private static final String NOTHING_SENT = " Nothing was sent.";

    private final StakeDesk desk;
    private final Ranking ranking;
    private final Cache<String, AtomicInteger> requests =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

    TransactionController(StakeDesk desk, Ranking ranking) {
        this.desk = desk;
        this.ranking = ranking;
    }

    /** What the script of the review page sends: the same texts that the page shows. */
    record PrepareRequest(
            @Nullable String hotkey,
            @Nullable String netuid,
            @Nullable String amount,
            @Nullable String tolerance,
            @Nullable String account) {}

    record SignedRequest(
            @Nullable String signature,
            @Nullable String signedTransaction,
            @Nullable String keyType) {}

    @PostMapping("/stake/prepare")
    @ResponseBody
    ResponseEntity<Object> prepareStake(HttpServletRequest request) throws IOException {
        return prepare(StakeIntent.Action.STAKE, request);
    }

    @PostMapping("/unstake/prepare")
    @ResponseBody
    ResponseEntity<Object> prepareUnstake(HttpServletRequest request) throws IOException {
        return prepare(StakeIntent.Action.UNSTAKE, request);
    }

    private ResponseEntity<Object> prepare(StakeIntent.Action action, HttpServletRequest request)
            throws IOException {
        if (tooMany(request)) {
            return problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        PrepareRequest body;
        try {
            body = body(request, PrepareRequest.class);
        } catch (IllegalArgumentException e) {
            return problem(HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
        }
        StakeParameters parameters =
                new StakeParameters(
                                action,
                                body.hotkey(),
                                body.netuid(),
                                body.amount(),
                                body.tolerance(),
                                null,
                                body.account())
                        .withAmount();
        Optional<StakeIntent> intent = parameters.intent();
        Optional<Coldkey> account = parameters.account();
        if (intent.isEmpty() || account.isEmpty()) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    parameters.errors.values().stream().findFirst().orElse("Choose an account."));
        }
        return switch (desk.prepare(intent.get(), account.get())) {
            case Preparation.Refused(String sentence) -> problem(HttpStatus.CONFLICT, sentence);
            case Preparation.Prepared(Transaction transaction) ->
                    ResponseEntity.ok(
                            Map.of(
                                    "id",
                                    transaction.id().toHex(),
                                    "payload",
                                    payload(transaction.payloadJson())));
        };
    }

    /** Read with a bound of its own: no server setting limits a JSON body. */
    private static <T> T body(HttpServletRequest request, Class<T> type) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException(
                    "A request has at most " + MAX_BODY_BYTES + " bytes.");
        }
        T read;
        try {
            read = JSON.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The request is not the JSON that was expected.");
        }
        if (read == null) {
            throw new IllegalArgumentException("The request is empty.");
        }
        return read;
    }

    private static JsonNode payload(String json) {
        return JSON.readTree(json);
    }

    @PostMapping("/tx/{id}/signed")
    @ResponseBody
    ResponseEntity<Object> signed(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        if (tooMany(request)) {
            return problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        Hash256 payload;
        WalletAnswer answer;
        try {
            payload = hash(id);
            answer = answer(body(request, SignedRequest.class));
        } catch (IllegalArgumentException e) {
            return problem(HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
        }
        return answered(desk.signed(payload, answer));
    }

    @PostMapping("/tx/{id}/rejected")
    @ResponseBody
    ResponseEntity<Object> rejected(@PathVariable String id, HttpServletRequest request) {
        if (tooMany(request)) {
            return problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        Hash256 payload;
        try {
            payload = hash(id);
        } catch (IllegalArgumentException e) {
            return problem(HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
        }
        return answered(desk.rejected(payload));
    }

    private static ResponseEntity<Object> answered(Acceptance acceptance) {
        return switch (acceptance) {
            case Acceptance.Accepted(Transaction transaction) ->
                    ResponseEntity.ok(
                            Map.of(
                                    "location",
                                    "/tx/"
                                            + (transaction.extrinsicHash() == null
                                                            ? transaction.id()
                                                            : transaction.extrinsicHash())
                                                    .toHex()));
            case Acceptance.Rejected(var sentences) ->
                    problem(HttpStatus.CONFLICT, "It was not sent. " + String.join(" ", sentences));
            case Acceptance.NotWaiting(String sentence) -> problem(HttpStatus.GONE, sentence);
        };
    }

    @GetMapping("/tx/{hash}")
    String one(@PathVariable String hash, Model model) {
        model.addAttribute("page", page(hash));
        return "tx/one";
    }

    @GetMapping("/tx/{hash}/stages")
    String stages(@PathVariable String hash, Model model) {
        model.addAttribute("page", page(hash));
        return "tx/stages :: stages";
    }

    private TransactionPage page(String hash) {
        Transaction transaction =
                desk.transaction(hash(hash))
                        .orElseThrow(() ->
                                new NotOnRecordException(
                                        "No transaction of that name was prepared here. Hypha follows only its own."));
        StakeIntent intent = transaction.intent();
        return TransactionPage.of(
                transaction,
                ranking.validator(intent.netUid(), intent.hotkey())
                        .flatMap(ranked -> ranked.value().name())
                        .toOptional()
                        .filter(name -> !name.isBlank())
                        .orElse(Numbers.shortAddress(intent.hotkey().address())),
                desk.isLapsed(transaction));
    }

    private static WalletAnswer answer(SignedRequest body) {
        if (body.signature() == null) {
            throw new IllegalArgumentException("The wallet returned no signature.");
        }
        return new WalletAnswer(
                hex(body.signature(), 200),
                body.signedTransaction() == null
                        ? null
                        : hex(body.signedTransaction(), 2 * WalletAnswer.MAX_TRANSACTION_BYTES + 2),
                body.keyType());
    }

    private static Bytes hex(String text, int most) {
        if (text.length() > most || !text.matches("0x([0-9a-fA-F]{2})*")) {
            throw new IllegalArgumentException(
                    "Expected at most " + most + " characters of 0x hex from the wallet.");
        }
        return Bytes.fromHex(text);
    }

    private static Hash256 hash(String text) {
        if (!text.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("A transaction is named by 0x and 64 hex digits.");
        }
        return Hash256.fromHex(text);
    }

    private boolean tooMany(HttpServletRequest request) {
        return requests.get(request.getRemoteAddr(), key -> new AtomicInteger()).incrementAndGet()
                > MAX_PER_MINUTE;
    }

    private static ResponseEntity<Object> problem(HttpStatus status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }
}

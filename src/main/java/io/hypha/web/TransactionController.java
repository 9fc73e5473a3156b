package io.hypha.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Subtensor;
import io.hypha.node.bytes.Hash256;
import io.hypha.rank.Ranking;
import io.hypha.stake.Acceptance;
import io.hypha.stake.Preparation;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import io.hypha.stake.Transaction;
import io.hypha.stake.WalletAnswer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
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
import org.springframework.web.bind.annotation.RequestParam;
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

    /** Where a prepared payload is shown for a key without a network. */
    private static final String OFFLINE = "/offline?id=";

    private static final String TOO_MANY = "Too many requests; wait a minute.";
    private static final String NOTHING_SENT = " Nothing was sent.";

    private final StakeDesk desk;
    private final ValidatorNames names;
    private final Subtensor subtensor;
    private final Cache<String, AtomicInteger> requests =
            Caffeine.newBuilder()
                    .expireAfterWrite(Duration.ofMinutes(1))
                    .maximumSize(10_000)
                    .build();

    TransactionController(StakeDesk desk, Subtensor subtensor, Ranking ranking) {
        this.desk = desk;
        this.subtensor = subtensor;
        this.names = ValidatorNames.from(ranking);
    }

    /**
     * What the script of the review page sends.
     *
     * @param action the reviewed one, as the page carries it
     * @param runtime for which the page was built
     * @param replaces the transaction whose number it takes; empty for none
     */
    record PrepareRequest(
            @Nullable JsonNode action,
            @Nullable String account,
            @Nullable String runtime,
            @Nullable String replaces) {}

    @PostMapping("/prepare")
    @ResponseBody
    ResponseEntity<Object> prepare(HttpServletRequest request) throws IOException {
        if (tooMany(request)) {
            return WalletBody.problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        StakingAction action;
        Coldkey account;
        @Nullable String built;
        @Nullable Hash256 replaced;
        try {
            PrepareRequest body = WalletBody.read(request, PrepareRequest.class);
            if (body.action() == null || body.account() == null || body.account().isEmpty()) {
                throw new IllegalArgumentException("Choose an account.");
            }
            action = StakingActionJson.read(body.action());
            account = Coldkey.of(body.account());
            built = body.runtime();
            replaced =
                    body.replaces() == null || body.replaces().isEmpty()
                            ? null
                            : WalletBody.hash(body.replaces());
        } catch (IllegalArgumentException e) {
            return WalletBody.problem(
                    HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
        }
        RuntimeMark now = RuntimeMark.of(subtensor.status());
        if (now.differs(built)) {
            return upgraded(now);
        }
        return switch (replaced == null
                ? desk.prepare(action, account, RuntimeMark.reviewed(built))
                : replace(replaced, action, account)) {
            case Preparation.Refused(String sentence) ->
                    WalletBody.problem(HttpStatus.CONFLICT, sentence);
            case Preparation.Prepared(Transaction transaction) ->
                    ResponseEntity.ok(
                            PreparedAnswer.of(transaction, desk.payloadHash(transaction)));
        };
    }

    /**
     * The same for a key without a network, from the form itself: no script is needed. Ends at the
     * page that shows the payload to carry away, or at a page that says why there is none.
     */
    @PostMapping("/prepare/offline")
    String prepareOffline(
            @RequestParam(name = "action") String json,
            @RequestParam(name = "account", defaultValue = "") String account,
            @RequestParam(name = "runtime", defaultValue = "") String built,
            @RequestParam(name = "replaces", defaultValue = "") String replaces,
            HttpServletRequest request) {
        if (tooMany(request)) {
            throw new NotPreparedException(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        if (json.length() > WalletBody.MAX_BYTES) {
            throw new IllegalArgumentException("There is no such action.");
        }
        StakingAction action;
        try {
            action = StakingActionJson.read(JSON.readTree(json));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("There is no such action.");
        }
        if (account.isBlank()) {
            throw new NotPreparedException(
                    HttpStatus.BAD_REQUEST, "Give the address of the account that signs.");
        }
        Coldkey signer = Coldkey.of(account.strip());
        RuntimeMark now = RuntimeMark.of(subtensor.status());
        if (now.differs(built)) {
            throw new NotPreparedException(HttpStatus.CONFLICT, changed(now));
        }
        return switch (replaces.isEmpty()
                ? desk.prepare(action, signer, RuntimeMark.reviewed(built))
                : replace(WalletBody.hash(replaces), action, signer)) {
            case Preparation.Refused(String sentence) ->
                    throw new NotPreparedException(HttpStatus.CONFLICT, sentence);
            case Preparation.Prepared(Transaction transaction) ->
                    "redirect:" + OFFLINE + transaction.id().toHex();
        };
    }

    /** Only the account that signed the one may sign the other: the number is that account's. */
    private Preparation replace(Hash256 replaced, StakingAction action, Coldkey account) {
        return desk.transaction(replaced).filter(old -> old.signer().equals(account)).isPresent()
                ? desk.replace(replaced, action)
                : new Preparation.Refused(
                        "It would take the place of another account's transaction. Choose the account that signed that one.");
    }

    private static String changed(RuntimeMark now) {
        return "The chain's runtime changed to spec "
                + now.spec()
                + " while this page was open. Nothing was sent; rebuild the page.";
    }

    /** The script shows the notice with the link that builds the page anew. */
    private static ResponseEntity<Object> upgraded(RuntimeMark now) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, changed(now));
        problem.setProperty("upgraded", true);
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }

    @PostMapping("/tx/{id}/signed")
    @ResponseBody
    ResponseEntity<Object> signed(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        if (tooMany(request)) {
            return WalletBody.problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        Hash256 payload;
        WalletAnswer answer;
        try {
            payload = WalletBody.hash(id);
            answer = WalletBody.answer(WalletBody.read(request, WalletBody.Signed.class));
        } catch (IllegalArgumentException e) {
            return WalletBody.problem(
                    HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
        }
        return answered(desk.signed(payload, answer));
    }

    @PostMapping("/tx/{id}/rejected")
    @ResponseBody
    ResponseEntity<Object> rejected(@PathVariable String id, HttpServletRequest request) {
        if (tooMany(request)) {
            return WalletBody.problem(HttpStatus.TOO_MANY_REQUESTS, TOO_MANY);
        }
        Hash256 payload;
        try {
            payload = WalletBody.hash(id);
        } catch (IllegalArgumentException e) {
            return WalletBody.problem(
                    HttpStatus.BAD_REQUEST, PageErrors.sentence(e) + NOTHING_SENT);
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
                    WalletBody.problem(
                            HttpStatus.CONFLICT, "It was not sent. " + String.join(" ", sentences));
            case Acceptance.NotWaiting(String sentence) ->
                    WalletBody.problem(HttpStatus.GONE, sentence);
        };
    }

    @GetMapping("/tx/{hash}")
    String one(@PathVariable String hash, Model model) {
        model.addAttribute("page", page(hash));
        return "tx/one";
    }

    /**
     * The part that moves. Nothing (204) while it is what the page shows already: what is replaced
     * loses the reader's selection and place.
     */
    @GetMapping("/tx/{hash}/stages")
    @Nullable String stages(
            @PathVariable String hash,
            @RequestParam(name = "seen", defaultValue = "") String seen,
            Model model,
            HttpServletResponse response) {
        TransactionPage page = page(hash);
        if (!page.ended() && page.mark().equals(seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        model.addAttribute("page", page);
        return "tx/stages :: stages";
    }

    private TransactionPage page(String hash) {
        Transaction transaction =
                desk.transaction(WalletBody.hash(hash))
                        .orElseThrow(() ->
                                new NotOnRecordException(
                                        "No transaction of that name was prepared here. Hypha follows only its own."));
        return TransactionPage.of(transaction, names, desk.isLapsed(transaction));
    }

    private boolean tooMany(HttpServletRequest request) {
        return requests.get(request.getRemoteAddr(), key -> new AtomicInteger()).incrementAndGet()
                > MAX_PER_MINUTE;
    }
}

package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Subtensor;
import io.hypha.index.EpochHistory;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingQuery;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The first page, the search field, the theme, and how figures are made. */
@Controller
class HomeController {

    private final Subtensor subtensor;
    private final Ranking ranking;
    private final EpochHistory history;
    private final InstantSource clock;

    HomeController(
            Subtensor subtensor, Ranking ranking, EpochHistory history, InstantSource clock) {
        this.subtensor = subtensor;
        this.ranking = ranking;
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/")
    String home(Model model) {
        model.addAttribute(
                "page",
                HomePage.of(
                        NodePage.of(
                                subtensor.status(), history.coverage(NetUid.ROOT), clock.instant()),
                        ranking.page(NetUid.ROOT, RankingQuery.first())));
        return "home";
    }

    @GetMapping("/method")
    String method() {
        return "method";
    }

    /** An address goes to the validator where one of that key is on record, else to the account. */
    @GetMapping("/find")
    String find(@RequestParam(name = "q", defaultValue = "") String query) {
        String text = query.strip();
        if (text.isEmpty()) {
            return "redirect:/validators";
        }
        if (text.length() > ListRequest.MAX_SEARCH) {
            throw new IllegalArgumentException("A search has at most 100 characters.");
        }
        Hotkey key;
        try {
            key = Hotkey.of(text);
        } catch (IllegalArgumentException e) {
            return "redirect:/validators?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
        return ranking.profile(key).isPresent()
                ? "redirect:/validators/" + key.address()
                : "redirect:/accounts/" + new Coldkey(key.key()).address();
    }

    @GetMapping("/theme")
    String theme(
            @RequestParam(name = "to") String to,
            @RequestParam(name = "back", defaultValue = "/") String back,
            HttpServletResponse response) {
        if (!to.equals("dark") && !to.equals("light")) {
            throw new IllegalArgumentException("A theme is dark or light.");
        }
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(PageChrome.THEME_COOKIE, to)
                        .path("/")
                        .httpOnly(true)
                        .sameSite("Strict")
                        .maxAge(Duration.ofDays(365))
                        .build()
                        .toString());
        return "redirect:" + (isLocal(back) ? back : "/");
    }

    /** A path of this site and nothing else: no scheme, no host, no line break. */
    static boolean isLocal(String path) {
        return path.matches("/([A-Za-z0-9_.~?&=%-][A-Za-z0-9/_.~?&=%-]*)?")
                && path.length() <= 1_000;
    }
}

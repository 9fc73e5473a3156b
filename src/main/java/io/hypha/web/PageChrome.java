package io.hypha.web;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.Subtensor;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.util.WebUtils;

/** Gives every page what stands around it. Answers from memory only. */
@ControllerAdvice(annotations = Controller.class)
class PageChrome {

    static final String THEME_COOKIE = "theme";

    private final Subtensor subtensor;
    private final InstantSource clock;
    private final Announcement announcement;
    private final UpgradeLine upgrades = new UpgradeLine();

    PageChrome(Subtensor subtensor, InstantSource clock, Announcement announcement) {
        this.announcement = announcement;
        this.subtensor = subtensor;
        this.clock = clock;
    }

    @ModelAttribute("chrome")
    Chrome chrome(HttpServletRequest request) {
        ChainStatus status = subtensor.status();
        Instant now = clock.instant();
        return Chrome.of(
                status,
                now,
                theme(request).orElse(null),
                path(request),
                announcement.text().orElse(null),
                upgrades.text(status, now).orElse(null));
    }

    private static Optional<String> theme(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, THEME_COOKIE);
        return Optional.ofNullable(cookie)
                .map(Cookie::getValue)
                .filter(value -> value.equals("dark") || value.equals("light"));
    }

    private static String path(HttpServletRequest request) {
        String query = request.getQueryString();
        return "GET".equals(request.getMethod())
                ? request.getRequestURI() + (query == null ? "" : "?" + query)
                : "/";
    }
}

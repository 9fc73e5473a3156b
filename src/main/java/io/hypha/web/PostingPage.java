package io.hypha.web;

import jakarta.servlet.http.HttpServletResponse;

/**
 * A page whose form is posted by the browser itself, without a script. Under the policy {@code
 * no-referrer} browsers send such a form with {@code Origin: null}, which {@link HostFilter} cannot
 * tell from a foreign page; under {@code same-origin} they name this origin, and still tell other
 * sites nothing.
 */
final class PostingPage {

    private PostingPage() {}

    static void mark(HttpServletResponse response) {
        response.setHeader("Referrer-Policy", "same-origin");
    }
}

package io.hypha.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers an upload that is too large with a page. Left to itself the server stops reading its
 * parts when somebody asks for the first parameter, here for the session's token, and answers with
 * an empty page.
 */
final class UploadLimit extends OncePerRequestFilter {

    /**
     * The server's own limit ({@code spring.servlet.multipart}); what is between it and the limit
     * of a field gets that field's sentence.
     */
    static final long MAX_BYTES = 12L * 1024 * 1024;

    private static final String PAGE = "/templates/offline/too-large.html";

    private final byte[] page;

    UploadLimit() {
        try (InputStream template = UploadLimit.class.getResourceAsStream(PAGE)) {
            if (template == null) {
                throw new IllegalStateException(PAGE + " is missing");
            }
            this.page = template.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String type = request.getContentType();
        if (type == null
                || !type.regionMatches(true, 0, "multipart/", 0, 10)
                || request.getContentLengthLong() <= MAX_BYTES) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(page);
    }
}

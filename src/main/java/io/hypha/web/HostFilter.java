package io.hypha.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests for a foreign host, and state-changing requests that a foreign page made. */
final class HostFilter extends OncePerRequestFilter {

    private final AllowedHosts allowed;

    HostFilter(AllowedHosts allowed) {
        this.allowed = allowed;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader("Host");
        if (host == null || !allowed.contains(host)) {
            refuse(
                    response,
                    421,
                    "This address is not served here. Hypha answers to localhost and to the names in --allowed-hosts.");
            return;
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOwn(origin, host)) {
            refuse(response, 403, "Requests from another site are refused.");
            return;
        }
        chain.doFilter(request, response);
    }

    /**
     * Whether a page of this very host and port asks: another port of this machine is another
     * application. {@code Origin: null} comes from sandboxed frames and files: foreign.
     */
    private static boolean isOwn(String origin, String host) {
        @Nullable String authority;
        try {
            authority = new URI(origin).getRawAuthority();
        } catch (URISyntaxException e) {
            return false;
        }
        return host.equalsIgnoreCase(authority);
    }

    private static void refuse(HttpServletResponse response, int status, String text)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

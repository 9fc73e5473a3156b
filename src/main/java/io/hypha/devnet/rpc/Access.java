package io.hypha.devnet.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who may talk to the server, by what a browser says of itself. A page elsewhere can make a browser
 * connect to a local port in two ways: under its own {@code Origin} (WebSockets know no same-origin
 * rule), or by a name of its own that resolves to 127.0.0.1 (DNS rebinding), which shows in {@code
 * Host}. Both are refused; addresses cannot be rebound, so they pass where the server listens
 * beyond loopback.
 */
final class Access {

    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})(\\.\\d{1,3}){3}");

    private final String listen;
    private final boolean loopbackOnly;

    /**
     * @param bound where the server listens
     */
    Access(String listen, InetSocketAddress bound) {
        InetAddress address = bound.getAddress();
        this.listen = listen.toLowerCase(Locale.ROOT);
        this.loopbackOnly = address.isLoopbackAddress();
    }

    /**
     * @param host the {@code Host} header; a request without one is refused
     */
    boolean allowsHost(String host) {
        try {
            URI uri = new URI("http://" + host);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && isOurs(uri.getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * @param origin the {@code Origin} header; who sends none is no browser page and passes
     *     elsewhere
     */
    boolean allowsOrigin(String origin) {
        try {
            URI uri = new URI(origin);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && isOurs(uri.getHost());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private boolean isOurs(String name) {
        String host = name.toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.equals(listen) || host.equals("[" + listen + "]")) {
            return true;
        }
        boolean ipv4 = IPV4.matcher(host).matches();
        boolean ipv6 = host.startsWith("[") && host.endsWith("]");
        if (loopbackOnly) {
            return (ipv4 && host.startsWith("127.")) || host.equals("[::1]");
        }
        return ipv4 || ipv6;
    }
}

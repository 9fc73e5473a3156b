package io.hypha.web;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host names under which Hypha may be called. Any other {@code Host} header is refused: a page
 * elsewhere could point its own name at this address and read what is not its own (DNS rebinding).
 */
public record AllowedHosts(Set<String> names) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public AllowedHosts {
        names = Set.copyOf(names);
    }

    /** The loopback names and {@code more}, without ports. */
    public static AllowedHosts loopbackAnd(Collection<String> more) {
        return new AllowedHosts(
                Stream.concat(LOOPBACK.stream(), more.stream())
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()));
    }

    /** Whether a {@code Host} header, port included, names one of them. */
    public boolean contains(String header) {
        String host = header.strip().toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            if (!host.substring(colon + 1).matches("[0-9]{1,5}")) {
                return false;
            }
            host = host.substring(0, colon);
        }
        return names.contains(host);
    }
}

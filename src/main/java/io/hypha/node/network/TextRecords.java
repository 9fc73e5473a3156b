package io.hypha.node.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/** Reads TXT records of the domain name system. */
@FunctionalInterface
interface TextRecords {

    /** What cannot be taken for a URL or a path by JNDI. */
    Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,253}");

    /**
     * The texts of a name, without blanks; none when the name has none.
     *
     * @throws IOException when nobody answers for it
     */
    List<String> of(String name) throws IOException;

    /** Asks the name servers of this system. */
    static TextRecords ofSystem() {
        return from("dns:");
    }

    /**
     * Asks a name server, by UDP, and by TCP for an answer that is too long for it.
     *
     * @param server {@code dns://host:port}, or {@code dns:} for those of this system
     */
    // JNDI's danger lies in what URLs and directories bring; a plain name at a name server brings
    // text.
    @SuppressWarnings("BanJNDI")
    static TextRecords from(String server) {
        Properties settings = new Properties();
        settings.setProperty(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.setProperty(Context.PROVIDER_URL, server);
        settings.setProperty("com.sun.jndi.dns.timeout.initial", "1000");
        settings.setProperty("com.sun.jndi.dns.timeout.retries", "3");
        return name -> {
            if (!PLAIN_NAME.matcher(name).matches()) {
                throw new IOException("no name that could be looked up: " + name);
            }
            try {
                DirContext names = new InitialDirContext(settings);
                try {
                    return texts(names.getAttributes(name, new String[] {"TXT"}).get("TXT"));
                } finally {
                    names.close();
                }
            } catch (NamingException e) {
                throw new IOException(name + ": " + e.getMessage(), e);
            }
        };
    }

    /** A text longer than 255 bytes comes in several parts with a blank between each two. */
    private static List<String> texts(@Nullable Attribute records) throws NamingException {
        List<String> texts = new ArrayList<>();
        if (records != null) {
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore()) {
                texts.add(String.valueOf(all.next()).replace(" ", ""));
            }
        }
        return texts;
    }
}

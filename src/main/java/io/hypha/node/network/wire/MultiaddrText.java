package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Reads the text form of an address. */
final class MultiaddrText {

    private MultiaddrText() {}

    static Multiaddr parse(String text) throws AddressException {
        if (text.length() > Multiaddr.MAX_TEXT) {
            throw new AddressException(
                    "an address has at most "
                            + Multiaddr.MAX_TEXT
                            + " characters, found "
                            + text.length());
        }
        if (!text.startsWith("/")) {
            throw new AddressException("an address starts with /, found \"" + text + "\"");
        }
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        String[] words = trimmed.split("/", 2 * Multiaddr.MAX_COMPONENTS + 2);
        List<Multiaddr.Component> parts = new ArrayList<>();
        int at = 1;
        while (at < words.length) {
            String word = words[at];
            AddressProtocol protocol =
                    AddressProtocol.ofWord(word)
                            .orElseThrow(() -> new AddressException("unknown part /" + word));
            at++;
            Bytes value = Bytes.EMPTY;
            if (protocol.hasValue()) {
                if (at >= words.length) {
                    throw new AddressException("/" + word + " lacks its value");
                }
                value = protocol.bytes(words[at]);
                at++;
            }
            MultiaddrBytes.add(parts, protocol, value);
        }
        if (parts.isEmpty()) {
            throw new AddressException("an address has at least one part");
        }
        return new Multiaddr(parts);
    }
}

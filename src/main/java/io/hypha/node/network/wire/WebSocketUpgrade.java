package io.hypha.node.network.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The HTTP/1.1 handshake that turns a byte stream into a WebSocket (RFC 6455 §4), both sides. */
final class WebSocketUpgrade {

    /** Longest head of a request or response. */
    static final int MAX_HEAD = 8 * 1_024;

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final boolean client;
    private final String key;
    private final byte[] head = new byte[MAX_HEAD];
    private int filled;

    private WebSocketUpgrade(boolean client, String key) {
        this.client = client;
        this.key = key;
    }

    /**
     * @param nonce 16 bytes of chance
     */
    static WebSocketUpgrade client(byte[] nonce) {
        return new WebSocketUpgrade(true, Base64.getEncoder().encodeToString(nonce));
    }

    static WebSocketUpgrade server() {
        return new WebSocketUpgrade(false, "");
    }

    /**
     * @throws IllegalArgumentException when {@code host} could break out of its line
     */
    byte[] request(String host) {
        if (host.isEmpty()
                || host.length() > 300
                || !host.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("not a host: \"" + host + "\"");
        }
        return ascii(
                "GET / HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                        + key
                        + "\r\nSec-WebSocket-Version: 13\r\n\r\n");
    }

    /**
     * Takes bytes up to the end of the head. The client checks the response, the server writes its
     * own to {@code output}, also a refusal.
     *
     * @return how many bytes were taken; -1 when all were and the head goes on
     */
    int receive(byte[] bytes, int offset, int length, ByteFifo output) throws WireException {
        for (int i = 0; i < length; i++) {
            if (filled == MAX_HEAD) {
                throw foreign("a head of more than " + MAX_HEAD + " bytes");
            }
            byte b = bytes[offset + i];
            if (b != '\r' && b != '\n' && ((b < 0x20 && b != '\t') || b == 0x7f) && b >= 0) {
                throw foreign("a head with control character " + b);
            }
            head[filled++] = b;
            if (b == '\n' && endsHead()) {
                String text = new String(head, 0, filled - 4, StandardCharsets.ISO_8859_1);
                if (client) {
                    checkResponse(text);
                } else {
                    answer(text, output);
                }
                return i + 1;
            }
        }
        return -1;
    }

    private boolean endsHead() {
        return filled >= 4
                && Arrays.equals(
                        head, filled - 4, filled, new byte[] {'\r', '\n', '\r', '\n'}, 0, 4);
    }

    private void checkResponse(String text) throws WireException {
        String[] lines = text.split("\r\n", -1);
        if (!lines[0].startsWith("HTTP/1.1 101")) {
            throw foreign("the answer is \"" + shortened(lines[0]) + "\", expected HTTP/1.1 101");
        }
        Map<String, String> fields = fields(lines);
        requireUpgrade(fields);
        if (!accept(key).equals(fields.get("sec-websocket-accept"))) {
            throw foreign("the answer's Sec-WebSocket-Accept does not belong to our key");
        }
        if (fields.containsKey("sec-websocket-extensions")
                || fields.containsKey("sec-websocket-protocol")) {
            throw foreign("the answer chose an extension or protocol that was not offered");
        }
    }

    private void answer(String text, ByteFifo output) throws WireException {
        try {
            String[] lines = text.split("\r\n", -1);
            if (!lines[0].matches("GET [^ ]+ HTTP/1\\.1")) {
                throw foreign("the request is \"" + shortened(lines[0]) + "\"");
            }
            Map<String, String> fields = fields(lines);
            requireUpgrade(fields);
            if (!"13".equals(fields.get("sec-websocket-version"))) {
                throw foreign("a version other than 13");
            }
            String theirs = fields.getOrDefault("sec-websocket-key", "");
            if (!theirs.matches("[A-Za-z0-9+/]{22}==")) {
                throw foreign("no Sec-WebSocket-Key of 16 bytes");
            }
            output.add(
                    ascii(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + accept(theirs)
                                    + "\r\n\r\n"));
        } catch (WireException e) {
            output.add(
                    ascii(
                            String.join(
                                    "\r\n",
                                    "HTTP/1.1 400 Bad Request",
                                    "Sec-WebSocket-Version: 13",
                                    "Content-Length: 0",
                                    "Connection: close",
                                    "",
                                    "")));
            throw e;
        }
    }

    private static void requireUpgrade(Map<String, String> fields) throws WireException {
        if (!fields.getOrDefault("upgrade", "").equalsIgnoreCase("websocket")
                || Arrays.stream(fields.getOrDefault("connection", "").split(",", -1))
                        .noneMatch(token -> token.strip().equalsIgnoreCase("upgrade"))) {
            throw foreign("no \"Upgrade: websocket\" with \"Connection: Upgrade\"");
        }
    }

    private static Map<String, String> fields(String[] lines) throws WireException {
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1
                    || !TOKEN.matcher(lines[i].substring(0, colon)).matches()
                    || lines[i].indexOf('\n') >= 0
                    || lines[i].indexOf('\r') >= 0) {
                throw foreign("a field without a name: \"" + shortened(lines[i]) + "\"");
            }
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            fields.merge(name, lines[i].substring(colon + 1).strip(), (a, b) -> a + "," + b);
        }
        return fields;
    }

    static String accept(String key) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(ascii(key + GUID)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String shortened(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }

    private static WireException foreign(String text) {
        return new WireException(WireFault.Kind.FOREIGN, "websocket upgrade: " + text);
    }
}

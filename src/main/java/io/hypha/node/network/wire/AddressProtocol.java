package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The parts of a multiaddr that are understood, with their codes from the multicodec table. */
public enum AddressProtocol {
    IP4(4, "ip4", 4),
    TCP(6, "tcp", 2),
    IP6(41, "ip6", 16),
    DNS(53, "dns", Size.TEXT),
    DNS4(54, "dns4", Size.TEXT),
    DNS6(55, "dns6", Size.TEXT),
    DNSADDR(56, "dnsaddr", Size.TEXT),
    UDP(273, "udp", 2),
    WEBRTC_DIRECT(280, "webrtc-direct", 0),
    P2P_CIRCUIT(290, "p2p-circuit", 0),
    P2P(421, "p2p", Size.PREFIXED),
    TLS(448, "tls", 0),
    QUIC(460, "quic", 0),
    QUIC_V1(461, "quic-v1", 0),
    WEBTRANSPORT(465, "webtransport", 0),
    CERTHASH(466, "certhash", Size.PREFIXED),
    WS(477, "ws", 0),
    WSS(478, "wss", 0);

    /** Values whose length is a varint before them. */
    private static final class Size {
        static final int PREFIXED = -1;
        static final int TEXT = -2;
    }

    /** The longest name of the domain name system. */
    static final int MAX_NAME = 253;

    static final int MAX_HASH = 128;

    private final int code;
    private final String word;
    private final int size;

    AddressProtocol(int code, String word, int size) {
        this.code = code;
        this.word = word;
        this.size = size;
    }

    int code() {
        return code;
    }

    /** Its name in text. */
    public String word() {
        return word;
    }

    boolean hasValue() {
        return size != 0;
    }

    boolean isPrefixed() {
        return size < 0;
    }

    /** The bytes of a value whose length is not written; 0 for those without a value. */
    int fixedSize() {
        return Math.max(size, 0);
    }

    /** An IP address or a name to resolve. */
    public boolean isHost() {
        return switch (this) {
            case IP4, IP6, DNS, DNS4, DNS6, DNSADDR -> true;
            case TCP,
                    UDP,
                    WEBRTC_DIRECT,
                    P2P_CIRCUIT,
                    P2P,
                    TLS,
                    QUIC,
                    QUIC_V1,
                    WEBTRANSPORT,
                    CERTHASH,
                    WS,
                    WSS ->
                    false;
        };
    }

    static Optional<AddressProtocol> ofCode(long code) {
        for (AddressProtocol protocol : values()) {
            if (protocol.code == code) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    /** By its word; {@code ipfs} is the old word for {@code p2p}. */
    static Optional<AddressProtocol> ofWord(String word) {
        for (AddressProtocol protocol : values()) {
            if (protocol.word.equals(word)) {
                return Optional.of(protocol);
            }
        }
        return word.equals("ipfs") ? Optional.of(P2P) : Optional.empty();
    }

    /** What is wrong with a value; empty text when nothing is. */
    String problem(Bytes value) {
        return switch (this) {
            case DNS, DNS4, DNS6, DNSADDR -> isName(value) ? "" : "no name of a host";
            case P2P -> {
                try {
                    PeerId.fromBytes(value);
                    yield "";
                } catch (AddressException e) {
                    yield String.valueOf(e.getMessage());
                }
            }
            case CERTHASH ->
                    value.isEmpty() || value.size() > MAX_HASH
                            ? "a hash of 1.." + MAX_HASH + " bytes expected"
                            : "";
            case IP4,
                    IP6,
                    TCP,
                    UDP,
                    WEBRTC_DIRECT,
                    P2P_CIRCUIT,
                    TLS,
                    QUIC,
                    QUIC_V1,
                    WEBTRANSPORT,
                    WS,
                    WSS ->
                    value.size() == size ? "" : size + " bytes expected, found " + value.size();
        };
    }

    /** A valid value as text. */
    String text(Bytes value) {
        return switch (this) {
            case IP4 -> IpText.formatV4(value);
            case IP6 -> IpText.formatV6(value);
            case TCP, UDP -> Integer.toString(value.unsignedAt(0) << 8 | value.unsignedAt(1));
            case DNS, DNS4, DNS6, DNSADDR -> new String(value.toArray(), StandardCharsets.US_ASCII);
            case P2P -> new PeerId(value).toString();
            case CERTHASH ->
                    "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(value.toArray());
            case WEBRTC_DIRECT, P2P_CIRCUIT, TLS, QUIC, QUIC_V1, WEBTRANSPORT, WS, WSS -> "";
        };
    }

    /** The bytes of a value in text. */
    Bytes bytes(String text) throws AddressException {
        return switch (this) {
            case IP4 -> IpText.parseV4(text);
            case IP6 -> IpText.parseV6(text);
            case TCP, UDP -> port(text);
            case DNS, DNS4, DNS6, DNSADDR -> name(text);
            case P2P -> PeerId.parse(text).multihash();
            case CERTHASH -> hash(text);
            case WEBRTC_DIRECT, P2P_CIRCUIT, TLS, QUIC, QUIC_V1, WEBTRANSPORT, WS, WSS ->
                    Bytes.EMPTY;
        };
    }

    private static Bytes port(String text) throws AddressException {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9' || i >= 5) {
                port = -1;
                break;
            }
            port = port * 10 + digit - '0';
        }
        if (text.isEmpty() || port < 0 || port > 0xffff) {
            throw new AddressException("a port is 0..65535, found \"" + text + "\"");
        }
        return Bytes.ofInts(port >> 8, port & 0xff);
    }

    private static Bytes name(String text) throws AddressException {
        try {
            ByteBuffer encoded =
                    StandardCharsets.US_ASCII.newEncoder().encode(java.nio.CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Bytes.of(bytes);
        } catch (CharacterCodingException e) {
            throw new AddressException("a name of a host is ASCII, found \"" + text + "\"");
        }
    }

    private static Bytes hash(String text) throws AddressException {
        if (!text.startsWith("u")) {
            throw new AddressException("a certificate's hash is base64url (u…), found " + text);
        }
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(text.substring(1)));
        } catch (IllegalArgumentException e) {
            throw new AddressException("a certificate's hash is base64url: " + e.getMessage());
        }
    }

    /** Letters, digits, hyphens, underscores and dots: nothing that could leave a Host header. */
    private static boolean isName(Bytes value) {
        if (value.isEmpty() || value.size() > MAX_NAME) {
            return false;
        }
        for (int i = 0; i < value.size(); i++) {
            int c = value.unsignedAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_'
                            || c == '.';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}

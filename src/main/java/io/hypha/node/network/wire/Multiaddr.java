package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An address as libp2p writes it, {@code /ip4/127.0.0.1/tcp/30333/ws/p2p/12D3KooW…}: components
 * from the outside in. Two addresses are equal when their components are.
 *
 * @param components at least one, at most {@value #MAX_COMPONENTS}
 */
public record Multiaddr(List<Component> components) {

    static final int MAX_COMPONENTS = 16;
    static final int MAX_BYTES = 1_024;
    static final int MAX_TEXT = 2_048;

    /**
     * One part of an address.
     *
     * @param value its bytes as on the wire, without the length; empty where it has none
     */
    public record Component(AddressProtocol protocol, Bytes value) {
        public Component {
            String problem = protocol.problem(value);
            if (!problem.isEmpty()) {
                throw new IllegalArgumentException("/" + protocol.word() + ": " + problem);
            }
        }
    }

    public Multiaddr {
        components = List.copyOf(components);
        if (components.isEmpty() || components.size() > MAX_COMPONENTS) {
            throw new IllegalArgumentException(
                    "an address has 1.." + MAX_COMPONENTS + " parts, found " + components.size());
        }
    }

    /** Reads text; every component, its value and the length are checked. */
    public static Multiaddr parse(String text) throws AddressException {
        return MultiaddrText.parse(text);
    }

    /** Reads the binary form (varint code, value, …) to its last byte. */
    public static Multiaddr fromBytes(Bytes bytes) throws AddressException {
        return MultiaddrBytes.decode(bytes);
    }

    public Bytes toBytes() {
        return MultiaddrBytes.encode(this);
    }

    /**
     * Whether it is {@code (ip4|ip6|dns|dns4|dns6)/tcp[/ws|/wss|/tls/ws][/p2p]}: what this node can
     * dial. A {@code /dnsaddr} stands for such addresses.
     */
    public boolean isDialable() {
        List<AddressProtocol> shape = new ArrayList<>();
        components.forEach(component -> shape.add(component.protocol()));
        if (shape.size() < 2 || !shape.get(0).isHost() || shape.get(1) != AddressProtocol.TCP) {
            return false;
        }
        List<AddressProtocol> rest = shape.subList(2, shape.size());
        if (!rest.isEmpty() && rest.getLast() == AddressProtocol.P2P) {
            rest = rest.subList(0, rest.size() - 1);
        }
        return port() > 0
                && shape.get(0) != AddressProtocol.DNSADDR
                && (rest.isEmpty()
                        || rest.equals(List.of(AddressProtocol.WS))
                        || rest.equals(List.of(AddressProtocol.WSS))
                        || rest.equals(List.of(AddressProtocol.TLS, AddressProtocol.WS)));
    }

    /** The first component's protocol: how the host is to be resolved. */
    public AddressProtocol hostKind() {
        return components.getFirst().protocol();
    }

    /** The host as text: an IP address or a name; empty text when it does not start with one. */
    public String host() {
        Component first = components.getFirst();
        return first.protocol().isHost() ? first.protocol().text(first.value()) : "";
    }

    /** The TCP port, 0 when it has none. */
    public int port() {
        return find(AddressProtocol.TCP)
                .map(value -> value.unsignedAt(0) << 8 | value.unsignedAt(1))
                .orElse(0);
    }

    /** {@code /ws}, {@code /wss} or {@code /tls/ws}. */
    public boolean isWebSocket() {
        return find(AddressProtocol.WS).isPresent() || find(AddressProtocol.WSS).isPresent();
    }

    /** {@code /wss} or {@code /tls}. */
    public boolean isTls() {
        return find(AddressProtocol.TLS).isPresent() || find(AddressProtocol.WSS).isPresent();
    }

    /** The peer that the address ends at. */
    public Optional<PeerId> peerId() {
        Component last = components.getLast();
        return last.protocol() == AddressProtocol.P2P
                ? Optional.of(new PeerId(last.value()))
                : Optional.empty();
    }

    /** The same place with {@code /p2p/peer} at its end, instead of another peer if it had one. */
    public Multiaddr withPeer(PeerId peer) {
        List<Component> all = new ArrayList<>(withoutPeer().components());
        all.add(new Component(AddressProtocol.P2P, peer.multihash()));
        return new Multiaddr(all);
    }

    /** The same place without the peer; itself when nothing else would be left. */
    public Multiaddr withoutPeer() {
        return peerId().isPresent() && components.size() > 1
                ? new Multiaddr(components.subList(0, components.size() - 1))
                : this;
    }

    private Optional<Bytes> find(AddressProtocol protocol) {
        for (Component component : components) {
            if (component.protocol() == protocol) {
                return Optional.of(component.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Component component : components) {
            text.append('/').append(component.protocol().word());
            if (component.protocol().hasValue()) {
                text.append('/').append(component.protocol().text(component.value()));
            }
        }
        return text.toString();
    }
}

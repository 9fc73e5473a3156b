package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Identify;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.ProtocolNames;
import io.hypha.node.network.wire.ConnectionLimits;
import io.hypha.node.network.wire.ConnectionSetup;
import io.hypha.node.network.wire.Identity;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who we are to peers, and what we speak. */
final class Introduction {

    /** Protobuf before an ed25519 key: type 1, 32 bytes. */
    private static final Bytes ED25519_KEY = Bytes.ofInts(8, 1, 0x12, 0x20);

    private static final String PROTOCOL_VERSION = "/substrate/1.0";

    private final NetworkOptions options;
    private final Identity identity;
    private final ProtocolNames names;
    private final Set<String> supported = new HashSet<>();

    /**
     * @param serves whether questions about the chain are answered
     */
    Introduction(NetworkOptions options, boolean serves) {
        this.options = options;
        this.identity = Identity.ofSeed(options.identitySeed());
        this.names = ProtocolNames.of(options.genesis(), options.forkId());
        for (Protocol protocol : Protocol.values()) {
            boolean always =
                    protocol.isNotification()
                            || protocol == Protocol.PING
                            || protocol == Protocol.IDENTIFY;
            if (always || serves) {
                supported.add(names.name(protocol));
            }
        }
    }

    PeerId self() {
        return identity.peerId();
    }

    ProtocolNames names() {
        return names;
    }

    /** The beginning of one connection, with keys of its own. */
    ConnectionSetup setup() {
        byte[] entropy = new byte[32];
        options.random().nextBytes(entropy);
        ConnectionLimits standard = ConnectionLimits.standard();
        return new ConnectionSetup(
                identity,
                Bytes.of(entropy),
                supported::contains,
                new ConnectionLimits(
                        options.limits().handshake().toMillis(),
                        standard.negotiationMillis(),
                        standard.inboundStreams(),
                        standard.outboundStreams(),
                        standard.receiveWindowBytes(),
                        standard.queuedBytesPerStream(),
                        standard.queuedPongs(),
                        standard.queuedResets()));
    }

    /**
     * What we say about ourselves.
     *
     * @param observed where we see the peer
     */
    Bytes identify(List<Multiaddr> listen, Multiaddr observed) {
        return new Identify(
                        Bytes.concat(ED25519_KEY, identity.publicKey().toBytes()),
                        listen.stream().map(Multiaddr::toBytes).toList(),
                        supported.stream().sorted().toList(),
                        observed.withoutPeer().toBytes(),
                        PROTOCOL_VERSION,
                        options.agent())
                .encode();
    }
}

package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a peer says about itself under {@code /ipfs/id/1.0.0}. None of it is proven; the texts are
 * whatever the peer likes and must be shown as such.
 *
 * @param publicKey libp2p's protobuf form of the peer's key; empty when it was left out
 * @param listenAddresses multiaddrs in their binary form, not checked to be any
 * @param protocols names of protocols that it serves
 * @param observedAddress where it sees us, as a multiaddr in its binary form; empty when left out
 * @param protocolVersion such as {@code /substrate/1.0}
 * @param agentVersion name and version of its software
 */
public record Identify(
        Bytes publicKey,
        List<Bytes> listenAddresses,
        List<String> protocols,
        Bytes observedAddress,
        String protocolVersion,
        String agentVersion) {

    public Identify {
        listenAddresses = List.copyOf(listenAddresses);
        protocols = List.copyOf(protocols);
    }

    public Bytes encode() {
        return new ProtobufWriter()
                .bytesUnlessEmpty(1, publicKey)
                .each(2, listenAddresses)
                .eachText(3, protocols)
                .bytesUnlessEmpty(4, observedAddress)
                .text(5, protocolVersion)
                .text(6, agentVersion)
                .toBytes();
    }

    /**
     * @throws MessageException when it is no such message or above the limits
     */
    public static Identify decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_IDENTIFY, "an identify message");
        Bytes publicKey = Bytes.EMPTY;
        List<Bytes> addresses = new ArrayList<>();
        List<String> protocols = new ArrayList<>();
        Bytes observed = Bytes.EMPTY;
        String protocolVersion = "";
        String agentVersion = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> publicKey = reader.bytes(MessageLimits.MAX_PEER_ID_BYTES);
                case 2 -> {
                    reader.requireRoom(addresses, MessageLimits.MAX_ADDRESSES);
                    addresses.add(reader.bytes(MessageLimits.MAX_ADDRESS_BYTES));
                }
                case 3 -> {
                    reader.requireRoom(protocols, MessageLimits.MAX_PROTOCOLS);
                    protocols.add(reader.text(MessageLimits.MAX_TEXT_BYTES));
                }
                case 4 -> observed = reader.bytes(MessageLimits.MAX_ADDRESS_BYTES);
                case 5 -> protocolVersion = reader.text(MessageLimits.MAX_TEXT_BYTES);
                case 6 -> agentVersion = reader.text(MessageLimits.MAX_TEXT_BYTES);
                default -> reader.skip();
            }
        }
        return new Identify(
                publicKey, addresses, protocols, observed, protocolVersion, agentVersion);
    }
}

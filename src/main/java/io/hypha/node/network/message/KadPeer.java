package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A peer that another peer knows.
 *
 * @param id its PeerId as multihash bytes, not checked to be one
 * @param addresses multiaddrs in their binary form, not checked to be any
 */
public record KadPeer(Bytes id, List<Bytes> addresses) {

    public KadPeer {
        addresses = List.copyOf(addresses);
    }

    ProtobufWriter write() {
        return new ProtobufWriter().bytes(1, id).each(2, addresses);
    }

    static KadPeer read(ProtobufReader reader) {
        Bytes id = Bytes.EMPTY;
        List<Bytes> addresses = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> id = reader.bytes(MessageLimits.MAX_PEER_ID_BYTES);
                case 2 -> {
                    reader.requireRoom(addresses, MessageLimits.MAX_ADDRESSES);
                    addresses.add(reader.bytes(MessageLimits.MAX_ADDRESS_BYTES));
                }
                default -> reader.skip();
            }
        }
        return new KadPeer(id, addresses);
    }
}

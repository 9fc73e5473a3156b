package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** The answer to {@link KadRequest.FindNode}: peers that the sender says are closest. */
public record KadResponse(List<KadPeer> closer) {

    /** The type of FIND_NODE, in questions and answers. */
    static final int FIND_NODE = 4;

    public KadResponse {
        closer = List.copyOf(closer);
    }

    public Bytes encode() {
        ProtobufWriter writer = new ProtobufWriter().varint(1, FIND_NODE);
        for (KadPeer peer : closer) {
            writer.message(8, peer.write());
        }
        return writer.toBytes();
    }

    /**
     * @throws MessageException when it is no answer to FIND_NODE or above the limits
     */
    public static KadResponse decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_KAD_RESPONSE, "a Kademlia response");
        long type = 0;
        List<KadPeer> closer = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.uint32();
                case 8 -> {
                    reader.requireRoom(closer, MessageLimits.MAX_KAD_PEERS);
                    closer.add(KadPeer.read(reader.message()));
                }
                default -> reader.skip();
            }
        }
        if (type != FIND_NODE) {
            throw new MessageException(
                    0, "expected an answer of type " + FIND_NODE + ", found " + type);
        }
        return new KadResponse(closer);
    }
}

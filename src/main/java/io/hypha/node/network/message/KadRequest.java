package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;

/** A question of {@code /kad}. */
public sealed interface KadRequest {

    /**
     * Which peers are closest to a key?
     *
     * @param key any bytes; peers are measured by the SHA-256 of their ids against that of the key
     */
    record FindNode(Bytes key) implements KadRequest {}

    /** One of the record and provider questions, which are honest but not served here. */
    record Unsupported(int type) implements KadRequest {}

    /**
     * @throws IllegalStateException for {@link Unsupported}, which nobody asks
     */
    default Bytes encode() {
        return switch (this) {
            case FindNode(Bytes key) ->
                    new ProtobufWriter().varint(1, KadResponse.FIND_NODE).bytes(2, key).toBytes();
            case Unsupported(int type) ->
                    throw new IllegalStateException("a request of type " + type + " is not asked");
        };
    }

    /**
     * @throws MessageException when it is no Kademlia message or above the limits
     */
    static KadRequest decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_KAD_REQUEST, "a Kademlia request");
        long type = 0;
        Bytes key = Bytes.EMPTY;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.uint32();
                case 2 -> key = reader.bytes(MessageLimits.MAX_KAD_REQUEST);
                default -> reader.skip();
            }
        }
        if (type > Integer.MAX_VALUE) {
            throw new MessageException(0, "no Kademlia request has type " + type);
        }
        return type == KadResponse.FIND_NODE ? new FindNode(key) : new Unsupported((int) type);
    }
}

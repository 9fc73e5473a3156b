package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;

/** Asks for a proof under {@code /light/2}. */
public sealed interface LightRequest {

    /** The block whose state is asked for. */
    Hash256 block();

    /**
     * Every node that a runtime call reads.
     *
     * @param method such as {@code AuraApi_slot_duration}
     * @param data the call's SCALE arguments
     */
    record Call(Hash256 block, String method, Bytes data) implements LightRequest {}

    /** The proof of keys in the main trie. */
    record Read(Hash256 block, List<Bytes> keys) implements LightRequest {
        public Read {
            keys = List.copyOf(keys);
        }
    }

    /**
     * The proof of keys in a child trie.
     *
     * @param childStorageKey {@code :child_storage:default:} and the name
     */
    record ReadChild(Hash256 block, Bytes childStorageKey, List<Bytes> keys)
            implements LightRequest {
        public ReadChild {
            keys = List.copyOf(keys);
        }
    }

    /**
     * RFC-0009's read, which newer nodes know: honest, but neither asked nor served here. The
     * answer is {@link LightResponse} without a proof.
     */
    record Unsupported(Hash256 block) implements LightRequest {}

    /**
     * @throws IllegalStateException for {@link Unsupported}, which nobody asks
     */
    default Bytes encode() {
        ProtobufWriter out = new ProtobufWriter();
        return switch (this) {
            case Call(Hash256 block, String method, Bytes data) ->
                    out.message(
                                    LightFields.CALL,
                                    new ProtobufWriter()
                                            .hash(2, block)
                                            .text(3, method)
                                            .bytes(4, data))
                            .toBytes();
            case Read(Hash256 block, List<Bytes> keys) ->
                    out.message(LightFields.READ, new ProtobufWriter().hash(2, block).each(3, keys))
                            .toBytes();
            case ReadChild(Hash256 block, Bytes child, List<Bytes> keys) ->
                    out.message(
                                    LightFields.READ_CHILD,
                                    new ProtobufWriter()
                                            .hash(2, block)
                                            .bytes(3, child)
                                            .each(6, keys))
                            .toBytes();
            case Unsupported _ -> throw new IllegalStateException("RFC-0009 reads are not asked");
        };
    }

    /**
     * @throws MessageException when it is no such request or above the limits
     */
    static LightRequest decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_REQUEST, "a light request");
        Optional<LightRequest> request = Optional.empty();
        while (reader.next()) {
            switch (reader.field()) {
                case LightFields.CALL -> request = Optional.of(LightFields.call(reader.message()));
                case LightFields.READ -> request = Optional.of(LightFields.read(reader.message()));
                case LightFields.READ_CHILD ->
                        request = Optional.of(LightFields.readChild(reader.message()));
                case LightFields.READ_V2 ->
                        request = Optional.of(LightFields.readV2(reader.message()));
                default -> reader.skip();
            }
        }
        return request.orElseThrow(
                () -> new MessageException(0, "expected a call or a read, found neither"));
    }
}

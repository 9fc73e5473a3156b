package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a run of the state's entries under {@code /state/2}.
 *
 * @param block whose state
 * @param start the run begins after this key: none for the beginning; one key of the main trie; or
 *     two, a child trie's key ({@code :child_storage:default:} and the name) and the key in it
 * @param noProof whether bare entries would do; always false here, nothing unproven is read
 */
public record StateRequest(Hash256 block, List<Bytes> start, boolean noProof) {

    /** A key, or a child's key and the key in it. */
    public static final int MAX_START_KEYS = 2;

    public StateRequest {
        start = List.copyOf(start);
    }

    public StateRequest(Hash256 block, List<Bytes> start) {
        this(block, start, false);
    }

    public Bytes encode() {
        return new ProtobufWriter().hash(1, block).each(2, start).bool(3, noProof).toBytes();
    }

    /**
     * @throws MessageException when it is no such request or above the limits
     */
    public static StateRequest decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_REQUEST, "a state request");
        Optional<Hash256> block = Optional.empty();
        List<Bytes> start = new ArrayList<>();
        boolean noProof = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> block = Optional.of(reader.hash());
                case 2 -> {
                    reader.requireRoom(start, MAX_START_KEYS);
                    start.add(reader.bytes(MessageLimits.MAX_KEY_BYTES));
                }
                case 3 -> noProof = reader.bool();
                default -> reader.skip();
            }
        }
        return new StateRequest(
                block.orElseThrow(() -> new MessageException(0, "a state request has no block")),
                start,
                noProof);
    }
}

package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * The answer to {@link LightRequest}.
 *
 * @param kind of the request that it answers
 * @param proof SCALE {@code Vec<Vec<u8>>} of plain trie nodes, as {@code trie.ReadProof} takes it;
 *     empty: the peer cannot answer, because the block is pruned or unknown to it. That is no fault
 */
public record LightResponse(Kind kind, Optional<Bytes> proof) {

    /** Reads of the main trie and of child tries share one form. */
    public enum Kind {
        CALL,
        READ;

        public static Kind of(LightRequest request) {
            return switch (request) {
                case LightRequest.Call _ -> CALL;
                case LightRequest.Read _, LightRequest.ReadChild _, LightRequest.Unsupported _ ->
                        READ;
            };
        }

        private int field() {
            return switch (this) {
                case CALL -> 1;
                case READ -> 2;
            };
        }
    }

    public Bytes encode() {
        ProtobufWriter inner = new ProtobufWriter();
        proof.ifPresent(bytes -> inner.bytes(2, bytes));
        return new ProtobufWriter().message(kind.field(), inner).toBytes();
    }

    /**
     * Reads the answer to a request of that kind. A missing or empty proof, and a missing answer
     * inside the message, all mean that the peer cannot answer.
     *
     * @throws MessageException when it is no such response, answers the other kind, or is above the
     *     limits
     */
    public static LightResponse decode(Bytes message, Kind kind) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_RESPONSE, "a light response");
        Optional<Bytes> proof = Optional.empty();
        while (reader.next()) {
            if (reader.field() == kind.field()) {
                proof = proof(reader.message());
            } else if (reader.field() == Kind.CALL.field() || reader.field() == Kind.READ.field()) {
                throw new MessageException(
                        reader.offset(),
                        "expected an answer to a "
                                + kind.name().toLowerCase(java.util.Locale.ROOT)
                                + ", found field "
                                + reader.field());
            } else {
                reader.skip();
            }
        }
        return new LightResponse(kind, proof);
    }

    private static Optional<Bytes> proof(ProtobufReader reader) {
        Bytes proof = Bytes.EMPTY;
        while (reader.next()) {
            if (reader.field() == 2) {
                proof = reader.bytes(MessageLimits.MAX_RESPONSE);
            } else {
                reader.skip();
            }
        }
        return proof.isEmpty() ? Optional.empty() : Optional.of(proof);
    }
}

package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;

/**
 * The answer to {@link StateRequest}. Bare entries, which other servers send when asked without
 * proof, are passed over: nothing unproven is read.
 *
 * @param proof a compact proof, SCALE {@code Vec<Vec<u8>>}, as {@code trie.CompactProof} reads it;
 *     empty when none was sent
 */
public record StateResponse(Bytes proof) {

    public Bytes encode() {
        return new ProtobufWriter().bytesUnlessEmpty(2, proof).toBytes();
    }

    /**
     * @throws MessageException when it is no such response or above the limits
     */
    public static StateResponse decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_RESPONSE, "a state response");
        Bytes proof = Bytes.EMPTY;
        while (reader.next()) {
            if (reader.field() == 2) {
                proof = reader.bytes(MessageLimits.MAX_RESPONSE);
            } else {
                reader.skip();
            }
        }
        return new StateResponse(proof);
    }
}

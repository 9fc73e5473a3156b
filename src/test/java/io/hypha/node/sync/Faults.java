package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Justification;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcFault;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ways in which a full node may misbehave. */
final class Faults {

    private Faults() {}

    /** Changes the results of one method. */
    static FakeNode.Fault in(String method, UnaryOperator<JsonNode> change) {
        return (request, honest) ->
                request.method().equals(method)
                                && honest instanceof RpcAnswer.Got<JsonNode>(JsonNode value)
                                && !value.isNull()
                        ? RpcAnswer.got(change.apply(value))
                        : honest;
    }

    static FakeNode.Fault always(RpcFault fault) {
        return (_, _) -> RpcAnswer.failed(fault);
    }

    static FakeNode.Fault always(RpcFault fault, String method) {
        return (request, honest) ->
                request.method().equals(method) ? RpcAnswer.failed(fault) : honest;
    }

    /** Replaces the justification of each block. */
    static FakeNode.Fault justifications(
            FakeChain chain, Function<FakeChain.Block, Justification> forge) {
        return in(
                "chain_getBlock",
                node -> {
                    long number =
                            Long.parseLong(
                                    node.path("block")
                                            .path("header")
                                            .path("number")
                                            .asString()
                                            .substring(2),
                                    16);
                    ObjectNode forged = (ObjectNode) node;
                    if (number > 0) {
                        ArrayNode pair = FakeNode.JSON.createArrayNode();
                        pair.add("0x46524e4b");
                        pair.add(forge.apply(chain.at(number)).encode().toHex());
                        forged.set("justifications", FakeNode.JSON.createArrayNode().add(pair));
                    }
                    return forged;
                });
    }

    /** Leaves out the last node of each read proof. */
    static FakeNode.Fault truncatedProofs() {
        return in(
                "state_getReadProof",
                node -> {
                    ArrayNode proof = (ArrayNode) node.path("proof");
                    proof.remove(proof.size() - 1);
                    return node;
                });
    }

    /** Flips one bit of one hex digit somewhere in each answer. */
    static FakeNode.Fault flips(long seed) {
        Random random = new Random(seed);
        return (_, honest) ->
                honest instanceof RpcAnswer.Got<JsonNode>(JsonNode value)
                        ? flipped(value, random)
                        : honest;
    }

    private static RpcAnswer<JsonNode> flipped(JsonNode value, Random random) {
        byte[] text = value.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = random.nextInt(text.length);
        text[at] ^= (byte) (1 << random.nextInt(7));
        try {
            JsonNode node = FakeNode.JSON.readTree(text);
            return node.isMissingNode()
                    ? RpcAnswer.failed(new RpcFault.Garbage("empty"))
                    : RpcAnswer.got(node);
        } catch (tools.jackson.core.JacksonException e) {
            return RpcAnswer.failed(new RpcFault.Garbage("no JSON"));
        }
    }

    static JsonNode withField(JsonNode node, String field, String value) {
        ((ObjectNode) node).put(field, value);
        return node;
    }

    static Bytes bytes(JsonNode node) {
        return Bytes.fromHex(node.asString());
    }
}

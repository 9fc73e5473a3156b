package io.hypha.node.rpc;

import io.hypha.node.rpc.RpcFault.Garbage;
import io.hypha.node.rpc.RpcFault.RpcError;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON-RPC 2.0 messages. */
final class JsonRpc {

    private static final int NESTING = 64;

    /** A tree of small numbers takes some thirty times the bytes of its text. */
    private static final long MAX_TOKENS = 1_000_000;

    private static final int QUOTED = 200;

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(NESTING)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .maxStringLength(
                                                            RpcLimits.DEFAULT.messageBytes())
                                                    .build())
                                    .build())
                    .build();

    private JsonRpc() {}

    static String request(long id, RpcRequest request) {
        return node(id, request).toString();
    }

    /** A batch; ids count up from {@code firstId}. */
    static String batch(long firstId, List<RpcRequest> requests) {
        ArrayNode all = JSON.createArrayNode();
        for (int i = 0; i < requests.size(); i++) {
            all.add(node(firstId + i, requests.get(i)));
        }
        return all.toString();
    }

    static RpcAnswer<JsonNode> parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode()
                    ? RpcAnswer.failed(new Garbage("an empty message"))
                    : RpcAnswer.got(node);
        } catch (JacksonException e) {
            return RpcAnswer.failed(new Garbage("no JSON: " + shorten(e.getOriginalMessage())));
        }
    }

    /** The result within one answer object. */
    static RpcAnswer<JsonNode> result(JsonNode answer) {
        if (!answer.isObject()) {
            return RpcAnswer.failed(
                    new Garbage("an answer is an object, found " + answer.getNodeType()));
        }
        JsonNode error = answer.get("error");
        if (error != null && !error.isNull()) {
            return RpcAnswer.failed(error(error));
        }
        JsonNode result = answer.get("result");
        return result == null
                ? RpcAnswer.failed(new Garbage("neither result nor error"))
                : RpcAnswer.got(result);
    }

    private static RpcFault error(JsonNode error) {
        JsonNode code = error.path("code");
        JsonNode message = error.path("message");
        JsonNode data = error.path("data");
        return new RpcError(
                code.isIntegralNumber() && code.canConvertToLong() ? code.longValue() : 0,
                shorten(message.isString() ? message.stringValue() : message.toString()),
                shorten(
                        data.isString()
                                ? data.stringValue()
                                : data.isMissingNode() ? "" : data.toString()));
    }

    static String shorten(String text) {
        return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "…";
    }

    private static ObjectNode node(long id, RpcRequest request) {
        ObjectNode node = JSON.createObjectNode();
        node.put("jsonrpc", "2.0").put("id", id).put("method", request.method());
        node.set("params", JSON.valueToTree(request.params()));
        return node;
    }
}

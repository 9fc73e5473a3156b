package io.hypha.devnet.rpc;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON-RPC 2.0: text of a request or a batch in, text of the answer out. */
final class Dispatcher {

    static final int MAX_BATCH = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Methods methods;

    Dispatcher(Methods methods) {
        this.methods = methods;
    }

    /** The answer; empty when nothing but notifications came. */
    Optional<byte[]> answer(byte[] request, Session session) {
        JsonNode parsed;
        try {
            parsed = Json.read(request);
        } catch (JacksonException e) {
            return Optional.of(
                    Json.write(
                            failure(
                                    Json.nothing(),
                                    new RpcFailure(RpcFailure.PARSE_ERROR, "Parse error"))));
        }
        return answer(parsed, session).map(Json::write);
    }

    private Optional<JsonNode> answer(JsonNode request, Session session) {
        if (!request.isArray()) {
            return one(request, session).map(answer -> answer);
        }
        if (request.isEmpty() || request.size() > MAX_BATCH) {
            return Optional.of(
                    failure(
                            Json.nothing(),
                            new RpcFailure(
                                    RpcFailure.INVALID_REQUEST,
                                    "Invalid request",
                                    "a batch holds 1.."
                                            + MAX_BATCH
                                            + " requests, found "
                                            + request.size())));
        }
        ArrayNode answers = Json.array();
        request.forEach(item -> one(item, session).ifPresent(answers::add));
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers);
    }

    private Optional<ObjectNode> one(JsonNode request, Session session) {
        JsonNode id = request.path("id");
        boolean validId =
                id.isMissingNode() || id.isNull() || id.isString() || id.isIntegralNumber();
        if (!request.isObject()
                || !"2.0".equals(request.path("jsonrpc").asString(""))
                || !request.path("method").isString()
                || !validId) {
            return Optional.of(
                    failure(
                            validId && !id.isMissingNode() ? id : Json.nothing(),
                            new RpcFailure(RpcFailure.INVALID_REQUEST, "Invalid request")));
        }
        String name = request.path("method").asString();
        ObjectNode answer = call(name, id, request.path("params"), session);
        return id.isMissingNode() ? Optional.empty() : Optional.of(answer);
    }

    private ObjectNode call(String name, JsonNode id, JsonNode params, Session session) {
        try {
            Methods.Method method =
                    methods.find(name)
                            .orElseThrow(() ->
                                    new RpcFailure(
                                            RpcFailure.METHOD_NOT_FOUND, "Method not found"));
            JsonNode result = method.call(Params.of(params), session);
            ObjectNode answer = Json.object();
            answer.put("jsonrpc", "2.0").set("id", id);
            answer.set("result", result);
            return answer;
        } catch (RpcFailure e) {
            return failure(id, e);
        } catch (RuntimeException e) {
            LOG.error("{} failed; the client gets an internal error", name, e);
            return failure(id, new RpcFailure(RpcFailure.INTERNAL_ERROR, "Internal error"));
        }
    }

    private static ObjectNode failure(JsonNode id, RpcFailure failure) {
        ObjectNode answer = Json.object();
        answer.put("jsonrpc", "2.0").set("id", id.isMissingNode() ? Json.nothing() : id);
        ObjectNode error =
                answer.putObject("error")
                        .put("code", failure.code())
                        .put("message", failure.text());
        if (!failure.data().isEmpty()) {
            error.put("data", failure.data());
        }
        return answer;
    }
}

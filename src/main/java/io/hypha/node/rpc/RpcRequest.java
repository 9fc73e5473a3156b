package io.hypha.node.rpc;

import java.util.List;

/**
 * One call. Parameters are strings, numbers, booleans, or lists of these; a trailing optional
 * parameter is left out rather than null.
 */
public record RpcRequest(String method, List<Object> params) {

    public RpcRequest {
        params = List.copyOf(params);
    }

    public static RpcRequest of(String method, Object... params) {
        return new RpcRequest(method, List.of(params));
    }
}

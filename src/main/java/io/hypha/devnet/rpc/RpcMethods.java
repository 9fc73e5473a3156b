package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;

/** Everything that a devnet answers over JSON-RPC. */
public final class RpcMethods {

    private final Methods methods = new Methods();

    public RpcMethods(Chain chain, TransactionPool pool) {
        BlockJson blocks = new BlockJson(chain);
        SystemMethods.register(methods, chain, pool);
        ChainMethods.register(methods, chain, blocks);
        StateMethods.register(methods, chain);
        methods.add((_, _) -> listNames(), "rpc_methods");
    }

    private tools.jackson.databind.JsonNode listNames() {
        var names = Json.array();
        methods.names().forEach(names::add);
        return Json.object().set("methods", names);
    }

    Methods all() {
        return methods;
    }
}

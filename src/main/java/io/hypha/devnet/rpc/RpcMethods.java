package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Everything that a devnet answers over JSON-RPC. */
public final class RpcMethods {

    private final Methods methods = new Methods();

    public RpcMethods(Chain chain, TransactionPool pool) {
        SystemMethods.register(methods, chain, pool);
        ChainMethods.register(methods, chain, new BlockJson(chain));
        StateMethods.register(methods, chain);
        AuthorMethods.register(methods, pool);
        PaymentMethods.register(methods, chain);
        TransactionMethods.register(methods, chain, pool);
        ChainHeadMethods.register(methods, chain);
        if (chain.justificationPeriod() == 1) {
            GrandpaMethods.register(methods, chain);
        }
        methods.add((_, _) -> names(), "rpc_methods");
    }

    private JsonNode names() {
        ArrayNode names = Json.array();
        methods.names().forEach(names::add);
        return Json.object().set("methods", names);
    }

    Methods all() {
        return methods;
    }
}

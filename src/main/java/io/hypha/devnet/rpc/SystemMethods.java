package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code system_*} and {@code chainSpec_v1_*}: who this node is. */
final class SystemMethods {

    static final String CHAIN_NAME = "Hypha Devnet";
    private static final String IMPLEMENTATION = "Hypha devnet";
    private static final String VERSION = "0.1.0";

    private SystemMethods() {}

    static void register(Methods methods, Chain chain, TransactionPool pool) {
        methods.add((_, _) -> Json.text(IMPLEMENTATION), "system_name")
                .add((_, _) -> Json.text(VERSION), "system_version")
                .add((_, _) -> Json.text(CHAIN_NAME), "system_chain", "chainSpec_v1_chainName")
                .add((_, _) -> Json.text("Development"), "system_chainType")
                .add((_, _) -> properties(), "system_properties", "chainSpec_v1_properties")
                .add((_, _) -> Json.hex(chain.genesis().hash()), "chainSpec_v1_genesisHash")
                .add((_, _) -> health(), "system_health")
                .add((_, _) -> Json.array(), "system_peers", "system_localListenAddresses")
                .add((_, _) -> Json.array().add("Authority"), "system_nodeRoles")
                .add((_, _) -> syncState(chain), "system_syncState")
                .add(
                        (params, _) -> Json.number(pool.nextNonce(params.account(0))),
                        "system_accountNextIndex",
                        "account_nextIndex");
    }

    private static JsonNode properties() {
        ObjectNode json = Json.object();
        json.put("ss58Format", 42).put("tokenDecimals", 9).put("tokenSymbol", "TAO");
        return json;
    }

    private static JsonNode health() {
        return Json.object().put("peers", 0).put("isSyncing", false).put("shouldHavePeers", false);
    }

    private static JsonNode syncState(Chain chain) {
        long head = chain.head().number();
        return Json.object()
                .put("startingBlock", 0)
                .put("currentBlock", head)
                .put("highestBlock", head);
    }
}

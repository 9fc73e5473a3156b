package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.BlockId;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * {@code chain_*}: blocks, and subscriptions to their headers. Every block is final, so best and
 * final are one.
 */
final class ChainMethods {

    private static final int MAX_HASHES = 1024;

    private ChainMethods() {}

    static void register(Methods methods, Chain chain, BlockJson blocks) {
        methods.add(
                        (params, _) ->
                                blocks.find(params, 0)
                                        .<JsonNode>map(block -> BlockJson.header(block.header()))
                                        .orElseGet(Json::nothing),
                        "chain_getHeader")
                .add(
                        (params, _) ->
                                blocks.find(params, 0)
                                        .<JsonNode>map(BlockJson::signedBlock)
                                        .orElseGet(Json::nothing),
                        "chain_getBlock")
                .add((params, _) -> hashes(chain, params), "chain_getBlockHash", "chain_getHead")
                .add(
                        (_, _) -> Json.hex(chain.head().hash()),
                        "chain_getFinalizedHead",
                        "chain_getFinalisedHead");
        heads(
                methods,
                chain,
                "chain_newHead",
                "chain_subscribeNewHeads",
                "chain_unsubscribeNewHeads");
        methods.add(
                        methods.find("chain_subscribeNewHeads").orElseThrow(),
                        "chain_subscribeNewHead",
                        "subscribe_newHead")
                .add(
                        methods.find("chain_unsubscribeNewHeads").orElseThrow(),
                        "chain_unsubscribeNewHead",
                        "unsubscribe_newHead");
        heads(
                methods,
                chain,
                "chain_allHead",
                "chain_subscribeAllHeads",
                "chain_unsubscribeAllHeads");
        heads(
                methods,
                chain,
                "chain_finalizedHead",
                "chain_subscribeFinalizedHeads",
                "chain_unsubscribeFinalizedHeads");
        methods.add(
                        methods.find("chain_subscribeFinalizedHeads").orElseThrow(),
                        "chain_subscribeFinalisedHeads")
                .add(
                        methods.find("chain_unsubscribeFinalizedHeads").orElseThrow(),
                        "chain_unsubscribeFinalisedHeads");
    }

    private static JsonNode hashes(Chain chain, Params params) {
        if (!params.has(0)) {
            return Json.hex(chain.head().hash());
        }
        JsonNode asked = params.at(0);
        if (!asked.isArray()) {
            return hash(chain, asked);
        }
        if (asked.size() > MAX_HASHES) {
            throw RpcFailure.invalidParams(
                    "at most " + MAX_HASHES + " block numbers, found " + asked.size());
        }
        ArrayNode list = Json.array();
        asked.forEach(number -> list.add(hash(chain, number)));
        return list;
    }

    private static JsonNode hash(Chain chain, JsonNode number) {
        return chain.block(number(number))
                .<JsonNode>map(block -> Json.hex(block.hash()))
                .orElseGet(Json::nothing);
    }

    private static long number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return inRange(node.asLong());
        }
        String text = node.asString("");
        if (text.matches("0x[0-9a-fA-F]{1,8}")) {
            return Long.parseLong(text, 2, text.length(), 16);
        }
        throw RpcFailure.invalidParams("expected a block number, as number or hex");
    }

    private static long inRange(long number) {
        if (number < 0 || number > BlockId.MAX_NUMBER) {
            throw RpcFailure.invalidParams("a block number is 0.." + BlockId.MAX_NUMBER);
        }
        return number;
    }

    /** A subscription that begins with the newest header. */
    private static void heads(
            Methods methods,
            Chain chain,
            String notification,
            String subscribe,
            String unsubscribe) {
        methods.add(
                        (_, session) -> {
                            Subscription subscription =
                                    session.subscribe(notification, notification);
                            follow(
                                    chain,
                                    subscription,
                                    block -> subscription.send(BlockJson.header(block.header())));
                            return Json.text(subscription.id());
                        },
                        subscribe)
                .add(
                        (params, session) ->
                                Json.flag(session.unsubscribe(notification, params.text(0))),
                        unsubscribe);
    }

    /** Tells the newest block, then each new one, until the subscription ends. */
    private static void follow(Chain chain, Subscription subscription, Consumer<StoredBlock> tell) {
        Consumer<NewBlock> listener = news -> tell.accept(news.block());
        chain.follow(tell, listener);
        subscription.onEnd(() -> chain.unfollow(listener));
    }
}

package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.author.TransactionEvent;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code transaction_v1_*} and {@code transactionWatch_v1_*}: transactions of the new interface.
 */
final class TransactionMethods {

    private static final String BROADCAST = "transaction_v1";
    private static final String WATCH = "transactionWatch_v1_watchEvent";

    private TransactionMethods() {}

    static void register(Methods methods, Chain chain, TransactionPool pool) {
        methods.add(
                        (params, session) -> broadcast(chain, pool, params.hex(0), session),
                        "transaction_v1_broadcast")
                .add(
                        (params, session) -> {
                            if (!session.unsubscribe(BROADCAST, params.text(0))) {
                                throw RpcFailure.invalidParams("no such operation");
                            }
                            return Json.nothing();
                        },
                        "transaction_v1_stop")
                .add(
                        (params, session) -> watch(pool, params.hex(0), session),
                        "transactionWatch_v1_submitAndWatch")
                .add(
                        (params, session) -> {
                            session.unsubscribe(WATCH, params.text(0));
                            return Json.nothing();
                        },
                        "transactionWatch_v1_unwatch");
    }

    /**
     * Offers the transaction to the pool after each block, until it is final or the client stops
     * it.
     */
    private static JsonNode broadcast(
            Chain chain, TransactionPool pool, Bytes extrinsic, Session session) {
        Subscription operation = session.subscribe(BROADCAST, BROADCAST);
        Consumer<TransactionEvent> watcher =
                event -> {
                    if (event instanceof TransactionEvent.Finalized) {
                        operation.end();
                    }
                };
        Runnable offer =
                () -> {
                    if (!pool.contains(Blake2b.hash256(extrinsic))) {
                        offer(pool, extrinsic, watcher);
                    }
                };
        Consumer<NewBlock> again = _ -> offer.run();
        offer.run();
        chain.follow(_ -> {}, again);
        operation.onEnd(() -> chain.unfollow(again));
        return Json.text(operation.id());
    }

    /** A refusal is not told here: the method says that no more than an attempt is made. */
    private static void offer(
            TransactionPool pool, Bytes extrinsic, Consumer<TransactionEvent> watcher) {
        try {
            Submissions.submit(pool, extrinsic, List.of(watcher));
        } catch (RpcFailure _) {
            return;
        }
    }

    private static JsonNode watch(TransactionPool pool, Bytes extrinsic, Session session) {
        Subscription subscription = session.subscribe(WATCH, WATCH);
        try {
            Submissions.submit(pool, extrinsic, List.of(event -> tell(subscription, event)));
        } catch (RpcFailure e) {
            String reason = e.data().isEmpty() ? e.text() : e.text() + ": " + e.data();
            subscription.send(Json.object().put("event", "invalid").put("error", reason));
            session.afterAnswer(subscription::end);
        }
        return Json.text(subscription.id());
    }

    private static void tell(Subscription subscription, TransactionEvent event) {
        switch (event) {
            case TransactionEvent.Future _ -> {}
            case TransactionEvent.Ready _ ->
                    subscription.send(Json.object().put("event", "validated"));
            case TransactionEvent.InBlock(BlockId block, int index) ->
                    subscription.send(placed("bestChainBlockIncluded", block, index));
            case TransactionEvent.Finalized(BlockId block, int index) ->
                    subscription.send(placed("finalized", block, index));
            case TransactionEvent.Usurped usurped ->
                    subscription.send(failed("invalid", "replaced by " + usurped.by().toHex()));
            case TransactionEvent.Dropped _ ->
                    subscription.send(
                            failed("dropped", "the pool is full").put("broadcasted", false));
            case TransactionEvent.Invalid(String reason) ->
                    subscription.send(failed("invalid", reason));
        }
        if (event.isLast()) {
            subscription.end();
        }
    }

    private static ObjectNode placed(String event, BlockId block, int index) {
        ObjectNode json = Json.object().put("event", event);
        json.putObject("block").put("hash", block.hash().toHex()).put("index", index);
        return json;
    }

    private static ObjectNode failed(String event, String error) {
        return Json.object().put("event", event).put("error", error);
    }
}

package io.hypha.devnet.rpc;

import io.hypha.devnet.author.TransactionEvent;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.node.bytes.Bytes;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code author_*}: transactions of the legacy interface. */
final class AuthorMethods {

    private static final String UPDATE = "author_extrinsicUpdate";

    private AuthorMethods() {}

    static void register(Methods methods, TransactionPool pool) {
        methods.add(
                        (params, _) ->
                                Json.hex(Submissions.submit(pool, params.hex(0), List.of()).hash()),
                        "author_submitExtrinsic")
                .add((_, _) -> Json.hexList(pool.ready()), "author_pendingExtrinsics")
                .add(
                        (params, session) -> watch(pool, params.hex(0), session),
                        "author_submitAndWatchExtrinsic")
                .add(
                        (params, session) -> Json.flag(session.unsubscribe(UPDATE, params.text(0))),
                        "author_unwatchExtrinsic");
    }

    private static JsonNode watch(TransactionPool pool, Bytes extrinsic, Session session) {
        Subscription subscription = session.subscribe(UPDATE, UPDATE);
        try {
            Submissions.submit(pool, extrinsic, List.of(event -> tell(subscription, event)));
        } catch (RpcFailure e) {
            subscription.end();
            throw e;
        }
        return Json.text(subscription.id());
    }

    private static void tell(Subscription subscription, TransactionEvent event) {
        subscription.send(json(event));
        if (event.isLast()) {
            subscription.end();
        }
    }

    private static JsonNode json(TransactionEvent event) {
        return switch (event) {
            case TransactionEvent.Future _ -> Json.text("future");
            case TransactionEvent.Ready _ -> Json.text("ready");
            case TransactionEvent.InBlock in ->
                    Json.object().put("inBlock", in.block().hash().toHex());
            case TransactionEvent.Finalized in ->
                    Json.object().put("finalized", in.block().hash().toHex());
            case TransactionEvent.Usurped usurped ->
                    Json.object().put("usurped", usurped.by().toHex());
            case TransactionEvent.Dropped _ -> Json.text("dropped");
            case TransactionEvent.Invalid _ -> Json.text("invalid");
        };
    }
}

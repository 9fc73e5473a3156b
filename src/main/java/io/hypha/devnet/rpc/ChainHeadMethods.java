package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.runtime.CallResult;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code chainHead_v1_*}: the new interface, in which a client follows the head and asks about
 * pinned blocks.
 */
final class ChainHeadMethods {

    private static final String FOLLOW = "chainHead_v1_followEvent";
    private static final int MAX_FOLLOWS = 256;
    private static final int REACHED_LIMITS = -32800;
    private static final int INVALID_BLOCK = -32801;
    private static final int INVALID_CONTINUE = -32803;
    private static final int DUPLICATE_HASHES = -32804;

    private final Chain chain;
    private final Map<Subscription, Follow> follows = new WeakHashMap<>();

    private ChainHeadMethods(Chain chain) {
        this.chain = chain;
    }

    static void register(Methods methods, Chain chain) {
        ChainHeadMethods head = new ChainHeadMethods(chain);
        methods.add(head::follow, "chainHead_v1_follow")
                .add(
                        (params, session) -> {
                            session.unsubscribe(FOLLOW, params.text(0));
                            return Json.nothing();
                        },
                        "chainHead_v1_unfollow")
                .add(head::header, "chainHead_v1_header")
                .add(head::body, "chainHead_v1_body")
                .add(head::call, "chainHead_v1_call")
                .add(head::storage, "chainHead_v1_storage")
                .add(head::unpin, "chainHead_v1_unpin")
                .add(head::resume, "chainHead_v1_continue")
                .add(head::stop, "chainHead_v1_stopOperation");
    }

    private JsonNode follow(Params params, Session session) {
        boolean withRuntime = params.flag(0);
        Subscription subscription = session.subscribe(FOLLOW, FOLLOW);
        Follow follow = new Follow(chain, subscription, withRuntime);
        synchronized (follows) {
            if (follows.size() >= MAX_FOLLOWS) {
                subscription.end();
                throw new RpcFailure(
                        REACHED_LIMITS, "Maximum number of chainHead_follow has been reached");
            }
            follows.put(subscription, follow);
        }
        subscription.onEnd(() -> {
            synchronized (follows) {
                follows.remove(subscription);
            }
        });
        follow.begin();
        return Json.text(subscription.id());
    }

    private Optional<Follow> find(Params params, Session session) {
        return session.subscription(FOLLOW, params.text(0))
                .map(found -> {
                    synchronized (follows) {
                        return follows.get(found);
                    }
                });
    }

    private StoredBlock pinned(Follow follow, Hash256 hash) {
        return Optional.of(hash)
                .filter(follow::isPinned)
                .flatMap(chain::block)
                .orElseThrow(() -> new RpcFailure(INVALID_BLOCK, "Invalid block hash"));
    }

    private JsonNode header(Params params, Session session) {
        Optional<Follow> follow = find(params, session);
        if (follow.isEmpty()) {
            return Json.nothing();
        }
        return Json.hex(pinned(follow.get(), params.hash(1)).header().encode());
    }

    private JsonNode body(Params params, Session session) {
        return start(
                params,
                session,
                (run, block) -> {
                    ObjectNode done = Follow.event("operationBodyDone", run.operation());
                    done.set("value", Json.hexList(block.body()));
                    run.follow().finish(run.operation(), done);
                });
    }

    private JsonNode call(Params params, Session session) {
        String method = params.text(2);
        Bytes data = params.hex(3);
        return start(
                params,
                session,
                (run, block) ->
                        run.onState(
                                chain,
                                block,
                                state -> {
                                    CallResult result = chain.runtime().call(state, method, data);
                                    ObjectNode event =
                                            switch (result) {
                                                case CallResult.Returned(Bytes value) ->
                                                        Follow.event(
                                                                        "operationCallDone",
                                                                        run.operation())
                                                                .put("output", value.toHex());
                                                case CallResult.NoSuchMethod(String name) ->
                                                        run.error(
                                                                "the runtime exports no method "
                                                                        + name);
                                                case CallResult.Trapped(String reason) ->
                                                        run.error(reason);
                                            };
                                    run.follow().finish(run.operation(), event);
                                }));
    }

    private JsonNode storage(Params params, Session session) {
        if (params.has(3)) {
            throw RpcFailure.invalidParams("this chain has no child tries");
        }
        StorageItems.Query query = StorageItems.parse(params.at(2));
        ObjectNode answer =
                start(
                        params,
                        session,
                        (run, block) ->
                                run.onState(
                                        chain,
                                        block,
                                        state ->
                                                new StorageItems(
                                                                run.follow(),
                                                                run.operation(),
                                                                state,
                                                                query)
                                                        .go()));
        if ("started".equals(answer.path("result").asString())) {
            answer.put("discardedItems", 0);
        }
        return answer;
    }

    /** An operation that runs once its id is told. */
    private ObjectNode start(Params params, Session session, BiConsumer<Run, StoredBlock> work) {
        Optional<Follow> follow = find(params, session);
        Hash256 hash = params.hash(1);
        if (follow.isEmpty()) {
            return Json.object().put("result", "limitReached");
        }
        StoredBlock block = pinned(follow.get(), hash);
        Optional<String> operation = follow.get().openOperation();
        if (operation.isEmpty()) {
            return Json.object().put("result", "limitReached");
        }
        Run run = new Run(follow.get(), operation.get());
        session.afterAnswer(() -> work.accept(run, block));
        return Json.object().put("result", "started").put("operationId", operation.get());
    }

    /** A started operation. */
    private record Run(Follow follow, String operation) {

        void onState(
                Chain chain,
                StoredBlock block,
                java.util.function.Consumer<BlockState.Kept> question) {
            switch (chain.state(block.hash())) {
                case BlockState.Kept state -> question.accept(state);
                case BlockState.UnknownBlock _, BlockState.Discarded _ ->
                        follow.finish(operation, Follow.event("operationInaccessible", operation));
            }
        }

        ObjectNode error(String reason) {
            return Follow.event("operationError", operation).put("error", reason);
        }
    }

    private JsonNode unpin(Params params, Session session) {
        Optional<Follow> follow = find(params, session);
        List<Hash256> hashes = new ArrayList<>();
        if (params.at(1).isArray()) {
            params.hexList(1, Follow.MAX_PINNED)
                    .forEach(bytes -> {
                        if (bytes.size() != Hash256.SIZE) {
                            throw RpcFailure.invalidParams(
                                    "parameter 1: expected hashes of 32 bytes");
                        }
                        hashes.add(Hash256.of(bytes));
                    });
        } else {
            hashes.add(params.hash(1));
        }
        if (new HashSet<>(hashes).size() < hashes.size()) {
            throw new RpcFailure(
                    DUPLICATE_HASHES, "Received duplicate hashes for the `chainHead_unpin` method");
        }
        if (follow.isPresent() && !follow.get().unpin(hashes)) {
            throw new RpcFailure(INVALID_BLOCK, "Invalid block hash");
        }
        return Json.nothing();
    }

    private JsonNode resume(Params params, Session session) {
        Optional<Follow> follow = find(params, session);
        if (follow.isEmpty()) {
            return Json.nothing();
        }
        Runnable rest =
                follow.get()
                        .resume(params.text(1))
                        .orElseThrow(() ->
                                new RpcFailure(INVALID_CONTINUE, "Invalid continue operation"));
        session.afterAnswer(rest);
        return Json.nothing();
    }

    private JsonNode stop(Params params, Session session) {
        find(params, session).ifPresent(follow -> follow.stopOperation(params.text(1)));
        return Json.nothing();
    }
}

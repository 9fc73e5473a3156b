package io.hypha.node.rpc;

import io.hypha.node.rpc.RpcFault.TooLarge;
import io.hypha.node.rpc.RpcFault.Unreachable;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One WebSocket from its opening to its end: answers by id, notifications by subscription. When it
 * ends, every waiting request gets the reason.
 */
final class WebSocketConnection implements WebSocket.Listener {

    private static final int MAX_SUBSCRIPTIONS = 16;

    private record Waiting(
            CompletableFuture<RpcAnswer<JsonNode>> answer,
            @Nullable Consumer<JsonNode> notifications) {}

    private final int limit;
    private final AtomicLong received;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> subscriptions = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable RpcFault> end = new AtomicReference<>();
    private final StringBuilder message = new StringBuilder();

    WebSocketConnection(int limit, AtomicLong received) {
        this.limit = limit;
        this.received = received;
    }

    boolean open() {
        return end.get() == null;
    }

    /**
     * Waits for the answer to {@code id}; with a consumer, the result names a subscription that
     * feeds it.
     */
    CompletableFuture<RpcAnswer<JsonNode>> expect(
            long id, @Nullable Consumer<JsonNode> notifications) {
        CompletableFuture<RpcAnswer<JsonNode>> answer = new CompletableFuture<>();
        waiting.put(id, new Waiting(answer, notifications));
        RpcFault ended = end.get();
        if (ended != null) {
            waiting.remove(id);
            answer.complete(RpcAnswer.failed(ended));
        }
        return answer;
    }

    void forget(long id) {
        waiting.remove(id);
    }

    void forgetSubscription(String subscription) {
        subscriptions.remove(subscription);
    }

    /** Ends it: everyone who waits gets {@code fault}. Only the first reason counts. */
    void finish(RpcFault fault) {
        if (end.compareAndSet(null, fault)) {
            subscriptions.clear();
            waiting.values().forEach(each -> each.answer().complete(RpcAnswer.failed(fault)));
            waiting.clear();
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        received.addAndGet(part.length());
        if (part.length() > limit - message.length()) {
            finish(new TooLarge(limit));
            socket.abort();
            return null;
        }
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            message.trimToSize();
            take(socket, whole);
        }
        socket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        finish(
                new Unreachable(
                        "closed by the endpoint with status "
                                + status
                                + " "
                                + JsonRpc.shorten(reason)));
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        finish(new Unreachable(String.valueOf(error)));
    }

    private void take(WebSocket socket, String whole) {
        switch (JsonRpc.parse(whole)) {
            case RpcAnswer.Failed<JsonNode>(RpcFault fault) -> {
                // Without its id nobody knows which request it answers: all of them are in doubt.
                finish(fault);
                socket.abort();
            }
            case RpcAnswer.Got<JsonNode>(JsonNode node) -> {
                if (node.isArray()) {
                    node.forEach(this::dispatch);
                } else {
                    dispatch(node);
                }
            }
        }
    }

    private void dispatch(JsonNode node) {
        JsonNode id = node.path("id");
        if (id.isIntegralNumber() && id.canConvertToLong()) {
            answer(id.longValue(), node);
        } else if (node.path("params").isObject()) {
            String subscription = name(node.path("params").path("subscription"));
            Consumer<JsonNode> consumer = subscriptions.get(subscription);
            if (consumer != null) {
                consumer.accept(node.path("params").path("result"));
            }
        }
    }

    private void answer(long id, JsonNode node) {
        Waiting who = waiting.remove(id);
        if (who == null) {
            return;
        }
        RpcAnswer<JsonNode> result = JsonRpc.result(node);
        if (who.notifications() != null
                && result instanceof RpcAnswer.Got<JsonNode>(JsonNode value)
                && subscriptions.size() < MAX_SUBSCRIPTIONS) {
            subscriptions.put(name(value), who.notifications());
        }
        who.answer().complete(result);
    }

    static String name(JsonNode subscription) {
        return subscription.isString() ? subscription.stringValue() : subscription.toString();
    }
}

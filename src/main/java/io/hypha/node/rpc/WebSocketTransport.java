package io.hypha.node.rpc;

import io.hypha.node.rpc.RpcFault.Timeout;
import io.hypha.node.rpc.RpcFault.Unreachable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON-RPC over a WebSocket that opens when it is needed and opens again, with growing waits, after
 * it broke. Many requests travel at once.
 */
final class WebSocketTransport implements RpcTransport {

    private record Open(WebSocket socket, WebSocketConnection connection) {}

    private final URI address;
    private final RpcLimits limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final ReentrantLock connecting = new ReentrantLock();
    private final ReentrantLock sending = new ReentrantLock();
    private @Nullable Open current;
    private int failures;
    private long retryAtNanos;
    private String lastFailure = "";
    private volatile boolean closed;

    WebSocketTransport(URI address, RpcLimits limits) {
        this.address = address;
        this.limits = limits;
        this.client =
                HttpClient.newBuilder().executor(threads).connectTimeout(limits.connect()).build();
    }

    @Override
    public List<RpcAnswer<JsonNode>> call(List<RpcRequest> requests) {
        return switch (connected()) {
            case RpcAnswer.Failed<Open>(RpcFault fault) ->
                    Collections.nCopies(requests.size(), RpcAnswer.failed(fault));
            case RpcAnswer.Got<Open>(Open open) -> exchange(open, requests);
        };
    }

    private List<RpcAnswer<JsonNode>> exchange(Open open, List<RpcRequest> requests) {
        long deadline = System.nanoTime() + limits.request().toNanos();
        List<Long> sent = new ArrayList<>(requests.size());
        List<CompletableFuture<RpcAnswer<JsonNode>>> waiting = new ArrayList<>(requests.size());
        for (RpcRequest request : requests) {
            long id = ids.incrementAndGet();
            sent.add(id);
            waiting.add(open.connection().expect(id, null));
            send(open, JsonRpc.request(id, request));
        }
        List<RpcAnswer<JsonNode>> answers = new ArrayList<>(requests.size());
        for (int i = 0; i < waiting.size(); i++) {
            answers.add(await(open, sent.get(i), waiting.get(i), deadline));
        }
        return answers;
    }

    private RpcAnswer<JsonNode> await(
            Open open, long id, CompletableFuture<RpcAnswer<JsonNode>> answer, long deadline) {
        try {
            return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // A WebSocket that is silent for so long may be dead without saying so; a new one is
            // cheap.
            Timeout fault = new Timeout(limits.request());
            end(open, fault);
            return RpcAnswer.failed(fault);
        } catch (ExecutionException e) {
            return RpcAnswer.failed(new Unreachable(String.valueOf(e.getCause())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open.connection().forget(id);
            return RpcAnswer.failed(new Unreachable("interrupted"));
        }
    }

    private void send(Open open, String text) {
        // The JDK allows one send at a time.
        sending.lock();
        try {
            open.socket()
                    .sendText(text, true)
                    .get(limits.request().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            end(open, new Timeout(limits.request()));
        } catch (ExecutionException e) {
            end(open, new Unreachable("sending failed: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(open, new Unreachable("interrupted"));
        } finally {
            sending.unlock();
        }
    }

    private static void end(Open open, RpcFault fault) {
        open.connection().finish(fault);
        open.socket().abort();
    }

    private RpcAnswer<Open> connected() {
        connecting.lock();
        try {
            if (closed) {
                return RpcAnswer.failed(new Unreachable("closed here"));
            }
            Open open = current;
            if (open != null && open.connection().open()) {
                return RpcAnswer.got(open);
            }
            if (failures > 0 && System.nanoTime() - retryAtNanos < 0) {
                return RpcAnswer.failed(new Unreachable(lastFailure));
            }
            return connect();
        } finally {
            connecting.unlock();
        }
    }

    private RpcAnswer<Open> connect() {
        WebSocketConnection connection = new WebSocketConnection(limits.messageBytes(), received);
        CompletableFuture<WebSocket> opening =
                client.newWebSocketBuilder()
                        .connectTimeout(limits.connect())
                        .buildAsync(address, connection);
        try {
            WebSocket socket = opening.get(limits.connect().toMillis(), TimeUnit.MILLISECONDS);
            Open open = new Open(socket, connection);
            current = open;
            failures = 0;
            return RpcAnswer.got(open);
        } catch (ExecutionException | TimeoutException e) {
            opening.cancel(true);
            Throwable cause =
                    e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            return refused(String.valueOf(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            opening.cancel(true);
            return refused("interrupted");
        }
    }

    private RpcAnswer<Open> refused(String why) {
        failures++;
        Duration wait = limits.retryAfter(failures);
        retryAtNanos = System.nanoTime() + wait.toNanos();
        lastFailure = JsonRpc.shorten(why);
        return RpcAnswer.failed(new Unreachable(lastFailure));
    }

    @Override
    public boolean pushes() {
        return true;
    }

    @Override
    public RpcAnswer<Subscription> subscribe(
            RpcRequest request, String unsubscribe, Consumer<JsonNode> notifications) {
        return connected()
                .flatMap(open -> {
                    long deadline = System.nanoTime() + limits.request().toNanos();
                    long id = ids.incrementAndGet();
                    CompletableFuture<RpcAnswer<JsonNode>> answer =
                            open.connection().expect(id, notifications);
                    send(open, JsonRpc.request(id, request));
                    return await(open, id, answer, deadline)
                            .map(name ->
                                    new Running(open, unsubscribe, WebSocketConnection.name(name)));
                });
    }

    private final class Running implements Subscription {
        private final Open open;
        private final String unsubscribe;
        private final String name;

        Running(Open open, String unsubscribe, String name) {
            this.open = open;
            this.unsubscribe = unsubscribe;
            this.name = name;
        }

        @Override
        public boolean open() {
            return open.connection().open();
        }

        @Override
        public void close() {
            open.connection().forgetSubscription(name);
            if (open.connection().open()) {
                send(
                        open,
                        JsonRpc.request(ids.incrementAndGet(), RpcRequest.of(unsubscribe, name)));
            }
        }
    }

    @Override
    public long bytesReceived() {
        return received.get();
    }

    @Override
    public void close() {
        closed = true;
        connecting.lock();
        try {
            Open open = current;
            if (open != null) {
                end(open, new Unreachable("closed here"));
            }
        } finally {
            connecting.unlock();
        }
        client.shutdownNow();
        threads.shutdownNow();
    }
}

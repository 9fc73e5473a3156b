package io.hypha.node.rpc;

import io.hypha.node.rpc.RpcFault.Garbage;
import io.hypha.node.rpc.RpcFault.Timeout;
import io.hypha.node.rpc.RpcFault.TooLarge;
import io.hypha.node.rpc.RpcFault.Unreachable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** JSON-RPC over HTTP: one POST per request or batch. */
final class HttpTransport implements RpcTransport {

    private static final int BATCH = 64;

    private final URI address;
    private final RpcLimits limits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    HttpTransport(URI address, RpcLimits limits) {
        this.address = address;
        this.limits = limits;
        this.client =
                HttpClient.newBuilder()
                        .executor(threads)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(limits.connect())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    @Override
    public List<RpcAnswer<JsonNode>> call(List<RpcRequest> requests) {
        List<RpcAnswer<JsonNode>> answers = new ArrayList<>(requests.size());
        for (int from = 0; from < requests.size(); from += BATCH) {
            answers.addAll(post(requests.subList(from, Math.min(requests.size(), from + BATCH))));
        }
        return answers;
    }

    private List<RpcAnswer<JsonNode>> post(List<RpcRequest> requests) {
        long firstId = ids.getAndAdd(requests.size());
        String message =
                requests.size() == 1
                        ? JsonRpc.request(firstId, requests.getFirst())
                        : JsonRpc.batch(firstId, requests);
        RpcAnswer<JsonNode> answer = exchange(message).flatMap(JsonRpc::parse);
        return switch (answer) {
            case RpcAnswer.Failed<JsonNode>(RpcFault fault) ->
                    Collections.nCopies(requests.size(), RpcAnswer.failed(fault));
            case RpcAnswer.Got<JsonNode>(JsonNode whole) -> byId(whole, firstId, requests.size());
        };
    }

    private static List<RpcAnswer<JsonNode>> byId(JsonNode whole, long firstId, int count) {
        if (count == 1 && whole.isObject()) {
            return List.of(JsonRpc.result(whole));
        }
        if (whole.isObject()) {
            RpcAnswer<JsonNode> refused = JsonRpc.result(whole);
            return Collections.nCopies(
                    count,
                    refused instanceof RpcAnswer.Failed<JsonNode>
                            ? refused
                            : RpcAnswer.failed(new Garbage("one answer to a batch of " + count)));
        }
        Map<Long, JsonNode> found = new HashMap<>();
        for (JsonNode each : whole) {
            JsonNode id = each.path("id");
            if (id.isIntegralNumber() && id.canConvertToLong()) {
                found.put(id.longValue(), each);
            }
        }
        List<RpcAnswer<JsonNode>> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            JsonNode each = found.get(firstId + i);
            answers.add(
                    each == null
                            ? RpcAnswer.failed(
                                    new Garbage("a batch without answer to request " + i))
                            : JsonRpc.result(each));
        }
        return answers;
    }

    private RpcAnswer<String> exchange(String message) {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .timeout(limits.request())
                        .POST(HttpRequest.BodyPublishers.ofString(message))
                        .build();
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, _ -> new BoundedBody(limits.messageBytes(), received));
        try {
            HttpResponse<byte[]> answer =
                    response.get(limits.request().toMillis(), TimeUnit.MILLISECONDS);
            return answer.statusCode() == 200
                    ? RpcAnswer.got(new String(answer.body(), StandardCharsets.UTF_8))
                    : RpcAnswer.failed(new Unreachable("HTTP status " + answer.statusCode()));
        } catch (TimeoutException e) {
            response.cancel(true);
            return RpcAnswer.failed(new Timeout(limits.request()));
        } catch (ExecutionException e) {
            return RpcAnswer.failed(fault(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.cancel(true);
            return RpcAnswer.failed(new Unreachable("interrupted"));
        }
    }

    private RpcFault fault(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof BoundedBody.TooLargeException) {
                return new TooLarge(limits.messageBytes());
            }
            if (each instanceof java.net.http.HttpTimeoutException) {
                return new Timeout(limits.request());
            }
        }
        return new Unreachable(String.valueOf(cause.getCause() == null ? cause : cause.getCause()));
    }

    @Override
    public boolean pushes() {
        return false;
    }

    @Override
    public RpcAnswer<Subscription> subscribe(
            RpcRequest request, String unsubscribe, Consumer<JsonNode> notifications) {
        return RpcAnswer.failed(new Unreachable("no subscriptions over HTTP"));
    }

    @Override
    public long bytesReceived() {
        return received.get();
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}

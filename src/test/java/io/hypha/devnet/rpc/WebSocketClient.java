package io.hypha.devnet.rpc;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON-RPC client over a real WebSocket: asks, and takes notifications as they come. */
public final class WebSocketClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Long enough for a machine that stands still for a while: nobody waits for its end. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> notifications = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private int nextId;

    public WebSocketClient(URI address) {
        socket =
                http.newWebSocketBuilder()
                        .connectTimeout(PATIENCE)
                        .buildAsync(address, new Listener())
                        .join();
    }

    /**
     * The whole answer to a request; notifications that come meanwhile are kept for {@link
     * #notification}.
     */
    public JsonNode answer(String method, Object... params) throws InterruptedException {
        int id = ++nextId;
        send(
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + id
                        + ",\"method\":\""
                        + method
                        + "\",\"params\":"
                        + JSON.writeValueAsString(params)
                        + "}");
        while (true) {
            JsonNode message = message();
            if (message.path("id").asInt(-1) == id) {
                return message;
            }
            notifications.add(message);
        }
    }

    public JsonNode call(String method, Object... params) throws InterruptedException {
        JsonNode answer = answer(method, params);
        if (!answer.has("result")) {
            throw new AssertionError(method + ": " + answer);
        }
        return answer.get("result");
    }

    /** What the next notification carries under {@code params}. */
    public JsonNode notification() throws InterruptedException {
        JsonNode kept = notifications.poll();
        JsonNode next = kept != null ? kept : message();
        return next.path("params");
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public JsonNode message() throws InterruptedException {
        JsonNode message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came within " + PATIENCE.toSeconds() + " s");
        }
        return message;
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(JSON.readTree(text.toString()));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}

package io.hypha.node.sync;

import io.hypha.node.rpc.LoopbackServer;
import io.hypha.node.rpc.LoopbackServer.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WebSocket in front of a node's HTTP address that flips one bit of one byte in each n-th answer.
 */
public final class FlippingProxy implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI upstream;
    private final LoopbackServer server = new LoopbackServer(this::answer);
    private final AtomicInteger answers = new AtomicInteger();
    public final AtomicInteger flips = new AtomicInteger();
    private volatile Random random = new Random(0);
    private volatile int each = 1;

    public FlippingProxy(URI upstream) {
        this.upstream = upstream;
    }

    /** From now on: which bytes, and how many answers pass for each that does not. */
    public void flip(long seed, int eachNth) {
        random = new Random(seed);
        each = eachNth;
    }

    public URI address() {
        return server.webSocket();
    }

    private Reply answer(String request) {
        try {
            byte[] body =
                    client.send(
                                    HttpRequest.newBuilder(upstream)
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(request))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body();
            if (answers.incrementAndGet() % each == 0 && body.length > 0) {
                flips.incrementAndGet();
                // Bit 7 stays: a text frame that is no UTF-8 would only end the connection.
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(7));
            }
            return Reply.text(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Reply.HangUp();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.HangUp();
        }
    }

    @Override
    public void close() {
        server.close();
        client.shutdownNow();
    }
}

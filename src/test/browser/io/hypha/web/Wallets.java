package io.hypha.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Talks to {@code wallets.mjs}: signs, signs something else on purpose, and trades. */
final class Wallets implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process node;
    private final Writer in;
    private final BufferedReader out;

    private Wallets(Process node) {
        this.node = node;
        this.in = new OutputStreamWriter(node.getOutputStream(), StandardCharsets.UTF_8);
        this.out =
                new BufferedReader(
                        new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
    }

    static Wallets start() throws IOException {
        return new Wallets(
                new ProcessBuilder("node", "wallets.mjs")
                        .directory(BrowserStage.PEERS.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /**
     * What a wallet returns to the page.
     *
     * @param change what it changes before it signs; null for an honest one
     * @param rpc asked for metadata where the change needs it
     */
    String sign(String payload, String uri, @Nullable String change, String rpc) {
        ObjectNode request = JSON.createObjectNode().put("uri", uri).put("rpc", rpc);
        request.set("sign", JSON.readTree(payload));
        if (change != null) {
            request.put("change", change);
        }
        return ask(request).toString();
    }

    /** Another account's transaction, signed with polkadot.js; returns when it is final. */
    void trade(String rpc, String uri, String call, Object... args) {
        ObjectNode trade =
                JSON.createObjectNode()
                        .put("rpc", rpc)
                        .put("uri", uri)
                        .put("pallet", "subtensorModule")
                        .put("call", call);
        trade.set("args", JSON.valueToTree(args));
        ObjectNode request = JSON.createObjectNode();
        request.set("trade", trade);
        ask(request);
    }

    private synchronized JsonNode ask(JsonNode request) {
        try {
            in.write(request + "\n");
            in.flush();
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the wallets' process ended");
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("error")) {
                throw new IllegalStateException(answer.path("error").asString());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        node.destroy();
    }
}

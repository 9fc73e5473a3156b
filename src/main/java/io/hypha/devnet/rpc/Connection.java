package io.hypha.devnet.rpc;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** A client's WebSocket with its subscriptions. */
final class Connection {

    private static final int MAX_SUBSCRIPTIONS = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Consumer<ObjectNode> out;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param out hands a message to the socket, from any thread, without waiting
     */
    Connection(Consumer<ObjectNode> out) {
        this.out = out;
    }

    Subscription subscribe(String kind, String notification) {
        if (subscriptions.size() >= MAX_SUBSCRIPTIONS) {
            throw new RpcFailure(
                    -32006,
                    "Too many subscriptions on the connection",
                    "at most " + MAX_SUBSCRIPTIONS);
        }
        byte[] id = new byte[8];
        RANDOM.nextBytes(id);
        Subscription subscription =
                new Subscription(HexFormat.of().formatHex(id), kind, notification, out);
        subscriptions.put(subscription.id(), subscription);
        subscription.onEnd(() -> subscriptions.remove(subscription.id()));
        if (closed) {
            subscription.end();
        }
        return subscription;
    }

    Optional<Subscription> subscription(String kind, String id) {
        return Optional.ofNullable(subscriptions.get(id))
                .filter(found -> found.kind().equals(kind));
    }

    void close() {
        closed = true;
        List.copyOf(subscriptions.values()).forEach(Subscription::end);
    }
}

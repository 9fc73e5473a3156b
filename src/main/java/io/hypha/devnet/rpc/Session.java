package io.hypha.devnet.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one request may do beyond answering: open and end subscriptions, where it came over a
 * WebSocket.
 */
final class Session {

    private final Optional<Connection> connection;
    private final List<Subscription> opened = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    private Session(Optional<Connection> connection) {
        this.connection = connection;
    }

    static Session overHttp() {
        return new Session(Optional.empty());
    }

    static Session on(Connection connection) {
        return new Session(Optional.of(connection));
    }

    /**
     * A new subscription; it speaks once the answer to this request is written.
     *
     * @param kind what {@link #unsubscribe} must name to end it
     * @param notification method name that its messages carry
     */
    Subscription subscribe(String kind, String notification) {
        Subscription subscription =
                connection
                        .orElseThrow(() ->
                                new RpcFailure(
                                        RpcFailure.METHOD_NOT_FOUND,
                                        "Subscriptions are not available on this transport; use WebSocket"))
                        .subscribe(kind, notification);
        opened.add(subscription);
        return subscription;
    }

    Optional<Subscription> subscription(String kind, String id) {
        return connection.flatMap(found -> found.subscription(kind, id));
    }

    /** Ends a subscription of that kind; false when there is none. */
    boolean unsubscribe(String kind, String id) {
        Optional<Subscription> found = subscription(kind, id);
        found.ifPresent(Subscription::end);
        return found.isPresent();
    }

    /**
     * Runs {@code work} when the answer to this request is on its way: it may speak of what the
     * answer names.
     */
    void afterAnswer(Runnable work) {
        afterwards.add(work);
    }

    /** The answer is on its way: what this request subscribed to may speak. */
    void answered() {
        opened.forEach(Subscription::start);
        afterwards.forEach(Runnable::run);
    }
}

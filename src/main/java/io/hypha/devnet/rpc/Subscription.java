package io.hypha.devnet.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream of notifications to one connection. What it has to say before the answer with its id is
 * on its way waits until then: a client cannot place a notification whose subscription it does not
 * know yet.
 */
final class Subscription {

    private final String id;
    private final String kind;
    private final String notification;
    private final Consumer<ObjectNode> out;
    private final List<Runnable> onEnd = new ArrayList<>();
    private List<ObjectNode> early = new ArrayList<>();
    private boolean started;
    private boolean ended;

    /**
     * @param kind what may end it: the unsubscribe methods of one kind
     * @param notification method name that its messages carry
     */
    Subscription(String id, String kind, String notification, Consumer<ObjectNode> out) {
        this.id = id;
        this.kind = kind;
        this.notification = notification;
        this.out = out;
    }

    String id() {
        return id;
    }

    String kind() {
        return kind;
    }

    synchronized void send(JsonNode result) {
        if (ended) {
            return;
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("jsonrpc", "2.0").put("method", notification);
        message.putObject("params").put("subscription", id).set("result", result);
        if (started) {
            out.accept(message);
        } else {
            early.add(message);
        }
    }

    /** The answer with the id is written. */
    synchronized void start() {
        started = true;
        early.forEach(out);
        early = List.of();
    }

    /** Runs when it ends, or at once if it has ended. */
    void onEnd(Runnable action) {
        boolean now;
        synchronized (this) {
            now = ended;
            if (!now) {
                onEnd.add(action);
            }
        }
        if (now) {
            action.run();
        }
    }

    void end() {
        List<Runnable> actions;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            actions = List.copyOf(onEnd);
        }
        actions.forEach(Runnable::run);
    }
}

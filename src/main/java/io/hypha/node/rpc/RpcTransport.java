package io.hypha.node.rpc;

import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Carries requests to one endpoint and their results back. Safe for many threads. */
public interface RpcTransport extends AutoCloseable {

    /**
     * The results in the order of the requests; each its own fault. Sent together, not one after
     * another.
     */
    List<RpcAnswer<JsonNode>> call(List<RpcRequest> requests);

    /** Whether {@link #subscribe} can work: over WebSocket yes, over HTTP no. */
    boolean pushes();

    /**
     * Asks for notifications. They come on a thread of the transport, in order; the consumer must
     * be quick. The subscription ends with its connection.
     */
    RpcAnswer<Subscription> subscribe(
            RpcRequest request, String unsubscribe, Consumer<JsonNode> notifications);

    /** Bytes received so far. */
    long bytesReceived();

    @Override
    void close();

    /** A running subscription. */
    interface Subscription extends AutoCloseable {

        /** False once the connection is gone: subscribe again. */
        boolean open();

        @Override
        void close();
    }
}

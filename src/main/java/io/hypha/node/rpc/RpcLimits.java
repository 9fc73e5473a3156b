package io.hypha.node.rpc;

import java.time.Duration;

/**
 * Bounds on what an endpoint may cost.
 *
 * @param messageBytes most bytes of one message; a longer one cuts the connection
 * @param connect wait for a connection
 * @param request wait for the answer to a request
 * @param firstRetry wait before a broken connection is tried again; doubles with each failure
 * @param lastRetry the longest such wait
 */
public record RpcLimits(
        int messageBytes,
        Duration connect,
        Duration request,
        Duration firstRetry,
        Duration lastRetry) {

    /** 32 MiB a message; 10 s to connect, 20 s to answer; retries after 250 ms up to 30 s. */
    public static final RpcLimits DEFAULT =
            new RpcLimits(
                    32 << 20,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(30));

    public RpcLimits {
        if (messageBytes < 1024) {
            throw new IllegalArgumentException("a message bound below 1024 bytes: " + messageBytes);
        }
    }

    Duration retryAfter(int failures) {
        long factor = 1L << Math.clamp(failures - 1, 0, 20);
        Duration wait = firstRetry.multipliedBy(factor);
        return wait.compareTo(lastRetry) > 0 ? lastRetry : wait;
    }
}

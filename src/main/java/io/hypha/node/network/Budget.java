package io.hypha.node.network;

import java.util.concurrent.atomic.AtomicInteger;

/** How many bytes are kept for one peer. */
final class Budget {

    private final int limit;
    private final AtomicInteger used = new AtomicInteger();

    Budget(int limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes} if they still fit. */
    boolean reserve(int bytes) {
        while (true) {
            int now = used.get();
            if (bytes > limit - now) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    void release(int bytes) {
        if (used.addAndGet(-bytes) < 0) {
            throw new IllegalStateException("more bytes were given back than taken");
        }
    }

    int limit() {
        return limit;
    }

    int used() {
        return used.get();
    }
}

package io.hypha.node.network;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many bytes are kept for one peer. Big messages are admitted only while they fit below the
 * limit less some room, which is left for small ones and for the beginnings of those not admitted.
 */
final class Budget {

    private static final int ROOM = 2 << 20;
    private static final int MUCH = 64 << 10;

    private final int limit;
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicBoolean freed = new AtomicBoolean();

    Budget(int limit) {
        this.limit = limit;
    }

    /** Takes {@code bytes} for one big message, if it still fits. */
    boolean admit(int bytes) {
        return take(bytes, limit - ROOM);
    }

    /** Takes {@code bytes}, if they are within the limit at all. */
    boolean keep(int bytes) {
        return take(bytes, limit);
    }

    private boolean take(int bytes, int most) {
        while (true) {
            int now = used.get();
            if (bytes > most - now) {
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
        if (bytes >= MUCH) {
            freed.set(true);
        }
    }

    /** Whether much was released since this was last asked: what waits for room may have it. */
    boolean takeFreed() {
        return freed.get() && freed.getAndSet(false);
    }

    int limit() {
        return limit;
    }

    int used() {
        return used.get();
    }
}

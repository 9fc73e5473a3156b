package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread brings about, with a deadline. */
final class Eventually {

    private static final long WAIT_SECONDS = 60;

    private Eventually() {}

    static void holds(String what, BooleanSupplier condition) {
        gives(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    static <T> T gives(String what, Supplier<Optional<T>> source) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (System.nanoTime() < deadline) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return fail("not within " + WAIT_SECONDS + " s: " + what);
    }
}

package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.consensus.TrustPath;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the one path that all followers extend; it only ever grows. */
final class TrustKeeper {

    private final AtomicReference<@Nullable TrustPath> path = new AtomicReference<>();
    private final List<Consumer<TrustPath>> listeners = new CopyOnWriteArrayList<>();
    private volatile String stopped = "";

    Optional<TrustPath> path() {
        return Optional.ofNullable(path.get());
    }

    /** Runs for every new end of the path, on the thread that reached it. */
    void onGrowth(Consumer<TrustPath> listener) {
        listeners.add(listener);
    }

    /** Takes a longer path, or the same one with newer voters; anything else came too late. */
    boolean accept(TrustPath longer) {
        TrustPath before;
        do {
            before = path.get();
            if (before != null && !isLonger(before, longer)) {
                return false;
            }
        } while (!path.compareAndSet(before, longer));
        stopped = "";
        if (before == null || !before.block().equals(longer.block())) {
            listeners.forEach(each -> each.accept(longer));
        }
        return true;
    }

    private static boolean isLonger(TrustPath before, TrustPath longer) {
        BlockId old = before.block();
        BlockId young = longer.block();
        return young.number() > old.number()
                || (young.equals(old) && longer.fragments().size() > before.fragments().size());
    }

    /** Says why the path cannot grow; forgotten once it does. */
    void stop(String reason) {
        stopped = reason;
    }

    /** Empty while nothing is in the way. */
    String stopped() {
        return stopped;
    }
}

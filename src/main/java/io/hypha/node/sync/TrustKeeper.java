package io.hypha.node.sync;

import io.hypha.node.NodeStatus.FinalitySource;
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

    /** A path and who gave its end; nobody where it was there from the start. */
    record Held(TrustPath path, @Nullable FinalitySource source) {}

    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
    private final List<Consumer<TrustPath>> listeners = new CopyOnWriteArrayList<>();
    private volatile String stopped = "";

    Optional<TrustPath> path() {
        return Optional.ofNullable(held.get()).map(Held::path);
    }

    /** The path with who gave its end, as they belong together. */
    Optional<Held> held() {
        return Optional.ofNullable(held.get());
    }

    /** Runs for every new end of the path, on the thread that reached it. */
    void onGrowth(Consumer<TrustPath> listener) {
        listeners.add(listener);
    }

    /** Begins with a path that nobody gave: the checkpoint's, or one that was kept. */
    boolean begin(TrustPath path) {
        return take(path, null);
    }

    /** Takes a longer path, or the same one with newer voters; anything else came too late. */
    boolean accept(TrustPath longer, FinalitySource source) {
        return take(longer, source);
    }

    private boolean take(TrustPath longer, @Nullable FinalitySource source) {
        Held before;
        do {
            before = held.get();
            if (before != null && !isLonger(before.path(), longer)) {
                return false;
            }
        } while (!held.compareAndSet(before, new Held(longer, source)));
        stopped = "";
        if (before == null || !before.path().block().equals(longer.block())) {
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

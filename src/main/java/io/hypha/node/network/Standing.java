package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.GrandpaMessage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where we say that we stand: our best block, and how far finality came. */
final class Standing {

    private final AtomicReference<BlockId> best;
    private final AtomicReference<GrandpaMessage.@Nullable Neighbor> neighbor =
            new AtomicReference<>();

    /** The best block that was announced last, and how. */
    record Announced(BlockId block, Bytes message) {}

    private final AtomicReference<@Nullable Announced> announced = new AtomicReference<>();

    Standing(Hash256 genesis) {
        best = new AtomicReference<>(new BlockId(0, genesis));
    }

    BlockId best() {
        return best.get();
    }

    void best(BlockId block) {
        best.set(block);
    }

    void announced(BlockId block, Bytes message) {
        announced.set(new Announced(block, message));
    }

    /** The announcement that whoever heard {@code said} as our best block has missed, if any. */
    Optional<Announced> announcedSince(BlockId said) {
        return Optional.ofNullable(announced.get())
                .filter(each ->
                        each.block().number() >= said.number() && !each.block().equals(said));
    }

    Optional<GrandpaMessage.Neighbor> neighbor() {
        return Optional.ofNullable(neighbor.get());
    }

    /** Takes the newer of two; one that goes backwards costs reputation and is not taken. */
    void neighbor(GrandpaMessage.Neighbor next) {
        neighbor.accumulateAndGet(next, (old, given) -> isNewer(old, given) ? given : old);
    }

    private static boolean isNewer(
            GrandpaMessage.@Nullable Neighbor old, GrandpaMessage.@Nullable Neighbor given) {
        return given != null && (old == null || advances(old, given));
    }

    private static boolean advances(GrandpaMessage.Neighbor old, GrandpaMessage.Neighbor next) {
        int set = Long.compareUnsigned(next.setId(), old.setId());
        return next.finalized() >= old.finalized()
                && (set > 0 || (set == 0 && Long.compareUnsigned(next.round(), old.round()) >= 0));
    }
}

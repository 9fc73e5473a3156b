package io.hypha.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.EpochSource;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Subnet 1 steps every 10 blocks, subnet 2 every 15, from block 30 on. */
final class FakeEpochSource implements EpochSource {
    private static final NetUid ONE = new NetUid(1);
    private static final NetUid TWO = new NetUid(2);

    volatile long head = 120;
    private final List<Runnable> listeners = new java.util.concurrent.CopyOnWriteArrayList<>();
    long prunedBelow;
    Optional<Reading.Missing<Object>> silence = Optional.empty();
    final List<Long> asked = new ArrayList<>();
    final Map<Long, Map<NetUid, Set<Hotkey>>> candidates = new HashMap<>();
    final List<Long> discovered = new ArrayList<>();

    static long last(NetUid netUid, long at) {
        long step = netUid.equals(ONE) ? 10 : 15;
        return at < 30 ? 0 : at / step * step;
    }

    @Override
    public ChainStatus.NetworkName network() {
        return new ChainStatus.NetworkName("fake", FakeChain.key("genesis"), 42, "TAO", 9);
    }

    @Override
    public Reading<Map<NetUid, Long>> lastSteps() {
        return silence.<Reading<Map<NetUid, Long>>>map(Reading.Missing::as)
                .orElseGet(() ->
                        Reading.known(
                                Map.of(ONE, last(ONE, head), TWO, last(TWO, head), NetUid.ROOT, 0L),
                                SnapshotBuilder.block(head),
                                Level.PROVEN,
                                ProofId.of(SnapshotBuilder.block(head), "steps")));
    }

    @Override
    public Reading<EpochSnapshot> snapshot(
            long block, Set<NetUid> stepped, Map<NetUid, Set<Hotkey>> known, boolean discover) {
        if (silence.isPresent()) {
            return silence.get().as();
        }
        if (block < prunedBelow) {
            return Reading.missing(
                    Reading.Reason.STATE_PRUNED, "state of block " + block + " is gone");
        }
        asked.add(block);
        candidates.put(block, Map.copyOf(known));
        if (discover) {
            discovered.add(block);
        }
        SnapshotBuilder builder = SnapshotBuilder.epoch(block);
        for (NetUid netUid : stepped) {
            assertThat(last(netUid, block))
                    .as("subnet %s steps at %s", netUid, block)
                    .isEqualTo(block);
            builder.subnet(netUid.value(), last(netUid, block - 1));
            builder.stake("moss", netUid.value(), 1_000, 1);
        }
        return Reading.known(
                builder.build(),
                SnapshotBuilder.block(block),
                Level.PROVEN,
                ProofId.of(SnapshotBuilder.block(block), "epoch"));
    }

    @Override
    public Subscription onFinalized(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** A new block is final. */
    void advance(long to) {
        head = to;
        listeners.forEach(Runnable::run);
    }
}

package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.scale.ScaleCodecReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows whether the newest final block can still be read, and compares there what the chain counts
 * as its set id with what was counted from the checkpoint.
 */
final class ReadableHead {

    private static final Duration BELIEVED = Duration.ofSeconds(10);

    /**
     * @param askable how many endpoints could be asked then: with another one the answer may differ
     */
    private record Probe(
            FinalizedHead head, Answer<FinalizedHead> answer, Instant at, int askable) {}

    private final TrustKeeper trust;
    private final Sources sources;
    private final HeaderLine line;
    private final ProvenReader reader;
    private final Disagreements disagreements;
    private final Clock clock;
    private final ReentrantLock probing = new ReentrantLock();
    private volatile Optional<Probe> last = Optional.empty();
    private volatile long comparedSet = -1;

    ReadableHead(
            TrustKeeper trust,
            Sources sources,
            HeaderLine line,
            ProvenReader reader,
            Disagreements disagreements,
            Clock clock) {
        this.trust = trust;
        this.sources = sources;
        this.line = line;
        this.reader = reader;
        this.disagreements = disagreements;
        this.clock = clock;
    }

    /** What was found last, from memory. */
    Optional<FinalizedHead> known() {
        return last.flatMap(probe ->
                probe.answer() instanceof Answer.Given<FinalizedHead>(FinalizedHead head)
                        ? Optional.of(head)
                        : Optional.empty());
    }

    Answer<FinalizedHead> get() {
        Optional<TrustPath> path = trust.path();
        if (path.isEmpty()) {
            return Answer.missing(Reason.NOT_READ_YET, "no block is verified as final yet");
        }
        Optional<Answer<FinalizedHead>> fresh = fresh(path.get());
        if (fresh.isPresent()) {
            return fresh.get();
        }
        probing.lock();
        try {
            return fresh(path.get()).orElseGet(() -> probe(path.get()));
        } finally {
            probing.unlock();
        }
    }

    /** Looks again if that is due and nobody else does. */
    void refresh() {
        if (probing.tryLock()) {
            try {
                trust.path().filter(path -> fresh(path).isEmpty()).ifPresent(this::probe);
            } finally {
                probing.unlock();
            }
        }
    }

    private Optional<Answer<FinalizedHead>> fresh(TrustPath path) {
        return last.filter(probe ->
                        probe.head().block().equals(path.block())
                                && probe.askable() == sources.usable().size()
                                && clock.instant().isBefore(probe.at().plus(BELIEVED)))
                .map(Probe::answer);
    }

    private Answer<FinalizedHead> probe(TrustPath path) {
        FinalizedHead head = line.head(path);
        int askable = sources.usable().size();
        Answer<FinalizedHead> answer = reader.servable(head);
        last = Optional.of(new Probe(head, answer, clock.instant(), askable));
        if (answer instanceof Answer.Given<FinalizedHead>
                && path.voters().setId() != comparedSet
                && trust.path().filter(now -> now.block().equals(path.block())).isPresent()) {
            compareSetId(path, head);
        }
        return answer;
    }

    private void compareSetId(TrustPath path, FinalizedHead head) {
        List<Bytes> key = List.of(StorageKeys.CURRENT_SET_ID);
        reader.read(head, key)
                .map(read -> {
                    comparedSet = path.voters().setId();
                    // A plain u64; where it was never written, the pallet takes it for 0.
                    if (read.value(StorageKeys.CURRENT_SET_ID)
                                    instanceof StorageValue.Present(Bytes value)
                            && value.size() == 8) {
                        long counted = new ScaleCodecReader(value).readLong();
                        if (counted != path.voters().setId()) {
                            disagreements.add(
                                    "the chain",
                                    "Grandpa.CurrentSetId at #" + head.number(),
                                    "counted from the checkpoint: "
                                            + Long.toUnsignedString(path.voters().setId())
                                            + ", the chain's own count: "
                                            + Long.toUnsignedString(counted)
                                            + "; justifications verify under the former");
                        }
                    }
                    return read;
                });
    }
}

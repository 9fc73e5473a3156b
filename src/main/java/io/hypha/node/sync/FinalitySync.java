package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.header.Header;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows finality at one endpoint: takes the newest justified block that it has, judges it, and
 * where the voters in office did not sign it looks for the change between. Used by one thread.
 */
final class FinalitySync {

    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(60);
    private static final int MAX_CHANGES_AT_ONCE = 256;

    /**
     * Below this height a chain is a devnet's, which may keep justifications of any period; its
     * blocks are small.
     */
    private static final long YOUNG = 8_192;

    private static final int BATCH = 64;

    /** A justification that the set in office did not sign, and what is known of it. */
    private record Doubt(BlockId block, long setId, Verdict verdict) {}

    private final Source source;
    private final TrustKeeper trust;
    private final GrandpaVerifier grandpa;
    private final VoterChanges changes;
    private final HeadFollower heads;
    private final Clock clock;
    private @Nullable Doubt doubt;
    private Instant nextSearch = Instant.MIN;
    private long scannedBelow = -1;
    private long looked = -1;
    private boolean justifiesHeads = true;

    FinalitySync(
            Source source,
            TrustKeeper trust,
            GrandpaVerifier grandpa,
            HeadFollower heads,
            Clock clock) {
        this.source = source;
        this.trust = trust;
        this.grandpa = grandpa;
        this.changes = new VoterChanges(grandpa);
        this.heads = heads;
        this.clock = clock;
    }

    /** One look at the endpoint; afterwards the path is as long as this endpoint can make it. */
    void advance() {
        trust.path()
                .ifPresent(path -> {
                    condemn(path);
                    Optional<Justified> newest =
                            source.takePushedJustification()
                                    .flatMap(pushed ->
                                            Justified.ofPushed(
                                                    source, pushed, path.block().number()))
                                    .or(() -> stored(path));
                    newest.ifPresent(this::judge);
                });
    }

    /** The newest justified block that the endpoint stores above the path. */
    private Optional<Justified> stored(TrustPath path) {
        if (!source.usable()) {
            return Optional.empty();
        }
        Optional<Hash256> claimed = source.take(source.node().finalizedHead()).flatMap(found -> found);
        if (claimed.isEmpty() || claimed.get().equals(path.block().hash())) {
            claimed.ifPresent(_ -> source.claims(path.block()));
            return Optional.empty();
        }
        return Headers.byHash(source, claimed.get())
                .flatMap(header -> {
                    source.claims(header.id());
                    return header.number() <= path.block().number()
                            ? Optional.empty()
                            : atHead(claimed.get())
                                    .or(() ->
                                            header.number() < YOUNG
                                                    ? anywhere(path, header.number())
                                                    : Optional.empty())
                                    .or(() -> nearPeriod(path, header.number()));
                });
    }

    /** The newest justified block above the path, looking at each block once. */
    private Optional<Justified> anywhere(TrustPath path, long upTo) {
        long from = Math.max(path.block().number(), looked) + 1;
        for (long to = upTo; to >= from; to -= BATCH) {
            List<Justified> found = Justified.within(source, Math.max(from, to - BATCH + 1), to);
            if (!found.isEmpty()) {
                looked = upTo;
                return Optional.of(found.getLast());
            }
        }
        looked = source.usable() ? upTo : looked;
        return Optional.empty();
    }

    /**
     * Whole blocks are large: asked for only where heads are known to be justified, or that is not
     * known yet.
     */
    private Optional<Justified> atHead(Hash256 claimed) {
        if (!justifiesHeads && !source.offersJustifications()) {
            return Optional.empty();
        }
        Optional<Justified> found = Justified.byHash(source, claimed);
        justifiesHeads = found.isPresent();
        return found;
    }

    /** Scans each window near a multiple of the period once after it is complete. */
    private Optional<Justified> nearPeriod(TrustPath path, long upTo) {
        long window = upTo / Justified.PERIOD;
        boolean complete = upTo % Justified.PERIOD >= Justified.WINDOW;
        if (complete && window <= scannedBelow) {
            return Optional.empty();
        }
        Optional<Justified> found = Justified.newestNearPeriod(source, path.block().number(), upTo);
        if (complete && source.usable()) {
            scannedBelow = window;
        }
        return found;
    }

    private void judge(Justified candidate) {
        source.gaveJustification();
        for (int i = 0; i < MAX_CHANGES_AT_ONCE; i++) {
            TrustPath path = trust.path().orElseThrow();
            switch (path.extend(candidate.header(), candidate.justification(), grandpa)) {
                case TrustPath.Extended(TrustPath longer) -> {
                    trust.accept(longer, source.asFinalitySource());
                    return;
                }
                case TrustPath.NotNewer _ -> {
                    return;
                }
                case TrustPath.NeedsCheckpoint(BlockId at, String reason) -> {
                    trust.stop(
                            "the voters after "
                                    + at
                                    + " cannot be known: "
                                    + reason
                                    + "; a newer checkpoint is needed");
                    return;
                }
                case TrustPath.Refused(Verdict verdict) -> {
                    Optional<TrustPath> next = refused(path, candidate.header(), verdict);
                    if (next.isEmpty()) {
                        return;
                    }
                    trust.accept(next.get(), source.asFinalitySource());
                }
            }
        }
    }

    private Optional<TrustPath> refused(TrustPath path, Header goal, Verdict verdict) {
        String about = "the justification of #" + goal.number();
        if (VoterChanges.condemns(verdict)) {
            source.lie(about, verdict.name() + ": " + verdict.reason());
            return Optional.empty();
        }
        doubt = new Doubt(goal.id(), path.voters().setId(), verdict);
        if (clock.instant().isBefore(nextSearch)) {
            return Optional.empty();
        }
        Optional<TrustPath> next = changes.next(source, path, goal);
        if (next.isEmpty()) {
            nextSearch = clock.instant().plus(BETWEEN_SEARCHES);
            source.doubt(
                    source.address()
                            + " has a justification of "
                            + goal.id()
                            + " that "
                            + path.voters()
                            + " did not sign ("
                            + verdict.name()
                            + "), and no change of voters above "
                            + path.block()
                            + " could be found"
                            + heads.forcedChange()
                            + "; another endpoint or a newer checkpoint is needed");
        }
        return next;
    }

    /** Once the same set is known to be in office above the doubted block, the doubt is a lie. */
    private void condemn(TrustPath path) {
        Doubt doubted = doubt;
        if (doubted == null || path.block().number() < doubted.block().number()) {
            return;
        }
        doubt = null;
        source.doubt("");
        if (path.signersOf(doubted.block().number()).setId() == doubted.setId()) {
            source.lie(
                    "the justification of #" + doubted.block().number(),
                    doubted.verdict().name()
                            + ": "
                            + doubted.verdict().reason()
                            + "; the set is in office there");
        }
    }
}

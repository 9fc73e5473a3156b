package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.header.Header;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows finality at one full node by whatever comes first: a justification that it pushes, a
 * commit that it gossips, a warp proof from the end of the path, a stored justification. Judges
 * what it finds, and where the voters in office did not sign it looks for the change between. Used
 * by one thread.
 */
final class FinalitySync {

    /** Final blocks that may be on their way to us. */
    static final long ON_THE_WAY = 2;

    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(60);
    private static final int MAX_CHANGES_AT_ONCE = 256;

    /** A justification that the set in office did not sign, and what is known of it. */
    private record Doubt(BlockId block, long setId, Verdict verdict) {}

    private final Source source;
    private final TrustKeeper trust;
    private final GrandpaVerifier grandpa;
    private final VoterChanges changes;
    private final HeadFollower heads;
    private final Clock clock;
    private final StoredJustifications stored;
    private final WarpSync warp;
    private final Commits commits;
    private @Nullable Doubt doubt;
    private Instant nextSearch = Instant.MIN;

    FinalitySync(
            Source source,
            TrustKeeper trust,
            GrandpaVerifier grandpa,
            HeadFollower heads,
            Clock clock,
            Supplier<Duration> warpInterval) {
        this.source = source;
        this.trust = trust;
        this.grandpa = grandpa;
        this.changes = new VoterChanges(grandpa);
        this.heads = heads;
        this.clock = clock;
        this.stored = new StoredJustifications(source);
        this.warp = new WarpSync(source, trust, clock, warpInterval);
        this.commits = new Commits(source, trust, heads);
    }

    /** Where commits that this node gossips are laid down, from any thread. */
    Commits commits() {
        return commits;
    }

    /** One look at the node; afterwards the path is as long as this node can make it. */
    void advance() {
        trust.path()
                .ifPresent(path -> {
                    condemn(path);
                    settle();
                    source.takePushedJustification()
                            .flatMap(pushed ->
                                    Justified.ofPushed(source, pushed, path.block().number()))
                            .ifPresent(this::judge);
                });
        trust.path()
                .filter(_ -> source.usable())
                .ifPresent(path -> {
                    if (warp.look(this::judge) == WarpSync.Look.NO_PROOFS_HERE) {
                        stored.newest(path).ifPresent(this::judge);
                    }
                });
    }

    /** Judges the commits whose blocks are known by now. */
    void settle() {
        commits.complete().ifPresent(this::judgeCommit);
        commits.condemn();
    }

    /** A commit names its set, so that no change of voters can excuse one that does not hold. */
    private void judgeCommit(Justified candidate) {
        TrustPath path = trust.path().orElseThrow();
        switch (path.extend(candidate.header(), candidate.justification(), grandpa)) {
            case TrustPath.Refused(Verdict verdict) ->
                    source.lie(
                            "a commit for #" + candidate.header().number(),
                            verdict.name() + ": " + verdict.reason());
            case TrustPath.Extended _, TrustPath.NeedsCheckpoint _ -> judge(candidate);
            case TrustPath.NotNewer _ -> {}
        }
    }

    /** Whether the path reaches that block now, or reached further before. */
    private boolean judge(Justified candidate) {
        source.gaveJustification();
        source.claimsFinal(Math.max(source.claimedFinal().orElse(0L), candidate.header().number()));
        for (int i = 0; i < MAX_CHANGES_AT_ONCE; i++) {
            TrustPath path = trust.path().orElseThrow();
            switch (path.extend(candidate.header(), candidate.justification(), grandpa)) {
                case TrustPath.Extended(TrustPath longer) -> {
                    trust.accept(longer, source.asFinalitySource());
                    return true;
                }
                case TrustPath.NotNewer _ -> {
                    return true;
                }
                case TrustPath.NeedsCheckpoint(BlockId at, String reason) -> {
                    trust.stop(
                            "the voters after "
                                    + at
                                    + " cannot be known: "
                                    + reason
                                    + "; a newer checkpoint is needed");
                    return false;
                }
                case TrustPath.Refused(Verdict verdict) -> {
                    Optional<TrustPath> next = refused(path, candidate.header(), verdict);
                    if (next.isEmpty()) {
                        return false;
                    }
                    trust.accept(next.get(), source.asFinalitySource());
                }
            }
        }
        return false;
    }

    private Optional<TrustPath> refused(TrustPath path, Header goal, Verdict verdict) {
        String about = "the justification of #" + goal.number();
        if (VoterChanges.condemns(verdict)) {
            source.lie(about, verdict.name() + ": " + verdict.reason());
            return Optional.empty();
        }
        Doubt before = doubt;
        if (before == null || goal.number() < before.block().number()) {
            // The lowest is judged first: whoever forges higher each time would never be found out.
            doubt = new Doubt(goal.id(), path.voters().setId(), verdict);
        }
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
                            + "; another source or a newer checkpoint is needed");
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

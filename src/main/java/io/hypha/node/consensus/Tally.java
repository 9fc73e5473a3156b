package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the votes of one justification by weight. Signatures are not its business.
 *
 * <p>A voter counts for the target of its vote and every block from there down to the base. Who
 * votes in two ways cannot be told for which, so an equivocator counts for every block, once.
 * Blocks that only the second vote of an equivocator or a stranger's vote names are no candidates
 * for the GHOST.
 */
final class Tally {

    sealed interface Result {}

    /** The target is the GHOST; {@code weight} is what the votes for it weigh. */
    record Counted(long weight) implements Result {}

    record Refused(Verdict why) implements Result {}

    private final BlockId target;
    private final VoterSet voters;
    private final Ancestry.Linked ancestry;
    private final Map<Hash256, Long> weights = new HashMap<>();
    private final Set<Hash256> candidates = new HashSet<>();
    private long equivocators;

    private Tally(BlockId target, VoterSet voters, Ancestry.Linked ancestry) {
        this.target = target;
        this.voters = voters;
        this.ancestry = ancestry;
    }

    static Result count(Justification justification, VoterSet voters) {
        Map<Hash256, List<Precommit>> votes =
                LinkedHashMap.newLinkedHashMap(justification.precommits().size());
        for (Precommit vote : justification.precommits()) {
            if (voters.contains(vote.voter())) {
                List<Precommit> cast = votes.computeIfAbsent(vote.voter(), _ -> new ArrayList<>(1));
                if (!cast.contains(vote)) {
                    cast.add(vote);
                }
                if (cast.size() > 2) {
                    return new Refused(new Verdict.DoubleEquivocation(vote.voter()));
                }
            }
        }
        return switch (Ancestry.of(justification, base(justification, votes))) {
            case Ancestry.Broken(Verdict.BadAncestry why) -> new Refused(why);
            case Ancestry.Linked ancestry ->
                    new Tally(justification.target(), voters, ancestry).judge(votes);
        };
    }

    /**
     * The lowest target of a member; where none voted, the lowest of all, so that strangers'
     * headers are checked.
     */
    private static Optional<BlockId> base(
            Justification justification, Map<Hash256, List<Precommit>> votes) {
        Optional<BlockId> members =
                votes.values().stream()
                        .flatMap(List::stream)
                        .map(Precommit::target)
                        .reduce((a, b) -> b.number() < a.number() ? b : a);
        return members.or(() ->
                justification.precommits().stream()
                        .map(Precommit::target)
                        .reduce((a, b) -> b.number() < a.number() ? b : a));
    }

    private Result judge(Map<Hash256, List<Precommit>> votes) {
        votes.forEach((voter, cast) -> {
            Hash256 first = cast.getFirst().target().hash();
            boolean equivocated = cast.size() > 1;
            if (equivocated) {
                equivocators += voters.weightOf(voter);
            }
            weights.merge(first, equivocated ? 0 : voters.weightOf(voter), Long::sum);
            candidates.add(first);
        });
        ancestry.forEachFromTheTop((block, parent) -> {
            if (candidates.contains(block)) {
                candidates.add(parent);
                weights.merge(parent, weights.getOrDefault(block, 0L), Long::sum);
            }
        });
        return compareWithTarget();
    }

    private Result compareWithTarget() {
        Optional<BlockId> ghost = ghost();
        long onTarget = ancestry.contains(target) ? weightOf(target.hash()) : 0;
        // A supermajority above a target that no vote names has still not ended at that target.
        boolean allAbove = ghost.isPresent() && target.number() < ancestry.base().number();
        if (!voters.reachesThreshold(onTarget) && !allAbove) {
            return new Refused(new Verdict.NoSupermajority(target, onTarget, voters.threshold()));
        }
        BlockId highest = ghost.orElse(target);
        return highest.equals(target)
                ? new Counted(onTarget)
                : new Refused(new Verdict.NotGhost(target, highest));
    }

    /**
     * The highest candidate with the threshold, reached from the base through candidates that have
     * it too.
     */
    private Optional<BlockId> ghost() {
        Optional<BlockId> best = Optional.empty();
        Optional<BlockId> next =
                Optional.of(ancestry.base()).filter(base -> hasThreshold(base.hash()));
        while (next.isPresent()) {
            best = next;
            next = heavyChild(next.get());
        }
        return best;
    }

    private Optional<BlockId> heavyChild(BlockId parent) {
        return ancestry.childrenOf(parent.hash()).stream()
                .filter(child -> hasThreshold(child.hash()))
                .findFirst();
    }

    private boolean hasThreshold(Hash256 block) {
        return candidates.contains(block) && voters.reachesThreshold(weightOf(block));
    }

    private long weightOf(Hash256 block) {
        return weights.getOrDefault(block, 0L) + equivocators;
    }
}

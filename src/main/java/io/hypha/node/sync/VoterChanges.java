package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.header.Header;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.List;
import java.util.Optional;

/**
 * Finds the next block at which the voters changed. Where to look is a hint from an endpoint, by
 * old state or by stored justifications; each block found is judged by its justification as any
 * other.
 */
final class VoterChanges {

    /**
     * Delays on the chains that we follow were 0 to 3 blocks; a longer search costs requests for
     * nothing.
     */
    private static final int LONGEST_DELAY = 1024;

    private final GrandpaVerifier grandpa;

    VoterChanges(GrandpaVerifier grandpa) {
        this.grandpa = grandpa;
    }

    /**
     * A longer path towards {@code goal}, whose justification the voters in office did not sign:
     * best one with the next set of voters.
     */
    Optional<TrustPath> next(Source source, TrustPath path, Header goal) {
        Optional<TrustPath> byState = byState(source, path, goal.number());
        if (byState.isPresent()) {
            return byState;
        }
        Optional<TrustPath> announced = announcedBehind(source, path);
        return announced.isPresent() ? announced : byJustifications(source, path, goal.number());
    }

    /** Bisects for the first block whose state has other voters; works where old state is kept. */
    private Optional<TrustPath> byState(Source source, TrustPath path, long goal) {
        Bytes known = Authority.encodeList(path.voters().authorities());
        long low = path.block().number();
        long high = goal;
        if (differs(source, high, known).filter(changed -> changed).isEmpty()) {
            return Optional.empty();
        }
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            Optional<Boolean> changed = differs(source, middle, known);
            if (changed.isEmpty()) {
                return Optional.empty();
            }
            if (changed.get()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Headers.hinted(source, high)
                .flatMap(header -> Justified.byHash(source, header.hash()))
                .flatMap(found -> extended(path, found))
                .flatMap(longer ->
                        changed(path, longer)
                                ? Optional.of(longer)
                                : announcedBehind(source, longer));
    }

    private Optional<Boolean> differs(Source source, long number, Bytes known) {
        return Headers.hinted(source, number)
                .flatMap(header -> {
                    Reply<List<Bytes>> answer =
                            source.node()
                                    .readProof(
                                            header.hash(),
                                            List.of(StorageKeys.GRANDPA_AUTHORITIES));
                    return answer.toOptional()
                            .map(nodes -> ReadProof.check(header.stateRoot(), nodes))
                            .flatMap(check ->
                                    switch (check) {
                                        case ProofCheck.Valid(ReadProof proof) ->
                                                Optional.of(proof);
                                        case ProofCheck.Invalid _ -> Optional.empty();
                                    })
                            .flatMap(proof ->
                                    switch (proof.read(StorageKeys.GRANDPA_AUTHORITIES)) {
                                        case StorageRead.Value(Bytes value) ->
                                                Optional.of(!value.equals(known));
                                        case StorageRead.Absent _, StorageRead.Incomplete _ ->
                                                Optional.empty();
                                    });
                });
    }

    /**
     * Bisects over the stored justifications near multiples of the period: they verify under the
     * old set up to the change. Then walks the rest block by block, since the last block of a set
     * is always justified.
     */
    private Optional<TrustPath> byJustifications(Source source, TrustPath start, long goal) {
        TrustPath path = start;
        long low = start.block().number() / Justified.PERIOD;
        long high = goal / Justified.PERIOD + 1;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            long from = Math.max(path.block().number() + 1, middle * Justified.PERIOD);
            List<Justified> found =
                    Justified.within(
                            source,
                            from,
                            Math.min(goal, middle * Justified.PERIOD + Justified.WINDOW - 1));
            Optional<TrustPath> longer =
                    found.isEmpty() ? Optional.empty() : extended(path, found.getFirst());
            if (longer.isPresent() && changed(start, longer.get())) {
                return longer;
            }
            if (longer.isPresent()) {
                path = longer.get();
                low = middle;
            } else {
                high = middle;
            }
        }
        return blockByBlock(
                source, start, path, Math.min(goal, high * Justified.PERIOD + Justified.WINDOW));
    }

    private Optional<TrustPath> blockByBlock(
            Source source, TrustPath start, TrustPath from, long to) {
        TrustPath path = from;
        for (long next = path.block().number() + 1; next <= to; next += 64) {
            for (Justified each : Justified.within(source, next, Math.min(to, next + 63))) {
                Optional<TrustPath> longer = extended(path, each);
                if (longer.isEmpty()) {
                    return ofHere(source, start, path);
                }
                path = longer.get();
                if (changed(start, path)) {
                    return longer;
                }
            }
        }
        return ofHere(source, start, path);
    }

    private Optional<TrustPath> ofHere(Source source, TrustPath start, TrustPath path) {
        Optional<TrustPath> announced = announcedBehind(source, path);
        if (announced.isPresent()) {
            return announced;
        }
        return path.block().equals(start.block()) ? Optional.empty() : Optional.of(path);
    }

    /**
     * A change that takes effect after the end of the path because an ancestor announced it with a
     * delay.
     */
    private static Optional<TrustPath> announcedBehind(Source source, TrustPath path) {
        for (int depth = 8; depth <= LONGEST_DELAY; depth *= 4) {
            Optional<List<Header>> ancestors = Headers.below(source, path.justified(), depth);
            if (ancestors.isEmpty()) {
                return Optional.empty();
            }
            for (int i = ancestors.get().size() - 1; i >= 0; i--) {
                Header header = ancestors.get().get(i);
                if (AuthorityChange.in(header) instanceof AuthorityChange.Scheduled change
                        && header.number() + change.delay() == path.block().number()) {
                    List<Header> announcement = ancestors.get().subList(i, ancestors.get().size());
                    return path.enact(announcement) instanceof TrustPath.Extended(TrustPath next)
                            ? Optional.of(next)
                            : Optional.empty();
                }
            }
            if (ancestors.get().size() < depth) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<TrustPath> extended(TrustPath path, Justified found) {
        return path.extend(found.header(), found.justification(), grandpa)
                        instanceof TrustPath.Extended(var longer)
                ? Optional.of(longer)
                : Optional.empty();
    }

    private static boolean changed(TrustPath before, TrustPath after) {
        return after.voters().setId() != before.voters().setId();
    }

    /**
     * Whether a verdict condemns the justification whatever the set: then the sender lied. Which
     * votes count, and with them the base of the ancestry, depends on the set.
     */
    static boolean condemns(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Malformed _, Verdict.WrongTarget _ -> true;
            case Verdict.DoubleEquivocation _,
                    Verdict.BadAncestry _,
                    Verdict.NoSupermajority _,
                    Verdict.NotGhost _,
                    Verdict.BadSignature _,
                    Verdict.Finalized _ ->
                    false;
        };
    }
}

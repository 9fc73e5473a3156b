package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commits that one peer gossiped and that are not judged yet: their ancestry comes from the headers
 * that we follow ourselves. A commit about a block that we do not know says nothing yet.
 */
final class Commits {

    private static final int KEPT = 8;

    private final Source source;
    private final TrustKeeper trust;
    private final HeadFollower heads;
    private final Deque<Commit> waiting = new ArrayDeque<>();

    Commits(Source source, TrustKeeper trust, HeadFollower heads) {
        this.source = source;
        this.trust = trust;
        this.heads = heads;
    }

    /** Lays down what came; one that does not decode is a lie. */
    void offer(Bytes encoded) {
        Commit commit;
        try {
            commit = Commit.decode(encoded);
        } catch (ScaleException e) {
            source.lie("a commit", "malformed: " + e.getMessage());
            return;
        }
        source.claimsFinal(Math.max(source.claimedFinal().orElse(0L), commit.target().number()));
        synchronized (waiting) {
            waiting.addLast(commit);
            if (waiting.size() > KEPT) {
                waiting.removeFirst();
            }
        }
    }

    /** The highest commit of the set in office whose blocks are all known. */
    Optional<Justified> complete() {
        Optional<TrustPath> path = trust.path();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        Optional<Justified> best = Optional.empty();
        synchronized (waiting) {
            for (Iterator<Commit> each = waiting.iterator(); each.hasNext(); ) {
                Commit commit = each.next();
                if (commit.target().number() <= path.get().block().number()
                        || commit.setId() != path.get().voters().setId()) {
                    continue;
                }
                Optional<Justified> known = justified(commit, path.get().voters());
                if (known.isPresent()) {
                    each.remove();
                }
                if (known.isPresent()
                        && best.filter(other -> other.header().number() >= commit.target().number())
                                .isEmpty()) {
                    best = known;
                }
            }
        }
        return best;
    }

    /** Drops what finality has passed; one for another set than was in office there is a lie. */
    void condemn() {
        Optional<TrustPath> path = trust.path();
        if (path.isEmpty()) {
            return;
        }
        Optional<Commit> wrong = Optional.empty();
        synchronized (waiting) {
            for (Iterator<Commit> each = waiting.iterator(); each.hasNext(); ) {
                Commit commit = each.next();
                if (commit.target().number() <= path.get().block().number()) {
                    each.remove();
                    long inOffice = path.get().signersOf(commit.target().number()).setId();
                    if (commit.setId() != inOffice) {
                        wrong = Optional.of(commit);
                    }
                }
            }
        }
        wrong.ifPresent(commit ->
                source.lie(
                        "a commit for #" + commit.target().number(),
                        "expected one of set "
                                + Long.toUnsignedString(
                                        path.get().signersOf(commit.target().number()).setId())
                                + ", found one of set "
                                + Long.toUnsignedString(commit.setId())));
    }

    private Optional<Justified> justified(Commit commit, VoterSet voters) {
        Optional<Header> target = heads.header(commit.target().hash());
        return target.filter(header -> header.number() == commit.target().number())
                .flatMap(header ->
                        ancestry(commit, voters)
                                .map(headers ->
                                        new Justified(
                                                header,
                                                new Justification(
                                                                commit.round(),
                                                                commit.target(),
                                                                commit.precommits(),
                                                                headers)
                                                        .encode())));
    }

    /** Headers from every vote down to the lowest one of a member; empty while one is unknown. */
    private Optional<List<Header>> ancestry(Commit commit, VoterSet voters) {
        BlockId base =
                commit.precommits().stream()
                        .filter(vote -> voters.contains(vote.voter()))
                        .map(Precommit::target)
                        .min((a, b) -> Long.compare(a.number(), b.number()))
                        .orElse(commit.target());
        Map<Hash256, Header> headers = new LinkedHashMap<>();
        for (Precommit vote : commit.precommits()) {
            Hash256 at = vote.target().hash();
            while (!at.equals(base.hash()) && !headers.containsKey(at)) {
                Optional<Header> header = heads.header(at);
                if (header.isEmpty()) {
                    return Optional.empty();
                }
                headers.put(at, header.get());
                if (header.get().number() <= base.number()) {
                    break;
                }
                at = header.get().parentHash();
            }
        }
        return Optional.of(new ArrayList<>(headers.values()));
    }
}

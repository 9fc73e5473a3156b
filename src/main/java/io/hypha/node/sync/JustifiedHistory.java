package io.hypha.node.sync;

import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.header.Header;
import java.util.Optional;

/**
 * Finds a final block close above an old one by a justification that a source still stores, so that
 * the headers down from the newest one need not all be fetched. Only of the voters that are in
 * office still: keys of former ones may be in other hands by now, and what they sign about their
 * time proves nothing.
 */
final class JustifiedHistory {

    private final GrandpaVerifier grandpa;

    JustifiedHistory(GrandpaVerifier grandpa) {
        this.grandpa = grandpa;
    }

    /** The first one at or above the next multiple of the period that such voters signed. */
    Optional<Header> above(Source source, TrustPath path, long number) {
        long from = (number + Justified.PERIOD - 1) / Justified.PERIOD * Justified.PERIOD;
        long to = Math.min(from + Justified.WINDOW - 1, path.block().number());
        boolean inOffice = path.signersOf(from).setId() == path.voters().setId();
        if (number <= path.checkpoint().header().number() || !inOffice) {
            return Optional.empty();
        }
        for (Justified each : Justified.within(source, from, to)) {
            Verdict verdict =
                    grandpa.verify(each.justification(), each.header().id(), path.voters());
            if (verdict instanceof Verdict.Finalized) {
                return Optional.of(each.header());
            }
            source.lie(
                    "the justification of #" + each.header().number(),
                    verdict.name() + ": " + verdict.reason() + "; the set is in office there");
            return Optional.empty();
        }
        return Optional.empty();
    }
}

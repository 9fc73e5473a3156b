package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.ProofLink;
import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Optional;

/**
 * Builds the way from a final block back to the checkpoint, as short as what endpoints still store
 * allows.
 */
final class LinkBuilder {

    /** Headers of one link: more make a bundle unwieldy. */
    private static final int MAX_ANCESTRY = 4_096;

    private final Sources sources;
    private final TrustKeeper trust;
    private final HeaderLine line;
    private final GrandpaVerifier grandpa;

    LinkBuilder(Sources sources, TrustKeeper trust, HeaderLine line, GrandpaVerifier grandpa) {
        this.sources = sources;
        this.trust = trust;
        this.line = line;
        this.grandpa = grandpa;
    }

    Answer<ProofLink> link(FinalizedHead at) {
        Optional<TrustPath> found = trust.path();
        if (found.isEmpty() || at.number() > found.get().block().number()) {
            return Answer.missing(Reason.NOT_READ_YET, at.block() + " is not final yet");
        }
        TrustPath path = found.get();
        List<Fragment> fragments = path.fragmentsBelow(at.number());
        Justified end = end(path, at);
        long gap = end.header().number() - at.number();
        if (gap > MAX_ANCESTRY) {
            return Answer.missing(
                    Reason.NO_PEER,
                    "no source has a justification within "
                            + MAX_ANCESTRY
                            + " blocks above "
                            + at.block());
        }
        Optional<List<Header>> ancestry =
                gap == 0
                        ? Optional.of(List.of())
                        : line.between(at.number(), end.header().number());
        return ancestry.map(headers ->
                        Answer.given(
                                new ProofLink(
                                        at,
                                        fragments,
                                        end.header().encode(),
                                        end.justification(),
                                        headers.stream().map(Header::encode).toList())))
                .orElseGet(() -> Answer.missing(Reason.NO_PEER, sources.whyNone()));
    }

    /** The closest justified block at or above {@code at} that its own set signed. */
    private Justified end(TrustPath path, FinalizedHead at) {
        if (path.block().equals(at.block())) {
            return new Justified(path.justified(), path.justification());
        }
        VoterSet signers = path.signersOf(at.number());
        Justified known =
                path.endOfSetAt(at.number()).stream()
                        .map(each ->
                                new Justified(Header.decode(each.header()), each.justification()))
                        .findFirst()
                        .orElse(new Justified(path.justified(), path.justification()));
        if (at.number() <= path.checkpoint().header().number()) {
            return new Justified(path.checkpoint().header(), Bytes.EMPTY);
        }
        for (Source source : sources.usable()) {
            Optional<Justified> own =
                    Justified.byHash(source, at.hash()).filter(each -> isJustified(each, signers));
            if (own.isPresent()) {
                return own.get();
            }
            long multiple = (at.number() / Justified.PERIOD + 1) * Justified.PERIOD;
            long to = Math.min(multiple + Justified.WINDOW - 1, known.header().number());
            Optional<Justified> near =
                    Justified.within(source, multiple, to).stream()
                            .filter(each -> isJustified(each, signers) && isFinal(each))
                            .findFirst();
            if (near.isPresent()) {
                return near.get();
            }
        }
        return known;
    }

    private boolean isJustified(Justified each, VoterSet signers) {
        return grandpa.verify(each.justification(), each.header().id(), signers)
                instanceof Verdict.Finalized;
    }

    private boolean isFinal(Justified each) {
        return line.at(each.header().number())
                        instanceof Answer.Given<FinalizedHead>(FinalizedHead head)
                && head.hash().equals(each.header().hash());
    }
}

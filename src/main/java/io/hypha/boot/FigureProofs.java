package io.hypha.boot;

import io.hypha.chain.ChainFormulas;
import io.hypha.chain.Evidence;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.Formula;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.index.EpochHistory;
import io.hypha.rank.Ranking;
import io.hypha.rank.ScoreEvidence;
import io.hypha.web.BundleFile;
import io.hypha.web.Proofs;
import io.hypha.yield.YieldEvidence;
import io.hypha.yield.YieldFormulas;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks the room that made a figure for its ground. */
@Component
public final class FigureProofs implements Proofs {

    private final Subtensor subtensor;
    private final ExecutedFigures executed;
    private final YieldEvidence yields;
    private final ScoreEvidence scores;

    public FigureProofs(
            Subtensor subtensor, ExecutedFigures executed, EpochHistory history, Ranking ranking) {
        this.subtensor = subtensor;
        this.executed = executed;
        this.yields = new YieldEvidence(history, subtensor);
        this.scores = new ScoreEvidence(ranking, subtensor);
    }

    @Override
    public Reading<Evidence> evidence(ProofId id) {
        if (ExecutedFigures.isNamedBy(id)) {
            return executed.evidence(id);
        }
        if (YieldEvidence.isNamedBy(id)) {
            return yields.of(id);
        }
        return ScoreEvidence.isNamedBy(id) ? scores.of(id) : subtensor.evidence(id);
    }

    @Override
    public Reading<BundleFile> bundle(ProofId id) {
        if (ScoreEvidence.isNamedBy(id)) {
            return ScoreEvidence.noBundle(id);
        }
        if (ExecutedFigures.isNamedBy(id)) {
            return executedBundle(id);
        }
        return evidence(id)
                .flatMap(known ->
                        formula(id)
                                .map(formula ->
                                        EvidenceBundle.of(
                                                subtensor.status().network().genesisHash(),
                                                known.value(),
                                                formula))
                                .orElseThrow(() ->
                                        new IllegalStateException(
                                                "there is evidence without a formula: " + id)));
    }

    private Reading<BundleFile> executedBundle(ProofId id) {
        return executed.find(id).map(this::bundle).orElseGet(ExecutedFigures::notKept);
    }

    private Reading<BundleFile> bundle(KeptFigure figure) {
        return executed.evidence(figure)
                .flatMap(known ->
                        EvidenceBundle.of(
                                subtensor.status().network().genesisHash(),
                                known.value(),
                                figure.form(),
                                figure.unit()));
    }

    private static Optional<Formula> formula(ProofId id) {
        return ChainFormulas.of(id).or(() -> YieldFormulas.of(id));
    }
}

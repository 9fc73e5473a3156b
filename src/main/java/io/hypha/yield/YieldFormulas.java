package io.hypha.yield;

import io.hypha.chain.Formula;
import io.hypha.chain.ProofId;
import java.util.List;
import java.util.Optional;

/** The formulas of returns, over the state of many blocks. */
public final class YieldFormulas {

    private static final Formula GROWTH = new GrowthFormula();
    private static final Formula ACCRUAL = new AccrualFormula();

    private YieldFormulas() {}

    public static List<Formula> all() {
        return List.of(GROWTH, ACCRUAL);
    }

    /**
     * What makes the return of that name; empty when it names another kind of figure.
     *
     * @throws IllegalArgumentException when its arguments do not fit
     */
    public static Optional<Formula> of(ProofId figure) {
        if (!figure.figure().equals(YieldFigure.WORD)) {
            return Optional.empty();
        }
        return Optional.of(YieldFigure.of(figure).netUid().isRoot() ? ACCRUAL : GROWTH);
    }
}

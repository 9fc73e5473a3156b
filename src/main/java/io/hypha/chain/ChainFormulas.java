package io.hypha.chain;

import java.util.List;
import java.util.Optional;

/** The formulas of figures that follow from the state of one block. */
public final class ChainFormulas {

    private ChainFormulas() {}

    public static List<Formula> all() {
        return List.of(BlockFormula.values());
    }

    /** What makes the figure of that name; empty when this room derives no such figure. */
    public static Optional<Formula> of(ProofId figure) {
        return BlockFormula.of(figure).map(formula -> formula);
    }
}

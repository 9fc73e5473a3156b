package io.hypha.chain;

import java.util.Optional;

/**
 * Keeps figures that the chain's own code answered beyond the end of this process, within bounds.
 */
public interface FigureStore {

    /** Nothing outlives the process. */
    FigureStore NONE =
            new FigureStore() {
                @Override
                public void keep(KeptFigure figure) {}

                @Override
                public Optional<KeptFigure> find(ProofId id) {
                    return Optional.empty();
                }
            };

    /** Takes a figure in; the oldest make room. One that is there already stays as it is. */
    void keep(KeptFigure figure);

    /** Empty for one that was never kept, and for one that made room. */
    Optional<KeptFigure> find(ProofId id);
}

package io.hypha.boot;

import io.hypha.chain.FigureStore;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.ProofId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Executed figures over the database. They are written late, since a page does not wait for that;
 * without a database there are those of this process only.
 */
final class RememberedFigures implements FigureStore, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RememberedFigures.class);

    /** A plan asks a handful; their proofs share their code. */
    private static final int WAITING = 64;

    private final FigureStore store;
    private final LateWriter<KeptFigure> writer;

    RememberedFigures(FigureStore store) {
        this.store = store;
        this.writer = new LateWriter<>("executed figures", WAITING, store::keep);
    }

    @Override
    public void keep(KeptFigure figure) {
        writer.later(figure);
    }

    @Override
    public Optional<KeptFigure> find(ProofId id) {
        try {
            return store.find(id);
        } catch (DataAccessException e) {
            LOG.warn("the database does not give {}: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}

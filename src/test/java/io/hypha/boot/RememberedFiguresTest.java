package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.FigureStore;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.MemoryFigureStore;
import io.hypha.chain.ProofId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(120)
class RememberedFiguresTest {

    private static KeptFigure figure(long number) {
        ExecutedForm form = ExecutedForm.whole();
        return new KeptFigure(
                ExecutedFigures.id(number, Hash256.ZERO, "Api_method", Bytes.EMPTY, form, "SCALE"),
                Hash256.ZERO,
                "A title",
                "SCALE",
                form,
                Hash256.ZERO,
                424,
                "Api_method",
                Bytes.EMPTY,
                Bytes.ofInts(1),
                List.of());
    }

    /** Tells of each figure that is written: who closes waits two seconds at most. */
    private static final class TellingStore implements FigureStore {
        private final FigureStore kept = new MemoryFigureStore();
        private final Semaphore written = new Semaphore(0);

        @Override
        public void keep(KeptFigure figure) {
            kept.keep(figure);
            written.release();
        }

        @Override
        public Optional<KeptFigure> find(ProofId id) {
            return kept.find(id);
        }
    }

    @Test
    void what_was_kept_is_written_by_the_end() throws InterruptedException {
        TellingStore store = new TellingStore();
        try (RememberedFigures figures = new RememberedFigures(store)) {
            figures.keep(figure(1));
            figures.keep(figure(2));
        }
        assertThat(store.written.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
        try (RememberedFigures figures = new RememberedFigures(store)) {
            assertThat(figures.find(figure(1).id())).contains(figure(1));
            assertThat(figures.find(figure(2).id())).contains(figure(2));
            assertThat(figures.find(figure(3).id())).isEmpty();
        }
    }

    @Test
    void without_a_database_there_is_none_and_nobody_is_held_up() {
        FigureStore broken =
                new FigureStore() {
                    @Override
                    public void keep(KeptFigure figure) {
                        throw new DataAccessResourceFailureException("no database");
                    }

                    @Override
                    public Optional<KeptFigure> find(ProofId id) {
                        throw new DataAccessResourceFailureException("no database");
                    }
                };
        try (RememberedFigures figures = new RememberedFigures(broken)) {
            for (int number = 0; number < 1_000; number++) {
                figures.keep(figure(number));
            }
            assertThat(figures.find(figure(1).id())).isEmpty();
        }
    }
}

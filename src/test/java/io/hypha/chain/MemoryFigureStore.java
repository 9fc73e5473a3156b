package io.hypha.chain;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a database would have kept. */
public final class MemoryFigureStore implements FigureStore {

    private final Map<ProofId, KeptFigure> kept = new ConcurrentHashMap<>();

    @Override
    public void keep(KeptFigure figure) {
        kept.putIfAbsent(figure.id(), figure);
    }

    @Override
    public Optional<KeptFigure> find(ProofId id) {
        return Optional.ofNullable(kept.get(id));
    }
}

package io.hypha.devnet.author;

import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;

/** Checked children of the head that are not final: shown to who asks for blocks. */
public final class Candidates {

    private volatile List<Candidate> children = List.of();

    Candidates() {}

    /**
     * In place of those before; with the next final block all are gone.
     *
     * @param now the best one first
     */
    public void show(List<Candidate> now) {
        children = List.copyOf(now);
    }

    public Optional<Candidate> best() {
        return children.stream().findFirst();
    }

    public Optional<Candidate> find(Hash256 hash) {
        return children.stream().filter(block -> block.hash().equals(hash)).findFirst();
    }
}

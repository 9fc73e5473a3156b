package io.hypha.devnet;

/** Hears how far the making of a new chain's history is. Called on the starting thread. */
@FunctionalInterface
public interface Progress {

    Progress SILENT = (done, total) -> {};

    /** {@code done} of {@code total} history blocks are written. */
    void history(long done, long total);
}

package io.hypha.devnet;

/** Hears how far the making of a new chain's history is. Called on the starting thread. */
@FunctionalInterface
public interface Progress {

    Progress SILENT = (done, total) -> {};

    /**
     * The chain's genesis stands: what a light node must know of it. Called before the history is
     * made.
     */
    default void opened(DevnetRecord record) {}

    /** {@code done} of {@code total} history blocks are written. */
    void history(long done, long total);
}

package io.hypha.index;

/**
 * Where indexing stands, for pages.
 *
 * @param state one word for machines
 * @param explanation one sentence for people
 * @param epochBlocks epoch blocks kept since the process started
 * @param left epoch blocks known to be missing
 * @param newestBlock newest epoch block kept since the process started, 0 before the first
 * @param oldestBlock oldest epoch block kept since the process started, 0 before the first
 */
public record IndexStatus(
        State state,
        String explanation,
        long epochBlocks,
        int left,
        long newestBlock,
        long oldestBlock) {

    public enum State {
        STARTING,
        READING_HISTORY,
        FOLLOWING,
        WAITING_FOR_CHAIN,
        WAITING_FOR_DATABASE,
        STOPPED
    }
}

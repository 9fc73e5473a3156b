package io.hypha.node.sync;

import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.header.Header;

/** Where trust begins on a network. */
public sealed interface Anchor {

    /**
     * A header and the set that signed it.
     *
     * @param origin who says so, for people: {@code compiled in}, a file name
     */
    record Trusted(Checkpoint checkpoint, String origin) implements Anchor {}

    /**
     * The genesis block is trusted and its voters are set 0; who they are is proven from its state
     * when an endpoint answers. Right only for a chain whose set ids began at 0 and were never
     * forced.
     */
    record Genesis(Header header, String origin) implements Anchor {}

    /** Nothing to start from; {@code why} is a sentence for people. */
    record None(String why) implements Anchor {}
}

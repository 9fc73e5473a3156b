package io.hypha.devnet.author;

import io.hypha.node.bytes.BlockId;

/** What a full node says of a block that it was sent. */
public sealed interface BlockCheck {

    /** Everything holds: parent, slot, seal, extrinsics, their root, the state after them. */
    record Good(Candidate candidate) implements BlockCheck {}

    /** Not a child of the newest final block, so there is nothing to check it against. */
    record NotNext(BlockId head) implements BlockCheck {}

    /** Its slot is not there yet, by our clock: perhaps ours is late. */
    record TooEarly(long slot) implements BlockCheck {}

    /**
     * @param reason what was expected and what was found
     */
    record Wrong(String reason) implements BlockCheck {}
}

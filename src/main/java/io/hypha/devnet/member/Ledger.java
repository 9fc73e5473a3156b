package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Optional;

/** What a member keeps and how it judges blocks: its chain. */
interface Ledger {

    /** The newest final block. */
    BlockId head();

    /** The slot of the newest final block. */
    long headSlot();

    /** Who makes the next block final. */
    VoterSet voters();

    /** Whether the author of a slot, by the head's state, has its key here. */
    boolean canAuthor(long slot);

    /** Makes a child of the head, and remembers it until the head moves. */
    Header propose(long slot);

    /**
     * Checks a child of the head with everything that a full node checks, and remembers a good one
     * until the head moves.
     *
     * @param lastSlot the newest slot that may be claimed now
     */
    Opinion check(Header header, List<Bytes> body, long lastSlot);

    /** What {@link #check} says. */
    sealed interface Opinion {
        record Good() implements Opinion {}

        record NotNext() implements Opinion {}

        record Wrong(String reason) implements Opinion {}
    }

    /** Whether a child is remembered. */
    boolean knows(Hash256 child);

    /** Makes a remembered child final and the new head. */
    void accept(Hash256 child, Bytes justification);

    /**
     * Writes a ballot to disk, with the block that it locks: else nobody might have that block
     * after a power cut, and all would wait for it forever.
     */
    void keep(Ballot ballot);

    /** The ballot that was kept last. */
    Ballot kept();

    /** The locked block that was kept with the ballot, where it is a child of the head. */
    Optional<Block> locked();

    /** A block as members send it to each other. */
    record Block(Header header, List<Bytes> body, Optional<Bytes> justification) {
        public Block {
            body = List.copyOf(body);
        }
    }
}

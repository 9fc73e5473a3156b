package io.hypha.devnet.author;

import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Justification;
import java.util.Optional;
import java.util.OptionalLong;

/** What a chain can prove about its finality: kept justifications and changes of voters. */
public final class FinalityRecord {

    private final Chain chain;
    private final ChainStore store;

    FinalityRecord(Chain chain, ChainStore store) {
        this.chain = chain;
        this.store = store;
    }

    /** A final block with the proof that it is. */
    public record Justified(StoredBlock block, Bytes justification) {}

    /** What is known of the voters after block {@code number}, where it became known. */
    public record VoterChange(long number, VoterLine after) {}

    /** The newest block that has a justification; empty while there is only genesis. */
    public Optional<Justified> newest() {
        StoredBlock head = chain.head();
        if (!head.justifications().isEmpty()) {
            return Optional.of(new Justified(head, head.justifications().getFirst()));
        }
        // The one kept may be of a block that is being stored and not yet told.
        return store.newestJustification()
                .flatMap(this::justified)
                .or(() -> atOrBelow(head.number()));
    }

    private Optional<Justified> justified(Bytes justification) {
        return chain.block(Justification.decode(justification).target().hash())
                .map(block -> new Justified(block, justification));
    }

    /** The newest block at or below {@code number} whose own justification is kept. */
    public Optional<Justified> atOrBelow(long number) {
        for (long at = number; at > 0; at--) {
            Optional<StoredBlock> block = chain.block(at);
            if (block.isPresent() && !block.get().justifications().isEmpty()) {
                return block.map(found -> new Justified(found, found.justifications().getFirst()));
            }
        }
        return Optional.empty();
    }

    /** The first change of voters that was announced or took effect above a block. */
    public Optional<VoterChange> changeAbove(long number) {
        OptionalLong at = store.voterChangeAbove(number);
        if (at.isEmpty() || at.getAsLong() > chain.head().number()) {
            return Optional.empty();
        }
        return store.votersAfter(at.getAsLong())
                .map(VoterLine::decode)
                .map(line -> new VoterChange(at.getAsLong(), line));
    }

    /** What was known of the voters after block {@code number}. */
    public Optional<VoterLine> votersAfter(long number) {
        return store.votersAfter(number).map(VoterLine::decode);
    }
}

package io.hypha.devnet.member;

import io.hypha.devnet.author.BlockCheck;
import io.hypha.devnet.author.Candidate;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member's ledger: its chain on disk and its pool. For one thread. */
final class ChainLedger implements Ledger {

    private final Chain chain;
    private final TransactionPool pool;
    private final Map<Hash256, Candidate> children = new HashMap<>();

    ChainLedger(Chain chain, TransactionPool pool) {
        this.chain = chain;
        this.pool = pool;
    }

    @Override
    public BlockId head() {
        return chain.head().id();
    }

    @Override
    public long headSlot() {
        return AuraSeal.slotOf(chain.head().header()).orElse(0);
    }

    @Override
    public VoterSet voters() {
        return chain.voters().voters();
    }

    @Override
    public boolean canAuthor(long slot) {
        return chain.canAuthor(slot);
    }

    @Override
    public Header propose(long slot) {
        Candidate own = chain.propose(slot, pool.candidates());
        remember(own);
        return own.header();
    }

    private void remember(Candidate child) {
        children.put(child.hash(), child);
        chain.candidates()
                .show(
                        children.values().stream()
                                .sorted(
                                        Comparator.comparingLong(Candidate::slot)
                                                .thenComparing(Candidate::hash))
                                .toList());
    }

    @Override
    public Opinion check(Header header, List<Bytes> body, long lastSlot) {
        return switch (chain.check(header, body, lastSlot)) {
            case BlockCheck.Good(Candidate child) -> {
                remember(child);
                yield new Opinion.Good();
            }
            case BlockCheck.NotNext _, BlockCheck.TooEarly _ -> new Opinion.NotNext();
            case BlockCheck.Wrong(String reason) -> new Opinion.Wrong(reason);
        };
    }

    @Override
    public boolean knows(Hash256 child) {
        return children.containsKey(child);
    }

    @Override
    public void accept(Hash256 hash, Bytes justification) {
        Candidate child = children.get(hash);
        if (child == null) {
            throw new IllegalArgumentException("block " + hash + " was never checked");
        }
        StoredBlock block = chain.accept(child, justification);
        children.clear();
        pool.onBlock(block, child.result().refused());
    }

    @Override
    public void keep(Ballot ballot) {
        ScaleCodecWriter out = new ScaleCodecWriter().writeByteVector(ballot.encode());
        Candidate locked = children.get(ballot.lock().hash());
        if (locked != null && ballot.binds(head())) {
            locked.header().write(out.writeBoolean(true));
            out.writeVector(locked.body(), ScaleCodecWriter::writeByteVector);
        } else {
            out.writeBoolean(false);
        }
        chain.keepBallot(out.toBytes());
    }

    @Override
    public Ballot kept() {
        return chain.keptBallot()
                .map(kept -> Ballot.decode(new ScaleCodecReader(kept).readByteVector()))
                .orElse(Ballot.EMPTY);
    }

    @Override
    public Optional<Block> locked() {
        return chain.keptBallot()
                .flatMap(ChainLedger::block)
                .filter(block -> block.header().parentHash().equals(head().hash()));
    }

    private static Optional<Block> block(Bytes kept) {
        ScaleCodecReader in = new ScaleCodecReader(kept);
        in.readByteVector();
        return in.readBoolean()
                ? Optional.of(
                        new Block(
                                Header.read(in),
                                in.readVector(1, ScaleCodecReader::readByteVector),
                                Optional.empty()))
                : Optional.empty();
    }
}

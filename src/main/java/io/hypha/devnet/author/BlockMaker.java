package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StateNodes;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.SealVerdict;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.trie.OrderedRoot;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes one block out of a state and transactions, or checks one that another node made. */
final class BlockMaker {

    private final ChainStore store;
    private final DevnetRuntime runtime;
    private final Authorities authorities;
    private final int justificationPeriod;

    BlockMaker(
            ChainStore store,
            DevnetRuntime runtime,
            Authorities authorities,
            int justificationPeriod) {
        this.store = store;
        this.runtime = runtime;
        this.authorities = authorities;
        this.justificationPeriod = justificationPeriod;
    }

    Authorities authorities() {
        return authorities;
    }

    /** The same with other keys. */
    BlockMaker with(Authorities keys) {
        return new BlockMaker(store, runtime, keys, justificationPeriod);
    }

    /** The author whose turn a slot is, by the state of the block before it. */
    Hash256 authorOf(StateView state, long slot) {
        List<Hash256> authors = runtime.auraAuthorities(state);
        return authors.get(Math.toIntExact(Long.remainderUnsigned(slot, authors.size())));
    }

    /**
     * Executes and seals.
     *
     * @param state of the parent
     * @param parent the kept parent; asked for after the execution, so that it may be kept
     *     meanwhile
     */
    Candidate seal(
            StateView state,
            BlockContext context,
            List<Bytes> transactions,
            Supplier<StoredBlock> parent) {
        Hash256 author = authorOf(state, context.slot());
        List<Bytes> extrinsics = new ArrayList<>();
        extrinsics.add(runtime.inherent(runtime.timestampMillis(context.slot())));
        extrinsics.addAll(transactions);
        BlockResult result = runtime.execute(state, context, extrinsics);

        StoredBlock kept = parent.get();
        StateNodes visited = store.state(kept);
        TrieUpdate trie = update(kept, visited, result);
        Header header = authorities.seal(header(context, result, trie.root()), author);
        return new Candidate(header, header.hash(), result, trie, visited);
    }

    private static TrieUpdate update(StoredBlock parent, StateNodes visited, BlockResult result) {
        return new StateTrie(StateVersion.V1, parent.header().stateRoot(), visited)
                .update(result.changes());
    }

    private static Header header(BlockContext context, BlockResult result, Hash256 stateRoot) {
        List<DigestItem> digest = new ArrayList<>();
        digest.add(Slot.digestItem(context.slot()));
        digest.addAll(result.digest());
        return new Header(
                context.parentHash(),
                context.number(),
                stateRoot,
                OrderedRoot.of(result.included()),
                digest);
    }

    /**
     * Checks a child of {@code parent} as a full node does: cheap rules first, the execution last.
     *
     * @param state of the parent
     * @param context the block's place, its slot read from its header
     */
    BlockCheck check(
            StateView state,
            StoredBlock parent,
            BlockContext context,
            Header header,
            List<Bytes> body) {
        SealVerdict seal = new AuraSeal().verify(header, runtime.auraAuthorities(state));
        if (!(seal instanceof SealVerdict.Sealed)) {
            return new BlockCheck.Wrong(seal.reason());
        }
        if (body.isEmpty()) {
            return new BlockCheck.Wrong("expected the inherent that sets the time, found no body");
        }
        if (!OrderedRoot.of(body).equals(header.extrinsicsRoot())) {
            return new BlockCheck.Wrong("the body does not hash to the extrinsics root");
        }
        BlockResult result = runtime.execute(state, context, body);
        if (!result.refused().isEmpty()) {
            return new BlockCheck.Wrong(
                    "an extrinsic cannot stand in it: "
                            + result.refused().getFirst().reason().text());
        }
        StateNodes visited = store.state(parent);
        TrieUpdate trie = update(parent, visited, result);
        if (!trie.root().equals(header.stateRoot())) {
            return new BlockCheck.Wrong(
                    "expected state root "
                            + trie.root()
                            + " after its extrinsics, found "
                            + header.stateRoot());
        }
        if (!header(context, result, trie.root()).equals(header.withoutLastDigestItem())) {
            return new BlockCheck.Wrong("its digest is not what its extrinsics lead to");
        }
        return new BlockCheck.Good(new Candidate(header, header.hash(), result, trie, visited));
    }

    /** A block that is kept, and the voters after it. */
    record Kept(StoredBlock block, VoterLine voters) {}

    /**
     * Stores a final block; a kill loses it until {@link ChainStore#commit}.
     *
     * @param before who made it final
     */
    Kept keep(Candidate block, Bytes justification, VoterLine before) {
        Header header = block.header();
        VoterLine after = before.after(header);
        boolean justified = isJustified(header) || !after.equals(before);
        if (justificationPeriod > 1) {
            store.putNewestJustification(justification);
        }
        StoredBlock kept =
                store.put(
                        header,
                        block.hash(),
                        block.body(),
                        justified ? List.of(justification) : List.of(),
                        block.trie().newNodes(),
                        block.visited());
        if (!after.equals(before)) {
            store.putVoters(header.number(), after.encode());
        }
        return new Kept(kept, after);
    }

    /**
     * As {@link #keep} with the votes of the keys held here, in the round of the block's number.
     */
    Kept decide(Candidate block, VoterLine before) {
        long round = block.header().number();
        return keep(block, authorities.justify(block.id(), round, before.voters()), before);
    }

    /** Blocks that change the voters always keep theirs: nobody could follow without. */
    private boolean isJustified(Header header) {
        return header.number() % justificationPeriod == 0
                || header.digest().stream()
                        .anyMatch(item ->
                                item instanceof DigestItem.Consensus(EngineId engine, Bytes _)
                                        && engine.equals(EngineId.GRANDPA));
    }
}

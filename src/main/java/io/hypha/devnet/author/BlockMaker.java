package io.hypha.devnet.author;

import io.hypha.devnet.runtime.BlockContext;
import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.StateView;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StateNodes;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
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

/** Makes one block out of a state and transactions: executed, sealed, justified, kept. */
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

    /** A sealed block that is not kept yet, with what its state adds to the parent's. */
    record Sealed(
            Header header, Hash256 hash, BlockResult result, TrieUpdate trie, StateNodes visited) {}

    /**
     * Executes and seals.
     *
     * @param state of the parent
     * @param parent the kept parent; asked for after the execution, so that it may be kept
     *     meanwhile
     */
    Sealed seal(
            StateView state,
            BlockContext context,
            List<Bytes> transactions,
            Supplier<StoredBlock> parent) {
        List<Bytes> extrinsics = new ArrayList<>();
        extrinsics.add(runtime.inherent(runtime.timestampMillis(context.slot())));
        extrinsics.addAll(transactions);
        BlockResult result = runtime.execute(state, context, extrinsics);

        StoredBlock kept = parent.get();
        StateNodes visited = store.state(kept);
        TrieUpdate trie =
                new StateTrie(StateVersion.V1, kept.header().stateRoot(), visited)
                        .update(result.changes());
        Header header = authorities.seal(header(context, result, trie.root()), context.slot());
        return new Sealed(header, header.hash(), result, trie, visited);
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
     * Votes for the block, where that is kept, and stores it; a kill loses it until {@link
     * ChainStore#commit}.
     */
    StoredBlock keep(Sealed block) {
        List<Bytes> justifications =
                isJustified(block.header())
                        ? List.of(
                                authorities.justify(
                                        new BlockId(block.header().number(), block.hash()),
                                        block.header().number()))
                        : List.of();
        return store.put(
                block.header(),
                block.hash(),
                block.result().included(),
                justifications,
                block.trie().newNodes(),
                block.visited());
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

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A devnet without node: state in a map, block hashes made up. */
final class MemoryChain implements StateView {

    static final Hash256 GENESIS = Hash256.fromHex("67".repeat(32));

    final DevnetSpec spec;
    final DevnetRuntime runtime;
    final TreeMap<Bytes, Bytes> state = new TreeMap<>();
    private long number;
    private long slot;
    private Hash256 hash = GENESIS;

    MemoryChain(DevnetSpec spec) {
        this(spec, new DevnetRuntime(spec));
    }

    MemoryChain(DevnetSpec spec, DevnetRuntime runtime) {
        this.spec = spec;
        this.runtime = runtime;
        state.putAll(runtime.genesis());
        slot = spec.genesisTimeMillis() / spec.slotDurationMillis();
    }

    /** A copy that goes its own way from here, by a runtime of the same spec. */
    MemoryChain(MemoryChain other, DevnetRuntime runtime) {
        this.spec = other.spec;
        this.runtime = runtime;
        state.putAll(other.state);
        number = other.number;
        slot = other.slot;
        hash = other.hash;
    }

    static DevnetSpec shortSpec(String seed) {
        return new DevnetSpec(seed, 1_790_000_000_000L, 2_000, 10, 4_320_000, 20);
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
        return Optional.ofNullable(state.get(key));
    }

    @Override
    public Optional<Bytes> nextKey(Bytes after) {
        return Optional.ofNullable(state.higherKey(after));
    }

    BlockContext next() {
        long nextSlot = number < spec.historyBlocks() ? spec.historySlot(number + 1) : slot + 1;
        return new BlockContext(number + 1, nextSlot, hash, GENESIS);
    }

    BlockResult author(Bytes... transactions) {
        return author(next(), transactions);
    }

    BlockResult author(BlockContext context, Bytes... transactions) {
        List<Bytes> extrinsics = new ArrayList<>();
        extrinsics.add(runtime.inherent(runtime.timestampMillis(context.slot())));
        extrinsics.addAll(List.of(transactions));
        BlockResult result = runtime.execute(this, context, extrinsics);
        result.changes()
                .forEach((key, value) ->
                        value.ifPresentOrElse(v -> state.put(key, v), () -> state.remove(key)));
        number = context.number();
        slot = context.slot();
        hash = Blake2b.hash256(Bytes.concat(hash.toBytes(), StorageItem.u32(number)));
        return result;
    }

    void author(int blocks) {
        for (int i = 0; i < blocks; i++) {
            author();
        }
    }

    WorkingState reading() {
        return new WorkingState(this);
    }

    long number() {
        return number;
    }

    Hash256 hash() {
        return hash;
    }
}

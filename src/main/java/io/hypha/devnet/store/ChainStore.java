package io.hypha.devnet.store;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * One chain in one folder: an H2 MVStore file and a lock. Blocks form one line without forks, since
 * each is final when it is stored. Written by one thread, read by any.
 */
public final class ChainStore implements AutoCloseable {

    private static final String FILE = "chain.mv";
    private static final String LAYOUT = "layout";
    private static final String SPEC = "spec";
    private static final String JUSTIFIED = "justified";
    private static final String BALLOT = "ballot";

    /** Changes when the bytes of the store change their meaning. */
    private static final byte[] LAYOUT_VERSION = {2};

    private static final int PAGE_CACHE_MEGABYTES = 16;

    /** Each commit writes the last page of every map again: small ones make small commits. */
    private static final int PAGE_BYTES = 4096;

    /** Blocks between two looks at the file for space that can be won back. */
    private static final int COMPACT_BLOCKS = 256;

    private final StoreLock lock;
    private final MVStore store;
    private final MVMap<String, byte[]> meta;
    private final MVMap<Long, byte[]> blocks;
    private final MVMap<byte[], Long> numbers;
    private final MVMap<Long, byte[]> voters;
    private final NodeStore nodes;

    private ChainStore(StoreLock lock, MVStore store) {
        this.lock = lock;
        this.store = store;
        this.meta =
                store.openMap("meta", maps(StringDataType.INSTANCE, ByteArrayDataType.INSTANCE));
        this.blocks =
                store.openMap("blocks", maps(LongDataType.INSTANCE, ByteArrayDataType.INSTANCE));
        this.numbers =
                store.openMap("numbers", maps(ByteArrayDataType.INSTANCE, LongDataType.INSTANCE));
        this.voters =
                store.openMap("voters", maps(LongDataType.INSTANCE, ByteArrayDataType.INSTANCE));
        this.nodes =
                new NodeStore(
                        store.openMap(
                                "nodes",
                                maps(ByteArrayDataType.INSTANCE, ByteArrayDataType.INSTANCE)));
    }

    /**
     * Opens the chain in {@code dir}, or an empty store where there is none.
     *
     * @param fresh sets a chain that is there aside, as {@code chain.mv.old}; the one set aside
     *     before is dropped
     * @throws StoreException when the store is in use, damaged, or of another layout
     */
    public static ChainStore open(Path dir, boolean fresh) {
        StoreLock lock = StoreLock.take(dir);
        try {
            Path file = dir.resolve(FILE);
            if (fresh) {
                setAside(file);
            }
            ChainStore chain = new ChainStore(lock, openFile(file));
            chain.checkLayout(dir);
            return chain;
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static MVStore openFile(Path file) {
        try {
            MVStore store =
                    new MVStore.Builder()
                            .fileName(file.toString())
                            .autoCommitDisabled()
                            .cacheSize(PAGE_CACHE_MEGABYTES)
                            .pageSplitSize(PAGE_BYTES)
                            .open();
            store.setVersionsToKeep(0);
            return store;
        } catch (MVStoreException e) {
            throw new StoreException(
                    "cannot open "
                            + file
                            + ": "
                            + e.getMessage()
                            + "; start with --fresh to set it aside",
                    e);
        }
    }

    private static void setAside(Path file) {
        Path old = file.resolveSibling(FILE + ".old");
        try {
            Files.deleteIfExists(old);
            if (Files.exists(file)) {
                Files.move(file, old);
            }
        } catch (FileAlreadyExistsException e) {
            throw new StoreException("cannot set " + file + " aside: " + old + " is in the way", e);
        } catch (IOException e) {
            throw new StoreException("cannot set " + file + " aside: " + e, e);
        }
    }

    /**
     * Copies the chain in one folder to another, in place of the one there.
     *
     * @throws StoreException when one of them is in use, or the disk refuses
     */
    public static void copy(Path from, Path to) {
        try (StoreLock _ = StoreLock.take(from);
                StoreLock _ = StoreLock.take(to)) {
            Files.copy(from.resolve(FILE), to.resolve(FILE), REPLACE_EXISTING);
        } catch (IOException e) {
            throw new StoreException("cannot copy the chain in " + from + " to " + to, e);
        }
    }

    private void checkLayout(Path dir) {
        byte[] found = meta.get(LAYOUT);
        if (found == null && blocks.isEmpty()) {
            return;
        }
        if (found == null || !java.util.Arrays.equals(found, LAYOUT_VERSION)) {
            store.closeImmediately();
            throw new StoreException(
                    "the chain in "
                            + dir
                            + " was written by another version of Hypha; start with --fresh to set it aside");
        }
    }

    /** What the kept chain was made from; empty while the store is empty. */
    public Optional<DevnetSpec> spec() {
        return Optional.ofNullable(meta.get(SPEC)).map(SpecCodec::decode);
    }

    /** Keeps block 0 and commits. */
    public StoredBlock putGenesis(DevnetSpec spec, Header header, Map<Hash256, Bytes> nodes) {
        meta.put(LAYOUT, LAYOUT_VERSION);
        meta.put(SPEC, SpecCodec.encode(spec));
        StateNodes nothing = new StateNodes(this.nodes, header.stateRoot(), 0);
        StoredBlock genesis = put(header, header.hash(), List.of(), List.of(), nodes, nothing);
        commit();
        return genesis;
    }

    /**
     * Keeps a block and what it adds to the state of its parent, from the next {@link #commit} on.
     *
     * @param parent the nodes of the parent's state that were visited to make {@code newNodes}
     */
    public StoredBlock put(
            Header header,
            Hash256 hash,
            List<Bytes> body,
            List<Bytes> justifications,
            Map<Hash256, Bytes> newNodes,
            StateNodes parent) {
        long stateBirth = nodes.put(header.number(), header.stateRoot(), newNodes, parent);
        StoredBlock block = new StoredBlock(header, hash, body, justifications, stateBirth);
        blocks.put(header.number(), block.encode());
        numbers.put(hash.toArray(), header.number());
        return block;
    }

    /** Keeps what is known of the voters after block {@code number}, where that changed there. */
    public void putVoters(long number, Bytes line) {
        voters.put(number, line.toArray());
    }

    /** What was last kept of the voters at or below a block; empty where nothing was. */
    public Optional<Bytes> votersAfter(long number) {
        Long at = voters.floorKey(number);
        return at == null ? Optional.empty() : Optional.ofNullable(voters.get(at)).map(Bytes::of);
    }

    /** The first block above {@code number} that changed what is known of the voters. */
    public OptionalLong voterChangeAbove(long number) {
        Long found = voters.higherKey(number);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** Keeps the justification of the newest block, in place of the one before. */
    public void putNewestJustification(Bytes justification) {
        meta.put(JUSTIFIED, justification.toArray());
    }

    public Optional<Bytes> newestJustification() {
        return Optional.ofNullable(meta.get(JUSTIFIED)).map(Bytes::of);
    }

    /** Keeps what a member of a shared chain has signed, from the next {@link #commit} on. */
    public void putBallot(Bytes ballot) {
        meta.put(BALLOT, ballot.toArray());
    }

    public Optional<Bytes> ballot() {
        return Optional.ofNullable(meta.get(BALLOT)).map(Bytes::of);
    }

    /** Writes all blocks since the last commit to the file, all or none. */
    public void commit() {
        store.commit();
        long number = Objects.requireNonNullElse(blocks.lastKey(), 0L);
        if (number % COMPACT_BLOCKS == 0) {
            store.compact(50, 4 << 20);
        }
    }

    /** The newest block; empty while the store is empty. */
    public Optional<StoredBlock> newest() {
        Long number = blocks.lastKey();
        return number == null ? Optional.empty() : block(number);
    }

    public Optional<StoredBlock> block(long number) {
        return Optional.ofNullable(blocks.get(number)).map(StoredBlock::decode);
    }

    public Optional<StoredBlock> block(Hash256 hash) {
        Long number = numbers.get(hash.toArray());
        return number == null ? Optional.empty() : block(number);
    }

    /** The nodes of a block's state. */
    public StateNodes state(StoredBlock block) {
        return new StateNodes(nodes, block.header().stateRoot(), block.stateBirth());
    }

    /** Bytes of the file. */
    public long size() {
        return store.getFileStore().size();
    }

    @Override
    public void close() {
        try (lock) {
            store.close();
        }
    }

    private static <K, V> MVMap.Builder<K, V> maps(
            org.h2.mvstore.type.DataType<K> key, org.h2.mvstore.type.DataType<V> value) {
        return new MVMap.Builder<K, V>().keyType(key).valueType(value);
    }
}

package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.OrderedRoot;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A chain with keys of our own: real headers, seals, state and votes, made block by block. */
final class FakeChain {

    static final long SLOT_MILLIS = 12_000;
    static final long FIRST_SLOT = 150_000_000;
    static final Bytes MAP = Bytes.ofInts(0xaa, 0xbb);
    static final int MAP_ENTRIES = 40;
    static final long SPEC_VERSION = 424;
    static final Bytes BIG_MAP = Bytes.ofInts(0xaa, 0xcc);
    static final Bytes CODE_VALUE = Bytes.of(new byte[5_000]);

    record Block(
            Header header,
            List<Bytes> extrinsics,
            VoterSet signers,
            List<byte[]> voterSeeds,
            StateTrie state) {
        BlockId id() {
            return header.id();
        }
    }

    // Peers on real sockets look at both while the chain grows.
    private final Map<Hash256, Bytes> store = new ConcurrentHashMap<>();
    private final List<Block> blocks = new CopyOnWriteArrayList<>();
    private final List<Schnorrkel.KeyPair> authors = new ArrayList<>();
    private List<byte[]> voterSeeds;
    private VoterSet voters;
    private Optional<Change> pending = Optional.empty();

    private record Change(List<byte[]> seeds, VoterSet next, long lastOfSet) {}

    FakeChain(int voterCount) {
        this(voterCount, 0);
    }

    FakeChain(int voterCount, long firstSetId) {
        this(voterCount, firstSetId, CODE_VALUE);
    }

    FakeChain(int voterCount, long firstSetId, Bytes code) {
        for (int i = 0; i < 3; i++) {
            authors.add(Schnorrkel.KeyPair.fromMiniSecret(seed(1, i)));
        }
        voterSeeds = seeds(2, voterCount);
        voters = new VoterSet(firstSetId, authorities(voterSeeds));
        Map<Bytes, Optional<Bytes>> state = new HashMap<>();
        put(state, StorageKeys.GRANDPA_AUTHORITIES, Authority.encodeList(voters.authorities()));
        put(
                state,
                StorageKeys.CURRENT_SET_ID,
                new ScaleCodecWriter().writeLong(firstSetId).toBytes());
        put(
                state,
                StorageKeys.AURA_AUTHORITIES,
                new ScaleCodecWriter()
                        .writeVector(authors, (out, each) -> out.writeHash(each.publicKey()))
                        .toBytes());
        put(state, StorageKeys.LAST_RUNTIME_UPGRADE, lastUpgrade(SPEC_VERSION));
        put(state, StorageKeys.CODE, code);
        for (int i = 0; i < MAP_ENTRIES; i++) {
            put(state, mapKey(i), mapValue(i, 0));
        }
        StateTrie genesis = apply(StateTrie.empty(StateVersion.V1), state);
        Header header = ChainSpec.genesisHeader(genesis.root());
        blocks.add(new Block(header, List.of(), voters, voterSeeds, genesis));
    }

    private static Bytes lastUpgrade(long specVersion) {
        return new ScaleCodecWriter()
                .writeCompact(specVersion)
                .writeString("node-subtensor")
                .toBytes();
    }

    /** One block that brings a child trie with these entries. */
    void addChild(Bytes name, Map<Bytes, Bytes> entries) {
        StateTrie child = apply(StateTrie.empty(StateVersion.V1), present(entries));
        change(Map.of(childKey(name), child.root().toBytes()));
    }

    static Bytes childKey(Bytes name) {
        return Bytes.concat(StorageKeys.CHILD_STORAGE, name);
    }

    /** One block with these entries. */
    void change(Map<Bytes, Bytes> entries) {
        author(List.of(), present(entries));
    }

    private static Map<Bytes, Optional<Bytes>> present(Map<Bytes, Bytes> entries) {
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>();
        entries.forEach((key, value) -> changes.put(key, Optional.of(value)));
        return changes;
    }

    /** One block that brings new code with its entries; the block after it is made by that code. */
    void upgrade(Bytes code, Map<Bytes, Bytes> entries) {
        Map<Bytes, Optional<Bytes>> changes = present(entries);
        changes.put(StorageKeys.CODE, Optional.of(code));
        author(List.of(new DigestItem.RuntimeEnvironmentUpdated()), changes);
    }

    /** The first block that newer code makes. */
    void enact(long specVersion) {
        change(Map.of(StorageKeys.LAST_RUNTIME_UPGRADE, lastUpgrade(specVersion)));
    }

    static Bytes mapKey(int index) {
        return Bytes.concat(MAP, Bytes.ofInts(index * 7 % 256, index, index));
    }

    /** Some are long, so that version 1 keeps them apart from their node. */
    static Bytes mapValue(int index, long block) {
        return Bytes.concat(
                Bytes.of(new byte[index % 3 == 0 ? 40 : 2]),
                new ScaleCodecWriter().writeLong(block).toBytes());
    }

    private static void put(Map<Bytes, Optional<Bytes>> state, Bytes key, Bytes value) {
        state.put(key, Optional.of(value));
    }

    private static byte[] seed(int kind, int index) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) kind);
        seed[1] = (byte) index;
        return seed;
    }

    static List<byte[]> seeds(int kind, int count) {
        List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seeds.add(seed(kind, i));
        }
        return seeds;
    }

    static List<Authority> authorities(List<byte[]> seeds) {
        return seeds.stream()
                .map(each -> new Authority(Hash256.of(Ed25519.publicKey(each)), 1))
                .toList();
    }

    private StateTrie apply(StateTrie before, Map<Bytes, Optional<Bytes>> changes) {
        TrieUpdate update = before.update(changes);
        store.putAll(update.newNodes());
        return new StateTrie(
                StateVersion.V1, update.root(), hash -> Optional.ofNullable(store.get(hash)));
    }

    Block head() {
        return blocks.getLast();
    }

    Block at(long number) {
        return blocks.get((int) number);
    }

    Optional<Block> byHash(Hash256 hash) {
        return blocks.stream().filter(each -> each.header().hash().equals(hash)).findFirst();
    }

    Hash256 genesisHash() {
        return at(0).header().hash();
    }

    Checkpoint checkpoint() {
        return new Checkpoint(at(0).header(), at(0).signers());
    }

    void grow(int count) {
        for (int i = 0; i < count; i++) {
            author(List.of(), Map.of());
        }
    }

    /** Announces new voters in the next block; they sign from the block after number + delay on. */
    void changeVoters(int seedKind, int count, long delay) {
        List<byte[]> seeds = seeds(seedKind, count);
        VoterSet next = voters.next(authorities(seeds));
        long number = head().header().number() + 1;
        pending = Optional.of(new Change(seeds, next, number + delay));
        Bytes body = body(1, next, delay);
        author(List.of(new DigestItem.Consensus(EngineId.GRANDPA, body)), enactedAt(number));
    }

    /**
     * Forces new voters: they sign from the next block on, and nobody without the chain's state can
     * tell.
     */
    void forceVoters(int seedKind, int count) {
        List<byte[]> seeds = seeds(seedKind, count);
        VoterSet next = voters.next(authorities(seeds));
        ScaleCodecWriter writer = new ScaleCodecWriter().writeUByte(2).writeUint32(0);
        Authority.writeList(writer, next.authorities());
        writer.writeUint32(0);
        voterSeeds = seeds;
        voters = next;
        author(
                List.of(new DigestItem.Consensus(EngineId.GRANDPA, writer.toBytes())),
                stateOf(next));
    }

    static Bytes bigKey(int index) {
        return Bytes.concat(
                BIG_MAP,
                Bytes.of(
                        io.hypha.node.crypto.Blake2b.hash128(
                                new ScaleCodecWriter().writeUint32(index).toArray())));
    }

    /** One block that writes a map of that many entries. */
    void addMap(int entries) {
        Map<Bytes, Optional<Bytes>> map = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            map.put(bigKey(i), Optional.of(mapValue(i, i)));
        }
        author(List.of(), map);
    }

    /** One block that changes one entry of it. */
    void changeMap(int index) {
        author(List.of(), Map.of(bigKey(index), Optional.of(mapValue(index, 77_777))));
    }

    /** One block that gives each of these entries the block's number. */
    void changeMap(Iterable<Integer> indices) {
        long number = head().header().number() + 1;
        Map<Bytes, Optional<Bytes>> map = new HashMap<>();
        indices.forEach(each -> map.put(bigKey(each), Optional.of(mapValue(each, number))));
        author(List.of(), map);
    }

    /** Makes the state's own count of sets wrong, as finney's was. */
    void miscount(long setId) {
        author(
                List.of(),
                Map.of(
                        StorageKeys.CURRENT_SET_ID,
                        Optional.of(new ScaleCodecWriter().writeLong(setId).toBytes())));
    }

    private static Bytes body(int tag, VoterSet next, long delay) {
        ScaleCodecWriter writer = new ScaleCodecWriter().writeUByte(tag);
        Authority.writeList(writer, next.authorities());
        return writer.writeUint32(delay).toBytes();
    }

    private Map<Bytes, Optional<Bytes>> enactedAt(long number) {
        return pending.filter(each -> each.lastOfSet() == number)
                .map(each -> stateOf(each.next()))
                .orElse(Map.of());
    }

    private static Map<Bytes, Optional<Bytes>> stateOf(VoterSet set) {
        return Map.of(
                StorageKeys.GRANDPA_AUTHORITIES,
                        Optional.of(Authority.encodeList(set.authorities())),
                StorageKeys.CURRENT_SET_ID,
                        Optional.of(new ScaleCodecWriter().writeLong(set.setId()).toBytes()));
    }

    private void author(List<DigestItem> items, Map<Bytes, Optional<Bytes>> more) {
        Block parent = head();
        long number = parent.header().number() + 1;
        Map<Bytes, Optional<Bytes>> changes = new HashMap<>(enactedAt(number));
        changes.putAll(more);
        int touched = (int) (number % MAP_ENTRIES);
        changes.put(mapKey(touched), Optional.of(mapValue(touched, number)));
        StateTrie state = apply(parent.state(), changes);
        List<Bytes> extrinsics = List.of(Bytes.ofInts(0x10, 0x04, (int) (number & 0xff), 1, 2));
        blocks.add(
                new Block(
                        seal(parent, number, state.root(), extrinsics, items),
                        extrinsics,
                        voters,
                        voterSeeds,
                        state));
        pending.filter(each -> each.lastOfSet() == number)
                .ifPresent(change -> {
                    voters = change.next();
                    voterSeeds = change.seeds();
                    pending = Optional.empty();
                });
    }

    private Header seal(
            Block parent,
            long number,
            Hash256 root,
            List<Bytes> extrinsics,
            List<DigestItem> items) {
        long slot = FIRST_SLOT + number;
        Schnorrkel.KeyPair author = authors.get((int) (slot % authors.size()));
        List<DigestItem> digest = new ArrayList<>();
        digest.add(
                new DigestItem.PreRuntime(
                        EngineId.AURA, new ScaleCodecWriter().writeLong(slot).toBytes()));
        digest.addAll(items);
        Header unsealed =
                new Header(
                        parent.header().hash(), number, root, OrderedRoot.of(extrinsics), digest);
        return unsealed.withDigestItem(
                new DigestItem.Seal(
                        EngineId.AURA, Bytes.of(author.sign(unsealed.hash().toArray()))));
    }

    /** Votes of every voter in office at that block. */
    Justification justify(long number) {
        Block block = at(number);
        return justify(block.id(), block.voterSeeds(), block.signers().setId());
    }

    static Justification justify(BlockId target, List<byte[]> seeds, long setId) {
        return justify(target, seeds, setId, target.number() + 7);
    }

    static Justification justify(BlockId target, List<byte[]> seeds, long setId, long round) {
        List<Precommit> votes =
                seeds.stream()
                        .map(seed ->
                                new Precommit(
                                        target,
                                        Bytes.of(
                                                Ed25519.sign(
                                                        seed,
                                                        Precommit.signedMessage(
                                                                target, round, setId))),
                                        Hash256.of(Ed25519.publicKey(seed))))
                        .toList();
        return new Justification(round, target, votes, List.of());
    }
}

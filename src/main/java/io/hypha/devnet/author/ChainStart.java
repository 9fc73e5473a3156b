package io.hypha.devnet.author;

import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.store.ChainStore;
import io.hypha.devnet.store.StateNodes;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a chain goes on from: read from its store, or a new block 0. */
record ChainStart(StoredBlock genesis, StoredBlock head, VoterLine voters, HeadState state) {

    private static final int LOAD_KEYS = 1024;

    static ChainStart of(ChainStore store, DevnetRuntime runtime, Authorities authorities) {
        VoterLine first = firstVoters(authorities);
        Optional<StoredBlock> newest = store.newest();
        if (newest.isPresent()) {
            return new ChainStart(
                    store.block(0).orElseThrow(),
                    newest.get(),
                    store.votersAfter(newest.get().number()).map(VoterLine::decode).orElse(first),
                    load(store, newest.get()));
        }
        Map<Bytes, Bytes> entries = runtime.genesis();
        Map<Bytes, Optional<Bytes>> all = new HashMap<>();
        entries.forEach((key, value) -> all.put(key, Optional.of(value)));
        TrieUpdate trie = StateTrie.empty(StateVersion.V1).update(all);
        Header header = new Header(Hash256.ZERO, 0, trie.root(), TrieRoot.EMPTY, List.of());
        store.putVoters(0, first.encode());
        StoredBlock genesis = store.putGenesis(runtime.spec(), header, trie.newNodes());
        return new ChainStart(genesis, genesis, first, new HeadState(entries));
    }

    private static VoterLine firstVoters(Authorities authorities) {
        List<Authority> list =
                authorities.grandpaKeys().stream().map(key -> new Authority(key, 1)).toList();
        return VoterLine.of(new VoterSet(0, list));
    }

    private static HeadState load(ChainStore store, StoredBlock block) {
        StateTrie trie = trie(store.state(block), block);
        Map<Bytes, Bytes> entries = new HashMap<>();
        List<Bytes> keys = trie.keys(Bytes.EMPTY, LOAD_KEYS);
        while (!keys.isEmpty()) {
            for (Bytes key : keys) {
                entries.put(key, trie.get(key).orElseThrow());
            }
            keys = trie.keys(Bytes.EMPTY, keys.getLast(), LOAD_KEYS);
        }
        return new HeadState(entries);
    }

    static StateTrie trie(StateNodes nodes, StoredBlock block) {
        return new StateTrie(StateVersion.V1, block.header().stateRoot(), nodes);
    }
}

package io.hypha.node.bundle;

import io.hypha.node.FinalizedHead;
import io.hypha.node.ProofLink;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.TestVoters;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A chain with voters of our own: the checkpoint is #10 of set 3; #20 announces set 4 at once; #25
 * announces set 5 with a delay of two, so that #27 ends set 4; #30 and #31 are final because set 5
 * justified #32, #40 by itself.
 */
final class TestChain {

    static final Hash256 GENESIS = Hash256.fromHex("0x" + "ab".repeat(32));
    static final Bytes KEY = Bytes.fromHex("0x11223344");
    static final Bytes OTHER_KEY = Bytes.fromHex("0x11223399");
    static final Bytes ABSENT_KEY = Bytes.fromHex("0x55");
    static final Bytes LATER_KEY = Bytes.fromHex("0x7788");

    final TestVoters set3 = TestVoters.real(3, 1, 1, 1, 1);
    final TestVoters set4 = TestVoters.real(4, 2, 1, 1);
    final TestVoters set5 = TestVoters.real(5, 1, 1, 1, 1, 1);

    final StateTrie state;
    final StateTrie laterState;
    final Map<Hash256, Bytes> store = new HashMap<>();

    final Header block10;
    final Header block20;
    final Header block25;
    final Header block26;
    final Header block27;
    final Header block30;
    final Header block31;
    final Header block32;
    final Header block40;

    TestChain() {
        StateTrie empty =
                new StateTrie(
                        StateVersion.V1,
                        TrieRoot.EMPTY,
                        hash -> Optional.ofNullable(store.get(hash)));
        Map<Bytes, Optional<Bytes>> entries = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            entries.put(Bytes.ofInts(0x11, i, i * 7 & 0xff, 3), Optional.of(Bytes.ofInts(i)));
        }
        entries.put(KEY, Optional.of(Bytes.ofInts(100, 0, 0, 0, 0, 0, 0, 0)));
        entries.put(OTHER_KEY, Optional.of(Bytes.of(new byte[50])));
        state = update(empty, entries);
        laterState =
                update(state, Map.of(LATER_KEY, Optional.of(Bytes.ofInts(7, 0, 0, 0, 0, 0, 0, 0))));
        block10 = header(10, Hash256.ZERO, Hash256.ZERO);
        block20 = header(20, Hash256.ZERO, Hash256.ZERO, scheduled(set4.authorities(), 0));
        block25 = header(25, Hash256.ZERO, Hash256.ZERO, scheduled(set5.authorities(), 2));
        block26 = header(26, block25.hash(), Hash256.ZERO);
        block27 = header(27, block26.hash(), Hash256.ZERO);
        block30 = header(30, Hash256.ZERO, state.root());
        block31 = header(31, block30.hash(), Hash256.ZERO);
        block32 = header(32, block31.hash(), Hash256.ZERO);
        block40 = header(40, Hash256.ZERO, laterState.root());
    }

    private StateTrie update(StateTrie trie, Map<Bytes, Optional<Bytes>> changes) {
        TrieUpdate update = trie.update(changes);
        store.putAll(update.newNodes());
        return trie.at(update.root());
    }

    private static Header header(
            long number, Hash256 parent, Hash256 stateRoot, DigestItem... digest) {
        return new Header(parent, number, stateRoot, TrieRoot.EMPTY, List.of(digest));
    }

    static DigestItem scheduled(List<Authority> next, long delay) {
        ScaleCodecWriter body = new ScaleCodecWriter().writeUByte(1);
        Authority.writeList(body, next);
        return new DigestItem.Consensus(EngineId.GRANDPA, body.writeUint32(delay).toBytes());
    }

    static Bytes justification(TestVoters voters, int votes, Header header) {
        return voters.aJustification()
                .target(header.id())
                .votes(votes, header.id())
                .build()
                .encode();
    }

    Checkpoint checkpoint() {
        return new Checkpoint(block10, set3.set());
    }

    List<ProofLink.Fragment> fragments() {
        return List.of(
                new ProofLink.Fragment(
                        block20.encode(), justification(set3, 3, block20), List.of()),
                new ProofLink.Fragment(
                        block27.encode(),
                        justification(set4, 3, block27),
                        List.of(block25.encode(), block26.encode())));
    }

    static FinalizedHead head(Header header) {
        return new FinalizedHead(
                header.id(),
                header.encode(),
                header.parentHash(),
                header.stateRoot(),
                header.extrinsicsRoot(),
                5,
                header.number(),
                header.number() * 12_000);
    }

    ProofLink linkOf30() {
        return new ProofLink(
                head(block30),
                fragments(),
                block32.encode(),
                justification(set5, 4, block32),
                List.of(block30.encode(), block31.encode()));
    }

    ProofLink linkOf40() {
        return new ProofLink(
                head(block40),
                fragments(),
                block40.encode(),
                justification(set5, 5, block40),
                List.of());
    }

    static ProvenRead read(Header header, StateTrie trie, Bytes... keys) {
        Map<Bytes, StorageValue> values = new HashMap<>();
        for (Bytes key : keys) {
            values.put(
                    key,
                    trie.get(key)
                            .<StorageValue>map(StorageValue.Present::new)
                            .orElseGet(StorageValue.Absent::new));
        }
        return new ProvenRead(head(header), values, trie.prove(List.of(keys)));
    }

    /** One value of #30 as it is stored. */
    Bundle stored() {
        return new BundleBuilder(GENESIS)
                .add(linkOf30(), read(block30, state, KEY))
                .input("stake", head(block30), KEY)
                .asStored("stake of somebody", "bytes");
    }

    /** The sum of a value of #30, one of #40, and one that is absent. */
    Bundle sum(long claimed) {
        return new BundleBuilder(GENESIS)
                .add(linkOf30(), read(block30, state, KEY))
                .add(linkOf30(), read(block30, state, ABSENT_KEY))
                .add(linkOf40(), read(block40, laterState, LATER_KEY))
                .input("first", head(block30), KEY)
                .input("second", head(block40), LATER_KEY)
                .input("none", head(block30), ABSENT_KEY)
                .build(
                        "the sum of both",
                        FigureLevel.DERIVED,
                        "rao",
                        tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(
                                Long.toString(claimed)),
                        "sum/1");
    }
}

package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The state behind a call, as a peer proves it piece by piece. */
class CallStateTest {

    private static final Bytes CHILD = Bytes.ofInts('c', 'h');

    private final FakeChain chain = new FakeChain(4);
    private final SortedMap<Bytes, Bytes> childEntries = new TreeMap<>();
    private FakePeer peer = new FakePeer(chain, 0);

    private CallState state() {
        for (int i = 0; i < 40; i++) {
            Bytes key = FakeChain.bigKey(i);
            childEntries.put(key, FakeChain.mapValue(i, i));
        }
        chain.addMap(80);
        chain.addChild(CHILD, childEntries);
        peer = new FakePeer(chain, 0);
        Sources sources = new Sources();
        Disagreements disagreements =
                new Disagreements(VerifyingNodeTest.options(chain, new Anchor.None("")).clock());
        Source source =
                new Source(
                        new PeerFullNode(peer, chain.genesisHash(), (_, _) -> {}),
                        VerifyingNodeTest.options(chain, new Anchor.None("")).clock(),
                        disagreements);
        source.greet(new FullNode.Introduction("fake", true, false));
        sources.add(source);
        ProvenReader reader =
                new ProvenReader(sources, new Hedge(NodeOptions.DEFAULT_PATIENCE), _ -> "pruned");
        NodeCache.Bag bag = reader.bag();
        CallFetcher fetcher = new CallFetcher(reader, head(), bag, null);
        fetcher.bePatient();
        return new CallState(head(), bag, fetcher);
    }

    private FinalizedHead head() {
        FakeChain.Block block = chain.head();
        return new FinalizedHead(
                block.id(),
                block.header().encode(),
                block.header().parentHash(),
                block.header().stateRoot(),
                block.header().extrinsicsRoot(),
                0,
                0,
                0);
    }

    @Test
    void walks_from_key_to_key_as_the_state_has_them() {
        CallState state = state();
        List<Bytes> expected = chain.head().state().keys(FakeChain.BIG_MAP, 200);
        List<Bytes> found = new ArrayList<>();
        NextAnswer next = state.next(FakeChain.BIG_MAP);
        while (next instanceof NextAnswer.Key(Bytes key) && key.startsWith(FakeChain.BIG_MAP)) {
            found.add(key);
            next = state.next(key);
        }
        assertEquals(expected, found);
        assertEquals(80, found.size());
        Bytes last = Bytes.ofInts(0xff, 0xff, 0xff);
        assertEquals(new NextAnswer.End(), state.next(last));
        assertInstanceOf(
                ProofCheck.Valid.class,
                ReadProof.check(chain.head().state().root(), state.proof()));
    }

    @Test
    void tells_values_from_keys_that_are_not_there() {
        CallState state = state();
        assertEquals(
                new StateAnswer.Value(FakeChain.mapValue(5, 5)), state.get(FakeChain.bigKey(5)));
        assertEquals(new StateAnswer.Absent(), state.get(Bytes.ofInts(9)));
        assertTrue(state.read().contains(FakeChain.bigKey(5)));
        int before = peer.count("proof");
        state.get(FakeChain.bigKey(5));
        assertEquals(before, peer.count("proof"));
    }

    @Test
    void reads_child_tries_with_proofs_of_their_own() {
        CallState state = state();
        assertEquals(
                new StateAnswer.Value(FakeChain.mapValue(3, 3)),
                state.child(CHILD, FakeChain.bigKey(3)));
        assertEquals(new StateAnswer.Absent(), state.child(CHILD, Bytes.ofInts(1)));
        assertEquals(new StateAnswer.Absent(), state.child(Bytes.ofInts('x'), FakeChain.bigKey(3)));
        List<Bytes> found = new ArrayList<>();
        NextAnswer next = state.childNext(CHILD, Bytes.EMPTY);
        while (next instanceof NextAnswer.Key(Bytes key)) {
            found.add(key);
            next = state.childNext(CHILD, key);
        }
        assertEquals(new NextAnswer.End(), next);
        assertEquals(List.copyOf(childEntries.keySet()), found);
        assertEquals(new NextAnswer.End(), state.childNext(Bytes.ofInts('x'), Bytes.EMPTY));
        assertInstanceOf(
                ProofCheck.Valid.class,
                ReadProof.check(chain.head().state().root(), state.proof()));
    }

    @Test
    void what_nobody_proves_is_unavailable_and_never_absent() {
        CallState state = state();
        peer.proofFault = _ -> PeerAnswer.got(Optional.empty());
        assertInstanceOf(StateAnswer.Unavailable.class, state.get(FakeChain.bigKey(5)));
        assertInstanceOf(NextAnswer.Unavailable.class, state.next(FakeChain.BIG_MAP));
    }

    @Test
    void learns_the_keys_of_a_call_for_the_same_parameters_and_for_others() {
        ReadSets sets = new ReadSets();
        var code = chain.genesisHash();
        var first = List.of(new RuntimeCall("A_a", Bytes.ofInts(1)));
        var second = List.of(new RuntimeCall("A_a", Bytes.ofInts(2)));
        var other = List.of(new RuntimeCall("B_b", Bytes.ofInts(1)));
        sets.learn(code, first, Map.of(Bytes.ofInts(7), 1).keySet());
        assertEquals(Optional.of(List.of(Bytes.ofInts(7))), sets.of(code, first));
        assertEquals(Optional.of(List.of(Bytes.ofInts(7))), sets.of(code, second));
        assertEquals(Optional.empty(), sets.of(code, other));
        sets.learn(code, second, Map.of(Bytes.ofInts(8), 1).keySet());
        assertEquals(Optional.of(List.of(Bytes.ofInts(7))), sets.of(code, first));
        assertEquals(Optional.of(List.of(Bytes.ofInts(8))), sets.of(code, second));
        assertEquals(Optional.empty(), sets.of(Hash256.ZERO, first));
    }
}

package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.runtime.AssumedSignatures;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the chain's own code, over peers and endpoints in memory. */
class CallsTest {

    private static final Bytes NONCE = TestRuntime.ACCOUNT;
    private static Bytes code;

    private FakeChain chain;

    @BeforeAll
    static void read() {
        code = TestRuntime.code(FakeChain.SPEC_VERSION);
    }

    @BeforeEach
    void grow() {
        chain = TestRuntime.chain();
    }

    private FakePeer peer(int index, Bytes... reads) {
        FakePeer peer = new FakePeer(chain, index);
        peer.callReads = List.of(reads);
        return peer;
    }

    private static FinalizedHead head(VerifyingNode node) {
        node.round();
        return node.finalizedHead().orElseThrow();
    }

    /** Follows to the newest block, which the peer announces and says to be final. */
    static FinalizedHead newest(VerifyingNode node, FakePeer peer) {
        PeerSyncTest.announce(node, peer);
        long number = peer.chain.head().header().number();
        PeerSyncTest.gossip(node, peer, PeerSyncTest.commit(peer.chain, number));
        FinalizedHead head = head(node);
        assertEquals(peer.chain.head().id(), head.block());
        return head;
    }

    private static Bytes nonce(VerifyingNode node, FinalizedHead at) {
        return returned(given(node.call(at, TestRuntime.NONCE, NONCE)));
    }

    private static Bytes returned(Executed executed) {
        return assertInstanceOf(ExecutedOutcome.Returned.class, executed.outcome()).result();
    }

    private static int requests(FakePeer peer) {
        return peer.count("proof") + peer.count("call");
    }

    @Test
    void answers_from_the_proof_of_the_call_that_a_peer_gives() {
        FakePeer peer = peer(0, TestRuntime.accountKey());
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            FinalizedHead at = head(node);
            Executed executed = given(node.call(at, TestRuntime.NONCE, NONCE));
            assertEquals(TestRuntime.nonce(7), returned(executed));
            assertEquals(Blake2b.hash256(code), executed.codeHash());
            assertEquals(424, executed.specVersion());
            assertEquals(1, peer.count("call"));
            assertTrue(node.status().disagreements().isEmpty());
        }
    }

    @Test
    void carries_every_node_it_read_and_the_code() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer(0))) {
            FinalizedHead at = head(node);
            Executed executed = given(node.call(at, TestRuntime.NONCE, NONCE));
            ReadProof proof =
                    assertInstanceOf(
                                    ProofCheck.Valid.class,
                                    ReadProof.check(at.stateRoot(), executed.proof()))
                            .proof();
            assertEquals(new StorageRead.Value(code), proof.read(StorageKeys.CODE));
            assertInstanceOf(StorageRead.Value.class, proof.read(TestRuntime.accountKey()));
            assertEquals(new StorageRead.Absent(), proof.read(StorageKeys.HEAP_PAGES));
        }
    }

    @Test
    void gives_the_code_no_more_memory_than_the_chain_asks_for() {
        CallLimits limits = CallLimits.DEFAULT;
        Bytes eight = new ScaleCodecWriter().writeLong(8).toBytes();
        assertEquals(136, limits.withHeapPages(eight).memoryPages());
        assertEquals(limits, limits.withHeapPages(Bytes.ofInts(8)));
        assertEquals(limits, limits.withHeapPages(new ScaleCodecWriter().writeLong(-1).toBytes()));
        assertEquals(
                limits, limits.withHeapPages(new ScaleCodecWriter().writeLong(1 << 20).toBytes()));
        chain.change(Map.of(StorageKeys.HEAP_PAGES, eight));
        try (VerifyingNode node = PeerSyncTest.node(chain, peer(0))) {
            FinalizedHead at = head(node);
            Executed executed = given(node.call(at, TestRuntime.NONCE, NONCE));
            assertEquals(TestRuntime.nonce(7), returned(executed));
            assertEquals(
                    new StorageRead.Value(eight),
                    assertInstanceOf(
                                    ProofCheck.Valid.class,
                                    ReadProof.check(at.stateRoot(), executed.proof()))
                            .proof()
                            .read(StorageKeys.HEAP_PAGES));
        }
    }

    @Test
    void asks_the_second_time_once_for_what_the_first_call_read() {
        FakePeer peer = peer(0);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            assertEquals(TestRuntime.nonce(7), nonce(node, head(node)));
            Bytes prices = returned(given(node.call(head(node), TestRuntime.PRICES, Bytes.EMPTY)));
            chain.change(TestRuntime.account(8));
            FinalizedHead at = newest(node, peer);
            int before = requests(peer);
            assertEquals(TestRuntime.nonce(8), nonce(node, at));
            assertEquals(1, requests(peer) - before);

            chain.grow(1);
            at = newest(node, peer);
            before = requests(peer);
            assertEquals(prices, returned(given(node.call(at, TestRuntime.PRICES, Bytes.EMPTY))));
            assertTrue(requests(peer) - before <= 1);
            before = requests(peer);
            assertEquals(prices, returned(given(node.call(at, TestRuntime.PRICES, Bytes.EMPTY))));
            assertEquals(0, requests(peer) - before);
        }
    }

    @Test
    void completes_a_proof_of_the_call_that_ends_too_early() {
        FakePeer peer = peer(0, FakeChain.bigKey(3));
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            FinalizedHead at = head(node);
            assertEquals(TestRuntime.nonce(7), nonce(node, at));
            assertEquals(1, peer.count("call"));
            assertTrue(node.status().disagreements().isEmpty());
        }
    }

    @Test
    void puts_aside_whoever_lies_with_the_proof_of_a_call_and_asks_another() {
        FakePeer liar = peer(0, TestRuntime.accountKey());
        liar.callFault =
                answer -> {
                    List<Bytes> nodes =
                            new ArrayList<>(answer.toOptional().orElseThrow().orElseThrow());
                    byte[] node = nodes.getLast().toArray();
                    node[node.length - 1] ^= 1;
                    nodes.set(nodes.size() - 1, Bytes.of(node));
                    return PeerAnswer.got(Optional.of(nodes));
                };
        FakePeer honest = peer(1, TestRuntime.accountKey());
        try (VerifyingNode node = PeerSyncTest.node(chain, liar, honest)) {
            FinalizedHead at = head(node);
            for (int i = 0; i < 8; i++) {
                // Whichever is asked first: each call has other parameters.
                byte[] account = new byte[32];
                account[0] = (byte) i;
                Bytes expected = TestRuntime.nonce(i == 0 ? 7 : 0);
                Executed executed = given(node.call(at, TestRuntime.NONCE, Bytes.of(account)));
                assertEquals(expected, returned(executed));
                if (liar.count("call") > 0) {
                    // It is judged a little later where the honest one was quicker.
                    assertTrue(LyingPeerTest.awaitDisagreement(node).text().contains("root"));
                }
            }
            assertEquals(1, liar.count("call"));
            assertEquals(0, honestFaults(node, honest));
        }
    }

    private static long honestFaults(VerifyingNode node, FakePeer honest) {
        return node.status().disagreements().stream()
                .filter(each -> each.endpoint().contains(honest.id().toString()))
                .count();
    }

    @Test
    void goes_key_by_key_where_nobody_proves_calls() {
        FakeNode full = new FakeNode(chain);
        try (VerifyingNode node = VerifyingNodeTest.node(chain, full)) {
            FinalizedHead at = head(node);
            assertEquals(TestRuntime.nonce(7), nonce(node, at));
            assertEquals(
                    TestRuntime.nonce(0),
                    returned(
                            given(
                                    node.call(
                                            at,
                                            TestRuntime.NONCE,
                                            Bytes.of(FakeChain.seeds(9, 1).getFirst())))));
        }
    }

    @Test
    void asks_in_batches_for_what_a_call_reads_where_nobody_proves_calls() {
        Bytes prices = prices(chain, new FakePeer(chain, 0));
        assertTrue(prices.size() > 250 * 10, prices.toString());
        FakePeer peer = peer(0);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            FinalizedHead at = head(node);
            int before = requests(peer);
            Executed executed = given(node.call(at, TestRuntime.PRICES, Bytes.EMPTY));
            assertEquals(prices, returned(executed));
            int asked = requests(peer) - before;
            assertTrue(asked <= 12, "asked " + asked + " times");
            assertInstanceOf(
                    ProofCheck.Valid.class, ReadProof.check(at.stateRoot(), executed.proof()));
            assertTrue(node.status().disagreements().isEmpty());
        }
    }

    /** What the code answers where every node of the state is in the first proof. */
    private static Bytes prices(FakeChain chain, FakePeer peer) {
        Map<Bytes, Bytes> entries = new HashMap<>();
        entries.put(StorageKeys.plain("SubtensorModule", "TotalNetworks"), Bytes.ofInts(250, 0));
        for (int netuid = 0; netuid < 250; netuid++) {
            Bytes key = Bytes.ofInts(netuid, 0);
            entries.put(of("SubnetMechanism", key), Bytes.ofInts(1, 0));
            entries.put(
                    of("SubnetTAO", key),
                    new ScaleCodecWriter().writeLong(1_000_000_000L * (netuid + 1)).toBytes());
            entries.put(
                    of("SubnetAlphaIn", key),
                    new ScaleCodecWriter().writeLong(7_000_000_000L).toBytes());
        }
        chain.change(entries);
        peer.callReads = List.copyOf(entries.keySet());
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            return returned(given(node.call(head(node), TestRuntime.PRICES, Bytes.EMPTY)));
        }
    }

    @Test
    void asks_anew_only_for_what_changed_of_what_a_large_call_reads() {
        FakePeer peer = peer(0);
        prices(chain, new FakePeer(chain, 0));
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            Bytes before = returned(given(node.call(head(node), TestRuntime.PRICES, Bytes.EMPTY)));
            chain.change(
                    Map.of(
                            of("SubnetTAO", Bytes.ofInts(77, 0)),
                            new ScaleCodecWriter().writeLong(5).toBytes()));
            FinalizedHead at = newest(node, peer);
            int keys = peer.count("keys");
            int requests = requests(peer);
            Bytes after = returned(given(node.call(at, TestRuntime.PRICES, Bytes.EMPTY)));
            assertNotEquals(before, after);
            assertTrue(
                    peer.count("keys") - keys < 200,
                    "asked for " + (peer.count("keys") - keys) + " keys");
            assertTrue(requests(peer) - requests <= 6, "asked " + requests(peer) + " times");
        }
    }

    private static Bytes of(String item, Bytes key) {
        return Bytes.concat(StorageKeys.plain("SubtensorModule", item), key);
    }

    @Test
    void asks_for_the_proof_of_the_first_call_of_a_rehearsal() {
        prices(chain, new FakePeer(chain, 0));
        FakePeer peer = peer(0, TestRuntime.accountKey());
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            Rehearsed rehearsed =
                    given(
                            node.rehearse(
                                    head(node),
                                    List.of(
                                            new RuntimeCall(TestRuntime.NONCE, NONCE),
                                            new RuntimeCall(TestRuntime.PRICES, Bytes.EMPTY)),
                                    Set.of(),
                                    List.of()));
            assertTrue(rehearsed.complete());
            assertEquals(1, peer.count("call"));
            assertTrue(requests(peer) <= 14, "asked " + requests(peer) + " times");
        }
    }

    @Test
    void nothing_is_guessed_where_a_call_that_asks_for_much_is_given_little() {
        prices(chain, new FakePeer(chain, 0));
        FakePeer peer = peer(0);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            FinalizedHead at = head(node);
            given(node.runtime(at));
            Bytes mechanism = of("SubnetMechanism", Bytes.ofInts(77, 0));
            List<Bytes> hidden = chain.head().state().prove(List.of(mechanism));
            peer.proofFault =
                    answer ->
                            PeerAnswer.got(
                                    Optional.of(
                                            answer.toOptional().orElseThrow().orElseThrow().stream()
                                                    .filter(each -> !hidden.getLast().equals(each))
                                                    .toList()));
            Answer<Executed> answer = node.call(at, TestRuntime.PRICES, Bytes.EMPTY);
            assertEquals(Reason.NO_PEER, assertInstanceOf(Answer.Missing.class, answer).reason());
        }
    }

    @Test
    void a_call_without_its_state_is_missing() {
        FakePeer peer = peer(0, TestRuntime.accountKey());
        peer.stateBlocks = 2;
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            head(node);
            Answer<Executed> answer =
                    node.call(given(node.finalizedAt(2)), TestRuntime.NONCE, NONCE);
            assertEquals(
                    Reason.STATE_PRUNED, assertInstanceOf(Answer.Missing.class, answer).reason());
        }
    }

    @Test
    void a_call_whose_state_is_withheld_half_way_is_missing() {
        FakePeer peer = peer(0);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            FinalizedHead at = head(node);
            given(node.runtime(at));
            peer.proofFault = _ -> PeerAnswer.got(Optional.of(at0(chain)));
            Answer<Executed> answer = node.call(at, TestRuntime.NONCE, NONCE);
            assertEquals(Reason.NO_PEER, assertInstanceOf(Answer.Missing.class, answer).reason());
        }
    }

    /** The root alone: true, and no help. */
    private static List<Bytes> at0(FakeChain chain) {
        return chain.head().state().prove(List.of());
    }

    @Test
    void a_trap_is_an_outcome_and_never_a_value() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer(0))) {
            FinalizedHead at = head(node);
            Executed unknown = given(node.call(at, "Nobody_asks", Bytes.EMPTY));
            assertInstanceOf(ExecutedOutcome.Trapped.class, unknown.outcome());
            Executed tooShort = given(node.call(at, TestRuntime.NONCE, Bytes.ofInts(1)));
            assertInstanceOf(ExecutedOutcome.Trapped.class, tooShort.outcome());
        }
    }

    @Test
    void code_that_cannot_be_run_is_unsupported() {
        FakeChain other = new FakeChain(4);
        other.grow(2);
        try (VerifyingNode node = PeerSyncTest.node(other, new FakePeer(other, 0))) {
            Answer<Executed> answer = node.call(head(node), "Core_version", Bytes.EMPTY);
            assertEquals(
                    Reason.UNSUPPORTED, assertInstanceOf(Answer.Missing.class, answer).reason());
            assertTrue(node.status().code().isEmpty());
        }
    }

    @Test
    void rehearses_calls_on_one_overlay_and_reads_afterwards() {
        Bytes absent = Bytes.ofInts(1, 2, 3);
        try (VerifyingNode node = PeerSyncTest.node(chain, peer(0))) {
            FinalizedHead at = head(node);
            Rehearsed rehearsed =
                    given(
                            node.rehearse(
                                    at,
                                    List.of(
                                            new RuntimeCall("Core_version", Bytes.EMPTY),
                                            new RuntimeCall(TestRuntime.NONCE, NONCE)),
                                    Set.of(),
                                    List.of(TestRuntime.accountKey(), absent)));
            assertTrue(rehearsed.complete());
            assertEquals(
                    new ExecutedOutcome.Returned(TestRuntime.nonce(7)),
                    rehearsed.outcomes().getLast());
            assertEquals(
                    new StorageValue.Present(TestRuntime.nonce(7)),
                    rehearsed.after().get(TestRuntime.accountKey()));
            assertEquals(new StorageValue.Absent(), rehearsed.after().get(absent));

            Rehearsed stopped =
                    given(
                            node.rehearse(
                                    at,
                                    List.of(
                                            new RuntimeCall("Nobody_asks", Bytes.EMPTY),
                                            new RuntimeCall(TestRuntime.NONCE, NONCE)),
                                    Set.of(),
                                    List.of(absent)));
            assertFalse(stopped.complete());
            assertEquals(1, stopped.outcomes().size());
            assertTrue(stopped.after().isEmpty());
        }
        assertEquals(AssumedSignatures.PLACEHOLDER, Rehearsed.PLACEHOLDER);
    }

    @Test
    void keeps_code_on_disk_and_believes_only_its_hash(@TempDir Path dir) throws IOException {
        NodeOptions options = PeerSyncTest.options(chain).keptIn(dir);
        assertEquals(1, asksForCode(options, chain));
        assertEquals(0, asksForCode(options, chain));
        Path file;
        try (var files = Files.walk(dir)) {
            file =
                    files.filter(each ->
                                    each.getFileName()
                                            .toString()
                                            .equals(Blake2b.hash256(code).toHex().substring(2)))
                            .findFirst()
                            .orElseThrow();
        }
        byte[] kept = Files.readAllBytes(file);
        kept[kept.length / 2] ^= 1;
        Files.write(file, kept);
        assertEquals(1, asksForCode(options, chain));
        assertEquals(0, asksForCode(options, chain));
    }

    /** How often the value of the code itself came over the wire until a call was answered. */
    private static int asksForCode(NodeOptions options, FakeChain chain) {
        FakePeer peer = new FakePeer(chain, 0);
        int[] sent = {0};
        peer.proofFault =
                answer -> {
                    if (answer.toOptional().orElseThrow().orElseThrow().contains(code)) {
                        sent[0]++;
                    }
                    return answer;
                };
        try (VerifyingNode node = new VerifyingNode(options)) {
            node.peers().orElseThrow().meet(peer);
            assertEquals(TestRuntime.nonce(7), nonce(node, head(node)));
        }
        return sent[0];
    }

    @Test
    void leaves_no_thread_behind() {
        // A compilation that outlasted the last words of another node's may still be at work.
        Set<Thread> before = runtimeThreads();
        try (VerifyingNode node = PeerSyncTest.node(chain, peer(0))) {
            nonce(node, head(node));
        }
        Set<Thread> left = runtimeThreads();
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }

    private static Set<Thread> runtimeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("runtime-"))
                .collect(Collectors.toCollection(HashSet::new));
    }
}

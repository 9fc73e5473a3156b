package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New code: noticed, fetched ahead, in office from the right block on. */
class UpgradesTest {

    private static final long OLD = FakeChain.SPEC_VERSION;
    private static final long NEW = 425;

    private FakeChain chain;
    private FakePeer peer;
    private Bytes newCode;

    @BeforeEach
    void grow() {
        chain = TestRuntime.chain();
        peer = new FakePeer(chain, 0);
        newCode = TestRuntime.code(NEW);
    }

    private void bringNewCode() {
        Map<Bytes, Bytes> entries = new HashMap<>(TestRuntime.metadataEntries(NEW));
        entries.putAll(TestRuntime.account(9));
        chain.upgrade(newCode, entries);
    }

    private static NodeStatus.Code code(VerifyingNode node) {
        return node.status().code().orElseThrow();
    }

    private static void isOf(long specVersion, Bytes code, RuntimeInfo info) {
        Hash256 hash = Blake2b.hash256(code);
        assertEquals(specVersion, info.specVersion());
        assertEquals(new MetadataTrust.Executed(hash), info.trust());
        assertEquals(hash, info.codeHash().orElseThrow());
        assertEquals(TestRuntime.metadata(specVersion), info.metadata());
    }

    @Test
    void the_runtime_is_right_on_both_sides_of_the_block_that_brings_code() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            node.round();
            FinalizedHead before = node.finalizedHead().orElseThrow();
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(before)));
            bringNewCode();
            FinalizedHead at = CallsTest.newest(node, peer);
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(at)));
            isOf(NEW, newCode, given(node.nextRuntime(at)));
            var executed = given(node.call(at, TestRuntime.NONCE, TestRuntime.ACCOUNT));
            assertEquals(NEW, executed.specVersion());
            assertEquals(new ExecutedOutcome.Returned(TestRuntime.nonce(9)), executed.outcome());
            chain.enact(NEW);
            FinalizedHead after = CallsTest.newest(node, peer);
            isOf(NEW, newCode, given(node.runtime(after)));
            isOf(NEW, newCode, given(node.nextRuntime(after)));
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(before)));
            assertTrue(node.status().disagreements().isEmpty());
        }
    }

    @Test
    void a_node_that_starts_at_the_block_itself_looks_at_the_block_before() {
        bringNewCode();
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            node.round();
            FinalizedHead at = node.finalizedHead().orElseThrow();
            assertEquals(chain.head().id(), at.block());
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(at)));
            isOf(NEW, newCode, given(node.nextRuntime(at)));
        }
    }

    @Test
    void new_code_is_fetched_before_its_block_is_final_and_in_office_after_it() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            node.round();
            FinalizedHead before = node.finalizedHead().orElseThrow();
            given(node.runtime(before));
            assertEquals(OLD, code(node).specVersion());
            assertTrue(code(node).pending().isEmpty());

            bringNewCode();
            PeerSyncTest.announce(node, peer);
            node.round();
            assertEquals(before.block(), node.finalizedHead().orElseThrow().block());
            NodeStatus.Upgrade sealed = code(node).pending().orElseThrow();
            assertEquals(chain.head().id(), sealed.at());
            assertFalse(sealed.isFinal());
            assertEquals(Blake2b.hash256(newCode), sealed.codeHash().orElseThrow());
            assertEquals(NEW, sealed.specVersion().orElseThrow());
            assertEquals(OLD, code(node).specVersion());

            int[] sent = {0};
            peer.proofFault =
                    answer -> {
                        if (answer.toOptional().orElseThrow().orElseThrow().contains(newCode)) {
                            sent[0]++;
                        }
                        return answer;
                    };
            FinalizedHead at = CallsTest.newest(node, peer);
            NodeStatus.Upgrade last = code(node).pending().orElseThrow();
            assertTrue(last.isFinal());
            assertEquals(NEW, last.specVersion().orElseThrow());
            given(node.call(at, TestRuntime.NONCE, TestRuntime.ACCOUNT));
            assertEquals(0, sent[0]);

            chain.enact(NEW);
            given(node.runtime(CallsTest.newest(node, peer)));
            assertEquals(NEW, code(node).specVersion());
            assertTrue(code(node).pending().isEmpty());
            assertEquals(Blake2b.hash256(newCode), node.status().chain().orElseThrow().codeHash());
        }
    }

    @Test
    void only_code_in_office_is_kept_on_disk(@TempDir Path dir) throws IOException {
        bringNewCode();
        chain.enact(NEW);
        chain.grow(2);
        try (VerifyingNode node = new VerifyingNode(PeerSyncTest.options(chain).keptIn(dir))) {
            node.peers().orElseThrow().meet(peer);
            node.round();
            isOf(NEW, newCode, given(node.runtime(node.finalizedHead().orElseThrow())));
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(given(node.finalizedAt(3)))));
            assertEquals(Set.of(Blake2b.hash256(newCode).toHex().substring(2)), kept(dir));
            Bytes third = TestRuntime.code(426);
            chain.upgrade(third, TestRuntime.metadataEntries(426));
            PeerSyncTest.announce(node, peer);
            node.round();
            assertEquals(1, kept(dir).size());
            given(node.call(CallsTest.newest(node, peer), TestRuntime.NONCE, TestRuntime.ACCOUNT));
            assertTrue(kept(dir).contains(Blake2b.hash256(third).toHex().substring(2)));
        }
    }

    private static Set<String> kept(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(each -> each.getParent().endsWith("code"))
                    .map(each -> each.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void code_that_a_sealed_block_brings_is_nothing_before_it_is_final() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            node.round();
            FinalizedHead before = node.finalizedHead().orElseThrow();
            bringNewCode();
            PeerSyncTest.announce(node, peer);
            node.round();
            isOf(OLD, TestRuntime.code(OLD), given(node.runtime(before)));
            isOf(OLD, TestRuntime.code(OLD), given(node.nextRuntime(before)));
            assertEquals(
                    OLD,
                    given(node.call(before, TestRuntime.NONCE, TestRuntime.ACCOUNT)).specVersion());
        }
    }

    @Test
    void an_upgrade_that_was_skipped_is_noticed_by_the_code_itself() {
        try (VerifyingNode node = PeerSyncTest.node(chain, peer)) {
            node.round();
            given(node.runtime(node.finalizedHead().orElseThrow()));
            bringNewCode();
            chain.enact(NEW);
            chain.grow(3);
            FinalizedHead after = CallsTest.newest(node, peer);
            isOf(NEW, newCode, given(node.runtime(after)));
            assertEquals(NEW, code(node).specVersion());
        }
    }

    @Test
    void a_pin_that_differs_from_what_the_code_answers_is_put_on_record() {
        NodeOptions options = PeerSyncTest.options(chain);
        NetworkRecord record = options.network();
        NetworkRecord pinned =
                new NetworkRecord(
                        record.network(),
                        record.anchor(),
                        record.slotDuration(),
                        Map.of(OLD, Set.of(Hash256.ZERO)),
                        record.rpc());
        NodeOptions other =
                new NodeOptions(
                        pinned,
                        options.endpoints(),
                        options.peers(),
                        options.dataDir(),
                        options.clock(),
                        options.pollInterval(),
                        options.calls(),
                        options.patience());
        try (VerifyingNode node = new VerifyingNode(other)) {
            node.peers().orElseThrow().meet(peer);
            node.round();
            isOf(
                    OLD,
                    TestRuntime.code(OLD),
                    given(node.runtime(node.finalizedHead().orElseThrow())));
            assertEquals(1, node.status().disagreements().size());
            assertTrue(node.status().disagreements().getFirst().about().startsWith("metadata of"));
        }
    }

    @Test
    void an_endpoint_that_gives_other_metadata_is_put_on_record() {
        FakeNode honest = new FakeNode(chain);
        honest.metadata = Optional.of(TestRuntime.metadata(OLD));
        FakeNode liar = new FakeNode(chain);
        liar.metadata = Optional.of(TestRuntime.metadata(NEW));
        try (VerifyingNode node = VerifyingNodeTest.node(chain, honest, liar)) {
            node.round();
            isOf(
                    OLD,
                    TestRuntime.code(OLD),
                    given(node.runtime(node.finalizedHead().orElseThrow())));
            node.round();
            assertEquals(1, node.status().disagreements().size());
            assertEquals("ws://node1:9944", node.status().disagreements().getFirst().endpoint());
        }
    }
}

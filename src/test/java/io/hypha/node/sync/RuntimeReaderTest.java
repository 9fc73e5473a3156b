package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.Fixtures;
import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RuntimeReaderTest {

    private static FakeChain chain;
    private static Bytes metadata;

    @BeforeAll
    static void grow() {
        chain = new FakeChain(4);
        chain.grow(3);
        metadata = Fixtures.bytes("metadata/finney-424-v16.scale.gz");
    }

    private static FakeNode with(Bytes bytes) {
        FakeNode full = new FakeNode(chain);
        full.metadata = Optional.of(bytes);
        return full;
    }

    private static Answer<RuntimeInfo> ask(Map<Long, Set<Hash256>> pins, FakeNode... nodes) {
        NodeOptions options =
                VerifyingNodeTest.options(
                        chain, new Anchor.Trusted(chain.checkpoint(), "test"), nodes);
        NetworkRecord record = options.network();
        NodeOptions pinned =
                new NodeOptions(
                        new NetworkRecord(
                                record.network(),
                                record.anchor(),
                                record.slotDuration(),
                                pins,
                                record.rpc()),
                        options.endpoints(),
                        options.peers(),
                        options.dataDir(),
                        options.clock(),
                        options.pollInterval(),
                        options.calls(),
                        options.patience());
        try (VerifyingNode node = new VerifyingNode(pinned)) {
            node.round();
            Answer<RuntimeInfo> answer = node.runtime(given(node.readableHead()));
            assertEquals(answer instanceof Answer.Given, node.status().runtime().isPresent());
            return answer;
        }
    }

    private static Reason reason(Answer<RuntimeInfo> answer) {
        return answer instanceof Answer.Missing<RuntimeInfo>(Reason reason, String _)
                ? reason
                : Reason.NO_PEER;
    }

    @Test
    void takes_metadata_whose_hash_is_pinned_for_the_proven_version() {
        Hash256 hash = Blake2b.hash256(metadata);
        RuntimeInfo info = given(ask(Map.of(FakeChain.SPEC_VERSION, Set.of(hash)), with(metadata)));
        assertEquals("node-subtensor", info.specName());
        assertEquals(424, info.specVersion());
        assertEquals(metadata, info.metadata());
        assertEquals(new MetadataTrust.Pinned(hash), info.trust());
        assertTrue(info.transactionVersion() > 0);
    }

    @Test
    void takes_no_other_metadata_where_one_is_pinned() {
        Map<Long, Set<Hash256>> pins = Map.of(FakeChain.SPEC_VERSION, Set.of(Hash256.ZERO));
        assertEquals(
                Reason.METADATA_UNCONFIRMED, reason(ask(pins, with(metadata), with(metadata))));
    }

    @Test
    void takes_metadata_that_two_endpoints_agree_on() {
        RuntimeInfo info = given(ask(Map.of(), with(metadata), with(metadata)));
        assertEquals(2, assertInstanceOf(MetadataTrust.Agreed.class, info.trust()).endpoints());
    }

    @Test
    void takes_no_metadata_from_one_endpoint_alone() {
        assertEquals(Reason.METADATA_UNCONFIRMED, reason(ask(Map.of(), with(metadata))));
        assertEquals(
                Reason.METADATA_UNCONFIRMED,
                reason(ask(Map.of(), with(metadata), new FakeNode(chain))));
    }

    @Test
    void takes_no_metadata_that_endpoints_differ_on() {
        byte[] other = metadata.toArray();
        other[other.length - 1] ^= 1;
        assertEquals(
                Reason.METADATA_UNCONFIRMED,
                reason(ask(Map.of(), with(metadata), with(Bytes.of(other)))));
        assertEquals(
                Reason.METADATA_UNCONFIRMED,
                reason(
                        ask(
                                Map.of(),
                                with(metadata),
                                with(metadata),
                                with(Bytes.of(other)),
                                with(Bytes.of(other)))));
        assertInstanceOf(
                Answer.Given.class,
                ask(Map.of(), with(metadata), with(metadata), with(Bytes.of(other))));
    }

    @Test
    void takes_no_metadata_of_another_version_even_from_two() {
        Bytes older = Fixtures.bytes("metadata/finney-365-v16.scale.gz");
        assertEquals(Reason.METADATA_UNCONFIRMED, reason(ask(Map.of(), with(older), with(older))));
    }
}

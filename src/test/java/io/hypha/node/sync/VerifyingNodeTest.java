package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.runtime.PatientCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyingNodeTest {

    private static final Clock LATER =
            Clock.fixed(
                    Instant.ofEpochMilli((FakeChain.FIRST_SLOT + 100_000) * FakeChain.SLOT_MILLIS),
                    ZoneOffset.UTC);

    /** A source that does not fail is asked alone, however slow the machine. */
    static NodeOptions options(FakeChain chain, Anchor anchor, FakeNode... nodes) {
        List<RpcEndpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            endpoints.add(nodes[i].endpoint("node" + i));
        }
        NetworkRecord record =
                new NetworkRecord(
                        new Network("fake", chain.genesisHash(), 42, "TAO", 9),
                        anchor,
                        Duration.ofMillis(FakeChain.SLOT_MILLIS),
                        Map.of(),
                        List.of());
        return new NodeOptions(record, endpoints, Optional.empty(), LATER, Duration.ofMillis(50))
                .withCallLimits(PatientCalls.LIMITS)
                .withPatience(Duration.ofHours(1));
    }

    static VerifyingNode node(FakeChain chain, FakeNode... nodes) {
        return new VerifyingNode(
                options(chain, new Anchor.Trusted(chain.checkpoint(), "test"), nodes));
    }

    static <T> T given(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Missing<T>(Answer.Reason reason, String text) ->
                    throw new AssertionError("missing: " + reason + " " + text);
        };
    }

    @Test
    void walks_from_the_checkpoint_to_the_head_and_reads_with_proof() {
        FakeChain chain = new FakeChain(4);
        chain.grow(30);
        try (VerifyingNode node = node(chain, new FakeNode(chain))) {
            node.round();
            FinalizedHead head = node.finalizedHead().orElseThrow();
            assertEquals(chain.head().id(), head.block());
            assertEquals(NodeStatus.State.FOLLOWING, node.status().state());
            ProvenRead read =
                    given(node.read(head, List.of(FakeChain.mapKey(3), Bytes.ofInts(1, 2, 3))));
            assertEquals(
                    new StorageValue.Present(FakeChain.mapValue(3, 3)),
                    read.value(FakeChain.mapKey(3)));
            assertInstanceOf(StorageValue.Absent.class, read.value(Bytes.ofInts(1, 2, 3)));
            ProvenRange range = given(node.readRange(head, FakeChain.MAP));
            assertEquals(FakeChain.MAP_ENTRIES, range.entries().size());
            assertEquals(chain.at(7).id(), given(node.finalizedAt(7)).block());
            assertEquals(chain.at(7).extrinsics(), given(node.body(given(node.finalizedAt(7)))));
            assertTrue(node.status().disagreements().isEmpty());
        }
    }
}

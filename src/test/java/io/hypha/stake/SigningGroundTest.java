package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.NodeStatus;
import io.hypha.node.metadata.RealMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SigningGroundTest {

    private final FakeNode node = new FakeNode(RealMetadata.FINNEY_424_V16.bytes());
    private final Instant headTime = Instant.ofEpochMilli(FakeNode.block(1_000).timestampMillis());

    private SigningGround ground(Duration age) {
        return SigningGround.of(node, new MetadataCache(), headTime.plus(age));
    }

    private SigningGround ofDistance(long distance) {
        node.sealed = node.head + distance;
        return ground(Duration.ofMillis(distance * FakeNode.SLOT_MILLIS));
    }

    /** The smallest power of two that is at least 64 + 2 × distance. */
    @ParameterizedTest
    @CsvSource({
        "0, 64",
        "1, 128",
        "32, 128",
        "33, 256",
        "96, 256",
        "97, 512",
        "480, 1024",
        "481, 2048",
        "992, 2048"
    })
    void takes_the_smallest_period_that_reaches_past_the_head(long distance, long period) {
        SigningGround.Firm firm = assertInstanceOf(SigningGround.Firm.class, ofDistance(distance));

        assertEquals(period, firm.period());
        assertEquals(1_000, firm.birth().number());
        assertEquals(1_000 + distance, firm.head());
    }

    @Test
    void waits_and_says_why_when_no_period_reaches_far_enough() {
        SigningGround.Off off = assertInstanceOf(SigningGround.Off.class, ofDistance(993));

        assertTrue(off.sentence().startsWith("Finality is 993 blocks old"), off.sentence());
    }

    @Test
    void waits_when_the_chain_stands_still() {
        assertInstanceOf(SigningGround.Firm.class, ground(Duration.ofMinutes(5)));
        SigningGround.Off off =
                assertInstanceOf(SigningGround.Off.class, ground(Duration.ofMinutes(6)));
        assertTrue(off.sentence().contains("for 6 minutes"), off.sentence());
    }

    @Test
    void a_few_sealed_blocks_do_not_hide_that_the_chain_stands_still() {
        node.sealed = node.head + 10;

        assertInstanceOf(SigningGround.Firm.class, ground(Duration.ofMinutes(9)));
        assertInstanceOf(SigningGround.Off.class, ground(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_CHECKPOINT", "NO_PEER", "STOPPED"})
    void is_off_in_the_nodes_own_words_when_the_node_cannot_follow(NodeStatus.State state) {
        node.state = state;

        SigningGround.Off off = assertInstanceOf(SigningGround.Off.class, ground(Duration.ZERO));
        assertEquals("The node says " + state + ".", off.sentence());
    }

    @Test
    void waits_for_a_block_with_new_code_only_until_it_is_final() {
        node.upgrade = Optional.of(bringsCode(1_001));
        SigningGround.Off off = assertInstanceOf(SigningGround.Off.class, ground(Duration.ZERO));
        assertTrue(off.sentence().startsWith("Block #1001 brings a new runtime"), off.sentence());

        // The node notes a little later that it is, when it has read the code.
        node.head = 1_001;
        node.sealed = 1_001;
        assertInstanceOf(SigningGround.Firm.class, ground(Duration.ZERO));
    }

    private static NodeStatus.Upgrade bringsCode(long number) {
        return new NodeStatus.Upgrade(
                FakeNode.block(number).block(), false, Optional.empty(), Optional.empty());
    }

    @Test
    void is_off_before_any_block_is_final() {
        node.anyFinal = false;
        assertInstanceOf(SigningGround.Off.class, ground(Duration.ZERO));
    }

    @Test
    void is_off_while_the_metadata_is_unconfirmed() {
        node.runtimeMissing = "only one endpoint gave this metadata";

        SigningGround.Off off = assertInstanceOf(SigningGround.Off.class, ground(Duration.ZERO));
        assertEquals("only one endpoint gave this metadata", off.sentence());
    }
}

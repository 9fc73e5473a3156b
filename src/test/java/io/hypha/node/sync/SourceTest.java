package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.NodeStatus.EndpointState;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceTest {

    private static final FullNode.Introduction INTRODUCTION =
            new FullNode.Introduction("fake", true, false);

    private final FakeChain chain = new FakeChain(4);
    private final SettableClock clock = new SettableClock(Clock.systemUTC());
    private final Source source =
            new Source(
                    new PeerFullNode(new FakePeer(chain, 0), chain.genesisHash(), (_, _) -> {}),
                    clock,
                    new Disagreements(clock));

    @Test
    void a_greeting_that_comes_after_a_lie_brings_nobody_back_before_the_time() {
        source.greet(INTRODUCTION);
        assertTrue(source.usable());
        source.lie("a read proof", "refuted");
        source.greet(INTRODUCTION);
        assertFalse(source.usable());
        assertEquals(EndpointState.BANNED, source.state());

        clock.advance(Duration.ofMinutes(11));
        source.greet(INTRODUCTION);
        assertTrue(source.usable());
        assertEquals(EndpointState.OK, source.state());
    }
}

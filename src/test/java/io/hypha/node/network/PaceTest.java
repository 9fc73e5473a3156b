package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace(0);

    private void take(int count, long nowMillis) {
        for (int i = 0; i < count; i++) {
            assertTrue(pace.takes(nowMillis), "the " + i + "th at " + nowMillis);
        }
    }

    @Test
    void a_burst_and_then_so_many_a_second() {
        take(Pace.BURST, 0);
        assertFalse(pace.takes(0));
        take(Pace.PER_SECOND, 1_000);
        assertFalse(pace.takes(1_000));
    }

    @Test
    void a_long_silence_allows_one_burst_and_no_more() {
        take(Pace.BURST, 0);
        take(Pace.BURST, 1_000_000);
        assertFalse(pace.takes(1_000_000));
    }

    @Test
    void a_clock_that_goes_back_gives_nothing() {
        take(Pace.BURST, 1_000);
        assertFalse(pace.takes(500));
        take(Pace.PER_SECOND / 2, 1_000);
        assertFalse(pace.takes(1_000));
    }
}

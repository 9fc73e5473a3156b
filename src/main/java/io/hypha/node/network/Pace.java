package io.hypha.node.network;

/**
 * How many notifications one peer may send: bursts, as after a pause, and not for long more than
 * any chain gives reason for. Each costs a look at what it says, and so our time.
 */
final class Pace {

    static final int BURST = 65_536;

    static final int PER_SECOND = 4_096;

    /** One notification, in the unit in which what is left is counted. */
    private static final long ONE = 1_000;

    private long left = BURST * ONE;
    private long lastMillis;

    Pace(long nowMillis) {
        this.lastMillis = nowMillis;
    }

    /** Whether one more may come now. */
    boolean takes(long nowMillis) {
        long passed = Math.max(0, nowMillis - lastMillis);
        lastMillis = nowMillis;
        left = Math.min(BURST * ONE, left + Math.min(passed, BURST) * PER_SECOND);
        if (left < ONE) {
            return false;
        }
        left -= ONE;
        return true;
    }
}

package io.hypha.node.network;

/**
 * How many notifications one peer may send: bursts, as after a pause, and not for long more than
 * any chain gives reason for. Each costs a look at what it says, and so our time.
 */
final class Pace {

    static final int BURST = 65_536;

    static final int PER_SECOND = 4_096;

    private double left = BURST;
    private long lastMillis;

    Pace(long nowMillis) {
        this.lastMillis = nowMillis;
    }

    /** Whether one more may come now. */
    boolean takes(long nowMillis) {
        long passed = Math.max(0, nowMillis - lastMillis);
        lastMillis = nowMillis;
        left = Math.min(BURST, left + passed * (PER_SECOND / 1000.0));
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}

package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Our substream of pings: 32 bytes of chance now and then, and their echo. */
final class Pinging extends Substream {

    /** Told under the link's lock. */
    interface Owner {
        void roundTrip(long millis);

        /** The peer does not speak this protocol, or ended it. */
        void noPings();

        void broke(String why);
    }

    private static final int SIZE = 32;

    private final Duration period;
    private final RandomGenerator random;
    private final Owner owner;
    private Bytes expected = Bytes.EMPTY;
    private Bytes echo = Bytes.EMPTY;
    private long sentAtMillis;
    private boolean open;

    Pinging(Link link, Duration period, RandomGenerator random, Owner owner) {
        super(link);
        this.period = period;
        this.random = random;
        this.owner = owner;
    }

    @Override
    void opened(long nowMillis) {
        open = true;
        next(nowMillis);
    }

    private void next(long nowMillis) {
        byte[] chance = new byte[SIZE];
        random.nextBytes(chance);
        expected = Bytes.of(chance);
        echo = Bytes.EMPTY;
        sentAtMillis = nowMillis;
        send(expected);
    }

    @Override
    void received(Bytes data, long nowMillis) {
        link().consumed(id(), data.size());
        echo = Bytes.concat(echo, data);
        if (echo.size() < expected.size()) {
            return;
        }
        if (expected.isEmpty() || !echo.equals(expected)) {
            drop();
            owner.broke("its echo of a ping is not what was sent");
            return;
        }
        expected = Bytes.EMPTY;
        echo = Bytes.EMPTY;
        owner.roundTrip(nowMillis - sentAtMillis);
    }

    @Override
    void turn(long nowMillis) {
        if (open && expected.isEmpty() && nowMillis - sentAtMillis >= period.toMillis()) {
            next(nowMillis);
        }
    }

    @Override
    void refused() {
        owner.noPings();
    }

    @Override
    void finished() {
        drop();
        owner.noPings();
    }

    @Override
    void dropped() {
        owner.noPings();
    }

    @Override
    void ended(String why) {}
}

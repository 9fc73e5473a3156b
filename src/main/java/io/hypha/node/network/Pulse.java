package io.hypha.node.network;

import io.hypha.node.network.message.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer is alive and how far away: pings by the protocol of pings, or by the multiplexer
 * with peers that do not speak it. All but {@link #latency} runs under the link's lock.
 */
final class Pulse implements Pinging.Owner {

    /** How many periods may pass without an answer. */
    private static final int MOST_MISSED = 3;

    private final Link link;
    private final Duration period;
    private final Consumer<String> misstep;
    private volatile @Nullable Duration latency;
    private boolean byProtocol = true;
    private long answeredAtMillis;
    private long pingedAtMillis;

    Pulse(Link link, Duration period, Consumer<String> misstep) {
        this.link = link;
        this.period = period;
        this.misstep = misstep;
    }

    void start(RandomGenerator random, String protocol) {
        answeredAtMillis = link.nowMillis();
        byProtocol = link.open(new Pinging(link, period, random, this), List.of(protocol));
    }

    /** Smoothed: a quarter of the newest and three of what was. */
    Optional<Duration> latency() {
        return Optional.ofNullable(latency);
    }

    @Override
    public void roundTrip(long millis) {
        answeredAtMillis = link.nowMillis();
        Duration old = latency;
        Duration sample = Duration.ofMillis(millis);
        latency = old == null ? sample : old.multipliedBy(3).plus(sample).dividedBy(4);
    }

    @Override
    public void noPings() {
        byProtocol = false;
    }

    @Override
    public void broke(String why) {
        byProtocol = false;
        misstep.accept(Protocol.PING + ": " + why);
    }

    void turn(long nowMillis) {
        if (!byProtocol && nowMillis - pingedAtMillis >= period.toMillis()) {
            pingedAtMillis = nowMillis;
            link.ping();
        }
        long silent = nowMillis - answeredAtMillis;
        if (silent > MOST_MISSED * period.toMillis()) {
            link.close("no answer to a ping for " + silent / 1000 + " s");
        }
    }
}

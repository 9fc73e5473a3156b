package io.hypha.web;

import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The subnets for the switch on the pages. They are read from the chain at most twice a minute;
 * when the chain cannot be asked, the last answer stands, and an empty list before the first.
 */
@Component
class SubnetNames {

    private static final Duration FRESH = Duration.ofSeconds(30);

    private record Known(List<SubnetView> subnets, Instant readAt) {}

    private final Subtensor subtensor;
    private final InstantSource clock;
    private volatile Known known = new Known(List.of(), Instant.MIN);

    SubnetNames(Subtensor subtensor, InstantSource clock) {
        this.subtensor = subtensor;
        this.clock = clock;
    }

    List<SubnetView> all() {
        Known current = known;
        Instant now = clock.instant();
        if (!current.readAt().equals(Instant.MIN)
                && Duration.between(current.readAt(), now).compareTo(FRESH) < 0) {
            return current.subnets();
        }
        return switch (subtensor.subnets()) {
            case Reading.Known<List<SubnetView>> read -> {
                known = new Known(read.value(), now);
                yield read.value();
            }
            case Reading.Missing<List<SubnetView>> _ -> current.subnets();
        };
    }
}

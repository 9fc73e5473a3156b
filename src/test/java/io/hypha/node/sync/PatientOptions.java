package io.hypha.node.sync;

import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** For tests that ask once: what takes its time on a slow machine is an answer all the same. */
public final class PatientOptions {

    private static final Duration LONG = Duration.ofMinutes(3);
    private static final RpcLimits PATIENT =
            new RpcLimits(
                    RpcLimits.DEFAULT.messageBytes(),
                    LONG,
                    LONG,
                    RpcLimits.DEFAULT.firstRetry(),
                    RpcLimits.DEFAULT.lastRetry());

    private PatientOptions() {}

    /** Over one endpoint, asked twice in a slot. */
    public static NodeOptions of(NetworkRecord network, URI rpc, Clock clock) {
        return new NodeOptions(
                network,
                List.of(RpcEndpoint.at(rpc, PATIENT)),
                Optional.empty(),
                clock,
                network.slotDuration().dividedBy(2));
    }
}

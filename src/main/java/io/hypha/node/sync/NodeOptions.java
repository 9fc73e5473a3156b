package io.hypha.node.sync;

import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a light node is started.
 *
 * @param network which chain, and where trust begins
 * @param endpoints full nodes to ask; more than one shows disagreement and lets metadata be
 *     confirmed
 * @param dataDir where the way from the checkpoint is kept, in a folder named by the genesis hash;
 *     none: in memory
 * @param clock for the age of slots and for how long an endpoint is put aside
 * @param pollInterval how often an endpoint is asked that does not push
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NodeOptions(
        NetworkRecord network,
        List<RpcEndpoint> endpoints,
        Optional<Path> dataDir,
        Clock clock,
        Duration pollInterval) {

    /** More endpoints than this cost more than they tell. */
    public static final int MAX_ENDPOINTS = 32;

    public NodeOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_ENDPOINTS + " endpoints, found " + endpoints.size());
        }
    }

    /**
     * A node over addresses; without any, those of the network's record.
     *
     * @throws IllegalArgumentException when an address is no ws, wss, http or https address
     */
    public static NodeOptions of(NetworkRecord network, List<URI> rpc) {
        List<URI> addresses = rpc.isEmpty() ? network.rpc() : rpc;
        List<RpcEndpoint> endpoints =
                addresses.stream()
                        .distinct()
                        .map(each -> RpcEndpoint.at(each, RpcLimits.DEFAULT))
                        .toList();
        return new NodeOptions(
                network, endpoints, Optional.empty(), Clock.systemUTC(), poll(network));
    }

    private static Duration poll(NetworkRecord network) {
        Duration half = network.slotDuration().dividedBy(2);
        Duration least = Duration.ofMillis(250);
        return half.compareTo(least) < 0 ? least : half;
    }

    /** Keeps the way from the checkpoint below {@code dir}. */
    public NodeOptions keptIn(Path dir) {
        return new NodeOptions(network, endpoints, Optional.of(dir), clock, pollInterval);
    }

    /**
     * Trust begins at {@code checkpoint} instead; {@code origin} says for people where it came
     * from.
     */
    public NodeOptions trusting(Checkpoint checkpoint, String origin) {
        return new NodeOptions(
                network.withAnchor(new Anchor.Trusted(checkpoint, origin)),
                endpoints,
                dataDir,
                clock,
                pollInterval);
    }

    public NodeOptions withClock(Clock other) {
        return new NodeOptions(network, endpoints, dataDir, other, pollInterval);
    }
}

package io.hypha.node.sync;

import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.network.AddressBook;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import io.hypha.node.runtime.CallLimits;
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
 * @param endpoints full nodes to ask over JSON-RPC; more than one shows disagreement and lets
 *     metadata be confirmed
 * @param peers how to take part in the chain's own network; none: JSON-RPC only
 * @param dataDir where the way from the checkpoint is kept, in a folder named by the genesis hash;
 *     none: in memory
 * @param clock for the age of slots and for how long an endpoint is put aside
 * @param pollInterval how often an endpoint is asked that does not push
 * @param calls what each call of the chain's code may take
 * @param patience how long a source is waited for at least before the next one is asked beside it
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NodeOptions(
        NetworkRecord network,
        List<RpcEndpoint> endpoints,
        Optional<NetworkOptions> peers,
        Optional<Path> dataDir,
        Clock clock,
        Duration pollInterval,
        CallLimits calls,
        Duration patience) {

    /** As long as an answer over a slow line takes. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMillis(250);

    /** More endpoints than this cost more than they tell. */
    public static final int MAX_ENDPOINTS = 32;

    public NodeOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException(
                    "at most " + MAX_ENDPOINTS + " endpoints, found " + endpoints.size());
        }
    }

    /** A node over JSON-RPC only. */
    public NodeOptions(
            NetworkRecord network,
            List<RpcEndpoint> endpoints,
            Optional<Path> dataDir,
            Clock clock,
            Duration pollInterval) {
        this(
                network,
                endpoints,
                Optional.empty(),
                dataDir,
                clock,
                pollInterval,
                CallLimits.DEFAULT,
                DEFAULT_PATIENCE);
    }

    /** A node over peers only, the network's bootnodes first. */
    public static NodeOptions overPeers(NetworkRecord network) {
        return new NodeOptions(
                        network, List.of(), Optional.empty(), Clock.systemUTC(), poll(network))
                .withPeers(network.bootnodes());
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
        return new NodeOptions(
                network, endpoints, peers, Optional.of(dir), clock, pollInterval, calls, patience);
    }

    /**
     * Trust begins at {@code checkpoint} instead; {@code origin} says for people where it came
     * from.
     */
    public NodeOptions trusting(Checkpoint checkpoint, String origin) {
        return new NodeOptions(
                network.withAnchor(new Anchor.Trusted(checkpoint, origin)),
                endpoints,
                peers,
                dataDir,
                clock,
                pollInterval,
                calls,
                patience);
    }

    public NodeOptions withClock(Clock other) {
        return new NodeOptions(
                network,
                endpoints,
                peers.map(each -> each.withClock(other)),
                dataDir,
                other,
                pollInterval,
                calls,
                patience);
    }

    /** Takes part in the chain's own network too, as a light node that dials these first. */
    public NodeOptions withPeers(List<Multiaddr> bootnodes) {
        return withPeers(
                NetworkOptions.light(network.network().genesisHash(), bootnodes)
                        .withForkId(network.forkId())
                        .withClock(clock));
    }

    /** The same with everything said; the genesis hash must be the network's. */
    public NodeOptions withPeers(NetworkOptions options) {
        if (!options.genesis().equals(network.network().genesisHash())) {
            throw new IllegalArgumentException(
                    "peers of " + options.genesis() + " know nothing of " + network.network());
        }
        return new NodeOptions(
                network,
                endpoints,
                Optional.of(options),
                dataDir,
                clock,
                pollInterval,
                calls,
                patience);
    }

    /** Remembers peers' addresses in {@code book}; nothing without peers. */
    public NodeOptions withBook(AddressBook book) {
        return new NodeOptions(
                network,
                endpoints,
                peers.map(each -> each.withBook(book)),
                dataDir,
                clock,
                pollInterval,
                calls,
                patience);
    }

    public NodeOptions withPollInterval(Duration interval) {
        return new NodeOptions(
                network, endpoints, peers, dataDir, clock, interval, calls, patience);
    }

    /** Gives each call of the chain's code so much. */
    public NodeOptions withCallLimits(CallLimits limits) {
        return new NodeOptions(
                network, endpoints, peers, dataDir, clock, pollInterval, limits, patience);
    }

    /** Waits so long for a source at least before it asks the next one beside it. */
    public NodeOptions withPatience(Duration least) {
        return new NodeOptions(
                network, endpoints, peers, dataDir, clock, pollInterval, calls, least);
    }
}

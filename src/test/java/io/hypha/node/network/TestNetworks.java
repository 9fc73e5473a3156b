package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Networks on loopback that a test closes all at once. */
final class TestNetworks implements AutoCloseable {

    static final Duration LONG = Duration.ofMinutes(2);

    /** What takes its time on a slow machine is no fault of the peer's, where no test says so. */
    static final NetworkLimits PATIENT = limits(LONG, LONG, LONG);

    private final List<PeerNetwork> open = new ArrayList<>();
    private int count;

    /**
     * Limits of a patient one, but for these.
     *
     * @param answer wait for a whole answer of any protocol
     */
    static NetworkLimits limits(Duration handshake, Duration answer, Duration idle) {
        NetworkLimits it = NetworkLimits.DEFAULT;
        return new NetworkLimits(
                LONG,
                handshake,
                answer,
                answer,
                answer,
                answer,
                idle,
                it.ping(),
                it.firstRetry(),
                it.lastRetry(),
                it.responseBytes(),
                it.peerBytes(),
                it.served(),
                it.servedPerPeer(),
                it.queued(),
                it.perHost());
    }

    /** A serving node on a free port. */
    PeerNetwork server(Recorder recorder, ChainServer chain, UnaryOperator<NetworkOptions> change) {
        NetworkOptions options =
                NetworkOptions.full(
                        TestChain.GENESIS,
                        Role.FULL,
                        TestChain.bytes(32, ++count),
                        List.of(address("/ip4/127.0.0.1/tcp/0")));
        return keep(
                PeerNetwork.serve(
                        change.apply(options.withAgent("test server " + count).withLimits(PATIENT)),
                        recorder,
                        chain));
    }

    PeerNetwork server(Recorder recorder, ChainServer chain) {
        return server(recorder, chain, UnaryOperator.identity());
    }

    /** A light client that knows these addresses. */
    PeerNetwork light(
            Recorder recorder, UnaryOperator<NetworkOptions> change, Multiaddr... bootnodes) {
        NetworkOptions options =
                NetworkOptions.light(TestChain.GENESIS, List.of(bootnodes))
                        .withBook(recorder)
                        .withLimits(PATIENT);
        return keep(PeerNetwork.start(change.apply(options), recorder));
    }

    PeerNetwork light(Recorder recorder, Multiaddr... bootnodes) {
        return light(recorder, UnaryOperator.identity(), bootnodes);
    }

    PeerNetwork keep(PeerNetwork network) {
        open.add(network);
        return network;
    }

    static Multiaddr address(String text) {
        try {
            return Multiaddr.parse(text);
        } catch (AddressException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes seed(int number) {
        return TestChain.bytes(32, number);
    }

    @Override
    public void close() {
        open.reversed().forEach(PeerNetwork::close);
    }
}

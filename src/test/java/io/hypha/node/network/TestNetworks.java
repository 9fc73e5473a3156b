package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Networks on loopback that a test closes all at once. */
final class TestNetworks implements AutoCloseable {

    private final List<PeerNetwork> open = new ArrayList<>();
    private int count;

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
                        change.apply(options.withAgent("test server " + count)), recorder, chain));
    }

    PeerNetwork server(Recorder recorder, ChainServer chain) {
        return server(recorder, chain, UnaryOperator.identity());
    }

    /** A light client that knows these addresses. */
    PeerNetwork light(
            Recorder recorder, UnaryOperator<NetworkOptions> change, Multiaddr... bootnodes) {
        NetworkOptions options =
                NetworkOptions.light(TestChain.GENESIS, List.of(bootnodes)).withBook(recorder);
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

package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.PeerNetwork;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A full node over a {@link FakeChain} on a real socket of the loopback. */
final class ServingPeer implements AutoCloseable {

    final FakePeer answers;
    final BlockingQueue<Bytes> extrinsics = new LinkedBlockingQueue<>();
    final PeerNetwork network;

    ServingPeer(FakeChain chain, int index) {
        this.answers = new FakePeer(chain, index);
        byte[] seed = new byte[32];
        seed[0] = (byte) (index + 1);
        this.network =
                PeerNetwork.serve(
                        NetworkOptions.full(
                                chain.genesisHash(),
                                Role.AUTHORITY,
                                Bytes.of(seed),
                                List.of(loopback())),
                        new PeerListener() {
                            @Override
                            public void transactions(Peer peer, List<Bytes> all) {
                                extrinsics.addAll(all);
                            }
                        },
                        new Server());
        tell();
    }

    private static Multiaddr loopback() {
        try {
            return Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    Multiaddr address() {
        return network.addresses().getFirst();
    }

    /** Announces its newest block and that it is final. */
    void tell() {
        FakeChain.Block head = answers.chain.head();
        network.best(head.id());
        network.announce(head.header(), true);
        network.neighbor(1, head.signers().setId(), head.header().number());
    }

    void gossip(GrandpaMessage message) {
        network.gossip(message);
    }

    @Override
    public void close() {
        network.close();
    }

    private final class Server implements ChainServer {

        @Override
        public BlockId best() {
            return answers.best();
        }

        @Override
        public Optional<Bytes> warpProof(Hash256 begin) {
            return answers.warpProof(begin).toOptional();
        }

        @Override
        public Optional<List<BlockData>> blocks(BlockRequest request) {
            return answers.blocks(request).toOptional();
        }

        @Override
        public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
            return answers.readProof(at, keys)
                            instanceof PeerAnswer.Got<Optional<List<Bytes>>>(var proof)
                    ? proof
                    : Optional.empty();
        }

        @Override
        public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
            return Optional.empty();
        }

        @Override
        public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
            return Optional.empty();
        }

        @Override
        public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
            return answers.stateProof(at, start).toOptional();
        }
    }
}

package io.hypha.node.sync;

import io.hypha.devnet.runtime.DevelopmentVoters;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.header.Header;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Answers honestly until it is told to do otherwise. */
final class Turncoat implements ChainServer {

    private final ChainServer honest;
    private volatile UnaryOperator<ChainServer> turn = UnaryOperator.identity();

    Turncoat(ChainServer honest) {
        this.honest = honest;
    }

    void turn(UnaryOperator<ChainServer> how) {
        turn = how;
    }

    private ChainServer now() {
        return turn.apply(honest);
    }

    @Override
    public BlockId best() {
        return now().best();
    }

    @Override
    public Optional<Bytes> warpProof(Hash256 begin) {
        return now().warpProof(begin);
    }

    @Override
    public Optional<List<BlockData>> blocks(BlockRequest request) {
        return now().blocks(request);
    }

    @Override
    public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return now().readProof(at, keys);
    }

    @Override
    public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
        return now().readChildProof(at, child, keys);
    }

    @Override
    public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
        return now().callProof(at, method, data);
    }

    @Override
    public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return now().stateProof(at, start);
    }

    /** Passes everything on; each lie overrides what it lies about. */
    private static class Liar implements ChainServer {
        private final ChainServer honest;

        Liar(ChainServer honest) {
            this.honest = honest;
        }

        @Override
        public BlockId best() {
            return honest.best();
        }

        @Override
        public Optional<Bytes> warpProof(Hash256 begin) {
            return honest.warpProof(begin);
        }

        @Override
        public Optional<List<BlockData>> blocks(BlockRequest request) {
            return honest.blocks(request);
        }

        @Override
        public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
            return honest.readProof(at, keys);
        }

        @Override
        public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
            return honest.readChildProof(at, child, keys);
        }

        @Override
        public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
            return honest.callProof(at, method, data);
        }

        @Override
        public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
            return honest.stateProof(at, start);
        }
    }

    /** Flips a bit in the last node of each read proof. */
    static ChainServer withWrongProofs(ChainServer honest) {
        return new Liar(honest) {
            @Override
            public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
                return super.readProof(at, keys)
                        .map(nodes -> {
                            List<Bytes> wrong = new ArrayList<>(nodes);
                            byte[] last = wrong.removeLast().toArray();
                            last[last.length - 1] ^= 1;
                            wrong.add(Bytes.of(last));
                            return List.copyOf(wrong);
                        });
            }
        };
    }

    private static ChainServer withWarpProofs(ChainServer honest, WarpChange change) {
        return new Liar(honest) {
            @Override
            public Optional<Bytes> warpProof(Hash256 begin) {
                return change.apply(honest, begin, super.warpProof(begin));
            }
        };
    }

    private interface WarpChange {
        Optional<Bytes> apply(ChainServer honest, Hash256 begin, Optional<Bytes> proof);
    }

    static ChainServer withTruncatedWarpProofs(ChainServer honest) {
        return withWarpProofs(
                honest, (_, _, proof) -> proof.map(bytes -> bytes.slice(0, bytes.size() - 1)));
    }

    /** Whatever was asked, the way from genesis that it once made. */
    static ChainServer withOldWarpProof(ChainServer honest, Bytes old) {
        return withWarpProofs(honest, (_, _, _) -> Optional.of(old));
    }

    static ChainServer withEndlessWarpProofs(ChainServer honest) {
        return withWarpProofs(honest, (_, _, _) -> Optional.of(Bytes.of(new byte[6 << 20])));
    }

    /** Takes every question and answers none until the latch opens. */
    static ChainServer stalled(ChainServer honest, CountDownLatch until) {
        return new Liar(honest) {
            private <T> Optional<T> silence() {
                try {
                    until.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Optional.empty();
            }

            @Override
            public Optional<Bytes> warpProof(Hash256 begin) {
                return silence();
            }

            @Override
            public Optional<List<BlockData>> blocks(BlockRequest request) {
                return silence();
            }

            @Override
            public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
                return silence();
            }
        };
    }

    /** A block, justified as the forger wants it. */
    interface Forger {
        WarpProof.Fragment justify(Header block);
    }

    /**
     * A block that nobody made, a little above where the asker stands: below it a forger would be
     * found out by the height, and far above it only once the chain is there. Who asks from a block
     * that is not here yet gets what it is due.
     */
    static ChainServer withJustifications(ChainServer honest, Forger forger) {
        return withWarpProofs(
                honest,
                (server, begin, proof) ->
                        header(server, begin)
                                .map(from -> child(from, from.number() + 3))
                                .map(block ->
                                        new WarpProof(List.of(forger.justify(block)), true)
                                                .encode())
                                .or(() -> proof));
    }

    static Header child(Header parent, long number) {
        return new Header(
                parent.hash(),
                number,
                parent.stateRoot(),
                parent.extrinsicsRoot(),
                parent.digest());
    }

    static Optional<Header> header(ChainServer server, Hash256 hash) {
        return server.blocks(BlockRequest.one(hash, Set.of(BlockAttribute.HEADER)))
                .flatMap(blocks -> blocks.stream().findFirst())
                .flatMap(BlockData::header)
                .map(Header::decode);
    }

    static List<byte[]> seeds(String... paths) {
        return List.of(paths).stream().map(path -> DevelopmentVoters.seed(path).toArray()).toList();
    }
}

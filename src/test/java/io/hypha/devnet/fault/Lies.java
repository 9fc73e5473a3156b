package io.hypha.devnet.fault;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.header.Header;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockJustifications;
import io.hypha.node.network.message.BlockRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a full node may answer that is not so. Each takes the honest answers. */
public final class Lies {

    private static final int HUGE = 24 << 20;

    private Lies() {}

    /** One bit of the last node of every proof is another. */
    public static ChainServer wrongProofs(ChainServer honest) {
        return proofs(honest, nodes -> changed(nodes, nodes.size() - 1, flipped(nodes.getLast())));
    }

    /** The last node of every proof is missing. */
    public static ChainServer shortProofs(ChainServer honest) {
        return proofs(honest, nodes -> nodes.subList(0, nodes.size() - 1));
    }

    /** Every proof is of genesis, whatever block was asked for. */
    public static ChainServer staleProofs(ChainServer honest) {
        Hash256 genesis = genesis(honest).hash();
        return new ServerInBetween(honest) {
            @Override
            public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
                return super.readProof(genesis, keys);
            }

            @Override
            public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
                return super.callProof(genesis, method, data);
            }

            @Override
            public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
                return super.stateProof(genesis, start);
            }
        };
    }

    /** The votes of every justification are signed for the set after the one that voted. */
    public static ChainServer wrongSetId(ChainServer honest) {
        return justifications(honest, (_, proof) -> signed(proof.target(), proof, 1));
    }

    /** Signatures of every justification are made up. */
    public static ChainServer forgedJustifications(ChainServer honest) {
        return justifications(
                honest,
                (_, proof) ->
                        with(
                                proof,
                                proof.precommits().stream()
                                        .map(vote ->
                                                new Precommit(
                                                        vote.target(),
                                                        flipped(vote.signature()),
                                                        vote.voter()))
                                        .toList()));
    }

    /** Every justification has one vote too few. */
    public static ChainServer tooFewVotes(ChainServer honest) {
        return justifications(
                honest,
                (_, proof) ->
                        with(proof, proof.precommits().subList(0, proof.precommits().size() / 2)));
    }

    /**
     * Every justification is of a block whose child has the supermajority: all vote for the child,
     * well signed, with the child's header beside; and one of them for the target too, as an
     * equivocator may, so that the votes reach down to it.
     */
    public static ChainServer ghostAboveTarget(ChainServer honest) {
        return justifications(
                honest,
                (header, proof) ->
                        header(honest, BlockRequest.ascending(header.number() + 1, 1, HEADER))
                                .map(child -> above(child, proof))
                                .orElse(proof));
    }

    private static Justification above(Header child, Justification proof) {
        List<Precommit> votes = new ArrayList<>(signed(child.id(), proof, 0).precommits());
        votes.add(proof.precommits().getFirst());
        return new Justification(proof.round(), proof.target(), votes, List.of(child));
    }

    /** Warp proofs end in the middle of a fragment. */
    public static ChainServer cutWarpProofs(ChainServer honest) {
        return warp(honest, proof -> proof.slice(0, proof.size() * 2 / 3));
    }

    /** Warp proofs leave out their first fragment. */
    public static ChainServer warpProofsWithAGap(ChainServer honest) {
        return warp(
                honest,
                encoded -> {
                    WarpProof proof = WarpProof.decode(encoded);
                    List<WarpProof.Fragment> all = proof.fragments();
                    return new WarpProof(
                                    all.isEmpty() ? all : all.subList(1, all.size()),
                                    proof.finished())
                            .encode();
                });
    }

    /** The head stays where it is now: what was true once is told for ever. */
    public static ChainServer replayedOldHead(ChainServer honest) {
        return new Replay(honest);
    }

    private static final class Replay extends ServerInBetween {

        private final BlockData last;
        private final Header head;

        Replay(ChainServer honest) {
            super(honest);
            this.last =
                    honest.blocks(
                                    BlockRequest.one(
                                            honest.best().hash(),
                                            EnumSet.of(
                                                    BlockAttribute.HEADER,
                                                    BlockAttribute.JUSTIFICATION)))
                            .orElseThrow()
                            .getFirst();
            this.head = Header.decode(last.header().orElseThrow());
        }

        @Override
        public BlockId best() {
            return head.id();
        }

        @Override
        public Optional<Bytes> warpProof(Hash256 begin) {
            long from =
                    header(honest, BlockRequest.one(begin, HEADER)).map(Header::number).orElse(0L);
            return super.warpProof(begin)
                    .map(encoded -> {
                        List<WarpProof.Fragment> fragments = new ArrayList<>();
                        for (WarpProof.Fragment each : WarpProof.decode(encoded).fragments()) {
                            if (each.header().number() < head.number()) {
                                fragments.add(each);
                            }
                        }
                        if (from < head.number()) {
                            Bytes proof = last.justifications().grandpa().orElseThrow();
                            fragments.add(
                                    new WarpProof.Fragment(head, Justification.decode(proof)));
                        }
                        return new WarpProof(fragments, true).encode();
                    });
        }

        @Override
        public Optional<List<BlockData>> blocks(BlockRequest request) {
            return super.blocks(request)
                    .map(blocks ->
                            blocks.stream()
                                    .filter(block ->
                                            block.header()
                                                    .map(Header::decode)
                                                    .map(each -> each.number() <= head.number())
                                                    .orElse(true))
                                    .toList());
        }
    }

    /** No answer comes, nor an end, until the latch is opened. */
    public static UnaryOperator<ChainServer> stall(CountDownLatch until) {
        return honest -> new Stalling(honest, until);
    }

    private static final class Stalling extends ServerInBetween {

        private final CountDownLatch until;

        Stalling(ChainServer honest, CountDownLatch until) {
            super(honest);
            this.until = until;
        }

        private <T> Optional<T> never() {
            try {
                until.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        }

        @Override
        public Optional<Bytes> warpProof(Hash256 begin) {
            return never();
        }

        @Override
        public Optional<List<BlockData>> blocks(BlockRequest request) {
            return never();
        }

        @Override
        public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
            return never();
        }

        @Override
        public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
            return never();
        }

        @Override
        public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
            return never();
        }
    }

    /** Every answer is larger than any protocol allows; as a stream it seems to have no end. */
    public static ChainServer endless(ChainServer honest) {
        Bytes huge = Bytes.of(new byte[HUGE]);
        return new ServerInBetween(honest) {
            @Override
            public Optional<Bytes> warpProof(Hash256 begin) {
                return Optional.of(huge);
            }

            @Override
            public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
                return Optional.of(List.of(huge));
            }

            @Override
            public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
                return Optional.of(huge);
            }
        };
    }

    /** Every question is refused. */
    public static ChainServer silent(ChainServer honest) {
        return new Stalling(honest, new CountDownLatch(0));
    }

    private static final EnumSet<BlockAttribute> HEADER = EnumSet.of(BlockAttribute.HEADER);

    private static Header genesis(ChainServer honest) {
        return header(honest, BlockRequest.ascending(0, 1, HEADER)).orElseThrow();
    }

    private static Optional<Header> header(ChainServer honest, BlockRequest request) {
        return honest.blocks(request).orElse(List.of()).stream()
                .findFirst()
                .flatMap(BlockData::header)
                .map(Header::decode);
    }

    private static Bytes flipped(Bytes bytes) {
        byte[] copy = bytes.toArray();
        copy[copy.length / 2] ^= 1;
        return Bytes.of(copy);
    }

    private static List<Bytes> changed(List<Bytes> nodes, int at, Bytes node) {
        List<Bytes> copy = new ArrayList<>(nodes);
        copy.set(at, node);
        return copy;
    }

    private static Justification with(Justification proof, List<Precommit> votes) {
        return new Justification(proof.round(), proof.target(), votes, proof.votesAncestries());
    }

    /** Votes of the same voters for another block, or another set than the one that voted. */
    private static Justification signed(BlockId target, Justification proof, long setsAbove) {
        return Forger.sign(target, proof, setsAbove);
    }

    private static ChainServer proofs(
            ChainServer honest, Function<List<Bytes>, List<Bytes>> change) {
        return new ServerInBetween(honest) {
            @Override
            public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
                return super.readProof(at, keys).map(change);
            }

            @Override
            public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
                return super.readChildProof(at, child, keys).map(change);
            }

            @Override
            public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
                return super.callProof(at, method, data).map(change);
            }

            @Override
            public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
                return super.stateProof(at, start).map(Lies::flipped);
            }
        };
    }

    private static ChainServer warp(ChainServer honest, Function<Bytes, Bytes> change) {
        return new ServerInBetween(honest) {
            @Override
            public Optional<Bytes> warpProof(Hash256 begin) {
                return super.warpProof(begin).map(change);
            }
        };
    }

    /** Changes a justification, given the header that it is of. */
    @FunctionalInterface
    private interface Forgery {
        Justification forge(Header header, Justification proof);
    }

    private static ChainServer justifications(ChainServer honest, Forgery forgery) {
        return new ServerInBetween(honest) {
            @Override
            public Optional<Bytes> warpProof(Hash256 begin) {
                return super.warpProof(begin)
                        .map(encoded -> {
                            WarpProof proof = WarpProof.decode(encoded);
                            return new WarpProof(
                                            proof.fragments().stream()
                                                    .map(each ->
                                                            new WarpProof.Fragment(
                                                                    each.header(),
                                                                    forgery.forge(
                                                                            each.header(),
                                                                            each.justification())))
                                                    .toList(),
                                            proof.finished())
                                    .encode();
                        });
            }

            @Override
            public Optional<List<BlockData>> blocks(BlockRequest request) {
                return super.blocks(request)
                        .map(blocks -> blocks.stream().map(this::forged).toList());
            }

            private BlockData forged(BlockData block) {
                return block.justifications()
                        .grandpa()
                        .map(proof ->
                                new BlockData(
                                        block.hash(),
                                        block.header(),
                                        block.body(),
                                        BlockJustifications.ofGrandpa(forge(block.hash(), proof))))
                        .orElse(block);
            }

            private Bytes forge(Hash256 hash, Bytes proof) {
                Header header = header(honest, BlockRequest.one(hash, HEADER)).orElseThrow();
                return forgery.forge(header, Justification.decode(proof)).encode();
            }
        };
    }
}

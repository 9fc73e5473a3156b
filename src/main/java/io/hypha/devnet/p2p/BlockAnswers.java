package io.hypha.devnet.p2p;

import io.hypha.devnet.author.Candidate;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockJustifications;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.MessageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs of blocks as {@code /sync/2} asks for them, the best block that is not final included.
 *
 * <p>A run down to the past carries the justifications of one set of voters, the lowest in it. Who
 * asks that way has finalized what is below, and cannot check what later sets signed before it took
 * the end of that set; smoldot bans a peer for it.
 */
final class BlockAnswers {

    private final Chain chain;

    BlockAnswers(Chain chain) {
        this.chain = chain;
    }

    private record Found(
            Header header, Hash256 hash, List<Bytes> body, List<Bytes> justifications) {

        static Found of(StoredBlock block) {
            return new Found(block.header(), block.hash(), block.body(), block.justifications());
        }

        static Found of(Candidate block) {
            return new Found(block.header(), block.hash(), block.body(), List.of());
        }
    }

    /** The run, empty where its first block is unknown. */
    List<BlockData> run(BlockRequest request) {
        int most =
                request.max() == 0
                        ? MessageLimits.MAX_BLOCKS
                        : (int) Math.min(request.max(), MessageLimits.MAX_BLOCKS);
        Optional<Found> next =
                switch (request.from()) {
                    case BlockRequest.From.AtHash(Hash256 hash) -> at(hash);
                    case BlockRequest.From.AtNumber(long number) -> at(number);
                };
        List<Found> run = new ArrayList<>();
        long bytes = 0;
        while (next.isPresent() && run.size() < most && bytes < MessageLimits.MAX_BODY_BYTES) {
            Found block = next.get();
            run.add(block);
            if (request.asks(BlockAttribute.BODY)) {
                bytes += block.body().stream().mapToLong(Bytes::size).sum();
            }
            next =
                    switch (request.direction()) {
                        case ASCENDING -> child(block);
                        case DESCENDING -> parent(block);
                    };
        }
        long set =
                request.direction() == BlockRequest.Direction.DESCENDING && !run.isEmpty()
                        ? signers(run.getLast())
                        : Long.MAX_VALUE;
        return run.stream().map(block -> data(block, request, signers(block) <= set)).toList();
    }

    /** The set that signs a block. */
    private long signers(Found block) {
        return chain.finality()
                .votersAfter(Math.max(0, block.header().number() - 1))
                .map(line -> line.voters().setId())
                .orElse(0L);
    }

    private Optional<Found> at(Hash256 hash) {
        return chain.candidates()
                .find(hash)
                .map(Found::of)
                .or(() -> chain.block(hash).map(Found::of));
    }

    private Optional<Found> at(long number) {
        Optional<Found> kept = chain.block(number).map(Found::of);
        return kept.isPresent()
                ? kept
                : chain.candidates()
                        .best()
                        .filter(block -> block.header().number() == number)
                        .map(Found::of);
    }

    /** The next block of the best chain; a block beside it has no child here. */
    private Optional<Found> child(Found block) {
        return at(block.header().number() + 1)
                .filter(next -> next.header().parentHash().equals(block.hash()));
    }

    private Optional<Found> parent(Found block) {
        return block.header().number() == 0
                ? Optional.empty()
                : chain.block(block.header().parentHash()).map(Found::of);
    }

    private static BlockData data(Found block, BlockRequest request, boolean justified) {
        return new BlockData(
                block.hash(),
                request.asks(BlockAttribute.HEADER)
                        ? Optional.of(block.header().encode())
                        : Optional.empty(),
                request.asks(BlockAttribute.BODY) ? block.body() : List.of(),
                request.asks(BlockAttribute.JUSTIFICATION)
                                && justified
                                && !block.justifications().isEmpty()
                        ? justification(
                                block.justifications().getFirst(), request.multipleJustifications())
                        : new BlockJustifications.None());
    }

    private static BlockJustifications justification(Bytes justification, boolean each) {
        return each
                ? BlockJustifications.ofGrandpa(justification)
                : new BlockJustifications.Single(justification);
    }
}

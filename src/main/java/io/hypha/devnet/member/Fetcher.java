package io.hypha.devnet.member;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.MessageLimits;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/** Asks members for blocks, one question of a kind at a time to each. */
final class Fetcher implements AutoCloseable {

    private static final Set<BlockAttribute> PARTS =
            EnumSet.of(BlockAttribute.HEADER, BlockAttribute.BODY, BlockAttribute.JUSTIFICATION);

    private record Asked(PeerId peer, Hash256 block) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Asked> asked = ConcurrentHashMap.newKeySet();
    private final BiConsumer<Peer, List<Ledger.Block>> received;
    private int runs;

    /**
     * @param received takes the blocks; called on any thread
     */
    Fetcher(BiConsumer<Peer, List<Ledger.Block>> received) {
        this.received = received;
    }

    void block(Peer peer, Hash256 hash) {
        ask(new Asked(peer.id(), hash), peer, BlockRequest.one(hash, PARTS));
    }

    /** Each run asks for another number of blocks: an equal request could look like an attack. */
    void from(Peer peer, long number) {
        int most = MessageLimits.MAX_BLOCKS - runs++ % (MessageLimits.MAX_BLOCKS / 2);
        ask(new Asked(peer.id(), Hash256.ZERO), peer, BlockRequest.ascending(number, most, PARTS));
    }

    private void ask(Asked question, Peer peer, BlockRequest request) {
        if (!asked.add(question)) {
            return;
        }
        try {
            threads.execute(() -> {
                List<Ledger.Block> blocks = read(peer.blocks(request));
                asked.remove(question);
                if (!blocks.isEmpty()) {
                    received.accept(peer, blocks);
                }
            });
        } catch (RejectedExecutionException e) {
            asked.remove(question);
        }
    }

    /** The blocks up to the first that is not whole. */
    private static List<Ledger.Block> read(PeerAnswer<List<BlockData>> answer) {
        List<Ledger.Block> blocks = new ArrayList<>();
        for (BlockData data : answer.toOptional().orElse(List.of())) {
            Bytes header = data.header().orElse(Bytes.EMPTY);
            try {
                blocks.add(
                        new Ledger.Block(
                                Header.decode(header),
                                data.body(),
                                data.justifications().grandpa()));
            } catch (ScaleException e) {
                return blocks;
            }
        }
        return blocks;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

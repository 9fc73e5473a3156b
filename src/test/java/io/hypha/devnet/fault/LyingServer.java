package io.hypha.devnet.fault;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Answers honestly until it is told to lie, one of {@link Lies}. To be put in with {@code
 * Devnet.start(…, lying::over)}:
 *
 * <pre>{@code
 * LyingServer liar = new LyingServer();
 * Devnet node = members.startNode(0, liar::over);
 * …
 * liar.tell(Lies::wrongProofs);
 * }</pre>
 */
public final class LyingServer implements ChainServer {

    private final AtomicLong asked = new AtomicLong();
    private volatile ChainServer honest = new Nothing();
    private volatile ChainServer now = honest;

    /** Stands before the honest answers; give it to one devnet only. */
    public ChainServer over(ChainServer answers) {
        honest = answers;
        now = answers;
        return this;
    }

    /** From now on. */
    public void tell(UnaryOperator<ChainServer> lie) {
        now = lie.apply(honest);
    }

    public void beHonest() {
        now = honest;
    }

    /** How many questions were asked so far. */
    public long asked() {
        return asked.get();
    }

    private <T> T count(Supplier<T> answer) {
        asked.incrementAndGet();
        return answer.get();
    }

    @Override
    public BlockId best() {
        return now.best();
    }

    @Override
    public Optional<Bytes> warpProof(Hash256 begin) {
        return count(() -> now.warpProof(begin));
    }

    @Override
    public Optional<List<BlockData>> blocks(BlockRequest request) {
        return count(() -> now.blocks(request));
    }

    @Override
    public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return count(() -> now.readProof(at, keys));
    }

    @Override
    public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
        return count(() -> now.readChildProof(at, child, keys));
    }

    @Override
    public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
        return count(() -> now.callProof(at, method, data));
    }

    @Override
    public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return count(() -> now.stateProof(at, start));
    }

    /** Before there is a chain. */
    private static final class Nothing implements ChainServer {

        @Override
        public BlockId best() {
            return new BlockId(0, Hash256.ZERO);
        }

        @Override
        public Optional<Bytes> warpProof(Hash256 begin) {
            return Optional.empty();
        }

        @Override
        public Optional<List<BlockData>> blocks(BlockRequest request) {
            return Optional.empty();
        }

        @Override
        public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
            return Optional.empty();
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
            return Optional.empty();
        }
    }
}

package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockJustifications;
import io.hypha.node.network.message.BlockRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A chain of answers that a test can recognize; it proves nothing. */
class TestChain implements ChainServer {

    static final Hash256 GENESIS = hash("genesis");

    final BlockId best = new BlockId(77, hash("best"));
    final AtomicInteger working = new AtomicInteger();
    final AtomicInteger mostWorking = new AtomicInteger();
    final ConcurrentHashMap<Hash256, Bytes> warpProofs = new ConcurrentHashMap<>();

    /** While it is up, questions for a warp proof wait for it. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    static Hash256 hash(String name) {
        return io.hypha.node.crypto.Blake2b.hash256(
                Bytes.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    static Bytes bytes(int size, long seed) {
        byte[] value = new byte[size];
        new Random(seed).nextBytes(value);
        return Bytes.of(value);
    }

    static Header header(long number) {
        return new Header(
                hash("parent of " + number), number, hash("state"), hash("body"), List.of());
    }

    @Override
    public BlockId best() {
        return best;
    }

    @Override
    public Optional<Bytes> warpProof(Hash256 begin) {
        mostWorking.accumulateAndGet(working.incrementAndGet(), Math::max);
        try {
            gate.await();
            return Optional.ofNullable(warpProofs.get(begin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            working.decrementAndGet();
        }
    }

    @Override
    public Optional<List<BlockData>> blocks(BlockRequest request) {
        if (!(request.from() instanceof BlockRequest.From.AtNumber(long number))) {
            return Optional.empty();
        }
        List<BlockData> blocks = new ArrayList<>();
        for (long at = number; at < number + request.max(); at++) {
            Header header = header(at);
            blocks.add(
                    new BlockData(
                            header.hash(),
                            Optional.of(header.encode()),
                            List.of(bytes(100, at)),
                            new BlockJustifications.None()));
        }
        return Optional.of(blocks);
    }

    @Override
    public Optional<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return at.equals(best.hash()) ? Optional.of(keys) : Optional.empty();
    }

    @Override
    public Optional<List<Bytes>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys) {
        List<Bytes> nodes = new ArrayList<>(List.of(child));
        nodes.addAll(keys);
        return at.equals(best.hash()) ? Optional.of(nodes) : Optional.empty();
    }

    @Override
    public Optional<List<Bytes>> callProof(Hash256 at, String method, Bytes data) {
        return at.equals(best.hash())
                ? Optional.of(List.of(Bytes.of(method.getBytes(StandardCharsets.UTF_8)), data))
                : Optional.empty();
    }

    @Override
    public Optional<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return at.equals(best.hash()) ? Optional.of(Bytes.concat(start)) : Optional.empty();
    }
}

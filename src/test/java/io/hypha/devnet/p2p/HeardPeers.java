package io.hypha.devnet.p2p;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerListener;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a light node hears from its peers, for a test to wait for. */
public final class HeardPeers implements PeerListener {

    private static final long WAIT_SECONDS = 60;

    private final BlockingQueue<Peer> joined = new LinkedBlockingQueue<>();
    private final BlockingQueue<BlockAnnounce> announces = new LinkedBlockingQueue<>();
    private final BlockingQueue<GrandpaMessage> grandpa = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<Bytes>> transactions = new LinkedBlockingQueue<>();

    @Override
    public void joined(Peer peer) {
        joined.add(peer);
    }

    @Override
    public void announced(Peer peer, BlockAnnounce announce) {
        announces.add(announce);
    }

    @Override
    public void grandpa(Peer peer, GrandpaMessage message) {
        grandpa.add(message);
    }

    @Override
    public void transactions(Peer peer, List<Bytes> extrinsics) {
        transactions.add(extrinsics);
    }

    public Peer join() throws InterruptedException {
        return next(joined, _ -> true);
    }

    public BlockAnnounce announce(Predicate<BlockAnnounce> wanted) throws InterruptedException {
        return next(announces, wanted);
    }

    public <M extends GrandpaMessage> M grandpa(Class<M> kind) throws InterruptedException {
        return kind.cast(next(grandpa, kind::isInstance));
    }

    public List<Bytes> transactions() throws InterruptedException {
        return next(transactions, _ -> true);
    }

    private static <T> T next(BlockingQueue<T> queue, Predicate<T> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        while (true) {
            T found = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (found == null) {
                throw new AssertionError("heard nothing of that kind in " + WAIT_SECONDS + " s");
            }
            if (wanted.test(found)) {
                return found;
            }
        }
    }
}

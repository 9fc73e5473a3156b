package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.util.List;

/**
 * The peers of one chain: dials, greets, keeps and drops them, and carries bytes to and from them.
 *
 * <p>All methods may be called from any thread. Threads, sockets and timers end with {@link #close}.
 */
public final class PeerNetwork implements AutoCloseable {

    private PeerNetwork() {}

    /** Takes part as one who only asks. */
    public static PeerNetwork start(NetworkOptions options, PeerListener listener) {
        throw new IllegalStateException("not built yet");
    }

    /** Takes part as one who also answers. */
    public static PeerNetwork serve(
            NetworkOptions options, PeerListener listener, ChainServer server) {
        throw new IllegalStateException("not built yet");
    }

    public PeerId self() {
        throw new IllegalStateException("not built yet");
    }

    /** Where we accept, with the true port and our id: TCP, then WebSocket, for each socket. */
    public List<Multiaddr> addresses() {
        throw new IllegalStateException("not built yet");
    }

    /** Peers that may be asked, the most promising first: few faults, gossiping, near. */
    public List<Peer> peers() {
        throw new IllegalStateException("not built yet");
    }

    /** Every address of interest with its state: bootnodes, connected peers, bans, failures. */
    public List<PeerRecord> describe() {
        throw new IllegalStateException("not built yet");
    }

    /**
     * Cuts the connection to a peer and leaves it alone for as long as its misconduct is worth.
     *
     * @param text what was expected and what was found
     */
    public void report(PeerId peer, Misconduct kind, String text) {
        throw new IllegalStateException("not built yet");
    }

    /** Lifts a ban and the back-off of a peer's addresses. */
    public void forgive(PeerId peer) {
        throw new IllegalStateException("not built yet");
    }

    /** Adds an address and dials it soon, beyond the wanted count if need be. */
    public void dial(Multiaddr address) {
        throw new IllegalStateException("not built yet");
    }

    /**
     * Sends an extrinsic (with its own compact length in front) to all gossiping peers.
     *
     * @return how many it was queued for
     */
    public int gossipTransaction(Bytes extrinsic) {
        throw new IllegalStateException("not built yet");
    }

    /** What we say our best block is, in handshakes from now on. */
    public void best(BlockId block) {
        throw new IllegalStateException("not built yet");
    }

    /** Announces a block to all gossiping peers. */
    public void announce(Header header, boolean best) {
        throw new IllegalStateException("not built yet");
    }

    /** Sends a vote or a commit to all peers with a GRANDPA link. */
    public void gossip(GrandpaMessage message) {
        throw new IllegalStateException("not built yet");
    }

    /**
     * Says where we stand in finality: without it no peer sends a commit. Sent to each peer when its
     * GRANDPA link opens and when it advances, never backwards, and again each five minutes.
     */
    public void neighbor(long round, long setId, long finalizedNumber) {
        throw new IllegalStateException("not built yet");
    }

    @Override
    public void close() {}
}

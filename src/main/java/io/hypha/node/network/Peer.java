package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A connected peer. Every question waits for its answer, at most as long as {@link NetworkLimits}
 * says, and may be asked from any thread; all questions after the connection ended fail with {@link
 * PeerFault.Gone}. Nothing that comes back was judged.
 */
public interface Peer {

    /** Proven by the peer's signature during the handshake. */
    PeerId id();

    /** Where it was dialled; for a peer that dialled us, where it came from. */
    Multiaddr address();

    /**
     * Where on the network it is, by the address of its socket: who shares an IPv4 /24 or an IPv6
     * /48 shares this, but on this machine or in this house everyone has their own.
     */
    String neighbourhood();

    /** Whether it dialled us. */
    boolean inbound();

    /** What it calls itself: printable ASCII, at most 128 characters, empty before it said. */
    String agent();

    /** What it says it is in its block-announce handshake. */
    Role role();

    /** Smoothed round trip of a ping; empty before the first one. */
    Optional<Duration> latency();

    long bytesReceived();

    long bytesSent();

    /** Questions that got no usable answer, and other faults seen on this connection. */
    long faults();

    /** The best block that it claims: from its handshake, then from its announces. */
    BlockId best();

    /** Whether block announces flow in both directions. */
    boolean gossips();

    /** Whether the connection stands. */
    boolean connected();

    /** The raw answer of {@code /sync/warp} from {@code begin} on, at most 16 MiB. */
    PeerAnswer<Bytes> warpProof(Hash256 begin);

    /**
     * Blocks by {@code /sync/2}. The hash beside each header is a claim. The same request is sent
     * at most twice to one peer, those aside that were answered with nothing, since a third one is
     * punished: it fails here with {@link PeerFault.Withheld}.
     */
    PeerAnswer<List<BlockData>> blocks(BlockRequest request);

    /**
     * The nodes of a read proof by {@code /light/2}.
     *
     * @return empty when the peer cannot answer: the block is pruned or unknown to it
     */
    PeerAnswer<Optional<List<Bytes>>> readProof(Hash256 at, List<Bytes> keys);

    /**
     * The nodes of a proof of keys in a child trie.
     *
     * @param child the child's storage key, {@code :child_storage:default:…} in full
     */
    PeerAnswer<Optional<List<Bytes>>> readChildProof(Hash256 at, Bytes child, List<Bytes> keys);

    /** The nodes that a call of the runtime touches; empty when the peer cannot answer. */
    PeerAnswer<Optional<List<Bytes>>> callProof(Hash256 at, String method, Bytes data);

    /**
     * A compact proof of entries from {@code start} on by {@code /state/2}, as sent.
     *
     * @param start empty for the first key; one key; or child storage key and key in it
     */
    PeerAnswer<Bytes> stateProof(Hash256 at, List<Bytes> start);

    /**
     * Hands an extrinsic (with its own compact length in front) to the peer.
     *
     * @return true when it was queued for the peer; what the peer does with it is not known
     */
    PeerAnswer<Boolean> send(Bytes extrinsic);
}

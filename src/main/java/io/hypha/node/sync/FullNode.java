package io.hypha.node.sync;

import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A full node that may be asked, over JSON-RPC or as a peer of the chain's own network. Methods
 * block and are meant for virtual threads. Answers are what the node says: hash the header, check
 * the proof. Limits on sizes and times hold below this port.
 */
interface FullNode extends AutoCloseable {

    enum Wire {
        RPC,
        PEER
    }

    /** What it says of itself. */
    record Introduction(String software, boolean readProofs, boolean justificationFeed) {}

    Wire wire();

    /** Its name for people. */
    String address();

    /** Where it is: sources of one place may be one stranger's. */
    String place();

    /** Its libp2p identity; of an endpoint, its address. */
    String identity();

    /** How long the last answered question took. */
    Optional<Duration> latency();

    long bytesReceived();

    /** Its chain; nothing else is asked before this is ours. */
    Reply<Optional<Hash256>> genesis();

    Reply<Introduction> introduce();

    Reply<Optional<Header>> header(Hash256 hash);

    /** Its block of that number: a hint. */
    Reply<Optional<Header>> headerAt(long number);

    /**
     * What it holds for the {@code count} headers just below {@code child}, newest first, as far as
     * it answers.
     */
    Reply<List<Header>> ancestors(Header child, int count);

    /** A block with its body; with its justification only where the wire sends it anyway. */
    Reply<Optional<FullBlock>> block(Hash256 hash);

    /** A header with its justification; the body may be left out. */
    Reply<Optional<FullBlock>> justified(Hash256 hash);

    /** Its blocks {@code [from, to]}, ascending, as {@link #justified} gives them. */
    Reply<List<FullBlock>> justified(long from, long to);

    /** Its newest block. */
    Reply<Optional<Header>> best();

    /** What it holds for final. */
    Reply<Optional<Hash256>> finalizedHead();

    /** The way of voters from {@code begin} up, SCALE of a warp proof. Peers only. */
    Reply<Bytes> warpProof(Hash256 begin);

    /** The trie nodes that shall prove {@code keys} under the state root of block {@code at}. */
    Reply<List<Bytes>> readProof(Hash256 at, List<Bytes> keys);

    /** The same for keys of a child trie, with the way to its root. */
    Reply<List<Bytes>> childProof(Hash256 at, Bytes childStorageKey, List<Bytes> keys);

    /** The trie nodes that a call of the runtime touched there. Peers only. */
    Reply<List<Bytes>> callProof(Hash256 at, RuntimeCall call);

    /** Keys below {@code prefix} that come after {@code start}: a hint. RPC only. */
    Reply<List<Bytes>> keys(Bytes prefix, int count, Bytes start, Hash256 at);

    /**
     * A compact proof of as many entries as fit, those after {@code start}, in the order of keys.
     * Peers only.
     */
    Reply<Bytes> rangeProof(Hash256 at, Bytes start);

    /** Metadata of one version as the runtime answers it there: never proven. RPC only. */
    Reply<Bytes> metadata(int version, Hash256 at);

    /** Hands over a signed extrinsic with its length prefix. */
    Reply<Boolean> submit(Bytes extrinsic);

    /** Listens where the node pushes; asked again, it opens what has closed. */
    void listen(boolean justifications, Consumer<Bytes> justification, Runnable news);

    /** Ends what {@link #listen} opened. */
    void deafen();

    /** Tells whoever keeps the connection that this node is not to be trusted for a while. */
    void accuse(Accusation kind, String text);

    enum Accusation {
        /** What it sent is refuted by its own proof. */
        LIE,
        /** No answer of the promised form. */
        GARBAGE,
        /** It does not answer in time. */
        SLOW
    }

    @Override
    void close();
}

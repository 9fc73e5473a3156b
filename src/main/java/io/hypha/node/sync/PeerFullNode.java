package io.hypha.node.sync;

import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.network.Misconduct;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.scale.ScaleException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A full node as a peer of the chain's own network. */
final class PeerFullNode implements FullNode {

    /** Most blocks of one answer. */
    private static final int MAX_BLOCKS = 128;

    private static final long HEADER_CACHE_BYTES = 512L << 10;
    private static final Set<BlockAttribute> HEADER = EnumSet.of(BlockAttribute.HEADER);
    private static final Set<BlockAttribute> JUSTIFIED =
            EnumSet.of(BlockAttribute.HEADER, BlockAttribute.JUSTIFICATION);
    private static final Set<BlockAttribute> WITH_BODY =
            EnumSet.of(BlockAttribute.HEADER, BlockAttribute.BODY);

    private final Peer peer;
    private final Hash256 genesis;
    private final BiConsumer<Misconduct, String> report;

    /** What it sent already: asked for the same thing again and again, a peer takes offence. */
    private final BoundedCache<Hash256, Header> headers =
            new BoundedCache<>(HEADER_CACHE_BYTES, header -> header.encode().size() + 512L);

    private final AskedBlocks asked = new AskedBlocks();

    /** Its chain by number, as it told since it announced a block last. */
    private final BoundedCache<Long, Header> byNumber =
            new BoundedCache<>(HEADER_CACHE_BYTES, header -> header.encode().size() + 512L);

    private volatile Optional<Header> announced = Optional.empty();
    private volatile long finalized = -1;

    /**
     * @param genesis what its handshake named, or it would be no peer
     * @param report tells the network of misconduct
     */
    PeerFullNode(Peer peer, Hash256 genesis, BiConsumer<Misconduct, String> report) {
        this.peer = peer;
        this.genesis = genesis;
        this.report = report;
    }

    Peer peer() {
        return peer;
    }

    /** Takes note of a block that it announced. */
    void announced(BlockAnnounce announce) {
        Header header = announce.header();
        headers.put(header.hash(), header);
        byNumber.clear();
        if (announce.best()
                || announced.filter(before -> before.number() >= header.number()).isEmpty()) {
            announced = Optional.of(header);
        }
    }

    /** Takes note of the height that it holds for final. */
    void finalizedAt(long number) {
        finalized = number;
    }

    @Override
    public Wire wire() {
        return Wire.PEER;
    }

    @Override
    public String address() {
        return peer.address().withPeer(peer.id()).toString();
    }

    @Override
    public String place() {
        return peer.neighbourhood();
    }

    @Override
    public String identity() {
        return peer.id().toString();
    }

    @Override
    public Optional<Duration> latency() {
        return peer.latency();
    }

    @Override
    public long bytesReceived() {
        return peer.bytesReceived();
    }

    @Override
    public Reply<Optional<Hash256>> genesis() {
        return peer.connected()
                ? Reply.got(Optional.of(genesis))
                : Reply.failed(new Fault.Unreachable("the connection ended"));
    }

    @Override
    public Reply<Introduction> introduce() {
        return Reply.got(new Introduction(peer.agent(), true, false));
    }

    @Override
    public Reply<Optional<Header>> header(Hash256 hash) {
        Optional<Header> known = headers.get(hash);
        return known.isPresent()
                ? Reply.got(known)
                : first(BlockRequest.one(hash, HEADER)).map(found -> found.map(this::kept));
    }

    private Header kept(FullBlock block) {
        headers.put(block.header().hash(), block.header());
        return block.header();
    }

    @Override
    public Reply<Optional<Header>> headerAt(long number) {
        Optional<Header> known = byNumber.get(number);
        return known.isPresent()
                ? Reply.got(known)
                : first(BlockRequest.ascending(number, 1, HEADER))
                        .map(found -> found.map(this::kept))
                        .map(found -> {
                            found.ifPresent(header -> byNumber.put(number, header));
                            return found;
                        });
    }

    @Override
    public Reply<List<Header>> ancestors(Header child, int count) {
        List<Header> known = new ArrayList<>();
        Optional<Header> next = headers.get(child.parentHash());
        while (next.isPresent() && known.size() < count) {
            known.add(next.get());
            next = headers.get(next.get().parentHash());
        }
        return known.size() == count
                ? Reply.got(known)
                : ask(BlockRequest.ancestors(child.parentHash(), Math.min(count, MAX_BLOCKS)))
                        .map(blocks -> blocks.stream().map(this::kept).toList());
    }

    @Override
    public Reply<Optional<FullBlock>> block(Hash256 hash) {
        return first(BlockRequest.one(hash, WITH_BODY));
    }

    @Override
    public Reply<Optional<FullBlock>> justified(Hash256 hash) {
        return first(BlockRequest.one(hash, JUSTIFIED));
    }

    @Override
    public Reply<List<FullBlock>> justified(long from, long to) {
        List<FullBlock> all = new ArrayList<>();
        for (long next = from; next <= to; next += MAX_BLOCKS) {
            int count = (int) Math.min(MAX_BLOCKS, to - next + 1);
            switch (ask(BlockRequest.ascending(next, count, JUSTIFIED))) {
                case Reply.Failed<List<FullBlock>>(Fault fault) -> {
                    return Reply.failed(fault);
                }
                case Reply.Got<List<FullBlock>>(List<FullBlock> blocks) -> all.addAll(blocks);
            }
        }
        return Reply.got(all);
    }

    private Reply<Optional<FullBlock>> first(BlockRequest request) {
        return ask(request).map(blocks -> blocks.stream().findFirst());
    }

    private Reply<List<FullBlock>> ask(BlockRequest request) {
        Optional<List<FullBlock>> known = asked.known(request);
        if (known.isPresent()) {
            return Reply.got(known.get());
        }
        Reply<List<FullBlock>> answer =
                PeerReplies.of(peer.blocks(request)).flatMap(PeerFullNode::read);
        answer.toOptional().ifPresent(blocks -> asked.keep(request, blocks));
        return answer;
    }

    private static Reply<List<FullBlock>> read(List<BlockData> blocks) {
        try {
            List<FullBlock> read = new ArrayList<>(blocks.size());
            for (BlockData block : blocks) {
                if (block.header().isEmpty()) {
                    return Reply.failed(new Fault.Garbage("a block without the header asked for"));
                }
                read.add(
                        new FullBlock(
                                Header.decode(block.header().get()),
                                block.body(),
                                block.justifications().grandpa().stream().toList()));
            }
            return Reply.got(read);
        } catch (ScaleException e) {
            return Reply.failed(new Fault.Garbage("no header: " + e.getMessage()));
        }
    }

    /** What it announced last, or the block of its handshake. */
    @Override
    public Reply<Optional<Header>> best() {
        BlockId best = peer.best();
        Optional<Header> known = announced.filter(each -> each.number() >= best.number());
        return known.isPresent() ? Reply.got(known) : header(best.hash());
    }

    @Override
    public Reply<Optional<Hash256>> finalizedHead() {
        return finalized < 0
                ? Reply.got(Optional.empty())
                : headerAt(finalized).map(header -> header.map(Header::hash));
    }

    @Override
    public Reply<Bytes> warpProof(Hash256 begin) {
        return PeerReplies.of(peer.warpProof(begin));
    }

    @Override
    public Reply<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return stateOf(at, peer.readProof(at, keys));
    }

    @Override
    public Reply<List<Bytes>> childProof(Hash256 at, Bytes childStorageKey, List<Bytes> keys) {
        return stateOf(at, peer.readChildProof(at, childStorageKey, keys));
    }

    private static Reply<List<Bytes>> stateOf(
            Hash256 at, PeerAnswer<Optional<List<Bytes>>> answer) {
        return PeerReplies.of(answer)
                .flatMap(proof ->
                        proof.map(Reply::got)
                                .orElseGet(() ->
                                        Reply.failed(
                                                new Fault.NotThere(
                                                        "it does not have the state of block "
                                                                + at))));
    }

    /** No proof: it does not have the state, or the call fails there; neither is a fault. */
    @Override
    public Reply<List<Bytes>> callProof(Hash256 at, RuntimeCall call) {
        return PeerReplies.of(peer.callProof(at, call.method(), call.parameters()))
                .flatMap(proof ->
                        proof.map(Reply::got)
                                .orElseGet(() -> Reply.unsupported("a proof of this call")));
    }

    @Override
    public Reply<List<Bytes>> keys(Bytes prefix, int count, Bytes start, Hash256 at) {
        return Reply.unsupported("a list of keys");
    }

    @Override
    public Reply<Bytes> rangeProof(Hash256 at, Bytes start) {
        return PeerReplies.of(peer.stateProof(at, List.of(start)));
    }

    @Override
    public Reply<Bytes> metadata(int version, Hash256 at) {
        return Reply.unsupported("metadata");
    }

    @Override
    public Reply<Boolean> submit(Bytes extrinsic) {
        return PeerReplies.of(peer.send(extrinsic));
    }

    /** What a peer sends by itself comes by another way. */
    @Override
    public void listen(boolean justifications, Consumer<Bytes> justification, Runnable news) {}

    @Override
    public void deafen() {}

    @Override
    public void accuse(Accusation kind, String text) {
        report.accept(
                switch (kind) {
                    case LIE -> Misconduct.LIE;
                    case GARBAGE -> Misconduct.GARBAGE;
                    case SLOW -> Misconduct.SLOW;
                },
                text);
    }

    /** The network keeps the connection, and ends it. */
    @Override
    public void close() {}
}

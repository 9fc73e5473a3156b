package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockJustifications;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.trie.CompactProof;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** A peer over a {@link FakeChain}, in memory, that can be told to misbehave. */
final class FakePeer implements Peer {

    /** Bytes of one answer of {@code /state/2}; small, so that ranges take several. */
    int rangeBytes = 16 << 10;

    final FakeChain chain;
    final Map<String, Integer> calls = new ConcurrentHashMap<>();
    final List<Bytes> sent = new ArrayList<>();
    private final PeerId id;

    /** By itself one of its own. */
    String neighbourhood;

    /** Only blocks up to here are known. */
    long limit = Long.MAX_VALUE;

    /** State is kept for that many of the newest blocks. */
    long stateBlocks = Long.MAX_VALUE;

    int fragmentsPerProof = Integer.MAX_VALUE;

    boolean warps = true;
    UnaryOperator<PeerAnswer<Bytes>> warpFault = UnaryOperator.identity();
    UnaryOperator<PeerAnswer<List<BlockData>>> blocksFault = UnaryOperator.identity();
    UnaryOperator<PeerAnswer<Optional<List<Bytes>>>> proofFault = UnaryOperator.identity();
    UnaryOperator<PeerAnswer<Optional<List<Bytes>>>> callFault = UnaryOperator.identity();

    /** What its proof of a call covers; nothing: it cannot answer. */
    List<Bytes> callReads = List.of();

    UnaryOperator<PeerAnswer<Bytes>> stateFault = UnaryOperator.identity();

    FakePeer(FakeChain chain, int index) {
        this.chain = chain;
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) (index + 1));
        this.id = PeerId.ofEd25519(Hash256.of(key));
        this.neighbourhood = id.toString();
    }

    private FakeChain.Block newest() {
        return chain.at(Math.min(limit, chain.head().header().number()));
    }

    private void count(String what) {
        calls.merge(what, 1, Integer::sum);
    }

    int count(Object what) {
        return calls.getOrDefault(what, 0);
    }

    private Optional<FakeChain.Block> block(Hash256 hash) {
        return chain.byHash(hash)
                .filter(each -> each.header().number() <= newest().header().number());
    }

    @Override
    public String neighbourhood() {
        return neighbourhood;
    }

    @Override
    public PeerAnswer<Bytes> warpProof(Hash256 begin) {
        count("warp");
        return warpFault.apply(
                block(begin)
                        .filter(_ -> warps)
                        .map(block -> PeerAnswer.got(warp(block.header().number()).encode()))
                        .orElseGet(() ->
                                PeerAnswer.failed(new PeerFault.Refused("closed the stream"))));
    }

    /** As full nodes make it: a set's last block without announcement ends the collection. */
    WarpProof warp(long begin) {
        List<WarpProof.Fragment> fragments = new ArrayList<>();
        long last = newest().header().number();
        boolean broken = false;
        for (long n = begin + 1; n < last && !broken; n++) {
            if (!chain.at(n + 1).signers().equals(chain.at(n).signers())) {
                if (AuthorityChange.in(chain.at(n).header()) instanceof AuthorityChange.Scheduled) {
                    if (fragments.size() == fragmentsPerProof) {
                        return new WarpProof(fragments, false);
                    }
                    fragments.add(fragment(n));
                } else {
                    broken = true;
                }
            }
        }
        if (last > begin) {
            fragments.add(fragment(last));
        }
        return new WarpProof(fragments, true);
    }

    private WarpProof.Fragment fragment(long number) {
        return new WarpProof.Fragment(chain.at(number).header(), chain.justify(number));
    }

    @Override
    public PeerAnswer<List<BlockData>> blocks(BlockRequest request) {
        count("blocks");
        String name = "request " + request.encode().toHex();
        if (calls.getOrDefault(name, 0) >= 2) {
            return PeerAnswer.failed(new PeerFault.Withheld("the same blocks a third time"));
        }
        Optional<FakeChain.Block> first =
                switch (request.from()) {
                    case BlockRequest.From.AtHash(Hash256 hash) -> block(hash);
                    case BlockRequest.From.AtNumber(long number) ->
                            number > newest().header().number()
                                    ? Optional.empty()
                                    : Optional.of(chain.at(number));
                };
        List<BlockData> found = new ArrayList<>();
        int step = request.direction() == BlockRequest.Direction.ASCENDING ? 1 : -1;
        if (first.isPresent()) {
            long number = first.get().header().number();
            while (found.size() < Math.min(128, request.max())
                    && number >= 0
                    && number <= newest().header().number()) {
                found.add(data(chain.at(number), request));
                number += step;
            }
        }
        if (!found.isEmpty()) {
            count(name);
        }
        return blocksFault.apply(PeerAnswer.got(found));
    }

    private BlockData data(FakeChain.Block block, BlockRequest request) {
        return new BlockData(
                block.header().hash(),
                Optional.of(block.header().encode()),
                request.asks(BlockAttribute.BODY) ? block.extrinsics() : List.of(),
                request.asks(BlockAttribute.JUSTIFICATION) && block.header().number() > 0
                        ? BlockJustifications.ofGrandpa(
                                chain.justify(block.header().number()).encode())
                        : new BlockJustifications.None());
    }

    private Optional<FakeChain.Block> withState(Hash256 hash) {
        return block(hash)
                .filter(each -> newest().header().number() - each.header().number() < stateBlocks);
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> readProof(Hash256 at, List<Bytes> keys) {
        count("proof");
        calls.merge("keys", keys.size(), Integer::sum);
        return proofFault.apply(
                PeerAnswer.got(withState(at).map(block -> block.state().prove(keys))));
    }

    @Override
    public PeerAnswer<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        count("state");
        return stateFault.apply(
                withState(at)
                        .flatMap(block ->
                                block.state()
                                        .proveRange(start, rangeBytes)
                                        .map(range ->
                                                CompactProof.encode(
                                                        block.state().root(), range.nodes())))
                        .map(PeerAnswer::got)
                        .orElseGet(() ->
                                PeerAnswer.failed(new PeerFault.Refused("closed the stream"))));
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> readChildProof(
            Hash256 at, Bytes child, List<Bytes> keys) {
        count("child");
        return PeerAnswer.got(withState(at).map(block -> block.state().proveChild(child, keys)));
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> callProof(Hash256 at, String method, Bytes data) {
        count("call");
        return callFault.apply(
                PeerAnswer.got(
                        callReads.isEmpty()
                                ? Optional.empty()
                                : withState(at).map(block -> block.state().prove(callReads))));
    }

    @Override
    public PeerAnswer<Boolean> send(Bytes extrinsic) {
        sent.add(extrinsic);
        return PeerAnswer.got(true);
    }

    @Override
    public PeerId id() {
        return id;
    }

    @Override
    public Multiaddr address() {
        try {
            return Multiaddr.parse("/ip4/127.0.0.1/tcp/30333");
        } catch (AddressException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean inbound() {
        return false;
    }

    @Override
    public String agent() {
        return "fake/1.0";
    }

    @Override
    public Role role() {
        return Role.FULL;
    }

    @Override
    public Optional<Duration> latency() {
        return Optional.empty();
    }

    @Override
    public long bytesReceived() {
        return 0;
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public long faults() {
        return 0;
    }

    @Override
    public BlockId best() {
        return newest().id();
    }

    @Override
    public boolean gossips() {
        return true;
    }

    @Override
    public boolean connected() {
        return true;
    }
}

package io.hypha.node.sync;

import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcBlock;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcFault;
import io.hypha.node.rpc.RpcTransport.Subscription;
import io.hypha.node.scale.ScaleCodecWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A full node over JSON-RPC. */
final class RpcFullNode implements FullNode {

    private static final long NO_SUCH_METHOD = -32601;

    private final RpcEndpoint rpc;
    private volatile @Nullable Subscription justifications;
    private volatile @Nullable Subscription heads;

    RpcFullNode(RpcEndpoint rpc) {
        this.rpc = rpc;
    }

    static <T> Reply<T> reply(RpcAnswer<T> answer) {
        return switch (answer) {
            case RpcAnswer.Got<T>(T value) -> Reply.got(value);
            case RpcAnswer.Failed<T>(RpcFault fault) -> Reply.failed(fault(fault));
        };
    }

    private static Fault fault(RpcFault fault) {
        return switch (fault) {
            case RpcFault.Unreachable(String text) -> new Fault.Unreachable(text);
            case RpcFault.Timeout(Duration after) -> new Fault.Timeout(after);
            case RpcFault.TooLarge(long limitBytes) -> new Fault.TooLarge(limitBytes);
            case RpcFault.Garbage(String text) -> new Fault.Garbage(text);
            case RpcFault.RpcError(long code, String message, String data) ->
                    code != NO_SUCH_METHOD && Pruned.says(message + " " + data)
                            ? new Fault.NotThere(message)
                            : new Fault.Refused(code, message, data);
        };
    }

    @Override
    public Wire wire() {
        return Wire.RPC;
    }

    @Override
    public String address() {
        return rpc.address();
    }

    /** Whoever configured it knows whose it is. */
    @Override
    public String place() {
        return rpc.address();
    }

    @Override
    public String identity() {
        return rpc.address();
    }

    @Override
    public Optional<Duration> latency() {
        return rpc.latency();
    }

    @Override
    public long bytesReceived() {
        return rpc.bytesReceived();
    }

    @Override
    public Reply<Optional<Hash256>> genesis() {
        return reply(rpc.blockHash(0));
    }

    /** Gateways may refuse both questions; then it is tried what the endpoint can do. */
    @Override
    public Reply<Introduction> introduce() {
        Reply<Set<String>> methods = reply(rpc.methods());
        Reply<String> software = reply(rpc.software());
        if (methods instanceof Reply.Failed<Set<String>>(Fault fault) && isBroken(fault)) {
            return Reply.failed(fault);
        }
        if (software instanceof Reply.Failed<String>(Fault fault) && isBroken(fault)) {
            return Reply.failed(fault);
        }
        Optional<Set<String>> offered = methods.toOptional();
        return Reply.got(
                new Introduction(
                        software.toOptional().orElse("unknown"),
                        offered.map(all -> all.contains("state_getReadProof")).orElse(true),
                        offered.map(all -> all.contains("grandpa_subscribeJustifications"))
                                .orElse(false)));
    }

    private static boolean isBroken(Fault fault) {
        return !(fault instanceof Fault.Refused || fault instanceof Fault.NotThere);
    }

    @Override
    public Reply<Optional<Header>> header(Hash256 hash) {
        return reply(rpc.header(hash));
    }

    @Override
    public Reply<Optional<Header>> headerAt(long number) {
        return reply(rpc.blockHash(number))
                .flatMap(hash -> hash.isEmpty() ? Reply.got(Optional.empty()) : header(hash.get()));
    }

    /** The parent's hash is known; those below it are guessed by number. */
    @Override
    public Reply<List<Header>> ancestors(Header child, int count) {
        List<Hash256> hashes = new ArrayList<>(count);
        hashes.add(child.parentHash());
        List<Long> numbers =
                LongStream.rangeClosed(2, count)
                        .map(each -> child.number() - each)
                        .boxed()
                        .toList();
        for (RpcAnswer<Optional<Hash256>> answer : rpc.blockHashes(numbers)) {
            Optional<Hash256> hash = answer.toOptional().flatMap(found -> found);
            if (hash.isEmpty()) {
                break;
            }
            hashes.add(hash.get());
        }
        List<Header> headers = new ArrayList<>(hashes.size());
        for (RpcAnswer<Optional<Header>> answer : rpc.headers(hashes)) {
            switch (answer) {
                case RpcAnswer.Failed<Optional<Header>>(RpcFault fault) when headers.isEmpty() -> {
                    return Reply.failed(fault(fault));
                }
                case RpcAnswer.Failed<Optional<Header>> _ -> {
                    return Reply.got(headers);
                }
                case RpcAnswer.Got<Optional<Header>>(Optional<Header> header) -> {
                    if (header.isEmpty()) {
                        return Reply.got(headers);
                    }
                    headers.add(header.get());
                }
            }
        }
        return Reply.got(headers);
    }

    @Override
    public Reply<Optional<FullBlock>> block(Hash256 hash) {
        return reply(rpc.block(hash)).map(block -> block.map(RpcFullNode::block));
    }

    @Override
    public Reply<Optional<FullBlock>> justified(Hash256 hash) {
        return block(hash);
    }

    private static FullBlock block(RpcBlock block) {
        return new FullBlock(
                block.header(), block.extrinsics(), block.grandpaJustification().stream().toList());
    }

    @Override
    public Reply<List<FullBlock>> justified(long from, long to) {
        List<Hash256> hashes = new ArrayList<>();
        for (RpcAnswer<Optional<Hash256>> answer :
                rpc.blockHashes(LongStream.rangeClosed(from, to).boxed().toList())) {
            switch (reply(answer)) {
                case Reply.Failed<Optional<Hash256>>(Fault fault) -> {
                    return Reply.failed(fault);
                }
                case Reply.Got<Optional<Hash256>>(Optional<Hash256> hash) ->
                        hash.ifPresent(hashes::add);
            }
        }
        List<FullBlock> all = new ArrayList<>();
        List<RpcAnswer<Optional<RpcBlock>>> blocks = rpc.blocks(hashes);
        for (int i = 0; i < blocks.size(); i++) {
            switch (reply(blocks.get(i))) {
                case Reply.Failed<Optional<RpcBlock>>(Fault fault) -> {
                    return Reply.failed(fault);
                }
                case Reply.Got<Optional<RpcBlock>>(Optional<RpcBlock> block) -> {
                    Hash256 hash = hashes.get(i);
                    if (block.isPresent() && !block.get().header().hash().equals(hash)) {
                        return Reply.failed(
                                new Fault.Garbage(
                                        "expected the block with hash "
                                                + hash
                                                + ", found one with hash "
                                                + block.get().header().hash()));
                    }
                    block.map(RpcFullNode::block).ifPresent(all::add);
                }
            }
        }
        return Reply.got(all);
    }

    @Override
    public Reply<Optional<Header>> best() {
        return reply(rpc.bestHeader()).map(Optional::of);
    }

    @Override
    public Reply<Optional<Hash256>> finalizedHead() {
        return reply(rpc.finalizedHead()).map(Optional::of);
    }

    @Override
    public Reply<Bytes> warpProof(Hash256 begin) {
        return Reply.unsupported("a warp proof");
    }

    @Override
    public Reply<List<Bytes>> readProof(Hash256 at, List<Bytes> keys) {
        return reply(rpc.readProof(keys, at));
    }

    @Override
    public Reply<List<Bytes>> childProof(Hash256 at, Bytes childStorageKey, List<Bytes> keys) {
        return reply(rpc.readChildProof(childStorageKey, keys, at));
    }

    @Override
    public Reply<List<Bytes>> callProof(Hash256 at, RuntimeCall call) {
        return Reply.unsupported("a proof of a call");
    }

    @Override
    public Reply<List<Bytes>> keys(Bytes prefix, int count, Bytes start, Hash256 at) {
        return reply(rpc.keysPaged(prefix, count, start, at));
    }

    @Override
    public Reply<Bytes> rangeProof(Hash256 at, Bytes start) {
        return Reply.unsupported("a proof of a range");
    }

    @Override
    public Reply<Bytes> metadata(int version, Hash256 at) {
        Bytes argument = new ScaleCodecWriter().writeUint32(version).toBytes();
        return reply(
                version == 14
                        ? rpc.metadata(at)
                        : rpc.runtimeCall("Metadata_metadata_at_version", argument, at));
    }

    @Override
    public Reply<Boolean> submit(Bytes extrinsic) {
        return reply(rpc.submit(extrinsic)).map(_ -> true);
    }

    @Override
    public void listen(boolean offersJustifications, Consumer<Bytes> justification, Runnable news) {
        if (!rpc.pushes()) {
            return;
        }
        if (offersJustifications && !isOpen(justifications)) {
            justifications = rpc.onJustification(justification).toOptional().orElse(null);
        }
        if (!isOpen(heads)) {
            heads = rpc.onNewHead(_ -> news.run()).toOptional().orElse(null);
        }
    }

    private static boolean isOpen(@Nullable Subscription feed) {
        return feed != null && feed.open();
    }

    @Override
    public void deafen() {
        Subscription first = justifications;
        Subscription second = heads;
        justifications = null;
        heads = null;
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.close();
        }
    }

    /** Nobody else talks to an endpoint: to put it aside is up to its source. */
    @Override
    public void accuse(Accusation kind, String text) {}

    @Override
    public void close() {
        rpc.close();
    }
}

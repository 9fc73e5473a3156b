package io.hypha.node.network;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.BlockResponse;
import io.hypha.node.network.message.LightRequest;
import io.hypha.node.network.message.LightResponse;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.message.StateRequest;
import io.hypha.node.network.message.StateResponse;
import io.hypha.node.network.message.TransactionsMessage;
import io.hypha.node.network.message.WarpRequest;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.PeerId;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A peer as the rest of the node sees it. */
final class RemotePeer implements Peer {

    /** Questions under way at once; further ones wait for a place. */
    private static final int AT_ONCE = 8;

    private static final int REMEMBERED_REQUESTS = 256;
    private static final int MOST_TIMEOUTS = 4;

    private final PeerSession session;
    private final Link link;
    private final NetworkLimits limits;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicLong faults = new AtomicLong();
    private final AtomicInteger timeoutsInARow = new AtomicInteger();
    private final SameBlocks sameBlocks = new SameBlocks(REMEMBERED_REQUESTS);

    RemotePeer(PeerSession session, Link link, NetworkLimits limits) {
        this.session = session;
        this.link = link;
        this.limits = limits;
    }

    @Override
    public PeerId id() {
        return session.remote()
                .orElseThrow(() -> new IllegalStateException("the connection is not secured yet"));
    }

    @Override
    public Multiaddr address() {
        return session.address();
    }

    @Override
    public String neighbourhood() {
        InetAddress host = session.host();
        return Reach.isLocal(host) ? session.address().toString() : Reach.neighbourhood(host);
    }

    @Override
    public boolean inbound() {
        return session.inbound();
    }

    @Override
    public String agent() {
        return session.claims().agent();
    }

    @Override
    public Role role() {
        return session.claims().role();
    }

    @Override
    public Optional<Duration> latency() {
        return session.latency();
    }

    @Override
    public long bytesReceived() {
        return link.bytesReceived();
    }

    @Override
    public long bytesSent() {
        return link.bytesSent();
    }

    @Override
    public long faults() {
        return faults.get() + session.missteps();
    }

    @Override
    public BlockId best() {
        return session.claims().best();
    }

    @Override
    public boolean gossips() {
        return session.gossips();
    }

    @Override
    public boolean connected() {
        return !session.over();
    }

    @Override
    public PeerAnswer<Bytes> warpProof(Hash256 begin) {
        return ask(Protocol.WARP, new WarpRequest(begin).encode(), limits.warp());
    }

    @Override
    public PeerAnswer<List<BlockData>> blocks(BlockRequest request) {
        Bytes encoded = request.encode();
        if (!sameBlocks.ask(encoded)) {
            return PeerAnswer.failed(new PeerFault.Withheld("the same blocks a third time"));
        }
        PeerAnswer<List<BlockData>> answer =
                ask(Protocol.SYNC, encoded, limits.blocks())
                        .flatMap(bytes -> read(bytes, each -> BlockResponse.decode(each).blocks()));
        if (isNothing(answer)) {
            sameBlocks.gotNothing(encoded);
        }
        return answer;
    }

    /** No block, or no answer at all: what broke on its way may have been given. */
    private static boolean isNothing(PeerAnswer<List<BlockData>> answer) {
        return switch (answer) {
            case PeerAnswer.Got<List<BlockData>>(List<BlockData> blocks) -> blocks.isEmpty();
            case PeerAnswer.Failed<List<BlockData>>(PeerFault fault) ->
                    fault instanceof PeerFault.Refused;
        };
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> readProof(Hash256 at, List<Bytes> keys) {
        return light(new LightRequest.Read(at, keys));
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> readChildProof(
            Hash256 at, Bytes child, List<Bytes> keys) {
        return light(new LightRequest.ReadChild(at, child, keys));
    }

    @Override
    public PeerAnswer<Optional<List<Bytes>>> callProof(Hash256 at, String method, Bytes data) {
        return light(new LightRequest.Call(at, method, data));
    }

    private PeerAnswer<Optional<List<Bytes>>> light(LightRequest request) {
        LightResponse.Kind kind = LightResponse.Kind.of(request);
        return ask(Protocol.LIGHT, request.encode(), limits.light())
                .flatMap(answer ->
                        read(
                                answer,
                                bytes ->
                                        LightResponse.decode(bytes, kind)
                                                .proof()
                                                .map(RemotePeer::nodes)));
    }

    private static List<Bytes> nodes(Bytes proof) {
        ScaleCodecReader reader = new ScaleCodecReader(proof);
        List<Bytes> nodes = reader.readVector(1, ScaleCodecReader::readByteVector);
        reader.requireEnd();
        return nodes;
    }

    @Override
    public PeerAnswer<Bytes> stateProof(Hash256 at, List<Bytes> start) {
        return ask(Protocol.STATE, new StateRequest(at, start).encode(), limits.state())
                .flatMap(answer -> read(answer, bytes -> StateResponse.decode(bytes).proof()));
    }

    @Override
    public PeerAnswer<Boolean> send(Bytes extrinsic) {
        if (session.over()) {
            return PeerAnswer.failed(new PeerFault.Gone("it had ended before"));
        }
        Bytes message = new TransactionsMessage(List.of(extrinsic)).encode();
        return PeerAnswer.got(session.tell(Protocol.TRANSACTIONS, message));
    }

    private <T> PeerAnswer<T> read(Bytes answer, Function<Bytes, T> decode) {
        try {
            return PeerAnswer.got(decode.apply(answer));
        } catch (MessageException | ScaleException e) {
            faults.incrementAndGet();
            return PeerAnswer.failed(new PeerFault.Garbage(String.valueOf(e.getMessage())));
        }
    }

    /** Waits for the answer to a request, and counts what went wrong. */
    PeerAnswer<Bytes> ask(Protocol protocol, Bytes request, Duration wait) {
        PeerAnswer<Bytes> answer = await(protocol, request, wait);
        switch (answer) {
            case PeerAnswer.Got<Bytes> _ -> timeoutsInARow.set(0);
            case PeerAnswer.Failed<Bytes>(PeerFault fault) -> note(protocol, fault);
        }
        return answer;
    }

    private void note(Protocol protocol, PeerFault fault) {
        switch (fault) {
            case PeerFault.Timeout _ -> {
                faults.incrementAndGet();
                int times = timeoutsInARow.incrementAndGet();
                if (times == MOST_TIMEOUTS) {
                    session.ban(Misconduct.SLOW, times + " questions in a row had no answer");
                }
            }
            case PeerFault.TooLarge _, PeerFault.Garbage _ -> {
                session.note(protocol + ": " + fault.text());
                faults.incrementAndGet();
            }
            case PeerFault.Refused _,
                    PeerFault.Withheld _,
                    PeerFault.Unreachable _,
                    PeerFault.Gone _ -> {}
        }
    }

    private PeerAnswer<Bytes> await(Protocol protocol, Bytes request, Duration wait) {
        try {
            if (!places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return PeerAnswer.failed(
                        new PeerFault.Unreachable(
                                AT_ONCE + " questions are under way to it already"));
            }
            try {
                return answer(protocol, MessageReader.framed(request), wait);
            } finally {
                places.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return PeerAnswer.failed(new PeerFault.Gone("the asking thread was interrupted"));
        }
    }

    private PeerAnswer<Bytes> answer(Protocol protocol, Bytes framed, Duration wait)
            throws InterruptedException {
        Question question = link.locked(() -> session.ask(protocol, framed, wait));
        try {
            // The question watches its own deadline; twice that is for a clock that stands still.
            return question.answer().get(2 * wait.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return PeerAnswer.failed(new PeerFault.Timeout(wait, 0));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question ended by a fault of ours", e);
        } finally {
            link.locked(question::abandon);
        }
    }
}

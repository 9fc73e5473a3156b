package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.BlockResponse;
import io.hypha.node.network.message.LightRequest;
import io.hypha.node.network.message.LightResponse;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.StateRequest;
import io.hypha.node.network.message.StateResponse;
import io.hypha.node.network.message.WarpRequest;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the questions of all peers to the {@link ChainServer}: so many at once, so many waiting for
 * each protocol, and so many of one peer until their answers were sent. What is beyond that is
 * refused at once, and what waited longer than its protocol allows is refused then.
 */
final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private record Job(PeerSession peer, Served question, Bytes request) {}

    private final ChainServer server;
    private final NetworkLimits limits;
    private final Threads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Protocol, Deque<Job>> waiting = new EnumMap<>(Protocol.class);
    private final Map<PeerSession, Set<Served>> unsent = new HashMap<>();
    private int working;

    Serving(ChainServer server, NetworkLimits limits, Threads threads) {
        this.server = server;
        this.limits = limits;
        this.threads = threads;
    }

    /**
     * Takes a question; called under its link's lock.
     *
     * @return false when too many wait already
     */
    boolean submit(PeerSession peer, Served question, Bytes request) {
        Job job = new Job(peer, question, request);
        lock.lock();
        try {
            if (mayBegin(peer)) {
                begin(job);
                return true;
            }
            Deque<Job> queue =
                    waiting.computeIfAbsent(question.protocol(), _ -> new ArrayDeque<>());
            return queue.size() < limits.queued() && queue.add(job);
        } finally {
            lock.unlock();
        }
    }

    /** The answer to a question was sent, or is of no use any more. */
    void over(PeerSession peer, Served question) {
        lock.lock();
        try {
            Set<Served> begun = unsent.get(peer);
            if (begun != null && begun.remove(question)) {
                if (begun.isEmpty()) {
                    unsent.remove(peer);
                }
            } else {
                waiting.values()
                        .forEach(queue -> queue.removeIf(job -> job.question() == question));
            }
            beginWaiting();
        } finally {
            lock.unlock();
        }
    }

    private boolean mayBegin(PeerSession peer) {
        return working < limits.served()
                && unsent.getOrDefault(peer, Set.of()).size() < limits.servedPerPeer();
    }

    private void begin(Job job) {
        working++;
        unsent.computeIfAbsent(job.peer(), _ -> new HashSet<>()).add(job.question());
        if (!threads.start("p2p-serve " + job.question().protocol(), () -> work(job))) {
            working--;
        }
    }

    private void beginWaiting() {
        for (Deque<Job> queue : waiting.values()) {
            for (Job job : List.copyOf(queue)) {
                if (mayBegin(job.peer())) {
                    queue.remove(job);
                    begin(job);
                }
            }
        }
    }

    private void work(Job job) {
        try {
            Served question = job.question();
            Link link = question.link();
            if (link.locked(question::waits)) {
                Optional<Bytes> answer = answer(question.protocol(), job.request());
                link.locked(() -> question.answer(answer));
            }
        } finally {
            lock.lock();
            try {
                working--;
                beginWaiting();
            } finally {
                lock.unlock();
            }
        }
    }

    private Optional<Bytes> answer(Protocol protocol, Bytes request) {
        try {
            Optional<Bytes> answer =
                    switch (protocol) {
                        case WARP -> server.warpProof(WarpRequest.decode(request).begin());
                        case SYNC -> blocks(BlockRequest.decode(request));
                        case LIGHT -> Optional.of(light(LightRequest.decode(request)).encode());
                        case STATE -> state(StateRequest.decode(request));
                        case PING, IDENTIFY, KAD, BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA ->
                                throw new IllegalStateException(protocol + " is not served here");
                    };
            int limit = Math.min(protocol.maxResponse(), limits.responseBytes());
            if (answer.isPresent() && answer.get().size() > limit) {
                LOG.warn(
                        "{}: our answer has {} bytes, the limit is {}; not sent",
                        protocol,
                        answer.get().size(),
                        limit);
                return Optional.empty();
            }
            return answer;
        } catch (MessageException e) {
            LOG.debug("{}: a request of no known form: {}", protocol, e.getMessage());
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.error("{}: answering failed by a fault of ours; the stream is closed", protocol, e);
            return Optional.empty();
        }
    }

    private Optional<Bytes> blocks(BlockRequest request) {
        return server.blocks(request).map(blocks -> new BlockResponse(blocks).encode());
    }

    private Optional<Bytes> state(StateRequest request) {
        return server.stateProof(request.block(), request.start())
                .map(proof -> new StateResponse(proof).encode());
    }

    private LightResponse light(LightRequest request) {
        Optional<List<Bytes>> nodes =
                switch (request) {
                    case LightRequest.Read(var block, var keys) -> server.readProof(block, keys);
                    case LightRequest.ReadChild(var block, var child, var keys) ->
                            server.readChildProof(block, child, keys);
                    case LightRequest.Call(var block, var method, var data) ->
                            server.callProof(block, method, data);
                    case LightRequest.Unsupported _ -> Optional.empty();
                };
        return new LightResponse(LightResponse.Kind.of(request), nodes.map(Serving::encode));
    }

    private static Bytes encode(List<Bytes> nodes) {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(nodes, (out, node) -> out.writeByteVector(node));
        return writer.toBytes();
    }

    /** Whether a block request is small: headers and justifications only. */
    static boolean isSmall(Bytes request) {
        try {
            BlockRequest decoded = BlockRequest.decode(request);
            return !decoded.asks(BlockAttribute.BODY);
        } catch (MessageException _) {
            return false;
        }
    }
}

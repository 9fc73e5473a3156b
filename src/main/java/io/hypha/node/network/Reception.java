package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Takes the questions of one peer. All methods run under the link's lock. */
final class Reception implements Served.Owner {

    private static final int MOST_REMEMBERED = 64;

    /** Substrate's bound: a third time is punished. */
    private static final int MOST_SAME = 2;

    private final PeerSession session;
    private final Swarm swarm;
    private final Link link;
    private final Map<Bytes, Integer> blockRequests = new LinkedHashMap<>();
    private long usedAtMillis;

    Reception(PeerSession session, Swarm swarm, Link link) {
        this.session = session;
        this.swarm = swarm;
        this.link = link;
        this.usedAtMillis = link.nowMillis();
    }

    /** When the peer last asked something. */
    long usedAtMillis() {
        return usedAtMillis;
    }

    @Override
    public void asked(Served question, Bytes request) {
        usedAtMillis = link.nowMillis();
        switch (question.protocol()) {
            case KAD -> question.answer(swarm.discovery().answer(session, request));
            case SYNC -> {
                int times = timesAsked(request);
                if (times <= MOST_SAME) {
                    submit(question, request);
                } else if (Serving.isSmall(request)) {
                    session.misstep("it asked for the same blocks " + times + " times");
                    question.answer(Optional.empty());
                } else {
                    session.ban(
                            Misconduct.FLOOD, "it asked for the same bodies " + times + " times");
                }
            }
            case LIGHT, STATE, WARP -> submit(question, request);
            case PING, IDENTIFY, BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA ->
                    throw new IllegalStateException(question.protocol() + " takes no request");
        }
    }

    private int timesAsked(Bytes request) {
        if (blockRequests.size() >= MOST_REMEMBERED && !blockRequests.containsKey(request)) {
            blockRequests.remove(blockRequests.keySet().iterator().next());
        }
        return blockRequests.merge(request, 1, Integer::sum);
    }

    private void submit(Served question, Bytes request) {
        Optional<Serving> serving = swarm.serving();
        if (serving.isEmpty() || !serving.get().submit(session, question, request)) {
            question.answer(Optional.empty());
        }
    }

    @Override
    public void over(Served question) {
        swarm.serving().ifPresent(serving -> serving.over(session, question));
    }

    @Override
    public void broke(Protocol protocol, PeerFault fault) {
        session.misstep(protocol + " request: " + fault.text());
    }
}

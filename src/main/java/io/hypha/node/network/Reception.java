package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.Protocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Takes the questions of one peer. All methods run under the link's lock. */
final class Reception implements Served.Owner {

    private static final int MOST_REMEMBERED = 64;

    private final PeerSession session;
    private final Swarm swarm;
    private final Link link;
    private final SameBlocks sameBlocks = new SameBlocks(MOST_REMEMBERED);
    private final Map<Served, Bytes> blockRequests = new HashMap<>();
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
                if (sameBlocks.ask(request)) {
                    blockRequests.put(question, request);
                    submit(question, request);
                } else if (Serving.isSmall(request)) {
                    session.misstep("it asked for the same blocks a third time");
                    question.answer(Optional.empty());
                } else {
                    session.ban(Misconduct.FLOOD, "it asked for the same bodies a third time");
                }
            }
            case LIGHT, STATE, WARP -> submit(question, request);
            case PING, IDENTIFY, BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA ->
                    throw new IllegalStateException(question.protocol() + " takes no request");
        }
    }

    private void submit(Served question, Bytes request) {
        Optional<Serving> serving = swarm.serving();
        if (serving.isEmpty() || !serving.get().submit(session, question, request)) {
            question.answer(Optional.empty());
        }
    }

    @Override
    public void over(Served question) {
        Bytes request = blockRequests.remove(question);
        if (request != null && question.gaveNothing()) {
            sameBlocks.gotNothing(request);
        }
        swarm.serving().ifPresent(serving -> serving.over(session, question));
    }

    @Override
    public void broke(Protocol protocol, PeerFault fault) {
        session.misstep(protocol + " request: " + fault.text());
    }
}

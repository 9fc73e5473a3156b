package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.BlockAnnounce;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.MessageException;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.message.TransactionsMessage;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a listener hears of one peer, decoded and told on a thread of its own. */
final class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    private final Peer peer;
    private final PeerListener listener;
    private final Claims claims;
    private final Consumer<String> misstep;
    private final Mailbox mailbox = new Mailbox();

    News(Peer peer, PeerListener listener, Claims claims, Consumer<String> misstep) {
        this.peer = peer;
        this.listener = listener;
        this.claims = claims;
        this.misstep = misstep;
    }

    /** Tells until the end. */
    void run() {
        mailbox.run();
    }

    /** Whether the listener takes what comes. */
    boolean keepsUp() {
        return !mailbox.full();
    }

    void joined(Runnable before) {
        mailbox.put(() -> {
            before.run();
            tell(() -> listener.joined(peer));
        });
    }

    /**
     * @param joined whether the listener knows the peer
     */
    void left(boolean joined, String why) {
        mailbox.end(() -> {
            if (joined) {
                tell(() -> listener.left(peer, why));
            }
        });
    }

    /** Hands a notification on; {@code done} follows in any case, unless all is over before. */
    void notified(Protocol protocol, Bytes message, Runnable done) {
        mailbox.put(() -> {
            try {
                decode(protocol, message);
            } catch (MessageException e) {
                misstep.accept(protocol + ": " + e.getMessage());
            } finally {
                done.run();
            }
        });
    }

    private void decode(Protocol protocol, Bytes message) {
        switch (protocol) {
            case BLOCK_ANNOUNCES -> {
                BlockAnnounce announce = BlockAnnounce.decode(message);
                claims.take(announce);
                tell(() -> listener.announced(peer, announce));
            }
            case TRANSACTIONS -> {
                List<Bytes> extrinsics = TransactionsMessage.decode(message).extrinsics();
                tell(() -> listener.transactions(peer, extrinsics));
            }
            case GRANDPA -> {
                GrandpaMessage decoded = GrandpaMessage.decode(message);
                tell(() -> listener.grandpa(peer, decoded));
            }
            case PING, IDENTIFY, KAD, SYNC, LIGHT, STATE, WARP ->
                    throw new IllegalStateException(protocol + " notifies nothing");
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.error("{}: the listener failed; the connection goes on", peer.address(), e);
        }
    }
}

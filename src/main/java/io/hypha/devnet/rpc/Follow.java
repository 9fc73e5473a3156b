package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code chainHead_v1_follow}: the blocks it has told and keeps pinned, and the operations that
 * run on them.
 */
final class Follow {

    /** A client that unpins nothing is told to stop at this. */
    static final int MAX_PINNED = 512;

    static final int MAX_OPERATIONS = 16;

    /** Final blocks that a new follower is told of at once. */
    private static final int FIRST_BLOCKS = 8;

    private final Chain chain;
    private final Subscription subscription;
    private final boolean withRuntime;
    private final Set<Hash256> pinned = new HashSet<>();
    private final Map<String, Runnable> operations = new HashMap<>();
    private final AtomicLong operationIds = new AtomicLong();

    Follow(Chain chain, Subscription subscription, boolean withRuntime) {
        this.chain = chain;
        this.subscription = subscription;
        this.withRuntime = withRuntime;
    }

    void begin() {
        Consumer<NewBlock> listener = this::tell;
        chain.follow(this::initialized, listener);
        subscription.onEnd(() -> chain.unfollow(listener));
    }

    private synchronized void initialized(StoredBlock head) {
        Deque<StoredBlock> newest = new ArrayDeque<>();
        newest.addFirst(head);
        while (newest.size() < FIRST_BLOCKS && newest.getFirst().number() > 0) {
            newest.addFirst(chain.block(newest.getFirst().number() - 1).orElseThrow());
        }
        ObjectNode event = Json.object().put("event", "initialized");
        ArrayNode hashes = event.putArray("finalizedBlockHashes");
        for (StoredBlock block : newest) {
            pinned.add(block.hash());
            hashes.add(block.hash().toHex());
        }
        if (withRuntime) {
            event.set("finalizedBlockRuntime", runtime(head));
        }
        subscription.send(event);
    }

    /** The runtime that a block leaves behind. */
    private ObjectNode runtime(StoredBlock block) {
        BlockState.Kept state = States.kept(chain, Optional.of(block.hash()));
        ObjectNode json = Json.object().put("type", "valid");
        json.set("spec", VersionJson.chainHead(chain.runtime().version(state)));
        return json;
    }

    private void tell(NewBlock news) {
        StoredBlock block = news.block();
        synchronized (this) {
            if (pinned.size() < MAX_PINNED) {
                pinned.add(block.hash());
                newBlock(news);
                return;
            }
        }
        subscription.send(Json.object().put("event", "stop"));
        subscription.end();
    }

    private void newBlock(NewBlock news) {
        StoredBlock block = news.block();
        String hash = block.hash().toHex();
        ObjectNode made =
                Json.object()
                        .put("event", "newBlock")
                        .put("blockHash", hash)
                        .put("parentBlockHash", block.header().parentHash().toHex());
        if (withRuntime) {
            made.set(
                    "newRuntime",
                    news.changesRuntime() ? runtime(block) : Json.object().nullNode());
        }
        subscription.send(made);
        subscription.send(
                Json.object().put("event", "bestBlockChanged").put("bestBlockHash", hash));
        ObjectNode done = Json.object().put("event", "finalized");
        done.putArray("finalizedBlockHashes").add(hash);
        done.putArray("prunedBlockHashes");
        subscription.send(done);
    }

    synchronized boolean isPinned(Hash256 hash) {
        return pinned.contains(hash);
    }

    /** Unpins all of them, or none where one is not pinned. */
    synchronized boolean unpin(Collection<Hash256> hashes) {
        if (!pinned.containsAll(hashes)) {
            return false;
        }
        pinned.removeAll(hashes);
        return true;
    }

    /** Room for one more operation: its id, or empty at the limit. */
    synchronized Optional<String> openOperation() {
        if (operations.size() >= MAX_OPERATIONS) {
            return Optional.empty();
        }
        String id = Long.toString(operationIds.getAndIncrement());
        operations.put(id, () -> {});
        return Optional.of(id);
    }

    /** What goes on when the client says to; the operation waits until then. */
    void waitForContinue(String operation, Runnable rest) {
        synchronized (this) {
            if (!operations.containsKey(operation)) {
                return;
            }
            operations.put(operation, rest);
        }
        subscription.send(event("operationWaitingForContinue", operation));
    }

    /** The rest of a waiting operation; empty when there is no such operation. */
    synchronized Optional<Runnable> resume(String operation) {
        return Optional.ofNullable(operations.replace(operation, () -> {}));
    }

    synchronized void stopOperation(String operation) {
        operations.remove(operation);
    }

    /** Sends an event of a running operation; a stopped one stays silent. */
    void send(String operation, ObjectNode event) {
        synchronized (this) {
            if (!operations.containsKey(operation)) {
                return;
            }
        }
        subscription.send(event);
    }

    /** Sends an operation's last event. */
    void finish(String operation, ObjectNode event) {
        synchronized (this) {
            if (operations.remove(operation) == null) {
                return;
            }
        }
        subscription.send(event);
    }

    static ObjectNode event(String name, String operation) {
        return Json.object().put("event", name).put("operationId", operation);
    }
}

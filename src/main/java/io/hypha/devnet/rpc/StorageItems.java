package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The run of a {@code chainHead_v1_storage}: sends what is asked for in portions, and waits for the
 * client between them. Of the five kinds {@code closestDescendantMerkleValue} is not offered.
 */
final class StorageItems {

    private static final int MAX_ITEMS = 1024;
    private static final int PORTION = 1000;

    /** What is asked of one key. */
    record Item(Bytes key, Kind kind) {}

    /** The whole question. */
    record Query(List<Item> items) {}

    enum Kind {
        VALUE,
        HASH,
        DESCENDANTS_VALUES,
        DESCENDANTS_HASHES
    }

    private final Follow follow;
    private final String operation;
    private final BlockState.Kept state;
    private final Deque<Item> todo;
    private Optional<Bytes> lastDescendant = Optional.empty();

    StorageItems(Follow follow, String operation, BlockState.Kept state, Query query) {
        this.follow = follow;
        this.operation = operation;
        this.state = state;
        this.todo = new ArrayDeque<>(query.items());
    }

    static Query parse(JsonNode list) {
        if (!list.isArray() || list.size() > MAX_ITEMS) {
            throw RpcFailure.invalidParams(
                    "expected a list of at most " + MAX_ITEMS + " storage items");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode item : list) {
            Params key = Params.of(Json.array().add(item.path("key").asString("")));
            items.add(new Item(key.hex(0), kind(item.path("type").asString(""))));
        }
        return new Query(items);
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "value" -> Kind.VALUE;
            case "hash" -> Kind.HASH;
            case "descendantsValues" -> Kind.DESCENDANTS_VALUES;
            case "descendantsHashes" -> Kind.DESCENDANTS_HASHES;
            default ->
                    throw RpcFailure.invalidParams(
                            "storage items of the type value, hash, descendantsValues or"
                                    + " descendantsHashes are answered, found "
                                    + name);
        };
    }

    /** Sends the next portion, then the end or a question to go on. */
    synchronized void go() {
        ArrayNode portion = Json.array();
        while (!todo.isEmpty() && portion.size() < PORTION) {
            next(portion);
        }
        if (!portion.isEmpty()) {
            ObjectNode event = Follow.event("operationStorageItems", operation);
            event.set("items", portion);
            follow.send(operation, event);
        }
        if (todo.isEmpty()) {
            follow.finish(operation, Follow.event("operationStorageDone", operation));
        } else {
            follow.waitForContinue(operation, this::go);
        }
    }

    private void next(ArrayNode portion) {
        Item item = todo.getFirst();
        switch (item.kind()) {
            case VALUE, HASH -> {
                add(portion, item.key(), item.kind() == Kind.HASH);
                todo.removeFirst();
            }
            case DESCENDANTS_VALUES, DESCENDANTS_HASHES -> descendants(portion, item);
        }
    }

    private void descendants(ArrayNode portion, Item item) {
        int room = PORTION - portion.size();
        List<Bytes> keys =
                lastDescendant.isPresent()
                        ? state.trie().keys(item.key(), lastDescendant.get(), room)
                        : state.trie().keys(item.key(), room);
        keys.forEach(key -> add(portion, key, item.kind() == Kind.DESCENDANTS_HASHES));
        if (keys.size() < room) {
            lastDescendant = Optional.empty();
            todo.removeFirst();
        } else {
            lastDescendant = Optional.of(keys.getLast());
        }
    }

    private void add(ArrayNode portion, Bytes key, boolean hash) {
        state.get(key)
                .ifPresent(value -> {
                    ObjectNode item = portion.addObject().put("key", key.toHex());
                    if (hash) {
                        item.put("hash", Blake2b.hash256(value).toHex());
                    } else {
                        item.put("value", value.toHex());
                    }
                });
    }
}

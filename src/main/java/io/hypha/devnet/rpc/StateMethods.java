package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.runtime.CallResult;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code state_*}: storage, proofs, metadata, calls of the runtime, each at a block. */
final class StateMethods {

    static final int MAX_KEYS = 4096;
    private static final int MAX_PAGE = 1000;
    private static final int MAX_ALL_KEYS = 100_000;
    private static final int MAX_QUERY_BLOCKS = 1024;
    private static final int LEGACY_METADATA = 14;

    private StateMethods() {}

    static void register(Methods methods, Chain chain) {
        methods.add(
                        (params, _) -> value(chain, params, Json::hex),
                        "state_getStorage",
                        "state_getStorageAt")
                .add(
                        (params, _) ->
                                value(chain, params, value -> Json.hex(Blake2b.hash256(value))),
                        "state_getStorageHash",
                        "state_getStorageHashAt")
                .add(
                        (params, _) -> value(chain, params, value -> Json.number(value.size())),
                        "state_getStorageSize",
                        "state_getStorageSizeAt")
                .add(
                        (params, _) -> page(chain, params),
                        "state_getKeysPaged",
                        "state_getKeysPagedAt")
                .add((params, _) -> keys(chain, params), "state_getKeys")
                .add((params, _) -> queryAt(chain, params), "state_queryStorageAt")
                .add((params, _) -> query(chain, params), "state_queryStorage")
                .add((params, _) -> readProof(chain, params), "state_getReadProof")
                .add((params, _) -> childProof(chain, params), "state_getChildReadProof")
                .add(
                        (params, _) -> {
                            BlockState.Kept state = States.kept(chain, params.optionalHash(0));
                            Bytes key = chain.runtime().metadataKey(LEGACY_METADATA);
                            return Json.hex(state.get(key).orElseThrow());
                        },
                        "state_getMetadata")
                .add(
                        (params, _) -> {
                            BlockState.Kept state = States.kept(chain, params.optionalHash(0));
                            return VersionJson.legacy(chain.runtime().version(state));
                        },
                        "state_getRuntimeVersion",
                        "chain_getRuntimeVersion")
                .add((params, _) -> call(chain, params), "state_call", "state_callAt");
        subscriptions(methods, chain);
    }

    private static JsonNode value(Chain chain, Params params, Function<Bytes, JsonNode> shape) {
        Bytes key = params.hex(0);
        return States.kept(chain, params.optionalHash(1))
                .get(key)
                .map(shape)
                .orElseGet(Json::nothing);
    }

    private static JsonNode page(Chain chain, Params params) {
        Bytes prefix = params.optionalHex(0).orElse(Bytes.EMPTY);
        long count = params.number(1, 0xffff_ffffL);
        Optional<Bytes> startKey = params.optionalHex(2);
        if (count > MAX_PAGE) {
            throw new RpcFailure(
                    4002, "count exceeds maximum value. value: " + count + ", max: " + MAX_PAGE);
        }
        BlockState.Kept state = States.kept(chain, params.optionalHash(3));
        List<Bytes> keys =
                startKey.isPresent()
                        ? state.trie().keys(prefix, startKey.get(), (int) count)
                        : state.trie().keys(prefix, (int) count);
        return Json.hexList(keys);
    }

    private static JsonNode keys(Chain chain, Params params) {
        Bytes prefix = params.hex(0);
        List<Bytes> keys =
                States.kept(chain, params.optionalHash(1)).trie().keys(prefix, MAX_ALL_KEYS + 1);
        if (keys.size() > MAX_ALL_KEYS) {
            throw RpcFailure.invalidParams(
                    "more than " + MAX_ALL_KEYS + " keys; use state_getKeysPaged");
        }
        return Json.hexList(keys);
    }

    private static JsonNode queryAt(Chain chain, Params params) {
        List<Bytes> keys = params.hexList(0, MAX_KEYS);
        BlockState.Kept state = States.kept(chain, params.optionalHash(1));
        return Json.array().add(changeSet(state.block().hash(), keys, state::get));
    }

    /** The values at the first block, then what changed in each later one. */
    private static JsonNode query(Chain chain, Params params) {
        List<Bytes> keys = params.hexList(0, MAX_KEYS);
        StoredBlock from = block(chain, params.hash(1));
        StoredBlock to = params.has(2) ? block(chain, params.hash(2)) : chain.head();
        if (from.number() > to.number() || to.number() - from.number() >= MAX_QUERY_BLOCKS) {
            throw new RpcFailure(
                    4001,
                    "Cannot resolve a block range ['" + from.hash() + "' ... '" + to.hash() + "]",
                    "at most " + MAX_QUERY_BLOCKS + " blocks, the first not above the last");
        }
        ArrayNode sets = Json.array();
        BlockState.Kept before = States.kept(chain, Optional.of(from.hash()));
        sets.add(changeSet(from.hash(), keys, before::get));
        for (long number = from.number() + 1; number <= to.number(); number++) {
            StoredBlock next = chain.block(number).orElseThrow();
            BlockState.Kept after = States.kept(chain, Optional.of(next.hash()));
            BlockState.Kept parent = before;
            List<Bytes> changed =
                    keys.stream().filter(key -> !parent.get(key).equals(after.get(key))).toList();
            if (!changed.isEmpty()) {
                sets.add(changeSet(next.hash(), changed, after::get));
            }
            before = after;
        }
        return sets;
    }

    private static StoredBlock block(Chain chain, Hash256 hash) {
        return chain.block(hash).orElseThrow(() -> States.unknown(hash));
    }

    private static ObjectNode changeSet(
            Hash256 block, Collection<Bytes> keys, Function<Bytes, Optional<Bytes>> values) {
        ObjectNode set = Json.object().put("block", block.toHex());
        ArrayNode changes = set.putArray("changes");
        for (Bytes key : keys) {
            JsonNode value = values.apply(key).map(Json::hex).orElseGet(Json::nothing);
            changes.addArray().add(key.toHex()).add(value);
        }
        return set;
    }

    private static JsonNode readProof(Chain chain, Params params) {
        List<Bytes> keys = params.hexList(0, MAX_KEYS);
        BlockState.Kept state = States.kept(chain, params.optionalHash(1));
        return proof(state, state.trie().prove(keys));
    }

    private static JsonNode childProof(Chain chain, Params params) {
        Bytes child = params.hex(0);
        List<Bytes> keys = params.hexList(1, MAX_KEYS);
        BlockState.Kept state = States.kept(chain, params.optionalHash(2));
        return proof(state, state.trie().proveChild(child, keys));
    }

    private static JsonNode proof(BlockState.Kept state, List<Bytes> nodes) {
        ObjectNode json = Json.object().put("at", state.block().hash().toHex());
        json.set("proof", Json.hexList(nodes));
        return json;
    }

    private static JsonNode call(Chain chain, Params params) {
        String method = params.text(0);
        Bytes data = params.hex(1);
        BlockState.Kept state = States.keptForCall(chain, params.optionalHash(2));
        CallResult result = chain.runtime().call(state, method, data);
        return switch (result) {
            case CallResult.Returned(Bytes value) -> Json.hex(value);
            case CallResult.NoSuchMethod(String name) ->
                    throw new RpcFailure(
                            4003,
                            "Client error: Execution failed: Other: Exported method "
                                    + name
                                    + " is not found");
            case CallResult.Trapped(String reason) ->
                    throw new RpcFailure(
                            4003,
                            "Client error: Execution failed: Execution aborted due to trap: "
                                    + reason);
        };
    }

    private static void subscriptions(Methods methods, Chain chain) {
        String storage = "state_storage";
        String version = "state_runtimeVersion";
        methods.add(
                        (params, session) -> {
                            Set<Bytes> keys = new LinkedHashSet<>(params.hexList(0, MAX_KEYS));
                            Subscription subscription = session.subscribe(storage, storage);
                            followStorage(chain, keys, subscription);
                            return Json.text(subscription.id());
                        },
                        "state_subscribeStorage")
                .add(
                        (params, session) ->
                                Json.flag(session.unsubscribe(storage, params.text(0))),
                        "state_unsubscribeStorage")
                .add(
                        (_, session) -> {
                            Subscription subscription = session.subscribe(version, version);
                            followVersion(chain, subscription);
                            return Json.text(subscription.id());
                        },
                        "state_subscribeRuntimeVersion",
                        "chain_subscribeRuntimeVersion")
                .add(
                        (params, session) ->
                                Json.flag(session.unsubscribe(version, params.text(0))),
                        "state_unsubscribeRuntimeVersion",
                        "chain_unsubscribeRuntimeVersion");
    }

    /** The version now, and again with each block that changes the runtime. */
    private static void followVersion(Chain chain, Subscription subscription) {
        Consumer<StoredBlock> tell =
                block -> {
                    BlockState.Kept state = States.kept(chain, Optional.of(block.hash()));
                    subscription.send(VersionJson.legacy(chain.runtime().version(state)));
                };
        Consumer<NewBlock> listener =
                news -> {
                    if (news.changesRuntime()) {
                        tell.accept(news.block());
                    }
                };
        chain.follow(tell, listener);
        subscription.onEnd(() -> chain.unfollow(listener));
    }

    private static void followStorage(Chain chain, Set<Bytes> keys, Subscription subscription) {
        Consumer<StoredBlock> newest =
                block -> {
                    BlockState.Kept now = States.kept(chain, Optional.of(block.hash()));
                    subscription.send(changeSet(block.hash(), keys, now::get));
                };
        Consumer<NewBlock> listener =
                news -> {
                    List<Bytes> changed =
                            keys.stream().filter(key -> news.changes().containsKey(key)).toList();
                    if (!changed.isEmpty()) {
                        subscription.send(
                                changeSet(
                                        news.block().hash(),
                                        changed,
                                        key -> news.changes().getOrDefault(key, Optional.empty())));
                    }
                };
        chain.follow(newest, listener);
        subscription.onEnd(() -> chain.unfollow(listener));
    }
}

package io.hypha.node.rpc;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.rpc.RpcTransport.Subscription;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One full node by its JSON-RPC address. Methods block and are meant for virtual threads. Answers
 * are what the node says: hash the header, check the proof.
 */
public final class RpcEndpoint implements AutoCloseable {

    private static final int MAX_PROOF_NODES = 65_536;
    private static final int MAX_METHODS = 4_096;
    private static final String JUSTIFICATIONS = "grandpa_subscribeJustifications";

    private final String address;
    private final RpcTransport transport;
    private final AtomicLong latencyNanos = new AtomicLong(-1);

    /**
     * An endpoint over a transport of the caller's choice; {@code address} is its name for people.
     */
    public RpcEndpoint(String address, RpcTransport transport) {
        this.address = address;
        this.transport = transport;
    }

    /**
     * The endpoint at {@code ws://}, {@code wss://}, {@code http://} or {@code https://}. Nothing
     * is sent yet.
     *
     * @throws IllegalArgumentException when it is no such address
     */
    public static RpcEndpoint at(URI address, RpcLimits limits) {
        String scheme =
                address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null) {
            throw notAnAddress(address);
        }
        return switch (scheme) {
            case "ws", "wss" ->
                    new RpcEndpoint(address.toString(), new WebSocketTransport(address, limits));
            case "http", "https" ->
                    new RpcEndpoint(address.toString(), new HttpTransport(address, limits));
            default -> throw notAnAddress(address);
        };
    }

    private static IllegalArgumentException notAnAddress(URI address) {
        return new IllegalArgumentException(
                "an RPC address is ws://, wss://, http:// or https:// with a host, found "
                        + address);
    }

    public String address() {
        return address;
    }

    public long bytesReceived() {
        return transport.bytesReceived();
    }

    /** How long the last answered call took. */
    public Optional<Duration> latency() {
        long nanos = latencyNanos.get();
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    /** Whether this endpoint can push at all. */
    public boolean pushes() {
        return transport.pushes();
    }

    /** Any method, its result as JSON. */
    public RpcAnswer<JsonNode> call(RpcRequest request) {
        return all(List.of(request), Function.identity()).getFirst();
    }

    public RpcAnswer<Optional<Hash256>> blockHash(long number) {
        return blockHashes(List.of(number)).getFirst();
    }

    public List<RpcAnswer<Optional<Hash256>>> blockHashes(List<Long> numbers) {
        return all(
                numbers.stream()
                        .map(number -> RpcRequest.of("chain_getBlockHash", number))
                        .toList(),
                RpcJson.orNull(RpcJson::hash));
    }

    /** The newest block the node knows. */
    public RpcAnswer<Header> bestHeader() {
        return one(RpcRequest.of("chain_getHeader"), RpcJson::header);
    }

    public RpcAnswer<Optional<Header>> header(Hash256 hash) {
        return headers(List.of(hash)).getFirst();
    }

    /** Headers by hash. The caller hashes each: an endpoint may answer with another. */
    public List<RpcAnswer<Optional<Header>>> headers(List<Hash256> hashes) {
        return all(
                hashes.stream()
                        .map(hash -> RpcRequest.of("chain_getHeader", hash.toHex()))
                        .toList(),
                RpcJson.orNull(RpcJson::header));
    }

    public RpcAnswer<Optional<RpcBlock>> block(Hash256 hash) {
        return blocks(List.of(hash)).getFirst();
    }

    public List<RpcAnswer<Optional<RpcBlock>>> blocks(List<Hash256> hashes) {
        return all(
                hashes.stream().map(hash -> RpcRequest.of("chain_getBlock", hash.toHex())).toList(),
                RpcJson.orNull(RpcJson::block));
    }

    /** What the node holds for final: a hint. */
    public RpcAnswer<Hash256> finalizedHead() {
        return one(RpcRequest.of("chain_getFinalizedHead"), RpcJson::hash);
    }

    /** The trie nodes that shall prove {@code keys} under the state root of block {@code at}. */
    public RpcAnswer<List<Bytes>> readProof(List<Bytes> keys, Hash256 at) {
        RpcRequest request =
                RpcRequest.of(
                        "state_getReadProof", keys.stream().map(Bytes::toHex).toList(), at.toHex());
        return one(
                request,
                node -> RpcJson.listOf(MAX_PROOF_NODES, RpcJson::bytes).apply(node.path("proof")));
    }

    /** The same for keys of a child trie; {@code childStorageKey} is the full key of its root. */
    public RpcAnswer<List<Bytes>> readChildProof(
            Bytes childStorageKey, List<Bytes> keys, Hash256 at) {
        RpcRequest request =
                RpcRequest.of(
                        "state_getChildReadProof",
                        childStorageKey.toHex(),
                        keys.stream().map(Bytes::toHex).toList(),
                        at.toHex());
        return one(
                request,
                node -> RpcJson.listOf(MAX_PROOF_NODES, RpcJson::bytes).apply(node.path("proof")));
    }

    /** Keys below {@code prefix} that come after {@code start} (inclusive of none): a hint. */
    public RpcAnswer<List<Bytes>> keysPaged(Bytes prefix, int count, Bytes start, Hash256 at) {
        // An empty start would mean the very first key of the state; the prefix says the same here.
        Bytes from = start.isEmpty() ? prefix : start;
        return one(
                RpcRequest.of(
                        "state_getKeysPaged", prefix.toHex(), count, from.toHex(), at.toHex()),
                RpcJson.listOf(count, RpcJson::bytes));
    }

    /** Runs a runtime function there: never proven. */
    public RpcAnswer<Bytes> runtimeCall(String function, Bytes arguments, Hash256 at) {
        return one(
                RpcRequest.of("state_call", function, arguments.toHex(), at.toHex()),
                RpcJson::bytes);
    }

    public RpcAnswer<Bytes> metadata(Hash256 at) {
        return one(RpcRequest.of("state_getMetadata", at.toHex()), RpcJson::bytes);
    }

    /**
     * Hands over a signed extrinsic with its length prefix; the answer is its hash as the node sees
     * it.
     */
    public RpcAnswer<Hash256> submit(Bytes extrinsic) {
        return one(RpcRequest.of("author_submitExtrinsic", extrinsic.toHex()), RpcJson::hash);
    }

    /** Name and version of the software, as it calls itself. */
    public RpcAnswer<String> software() {
        return one(RpcRequest.of("system_version"), RpcJson::text).map(JsonRpc::shorten);
    }

    public RpcAnswer<Health> health() {
        return one(
                RpcRequest.of("system_health"),
                node ->
                        new Health(
                                RpcJson.number(node.path("peers")),
                                node.path("isSyncing").asBoolean(false)));
    }

    /** What {@code system_health} says. */
    public record Health(long peers, boolean syncing) {}

    public RpcAnswer<Set<String>> methods() {
        return one(
                RpcRequest.of("rpc_methods"),
                node ->
                        Set.copyOf(
                                new HashSet<>(
                                        RpcJson.listOf(MAX_METHODS, RpcJson::text)
                                                .apply(node.path("methods")))));
    }

    /** Feeds every justification that the node sees; what is no hex is left out. */
    public RpcAnswer<Subscription> onJustification(Consumer<Bytes> consumer) {
        return subscribe(
                JUSTIFICATIONS, "grandpa_unsubscribeJustifications", RpcJson::bytes, consumer);
    }

    public RpcAnswer<Subscription> onNewHead(Consumer<Header> consumer) {
        return subscribe(
                "chain_subscribeNewHeads", "chain_unsubscribeNewHeads", RpcJson::header, consumer);
    }

    private <T> RpcAnswer<Subscription> subscribe(
            String method, String unsubscribe, Function<JsonNode, T> form, Consumer<T> consumer) {
        return transport.subscribe(
                RpcRequest.of(method),
                unsubscribe,
                node -> RpcJson.read(node, form).toOptional().ifPresent(consumer));
    }

    private <T> RpcAnswer<T> one(RpcRequest request, Function<JsonNode, T> form) {
        return all(List.of(request), form).getFirst();
    }

    private <T> List<RpcAnswer<T>> all(List<RpcRequest> requests, Function<JsonNode, T> form) {
        if (requests.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        List<RpcAnswer<JsonNode>> results = transport.call(requests);
        if (results.getFirst() instanceof RpcAnswer.Got<JsonNode>) {
            latencyNanos.set(System.nanoTime() - start);
        }
        List<RpcAnswer<T>> answers = new ArrayList<>(results.size());
        for (RpcAnswer<JsonNode> result : results) {
            answers.add(result.flatMap(node -> RpcJson.read(node, form)));
        }
        return answers;
    }

    @Override
    public void close() {
        transport.close();
    }
}

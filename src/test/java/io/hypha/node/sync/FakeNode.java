package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcFault;
import io.hypha.node.rpc.RpcRequest;
import io.hypha.node.rpc.RpcTransport;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A full node over a {@link FakeChain}, in memory, that can be told to misbehave. */
final class FakeNode implements RpcTransport {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** What an honest answer is turned into on its way out. */
    interface Fault {
        RpcAnswer<JsonNode> apply(RpcRequest request, RpcAnswer<JsonNode> honest);
    }

    final FakeChain chain;
    final Map<String, Integer> calls = new ConcurrentHashMap<>();

    /** Only blocks up to here are known. */
    long limit = Long.MAX_VALUE;

    /** Justifications are stored for multiples of it, and for the last blocks of a set. */
    long period = 1;

    /** State is kept for that many of the newest blocks. */
    long stateBlocks = Long.MAX_VALUE;

    Optional<Bytes> metadata = Optional.empty();
    List<String> hiddenMethods = List.of();
    Fault fault = (_, honest) -> honest;
    private final List<Consumer<JsonNode>> justificationFeeds = new ArrayList<>();
    boolean pushes;

    FakeNode(FakeChain chain) {
        this.chain = chain;
    }

    RpcEndpoint endpoint(String name) {
        return new RpcEndpoint("ws://" + name + ":9944", this);
    }

    private FakeChain.Block best() {
        return chain.at(Math.min(limit, chain.head().header().number()));
    }

    @Override
    public List<RpcAnswer<JsonNode>> call(List<RpcRequest> requests) {
        return requests.stream()
                .map(request -> {
                    calls.merge(request.method(), 1, Integer::sum);
                    return fault.apply(request, honest(request));
                })
                .toList();
    }

    private RpcAnswer<JsonNode> honest(RpcRequest request) {
        List<Object> params = request.params();
        return switch (request.method()) {
            case "chain_getBlockHash" -> hashAt((Long) params.getFirst());
            case "chain_getHeader" ->
                    params.isEmpty()
                            ? RpcAnswer.got(json(best().header()))
                            : block(params.getFirst())
                                    .map(each -> RpcAnswer.got((JsonNode) json(each.header())))
                                    .orElseGet(FakeNode::nothing);
            case "chain_getFinalizedHead" -> text(best().header().hash().toHex());
            case "chain_getBlock" ->
                    block(params.getFirst()).map(this::blockJson).orElseGet(FakeNode::nothing);
            case "state_getReadProof" -> readProof(params);
            case "state_getKeysPaged" -> keysPaged(params);
            case "state_call" -> metadataCall(params);
            case "rpc_methods" -> methods();
            case "system_version" -> text("fake/1.0");
            case "author_submitExtrinsic" -> text(Hash256.ZERO.toHex());
            default -> RpcAnswer.failed(new RpcFault.RpcError(-32601, "Method not found", ""));
        };
    }

    private RpcAnswer<JsonNode> hashAt(long number) {
        return number > best().header().number()
                ? nothing()
                : text(chain.at(number).header().hash().toHex());
    }

    private Optional<FakeChain.Block> block(Object hash) {
        return chain.byHash(Hash256.fromHex((String) hash))
                .filter(each -> each.header().number() <= best().header().number());
    }

    private RpcAnswer<JsonNode> blockJson(FakeChain.Block block) {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode inner = node.putObject("block");
        inner.set("header", json(block.header()));
        ArrayNode extrinsics = inner.putArray("extrinsics");
        block.extrinsics().forEach(each -> extrinsics.add(each.toHex()));
        node.set("justifications", justifications(block));
        return RpcAnswer.got(node);
    }

    private JsonNode justifications(FakeChain.Block block) {
        long number = block.header().number();
        boolean lastOfSet =
                number < chain.head().header().number()
                        && !chain.at(number + 1).signers().equals(block.signers());
        if (number == 0 || (number % period != 0 && !lastOfSet)) {
            return JSON.nullNode();
        }
        ArrayNode pair = JSON.createArrayNode();
        pair.add(list(Bytes.ofInts('F', 'R', 'N', 'K')));
        pair.add(list(chain.justify(number).encode()));
        return JSON.createArrayNode().add(pair);
    }

    private static ArrayNode list(Bytes bytes) {
        ArrayNode node = JSON.createArrayNode();
        for (int i = 0; i < bytes.size(); i++) {
            node.add(bytes.unsignedAt(i));
        }
        return node;
    }

    private RpcAnswer<JsonNode> readProof(List<Object> params) {
        Optional<FakeChain.Block> at = withState(params.getLast());
        if (at.isEmpty()) {
            return discarded(params.getLast());
        }
        List<Bytes> keys =
                ((List<?>) params.getFirst())
                        .stream().map(each -> Bytes.fromHex((String) each)).toList();
        ObjectNode node = JSON.createObjectNode();
        node.put("at", (String) params.getLast());
        ArrayNode proof = node.putArray("proof");
        at.get().state().prove(keys).forEach(each -> proof.add(each.toHex()));
        return RpcAnswer.got(node);
    }

    private RpcAnswer<JsonNode> keysPaged(List<Object> params) {
        Optional<FakeChain.Block> at = withState(params.getLast());
        if (at.isEmpty()) {
            return discarded(params.getLast());
        }
        ArrayNode node = JSON.createArrayNode();
        at.get()
                .state()
                .keys(
                        Bytes.fromHex((String) params.getFirst()),
                        Bytes.fromHex((String) params.get(2)),
                        (Integer) params.get(1))
                .forEach(each -> node.add(each.toHex()));
        return RpcAnswer.got(node);
    }

    private RpcAnswer<JsonNode> metadataCall(List<Object> params) {
        if (metadata.isEmpty() || !params.get(1).equals("0x10000000")) {
            return text("0x00");
        }
        return text(
                new ScaleCodecWriter()
                        .writeUByte(1)
                        .writeByteVector(metadata.get())
                        .toBytes()
                        .toHex());
    }

    private Optional<FakeChain.Block> withState(Object hash) {
        return block(hash)
                .filter(each -> best().header().number() - each.header().number() < stateBlocks);
    }

    private static RpcAnswer<JsonNode> discarded(Object hash) {
        return RpcAnswer.failed(
                new RpcFault.RpcError(
                        4003,
                        "Client error: Api called for an unknown Block: State already discarded for "
                                + hash,
                        ""));
    }

    private RpcAnswer<JsonNode> methods() {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode methods = node.putArray("methods");
        List.of("chain_getBlock", "state_getReadProof", "grandpa_subscribeJustifications").stream()
                .filter(each -> !hiddenMethods.contains(each))
                .filter(each -> pushes || !each.startsWith("grandpa"))
                .forEach(methods::add);
        return RpcAnswer.got(node);
    }

    static ObjectNode json(Header header) {
        ObjectNode node = JSON.createObjectNode();
        node.put("parentHash", header.parentHash().toHex());
        node.put("number", "0x" + Long.toHexString(header.number()));
        node.put("stateRoot", header.stateRoot().toHex());
        node.put("extrinsicsRoot", header.extrinsicsRoot().toHex());
        ArrayNode logs = node.putObject("digest").putArray("logs");
        header.digest()
                .forEach(item -> {
                    ScaleCodecWriter writer = new ScaleCodecWriter();
                    item.write(writer);
                    logs.add(writer.toBytes().toHex());
                });
        return node;
    }

    static RpcAnswer<JsonNode> text(String value) {
        return RpcAnswer.got(JSON.getNodeFactory().stringNode(value));
    }

    static RpcAnswer<JsonNode> nothing() {
        return RpcAnswer.got(JSON.nullNode());
    }

    /** Pushes bytes to whoever subscribed to justifications. */
    void push(Bytes justification) {
        justificationFeeds.forEach(
                each -> each.accept(JSON.getNodeFactory().stringNode(justification.toHex())));
    }

    @Override
    public boolean pushes() {
        return pushes;
    }

    @Override
    public RpcAnswer<Subscription> subscribe(
            RpcRequest request, String unsubscribe, Consumer<JsonNode> notifications) {
        if (request.method().startsWith("grandpa")) {
            justificationFeeds.add(notifications);
        }
        return RpcAnswer.got(
                new Subscription() {
                    private boolean open = true;

                    @Override
                    public boolean open() {
                        return open;
                    }

                    @Override
                    public void close() {
                        open = false;
                        justificationFeeds.remove(notifications);
                    }
                });
    }

    @Override
    public long bytesReceived() {
        return 0;
    }

    @Override
    public void close() {}
}

package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every decoder of the room with honest messages, for tests that treat all alike. */
final class MessageDecoders {

    /**
     * @param read decodes and encodes again
     * @param limit most bytes that it takes
     * @param honest messages that it must read
     */
    record Decoder(String name, Function<Bytes, Read> read, int limit, List<Bytes> honest) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** A message and its encoding, worked out when it is asked for. */
    record Read(Object message, java.util.function.Supplier<Bytes> encoded) {}

    static final Hash256 HASH = Blake2b.hash256(Bytes.ofInts(1));
    static final Hash256 OTHER_HASH = Blake2b.hash256(Bytes.ofInts(2));
    static final BlockId BLOCK = new BlockId(8_867_448, HASH);

    static final Header HEADER =
            new Header(
                    HASH,
                    300,
                    OTHER_HASH,
                    HASH,
                    List.of(
                            new DigestItem.PreRuntime(EngineId.AURA, bytes(8)),
                            new DigestItem.Consensus(EngineId.of("fron"), bytes(130)),
                            new DigestItem.Seal(EngineId.AURA, bytes(64))));

    static final GrandpaVote VOTE = new GrandpaVote(BLOCK, bytes(64), OTHER_HASH);

    private MessageDecoders() {}

    /** That many bytes, all different from zero. */
    static Bytes bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i % 255 + 1);
        }
        return Bytes.of(bytes);
    }

    static List<BlockData> blocks() {
        Bytes header = HEADER.encode();
        Hash256 hash = HEADER.hash();
        return List.of(
                new BlockData(
                        hash,
                        Optional.of(header),
                        List.of(Bytes.fromHex("0c010203"), Bytes.EMPTY),
                        BlockJustifications.ofGrandpa(bytes(40))),
                new BlockData(hash, Optional.empty(), List.of(), new BlockJustifications.None()),
                new BlockData(
                        hash,
                        Optional.of(header),
                        List.of(),
                        new BlockJustifications.Single(bytes(9))),
                new BlockData(
                        hash,
                        Optional.of(header),
                        List.of(),
                        new BlockJustifications.Single(Bytes.EMPTY)),
                new BlockData(
                        hash,
                        Optional.of(header),
                        List.of(),
                        new BlockJustifications.Each(List.of())));
    }

    static Bytes commit(int votes) {
        io.hypha.node.scale.ScaleCodecWriter out = new io.hypha.node.scale.ScaleCodecWriter();
        out.writeLong(7).writeLong(6);
        GrandpaVote.writeTarget(out, BLOCK);
        out.writeCompact(votes);
        for (int i = 0; i < votes; i++) {
            GrandpaVote.writeTarget(out, BLOCK);
        }
        out.writeCompact(votes);
        for (int i = 0; i < votes; i++) {
            out.writeFixed(bytes(64)).writeHash(OTHER_HASH);
        }
        return out.toBytes();
    }

    static Stream<Decoder> all() {
        return Stream.of(
                decoder("identify", Identify::decode, Identify::encode, 64 << 10, identifies()),
                decoder(
                        "kad-request",
                        KadRequest::decode,
                        KadRequest::encode,
                        4 << 10,
                        List.of(new KadRequest.FindNode(bytes(32)))),
                decoder(
                        "kad-response",
                        KadResponse::decode,
                        KadResponse::encode,
                        256 << 10,
                        List.of(
                                new KadResponse(List.of()),
                                new KadResponse(
                                        List.of(
                                                new KadPeer(bytes(38), List.of()),
                                                new KadPeer(
                                                        bytes(38),
                                                        List.of(bytes(8), bytes(12))))))),
                decoder(
                        "block-request",
                        BlockRequest::decode,
                        BlockRequest::encode,
                        1 << 20,
                        blockRequests()),
                decoder(
                        "block-response",
                        BlockResponse::decode,
                        BlockResponse::encode,
                        16 << 20,
                        List.of(new BlockResponse(List.of()), new BlockResponse(blocks()))),
                decoder(
                        "light-request",
                        LightRequest::decode,
                        LightRequest::encode,
                        1 << 20,
                        lightRequests()),
                decoder(
                        "light-response",
                        message -> LightResponse.decode(message, LightResponse.Kind.READ),
                        LightResponse::encode,
                        16 << 20,
                        List.of(
                                new LightResponse(LightResponse.Kind.READ, Optional.of(bytes(99))),
                                new LightResponse(LightResponse.Kind.READ, Optional.empty()))),
                decoder(
                        "state-request",
                        StateRequest::decode,
                        StateRequest::encode,
                        1 << 20,
                        List.of(
                                new StateRequest(HASH, List.of()),
                                new StateRequest(HASH, List.of(bytes(16))),
                                new StateRequest(HASH, List.of(bytes(24), bytes(32)), true))),
                decoder(
                        "state-response",
                        StateResponse::decode,
                        StateResponse::encode,
                        16 << 20,
                        List.of(new StateResponse(bytes(77)), new StateResponse(Bytes.EMPTY))),
                decoder(
                        "warp-request",
                        WarpRequest::decode,
                        WarpRequest::encode,
                        32,
                        List.of(new WarpRequest(HASH))),
                decoder(
                        "announce-handshake",
                        AnnounceHandshake::decode,
                        AnnounceHandshake::encode,
                        69,
                        List.of(
                                new AnnounceHandshake(Role.FULL, BLOCK, OTHER_HASH),
                                new AnnounceHandshake(
                                        Role.LIGHT, new BlockId(0, HASH), OTHER_HASH))),
                decoder(
                        "block-announce",
                        BlockAnnounce::decode,
                        BlockAnnounce::encode,
                        1 << 20,
                        List.of(
                                new BlockAnnounce(HEADER, true, Bytes.EMPTY),
                                new BlockAnnounce(HEADER, false, bytes(5)))),
                decoder("role", Role::decode, Role::encode, 32, List.of(Role.values())),
                decoder(
                        "transactions",
                        TransactionsMessage::decode,
                        TransactionsMessage::encode,
                        16 << 20,
                        List.of(
                                new TransactionsMessage(List.of()),
                                new TransactionsMessage(
                                        List.of(
                                                Bytes.fromHex("0c010203"),
                                                Bytes.fromHex("00"),
                                                Bytes.concat(Bytes.fromHex("9101"), bytes(100)))))),
                decoder(
                        "grandpa",
                        GrandpaMessage::decode,
                        GrandpaMessage::encode,
                        1 << 20,
                        grandpa()));
    }

    private static <T> Decoder decoder(
            String name,
            Function<Bytes, T> decode,
            Function<T, Bytes> encode,
            int limit,
            List<T> honest) {
        return new Decoder(
                name,
                bytes -> {
                    T message = decode.apply(bytes);
                    return new Read(message, () -> encode.apply(message));
                },
                limit,
                honest.stream().map(encode).toList());
    }

    private static List<Identify> identifies() {
        return List.of(
                new Identify(
                        bytes(36),
                        List.of(bytes(8), bytes(11)),
                        List.of(ProtocolNames.PING, ProtocolNames.IDENTIFY),
                        bytes(8),
                        "/substrate/1.0",
                        "hypha-devnet/0.1 (Zürich)"),
                new Identify(Bytes.EMPTY, List.of(), List.of(), Bytes.EMPTY, "", ""));
    }

    private static List<BlockRequest> blockRequests() {
        return List.of(
                BlockRequest.ancestors(HASH, 5),
                BlockRequest.one(
                        HASH, EnumSet.of(BlockAttribute.BODY, BlockAttribute.JUSTIFICATION)),
                BlockRequest.ascending(1, 128, EnumSet.allOf(BlockAttribute.class)),
                new BlockRequest(
                        EnumSet.noneOf(BlockAttribute.class),
                        new BlockRequest.From.AtNumber(0xffff_ffffL),
                        BlockRequest.Direction.ASCENDING,
                        0,
                        false));
    }

    private static List<LightRequest> lightRequests() {
        return List.of(
                new LightRequest.Call(HASH, "AuraApi_slot_duration", Bytes.EMPTY),
                new LightRequest.Call(HASH, "AccountNonceApi_account_nonce", bytes(32)),
                new LightRequest.Read(HASH, List.of(bytes(32), bytes(48))),
                new LightRequest.Read(HASH, List.of()),
                new LightRequest.ReadChild(HASH, bytes(26), List.of(bytes(3))));
    }

    private static List<GrandpaMessage> grandpa() {
        return List.of(
                new GrandpaMessage.Vote(7, 6, GrandpaMessage.Phase.PREVOTE, VOTE),
                new GrandpaMessage.Vote(7, 6, GrandpaMessage.Phase.PROPOSE, VOTE),
                new GrandpaMessage.Commit(commit(3)),
                new GrandpaMessage.Neighbor(7, 6, 9_183_744),
                new GrandpaMessage.CatchUpRequest(7, 6),
                new GrandpaMessage.CatchUp(6, 7, List.of(VOTE, VOTE), List.of(VOTE), BLOCK));
    }
}

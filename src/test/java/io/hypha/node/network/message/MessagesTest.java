package io.hypha.node.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.EngineId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each message byte by byte, as the formats say, and what is refused. */
class MessagesTest {

    private static final Hash256 HASH = MessageDecoders.HASH;
    private static final String HASH_HEX = HASH.toHex().substring(2);

    private static void refuses(Runnable decode, String reason) {
        assertThatThrownBy(decode::run)
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void the_attributes_of_a_block_request_stand_in_the_top_byte() {
        BlockRequest request =
                new BlockRequest(
                        EnumSet.of(BlockAttribute.HEADER, BlockAttribute.JUSTIFICATION),
                        new BlockRequest.From.AtNumber(300),
                        BlockRequest.Direction.DESCENDING,
                        5);
        // fields = 0x11000000, number = 2c010000, direction 1, max 5, multiple justifications
        Bytes encoded =
                Bytes.fromHex("0880808088" + "01" + "1a042c010000" + "2801" + "3005" + "3801");
        assertThat(request.encode()).isEqualTo(encoded);
        assertThat(BlockRequest.decode(encoded)).isEqualTo(request);
        assertThat(request.firstNumber()).contains(300L);
        assertThat(BlockRequest.decode(BlockRequest.ancestors(HASH, 2).encode()).firstNumber())
                .isEmpty();
    }

    @Test
    void a_block_request_in_the_old_form_is_read() {
        BlockRequest request = BlockRequest.decode(Bytes.fromHex("1220" + HASH_HEX));
        assertThat(request)
                .isEqualTo(
                        new BlockRequest(
                                Set.of(),
                                new BlockRequest.From.AtHash(HASH),
                                BlockRequest.Direction.ASCENDING,
                                0,
                                false));
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected a hash or a number",
        "120100, expected 32 bytes",
        "1a03000000, block number of 4 bytes",
        "1a0400000000 2802, direction 0 or 1",
        "1a0400000000 0880808080 04, no block has the attributes 0x40000000",
        "1a0400000000 3080808080 10, above u32",
    })
    void refuses_a_block_request_that_is_none(String hex, String reason) {
        refuses(() -> BlockRequest.decode(Bytes.fromHex(hex.replace(" ", ""))), reason);
    }

    @Test
    void the_three_forms_of_justifications_are_told_apart() {
        List<BlockData> blocks = MessageDecoders.blocks();
        assertThat(blocks.get(0).justifications().grandpa()).contains(MessageDecoders.bytes(40));
        assertThat(blocks.get(1).justifications().grandpa()).isEmpty();
        assertThat(blocks.get(2).justifications().grandpa()).contains(MessageDecoders.bytes(9));
        assertThat(blocks.get(3).justifications().grandpa()).contains(Bytes.EMPTY);
        assertThat(blocks.get(4).justifications().grandpa()).isEmpty();
        // Field 8 alone: one justification of another engine and one of GRANDPA's.
        BlockResponse response =
                BlockResponse.decode(
                        Bytes.fromHex(
                                "0a33"
                                        + "0a20"
                                        + HASH_HEX
                                        + "420f"
                                        + "08"
                                        + "66726f6e0401"
                                        + "46524e4b"
                                        + "0c010203"));
        assertThat(response.blocks().getFirst().justifications())
                .isEqualTo(
                        new BlockJustifications.Each(
                                List.of(
                                        new BlockJustifications.OfEngine(
                                                EngineId.of("fron"), Bytes.ofInts(1)),
                                        new BlockJustifications.OfEngine(
                                                EngineId.GRANDPA, Bytes.ofInts(1, 2, 3)))));
        assertThat(response.blocks().getFirst().justifications().grandpa())
                .contains(Bytes.ofInts(1, 2, 3));
    }

    @Test
    void parts_of_a_block_that_nobody_asks_for_are_passed_over() {
        // receipt 4, message queue 5, indexed body 9, additional data 10
        Bytes encoded =
                Bytes.fromHex(
                        "0a33" + "0a20" + HASH_HEX + "120101" + "220102" + "2a0103" + "4a0104"
                                + "520105" + "3800");
        BlockData block = BlockResponse.decode(encoded).blocks().getFirst();
        assertThat(block)
                .isEqualTo(
                        new BlockData(
                                HASH,
                                Optional.of(Bytes.ofInts(1)),
                                List.of(),
                                new BlockJustifications.None()));
    }

    @Test
    void refuses_a_block_response_beyond_its_limits() {
        BlockData block =
                new BlockData(HASH, Optional.empty(), List.of(), new BlockJustifications.None());
        refuses(
                () ->
                        BlockResponse.decode(
                                new BlockResponse(java.util.Collections.nCopies(129, block))
                                        .encode()),
                "at most 128 items");
        BlockData full =
                new BlockData(
                        HASH,
                        Optional.empty(),
                        java.util.Collections.nCopies(70_000, Bytes.EMPTY),
                        new BlockJustifications.None());
        assertThat(BlockResponse.decode(new BlockResponse(List.of(full)).encode()).blocks())
                .hasSize(1);
        refuses(
                () -> BlockResponse.decode(new BlockResponse(List.of(full, full)).encode()),
                "at most 61072 items");
        refuses(() -> BlockResponse.decode(Bytes.fromHex("0a00")), "a block has no hash");
        refuses(
                () -> BlockResponse.decode(Bytes.fromHex("0a25" + "0a20" + HASH_HEX + "420145")),
                "at most 16 justifications");
    }

    @Test
    void light_requests_stand_in_their_fields() {
        assertThat(new LightRequest.Call(HASH, "Core_version", Bytes.EMPTY).encode())
                .isEqualTo(
                        Bytes.fromHex(
                                "0a32"
                                        + "1220"
                                        + HASH_HEX
                                        + "1a0c436f72655f76657273696f6e"
                                        + "2200"));
        assertThat(new LightRequest.Read(HASH, List.of(Bytes.ofInts(5))).encode())
                .isEqualTo(Bytes.fromHex("1225" + "1220" + HASH_HEX + "1a0105"));
        assertThat(
                        new LightRequest.ReadChild(HASH, Bytes.ofInts(9), List.of(Bytes.ofInts(5)))
                                .encode())
                .isEqualTo(Bytes.fromHex("2228" + "1220" + HASH_HEX + "1a0109" + "320105"));
    }

    @Test
    void a_newer_read_is_honest_but_not_served() {
        LightRequest request =
                LightRequest.decode(
                        Bytes.fromHex(
                                "322d"
                                        + "0a20"
                                        + HASH_HEX
                                        + "1a09"
                                        + "0a0101"
                                        + "1001"
                                        + "18012800"));
        assertThat(request).isEqualTo(new LightRequest.Unsupported(HASH));
        assertThat(LightResponse.Kind.of(request)).isEqualTo(LightResponse.Kind.READ);
        assertThatThrownBy(request::encode).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_a_light_request_that_is_none_or_asks_too_much() {
        refuses(() -> LightRequest.decode(Bytes.EMPTY), "expected a call or a read");
        refuses(() -> LightRequest.decode(Bytes.fromHex("0a00")), "has no block");
        refuses(() -> LightRequest.decode(Bytes.fromHex("1200")), "has no block");
        List<Bytes> keys = java.util.Collections.nCopies(MessageLimits.MAX_KEYS + 1, Bytes.EMPTY);
        refuses(
                () -> LightRequest.decode(new LightRequest.Read(HASH, keys).encode()),
                "at most 16384 items");
    }

    @Test
    void a_missing_proof_means_that_the_peer_cannot_answer() {
        LightResponse.Kind read = LightResponse.Kind.READ;
        LightResponse cannot = new LightResponse(read, Optional.empty());
        assertThat(LightResponse.decode(Bytes.EMPTY, read)).isEqualTo(cannot);
        assertThat(LightResponse.decode(Bytes.fromHex("1200"), read)).isEqualTo(cannot);
        assertThat(LightResponse.decode(Bytes.fromHex("12021200"), read)).isEqualTo(cannot);
        assertThat(LightResponse.decode(Bytes.fromHex("1204" + "12020400"), read))
                .isEqualTo(new LightResponse(read, Optional.of(Bytes.fromHex("0400"))));
        assertThat(
                        new LightResponse(LightResponse.Kind.CALL, Optional.of(Bytes.ofInts(0)))
                                .encode())
                .isEqualTo(Bytes.fromHex("0a03120100"));
    }

    @Test
    void an_answer_to_another_kind_of_question_is_refused() {
        Bytes call = new LightResponse(LightResponse.Kind.CALL, Optional.empty()).encode();
        refuses(
                () -> LightResponse.decode(call, LightResponse.Kind.READ),
                "expected an answer to a read, found field 1");
    }

    @Test
    void state_requests_carry_their_start_as_a_list() {
        assertThat(new StateRequest(HASH, List.of(Bytes.ofInts(1), Bytes.ofInts(2))).encode())
                .isEqualTo(Bytes.fromHex("0a20" + HASH_HEX + "120101" + "120102"));
        refuses(
                () -> StateRequest.decode(Bytes.fromHex("0a20" + HASH_HEX + "120012001200")),
                "at most 2 items");
        refuses(() -> StateRequest.decode(Bytes.fromHex("1200")), "no block");
    }

    @Test
    void bare_entries_of_a_state_response_are_passed_over() {
        assertThat(StateResponse.decode(Bytes.fromHex("0a08" + "12060a01011201021202" + "0400")))
                .isEqualTo(new StateResponse(Bytes.fromHex("0400")));
        assertThat(StateResponse.decode(Bytes.EMPTY)).isEqualTo(new StateResponse(Bytes.EMPTY));
    }

    @Test
    void a_warp_request_is_a_bare_hash() {
        assertThat(new WarpRequest(HASH).encode()).isEqualTo(HASH.toBytes());
        refuses(() -> WarpRequest.decode(MessageDecoders.bytes(31)), "found 31");
        refuses(() -> WarpRequest.decode(MessageDecoders.bytes(33)), "found 33");
    }

    @Test
    void the_handshake_of_announcements_has_69_bytes() {
        AnnounceHandshake handshake =
                new AnnounceHandshake(Role.LIGHT, new BlockId(300, HASH), Hash256.ZERO);
        assertThat(handshake.encode())
                .isEqualTo(Bytes.fromHex("02" + "2c010000" + HASH_HEX + "00".repeat(32)));
        Bytes encoded = handshake.encode();
        refuses(() -> AnnounceHandshake.decode(encoded.slice(0, 68)), "found 68");
        refuses(() -> AnnounceHandshake.decode(Bytes.concat(encoded, Bytes.ofInts(0))), "found 70");
        refuses(
                () -> AnnounceHandshake.decode(Bytes.concat(Bytes.ofInts(3), encoded.slice(1, 69))),
                "expected role 1, 2 or 4, found 3");
    }

    @Test
    void a_role_is_one_byte_and_what_follows_is_ignored() {
        assertThat(Role.FULL.encode()).isEqualTo(Bytes.ofInts(1));
        assertThat(Role.decode(Bytes.ofInts(4, 9, 9))).isEqualTo(Role.AUTHORITY);
        refuses(() -> Role.decode(Bytes.EMPTY), "found 0");
        refuses(() -> Role.decode(Bytes.ofInts(0)), "found 0");
        refuses(() -> Role.decode(MessageDecoders.bytes(33)), "found 33");
    }

    @Test
    void an_announcement_is_a_header_a_flag_and_data() {
        Bytes header = MessageDecoders.HEADER.encode();
        Bytes encoded = Bytes.concat(header, Bytes.fromHex("0100"));
        assertThat(BlockAnnounce.decode(encoded))
                .isEqualTo(new BlockAnnounce(MessageDecoders.HEADER, true, Bytes.EMPTY));
        refuses(() -> BlockAnnounce.decode(header), "block announcement");
        refuses(() -> BlockAnnounce.decode(Bytes.concat(header, Bytes.fromHex("02"))), "found 2");
        refuses(() -> BlockAnnounce.decode(Bytes.concat(encoded, Bytes.ofInts(0))), "left over");
    }

    @Test
    void extrinsics_keep_their_own_length_and_get_no_other() {
        TransactionsMessage message =
                new TransactionsMessage(List.of(Bytes.fromHex("0c010203"), Bytes.fromHex("00")));
        assertThat(message.encode()).isEqualTo(Bytes.fromHex("08" + "0c010203" + "00"));
        TransactionsMessage wrong = new TransactionsMessage(List.of(Bytes.fromHex("010203")));
        assertThatThrownBy(wrong::encode)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not begin with its length");
        refuses(() -> TransactionsMessage.decode(Bytes.fromHex("080c0102")), "transactions");
        refuses(() -> TransactionsMessage.decode(Bytes.fromHex("0400ff")), "left over");
    }

    @Test
    void find_node_asks_and_answers_by_type_4() {
        assertThat(new KadRequest.FindNode(Bytes.ofInts(7)).encode())
                .isEqualTo(Bytes.fromHex("0804120107"));
        assertThat(KadRequest.decode(Bytes.fromHex("0805")))
                .isEqualTo(new KadRequest.Unsupported(5));
        assertThat(KadRequest.decode(Bytes.fromHex("08041201075000")))
                .isEqualTo(new KadRequest.FindNode(Bytes.ofInts(7)));
        assertThat(
                        KadResponse.decode(
                                Bytes.fromHex("0804" + "4208" + "0a0101" + "120102" + "1803")))
                .isEqualTo(
                        new KadResponse(
                                List.of(new KadPeer(Bytes.ofInts(1), List.of(Bytes.ofInts(2))))));
        refuses(() -> KadResponse.decode(Bytes.EMPTY), "expected an answer of type 4, found 0");
        KadPeer peer = new KadPeer(Bytes.ofInts(1), List.of());
        refuses(
                () ->
                        KadResponse.decode(
                                new KadResponse(java.util.Collections.nCopies(1025, peer))
                                        .encode()),
                "at most 1024 items");
        KadPeer addresses =
                new KadPeer(Bytes.ofInts(1), java.util.Collections.nCopies(65, Bytes.ofInts(4)));
        refuses(
                () -> KadResponse.decode(new KadResponse(List.of(addresses)).encode()),
                "at most 64 items");
    }

    @Test
    void identify_says_what_a_peer_is_and_later_values_win() {
        Identify identify =
                Identify.decode(
                        Bytes.fromHex("3201613201622a012f" + "1a012f" + "0a0107" + "420100"));
        assertThat(identify)
                .isEqualTo(
                        new Identify(
                                Bytes.ofInts(7), List.of(), List.of("/"), Bytes.EMPTY, "/", "b"));
        List<String> many = java.util.Collections.nCopies(513, "/a");
        refuses(
                () ->
                        Identify.decode(
                                new Identify(Bytes.EMPTY, List.of(), many, Bytes.EMPTY, "", "")
                                        .encode()),
                "at most 512 items");
    }
}

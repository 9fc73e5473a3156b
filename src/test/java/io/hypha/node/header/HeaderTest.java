package io.hypha.node.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HeaderTest {

    private static final String POLKADOT = "grandpa/header-polkadot-512271.scale";
    private static final String FINNEY = "rpc/finney-headers.json";

    @TestFactory
    Stream<DynamicTest> reads_every_recorded_finney_header_from_scale_and_from_json() {
        List<JsonNode> headers = new ArrayList<>();
        Fixtures.json(FINNEY).path("headers").forEach(headers::add);
        assertThat(headers).hasSize(38);
        return headers.stream()
                .map(each ->
                        DynamicTest.dynamicTest(
                                "#" + each.path("number"),
                                () -> {
                                    Bytes scale = Fixtures.hex(each.path("scale"));
                                    Header header = Header.decode(scale);
                                    assertThat(header.encode()).isEqualTo(scale);
                                    assertThat(header.hash().toHex())
                                            .isEqualTo(each.path("hash").asString());
                                    assertThat(header.number())
                                            .isEqualTo(each.path("number").asLong());
                                    assertThat(header).isEqualTo(fromJson(each.path("header")));
                                    assertThat(header.seal()).isPresent();
                                    for (int i = 0; i < header.digest().size(); i++) {
                                        assertThat(encode(header.digest().get(i)).toHex())
                                                .isEqualTo(
                                                        each.path("header")
                                                                .path("digest")
                                                                .path("logs")
                                                                .get(i)
                                                                .asString());
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest>
            a_recorded_header_with_any_bit_flipped_has_another_hash_or_does_not_decode() {
        Bytes scale = Fixtures.hex(Fixtures.json(FINNEY).path("headers").get(0).path("scale"));
        Hash256 hash = Header.decode(scale).hash();
        return Stream.of(0, 1, 2, 3, 4, 5, 6, 7)
                .map(bit ->
                        DynamicTest.dynamicTest(
                                "bit " + bit,
                                () -> {
                                    for (int at = 0; at < scale.size(); at++) {
                                        Bytes flipped = flip(scale, at, bit);
                                        try {
                                            Header other = Header.decode(flipped);
                                            assertThat(other.hash()).isNotEqualTo(hash);
                                            assertThat(other.encode()).isEqualTo(flipped);
                                        } catch (ScaleException e) {
                                            assertThat(e.offset()).isBetween(0, scale.size());
                                        }
                                    }
                                }));
    }

    @Test
    void reads_a_polkadot_header_that_changes_the_voters() {
        Bytes scale = Fixtures.bytes(POLKADOT);
        Header header = Header.decode(scale);
        assertThat(header.number()).isEqualTo(512_271);
        assertThat(header.parentHash().toHex())
                .isEqualTo("0xc250403a4cc1f86318ec42c706515e1e4fd9799f2bdb99c08404d17ecc88fed0");
        assertThat(header.stateRoot().toHex())
                .isEqualTo("0xabd88a803691c74d04ec9e95e97de6ab218cdd5e20ebe09cc7ecb6fb6899840a");
        assertThat(header.extrinsicsRoot().toHex())
                .isEqualTo("0x77826e19cdddc9f03da13061df2f77bf7f31e0053bcc5a900bc59e9914107f02");
        assertThat(header.digest()).hasSize(4);
        List<Bytes> grandpa =
                header.digest().stream()
                        .filter(item ->
                                item instanceof DigestItem.Consensus log
                                        && log.engine().equals(EngineId.GRANDPA))
                        .map(item -> ((DigestItem.Consensus) item).data())
                        .toList();
        assertThat(grandpa).hasSize(1);
        assertThat(grandpa.getFirst().at(0)).isEqualTo((byte) 1);
        assertThat(grandpa.getFirst().size()).isEqualTo(7887);
        assertThat(header.hash().toHex())
                .isEqualTo("0x53b47b7c47e5fd8e082afa8dd85d3113f2499ecbf4e1cbf08daf421b92a74727");
        assertThat(header.encode()).isEqualTo(scale);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polkadot", "rococo_v2_2", "westend2"})
    void reads_the_header_of_a_light_sync_checkpoint(String chain) {
        JsonNode checkpoint = Fixtures.json("grandpa/checkpoint-" + chain + ".json.gz");
        Bytes scale = Fixtures.hex(checkpoint.path("finalizedBlockHeader"));
        Header header = Header.decode(scale);
        JsonNode expected = checkpoint.path("expected");
        assertThat(header.number()).isEqualTo(expected.path("blockNumber").asLong());
        assertThat(header.hash().toHex()).isEqualTo(expected.path("blockHash").asString());
        assertThat(header.stateRoot().toHex()).isEqualTo(expected.path("stateRoot").asString());
        assertThat(header.encode()).isEqualTo(scale);
    }

    @ParameterizedTest
    @CsvSource({
        "testfinney, 0xc15439f31626cd90c778831721bb9d0166da302321918887d381829d8c13763f, "
                + "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105",
        "finney, 0x4015a36c6762db581cd56ec40af2a77ccd2a275fa96091358149d63293fc9643, "
                + "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03"
    })
    void a_chain_spec_state_root_leads_to_the_genesis_hash(
            String chain, String stateRoot, String genesisHash) {
        JsonNode spec = Fixtures.json("chainspec/" + chain + "-light.json");
        assertThat(spec.path("genesis").path("stateRootHash").asString()).isEqualTo(stateRoot);
        assertThat(spec.path("_note").asString()).contains(genesisHash);
        Header genesis =
                new Header(
                        Hash256.ZERO,
                        0,
                        Hash256.fromHex(stateRoot),
                        Hash256.fromHex(
                                "0x03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"),
                        List.of());
        assertThat(genesis.hash().toHex()).isEqualTo(genesisHash);
    }

    @Test
    void refuses_a_header_one_byte_short_or_long() {
        Bytes scale = aHeader().encode();
        for (int size = 0; size < scale.size(); size++) {
            Bytes cut = scale.slice(0, size);
            assertThatThrownBy(() -> Header.decode(cut)).isInstanceOf(ScaleException.class);
        }
        assertThatThrownBy(() -> Header.decode(Bytes.concat(scale, Bytes.ofInts(0))))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("1 bytes left over");
    }

    @Test
    void keeps_each_kind_of_digest_item_byte_for_byte() {
        Header header = aHeader();
        assertThat(Header.decode(header.encode())).isEqualTo(header);
        assertThat(header.digest().stream().map(item -> (int) encode(item).at(0)))
                .containsExactly(6, 0, 4, 8, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 9, 255})
    void refuses_a_digest_item_of_an_unknown_tag(int tag) {
        Bytes digest = Bytes.concat(Bytes.ofInts(tag), Bytes.fromHex("0x6175726100"));
        assertThatThrownBy(() -> DigestItem.read(new ScaleCodecReader(digest)))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("found " + tag);
    }

    @Test
    void refuses_a_digest_that_claims_a_billion_items() {
        ScaleCodecWriter writer =
                new ScaleCodecWriter()
                        .writeHash(Hash256.ZERO)
                        .writeCompact(1)
                        .writeHash(Hash256.ZERO)
                        .writeHash(Hash256.ZERO)
                        .writeCompact(1L << 30);
        assertThatThrownBy(() -> Header.decode(writer.toBytes()))
                .isInstanceOf(ScaleException.class);
    }

    @Test
    void refuses_a_block_number_above_u32_or_not_minimal() {
        Bytes roots = Bytes.concat(Hash256.ZERO.toBytes(), Hash256.ZERO.toBytes(), Bytes.ofInts(0));
        Bytes parent = Hash256.ZERO.toBytes();
        Bytes tooHigh = new ScaleCodecWriter().writeCompact(1L << 32).toBytes();
        assertThatThrownBy(() -> Header.decode(Bytes.concat(parent, tooHigh, roots)))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("above u32");
        assertThatThrownBy(() -> Header.decode(Bytes.concat(parent, Bytes.ofInts(1, 0), roots)))
                .isInstanceOf(ScaleException.class)
                .hasMessageContaining("minimal");
        Bytes highest = new ScaleCodecWriter().writeCompact(0xffff_ffffL).toBytes();
        assertThat(Header.decode(Bytes.concat(parent, highest, roots)).number())
                .isEqualTo(0xffff_ffffL);
    }

    @Test
    void leaving_out_the_seal_lowers_the_digest_count() {
        Header header = aHeader();
        Header unsealed = header.withoutLastDigestItem();
        assertThat(unsealed.digest()).hasSize(4);
        assertThat(unsealed.withDigestItem(header.digest().getLast())).isEqualTo(header);
        assertThat(unsealed.hash()).isNotEqualTo(header.hash());
    }

    @Test
    void names_an_engine_by_its_letters_and_else_by_hex() {
        assertThat(EngineId.of("fron")).hasToString("fron");
        assertThat(new EngineId(Bytes.ofInts(1, 2, 3, 255))).hasToString("0x010203ff");
    }

    @Test
    void any_bytes_decode_to_a_header_that_encodes_to_them_or_are_refused() {
        decodeMutants(120_000, 20_261_125);
    }

    @Test
    @Tag("long")
    void two_million_mutants_decode_to_headers_that_encode_to_them_or_are_refused() {
        decodeMutants(2_000_000, 20_261_126);
    }

    private static void decodeMutants(int count, long seed) {
        Random random = new Random(seed);
        List<Bytes> seeds = List.of(aHeader().encode(), aHeader().withoutLastDigestItem().encode());
        int decoded = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = mutate(seeds.get(i % seeds.size()).toArray(), random);
            try {
                assertThat(Header.decode(Bytes.of(mutant)).encode().toArray()).isEqualTo(mutant);
                decoded++;
            } catch (ScaleException e) {
                assertThat(e.offset()).isBetween(0, mutant.length);
            }
        }
        assertThat(decoded).isBetween(count / 120, count - count / 120);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        for (int n = random.nextInt(3); n >= 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return switch (random.nextInt(4)) {
            case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(3));
            default -> bytes;
        };
    }

    private static Bytes flip(Bytes bytes, int at, int bit) {
        byte[] copy = bytes.toArray();
        copy[at] ^= (byte) (1 << bit);
        return Bytes.of(copy);
    }

    private static Header aHeader() {
        Hash256 some = Hash256.of(Bytes.fromHex("0x" + "5a".repeat(32)));
        return new Header(
                some,
                70_000,
                some,
                some,
                List.of(
                        new DigestItem.PreRuntime(
                                EngineId.AURA, Bytes.fromHex("0x0102030405060708")),
                        new DigestItem.Other(Bytes.ofInts(1, 2, 3)),
                        new DigestItem.Consensus(EngineId.of("fron"), Bytes.ofInts(9)),
                        new DigestItem.RuntimeEnvironmentUpdated(),
                        new DigestItem.Seal(EngineId.AURA, Bytes.fromHex("0x" + "11".repeat(64)))));
    }

    private static Header fromJson(JsonNode json) {
        List<DigestItem> digest = new ArrayList<>();
        json.path("digest")
                .path("logs")
                .forEach(log -> {
                    ScaleCodecReader reader = new ScaleCodecReader(Fixtures.hex(log));
                    digest.add(DigestItem.read(reader));
                    reader.requireEnd();
                });
        return new Header(
                Hash256.of(Fixtures.hex(json.path("parentHash"))),
                Long.parseLong(json.path("number").asString().substring(2), 16),
                Hash256.of(Fixtures.hex(json.path("stateRoot"))),
                Hash256.of(Fixtures.hex(json.path("extrinsicsRoot"))),
                digest);
    }

    private static Bytes encode(DigestItem item) {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        item.write(writer);
        return writer.toBytes();
    }
}

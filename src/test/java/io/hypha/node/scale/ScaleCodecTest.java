package io.hypha.node.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScaleCodecTest {

    /** How one type of the fixture is read from SCALE, read from JSON and written. */
    private record Codec<T>(
            Function<ScaleCodecReader, T> read,
            Function<JsonNode, T> expected,
            java.util.function.BiConsumer<ScaleCodecWriter, T> write) {}

    @Test
    void reads_and_writes_every_basic_value_and_refuses_it_short_or_long() {
        JsonNode cases = Fixtures.json("scale/codec-basics.json").get("cases");
        assertThat(cases.size()).isGreaterThanOrEqualTo(20);
        for (JsonNode each : cases) {
            check(codec(each.get("type").asString()), each);
        }
    }

    private static <T> void check(Codec<T> codec, JsonNode each) {
        Bytes encoded = Fixtures.hex(each.get("hex"));
        T expected = codec.expected().apply(each.get("value"));
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        assertThat(codec.read().apply(reader)).as(each.toString()).isEqualTo(expected);
        reader.requireEnd();
        ScaleCodecWriter writer = new ScaleCodecWriter();
        codec.write().accept(writer, expected);
        assertThat(writer.toBytes()).as(each.toString()).isEqualTo(encoded);

        Bytes oneShort = encoded.slice(0, encoded.size() - 1);
        assertThatExceptionOfType(ScaleException.class)
                .as(each.toString())
                .isThrownBy(() -> codec.read().apply(new ScaleCodecReader(oneShort)));
        ScaleCodecReader oneLong = new ScaleCodecReader(Bytes.concat(encoded, Bytes.ofInts(0)));
        codec.read().apply(oneLong);
        assertThatExceptionOfType(ScaleException.class).isThrownBy(oneLong::requireEnd);
    }

    private static Codec<?> codec(String type) {
        return switch (type) {
            case "Compact<u128>" ->
                    new Codec<>(
                            ScaleCodecReader::readCompact,
                            ScaleCodecTest::integer,
                            ScaleCodecWriter::writeCompact);
            case "u8" ->
                    new Codec<>(
                            ScaleCodecReader::readUByte,
                            JsonNode::asInt,
                            ScaleCodecWriter::writeUByte);
            case "i16" -> signed(2);
            case "i64" -> signed(8);
            case "u32" ->
                    new Codec<>(
                            ScaleCodecReader::readUint32,
                            JsonNode::asLong,
                            ScaleCodecWriter::writeUint32);
            case "u128" ->
                    new Codec<>(
                            ScaleCodecReader::readUint128,
                            ScaleCodecTest::integer,
                            ScaleCodecWriter::writeUint128);
            case "Text" ->
                    new Codec<>(
                            ScaleCodecReader::readString,
                            JsonNode::asString,
                            ScaleCodecWriter::writeString);
            case "Vec<u16>" ->
                    new Codec<List<Integer>>(
                            reader -> reader.readVector(2, ScaleCodecReader::readUint16),
                            value -> items(value, JsonNode::asInt),
                            (writer, value) ->
                                    writer.writeVector(value, ScaleCodecWriter::writeUint16));
            case "Option<bool>" ->
                    new Codec<Optional<Boolean>>(
                            reader -> reader.readOptional(ScaleCodecReader::readBoolean),
                            value -> optional(value, JsonNode::asBoolean),
                            (writer, value) ->
                                    writer.writeOptional(value, ScaleCodecWriter::writeBoolean));
            case "Option<u32>" ->
                    new Codec<Optional<Long>>(
                            reader -> reader.readOptional(ScaleCodecReader::readUint32),
                            value -> optional(value, JsonNode::asLong),
                            (writer, value) ->
                                    writer.writeOptional(value, ScaleCodecWriter::writeUint32));
            case "Vec<Option<i8>>" ->
                    new Codec<List<Optional<BigInteger>>>(
                            reader ->
                                    reader.readVector(
                                            1,
                                            item ->
                                                    item.readOptional(
                                                            byteItem -> byteItem.readInt(1))),
                            value -> items(value, item -> optional(item, ScaleCodecTest::integer)),
                            (writer, value) ->
                                    writer.writeVector(
                                            value,
                                            (out, item) ->
                                                    out.writeOptional(
                                                            item,
                                                            (to, number) ->
                                                                    to.writeInt(number, 1))));
            case "[u8; 4]" ->
                    new Codec<Bytes>(
                            reader -> reader.readFixed(4),
                            Fixtures::hex,
                            ScaleCodecWriter::writeFixed);
            case "BTreeMap<u32,u8>" ->
                    new Codec<TreeMap<Long, Integer>>(
                            ScaleCodecTest::readMap, ScaleCodecTest::map, ScaleCodecTest::writeMap);
            case "Result<u8,bool>" ->
                    new Codec<String>(
                            reader ->
                                    reader.readUByte() == 0
                                            ? "Ok " + reader.readUByte()
                                            : "Err " + reader.readBoolean(),
                            value ->
                                    value.has("Ok")
                                            ? "Ok " + value.get("Ok").asInt()
                                            : "Err " + value.get("Err").asBoolean(),
                            ScaleCodecTest::writeResult);
            default ->
                    throw new AssertionError(
                            "the fixture has a type that this test does not know: " + type);
        };
    }

    private static Codec<BigInteger> signed(int size) {
        return new Codec<>(
                reader -> reader.readInt(size),
                ScaleCodecTest::integer,
                (writer, value) -> writer.writeInt(value, size));
    }

    private static BigInteger integer(JsonNode value) {
        return new BigInteger(value.asString());
    }

    private static <T> List<T> items(JsonNode value, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        value.forEach(each -> items.add(item.apply(each)));
        return items;
    }

    private static <T> Optional<T> optional(JsonNode value, Function<JsonNode, T> item) {
        return value.isNull() ? Optional.empty() : Optional.of(item.apply(value));
    }

    private static TreeMap<Long, Integer> readMap(ScaleCodecReader reader) {
        TreeMap<Long, Integer> map = new TreeMap<>();
        int count = reader.readCount(5);
        for (int i = 0; i < count; i++) {
            map.put(reader.readUint32(), reader.readUByte());
        }
        return map;
    }

    private static TreeMap<Long, Integer> map(JsonNode value) {
        TreeMap<Long, Integer> map = new TreeMap<>();
        value.properties()
                .forEach(each -> map.put(Long.valueOf(each.getKey()), each.getValue().asInt()));
        return map;
    }

    private static void writeMap(ScaleCodecWriter writer, TreeMap<Long, Integer> map) {
        writer.writeCompact(map.size());
        map.forEach((key, value) -> writer.writeUint32(key).writeUByte(value));
    }

    private static void writeResult(ScaleCodecWriter writer, String result) {
        String value = result.substring(result.indexOf(' ') + 1);
        if (result.startsWith("Ok")) {
            writer.writeUByte(0).writeUByte(Integer.parseInt(value));
        } else {
            writer.writeUByte(1).writeBoolean(Boolean.parseBoolean(value));
        }
    }

    @Test
    void refuses_compacts_that_are_not_minimal() {
        JsonNode hex = Fixtures.json("scale/codec-basics.json").at("/nonCanonicalCompacts/hex");
        assertThat(hex.size()).isEqualTo(4);
        for (JsonNode each : hex) {
            Bytes encoded = Fixtures.hex(each);
            assertThatExceptionOfType(ScaleException.class)
                    .as(each.toString())
                    .isThrownBy(() -> new ScaleCodecReader(encoded).readCompact());
            assertThatExceptionOfType(ScaleException.class)
                    .as(each.toString())
                    .isThrownBy(() -> new ScaleCodecReader(encoded).readCompactLong());
            assertThatExceptionOfType(ScaleException.class)
                    .as(each.toString())
                    .isThrownBy(() -> new ScaleCodecReader(encoded).readCompactInt());
        }
    }

    @Test
    void reads_back_every_compact_around_the_borders_of_its_modes() {
        for (int bits = 0; bits <= 535; bits++) {
            for (int offset = -2; offset <= 2; offset++) {
                BigInteger value = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(offset));
                if (value.signum() < 0) {
                    continue;
                }
                Bytes encoded = new ScaleCodecWriter().writeCompact(value).toBytes();
                ScaleCodecReader reader = new ScaleCodecReader(encoded);
                assertThat(reader.readCompact()).isEqualTo(value);
                reader.requireEnd();
                if (value.bitLength() <= 63) {
                    assertThat(new ScaleCodecReader(encoded).readCompactLong())
                            .isEqualTo(value.longValueExact());
                    assertThat(
                                    new ScaleCodecWriter()
                                            .writeCompact(value.longValueExact())
                                            .toBytes())
                            .isEqualTo(encoded);
                }
            }
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ScaleCodecWriter().writeCompact(BigInteger.ONE.shiftLeft(536)));
    }

    @Test
    void refuses_a_claimed_length_before_it_allocates() {
        // 2^30 - 1 bytes or items claimed, none there
        Bytes claim = Bytes.ofInts(0xfe, 0xff, 0xff, 0xff, 1, 2, 3);
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() -> new ScaleCodecReader(claim).readByteVector());
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() -> new ScaleCodecReader(claim).readString());
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() ->
                        new ScaleCodecReader(claim).readVector(0, ScaleCodecReader::readUByte));
    }

    @Test
    void refuses_flags_that_are_neither_zero_nor_one_and_text_that_is_no_utf_8() {
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() -> new ScaleCodecReader(Bytes.ofInts(2)).readBoolean());
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() ->
                        new ScaleCodecReader(Bytes.ofInts(2, 1))
                                .readOptional(ScaleCodecReader::readUByte));
        assertThatExceptionOfType(ScaleException.class)
                .isThrownBy(() -> new ScaleCodecReader(Bytes.ofInts(8, 0xc3, 0x28)).readString());
    }

    @Test
    void answers_mutated_bytes_with_values_or_its_exception() {
        byte[] sample =
                new ScaleCodecWriter()
                        .writeString("Война и мир")
                        .writeCompact(1L << 40)
                        .writeVector(List.of(1, 2, 3), ScaleCodecWriter::writeUint16)
                        .writeOptional(Optional.of(true), ScaleCodecWriter::writeBoolean)
                        .writeUint128(BigInteger.TWO.pow(100))
                        .writeByteVector(Bytes.of("tail".getBytes(StandardCharsets.UTF_8)))
                        .toArray();
        readSample(sample);
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            Throwable thrown = catchThrowable(() -> readSample(mutate(sample, random)));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(ScaleException.class);
                assertThat(((ScaleException) thrown).offset()).isBetween(0, sample.length + 8);
                refused++;
            }
        }
        assertThat(refused).isBetween(50_000, 199_999);
    }

    private static void readSample(byte[] bytes) {
        ScaleCodecReader reader = new ScaleCodecReader(bytes);
        reader.readString();
        reader.readCompact();
        reader.readVector(2, ScaleCodecReader::readUint16);
        reader.readOptional(ScaleCodecReader::readBoolean);
        reader.readUint128();
        reader.readByteVector();
        reader.requireEnd();
    }

    private static byte[] mutate(byte[] sample, Random random) {
        byte[] mutated =
                java.util.Arrays.copyOf(
                        sample,
                        random.nextInt(4) == 0 ? random.nextInt(sample.length + 8) : sample.length);
        int edits = random.nextInt(4);
        for (int i = 0; i < edits && mutated.length > 0; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return mutated;
    }
}

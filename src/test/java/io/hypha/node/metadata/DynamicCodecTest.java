package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DynamicCodecTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TypeRegistryBuilder types = new TypeRegistryBuilder();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bool | 01 | true",
                "u8 | ff | 255",
                "u16 | 4000 | 64",
                "u32 | ffffffff | 4294967295",
                "u64 | 0100000000000000 | \"1\"",
                "u64 | ffffffffffffffff | \"18446744073709551615\"",
                "u128 | 00000000000000000000000000000080 | \"170141183460469231731687303715884105728\"",
                "u256 | 0001000000000000000000000000000000000000000000000000000000000000 | \"256\"",
                "i8 | ff | -1",
                "i16 | 0080 | -32768",
                "i32 | ffffff7f | 2147483647",
                "i64 | ffffffffffffffff | \"-1\"",
                "i128 | 00000000000000000000000000000080 | \"-170141183460469231731687303715884105728\"",
                "i256 | feffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff | \"-2\"",
                "str | 0ccf8421 | \"\u03c4!\"",
                "char | 4cf30100 | \"\ud83c\udf4c\"",
                "Compact<u8> | fd03 | 255",
                "Compact<u32> | 02093d00 | 1000000",
                "Compact<u64> | 04 | \"1\"",
                "Compact<u128> | 13ffffffffffffffff | \"18446744073709551615\"",
                "Compact<()> | '' | null",
                "() | '' | null",
                "(u8,) | 07 | 7",
                "(u8, bool) | 0701 | [7,true]",
                "Vec<u8> | 080102 | \"0x0102\"",
                "[u8; 4] | 01020304 | \"0x01020304\"",
                "Vec<u16> | 0801000200 | [1,2]",
                "[u16; 2] | 01000200 | [1,2]",
                "Vec<Option<i8>> | 0c0001ff017f | [null,-1,127]",
                "Option<u8> | 00 | null",
                "Option<u8> | 0105 | 5",
                "Option<bool> | 0101 | true",
                "Option<Option<u8>> | 00 | null",
                "Option<Option<u8>> | 0100 | {\"Some\":null}",
                "Option<Option<u8>> | 010105 | {\"Some\":5}",
                "Option<Option<Option<u8>>> | 010100 | {\"Some\":{\"Some\":null}}",
                "Option<()> | 01 | {\"Some\":null}",
                "Result<u8, ()> | 0005 | {\"Ok\":5}",
                "Result<u8, ()> | 01 | {\"Err\":null}",
                "BTreeMap<u32,u8> | 08010000000502000000 06 | {\"1\":5,\"2\":6}",
                "BTreeMap<u128,u8> | 04010000000000000000000000000000000 5 | {\"1\":5}",
                "BTreeMap<str,bool> | 04086162 01 | {\"ab\":true}",
                "BTreeMap<bool,u8> | 080001 0102 | [[false,1],[true,2]]",
                "BTreeMap<(u8,u8),u8> | 04010203 | [[[1,2],3]]",
                "BTreeSet<u16> | 0801000200 | [1,2]",
                "BitVec<u8, Lsb0> | 2805 01 | \"1010000010\"",
                "BitVec<u8, Msb0> | 28a0 80 | \"1010000010\"",
                "BitVec<u16, Lsb0> | 280501 | \"1010000010\"",
                "BitVec<u16, Msb0> | 2880a0 | \"1010000010\"",
                "BitVec<u64, Lsb0> | 0401 00000000000000 | \"1\"",
                "BitVec<u64, Msb0> | 0400000000000000 80 | \"1\"",
                "BitVec<u32, Lsb0> | 00 | \"\"",
            })
    void shows_values_as_the_contract_maps_them_and_takes_them_back(
            String type, String hex, String json) {
        ResolvedType resolved = TypeExpression.resolve(type);
        Bytes bytes = Bytes.fromHex(hex.replace(" ", ""));
        JsonNode expected = JSON.readTree(json);
        assertEquals(expected, resolved.decode(bytes));
        assertEquals(expected.toString(), resolved.decode(bytes).toString());
        assertEquals(bytes, resolved.encode(expected));
        assertThrows(
                ScaleException.class, () -> resolved.decode(Bytes.concat(bytes, Bytes.ofInts(0))));
        if (!bytes.isEmpty()) {
            assertThrows(
                    ScaleException.class, () -> resolved.decode(bytes.slice(0, bytes.size() - 1)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bool | 02",
                "char | 00d80000",
                "char | 00001100",
                "str | 04ff",
                "Option<u8> | 0205",
                "Result<u8,u8> | 0205",
                "Compact<u8> | 0104",
                "Compact<u8> | 0100",
                "Compact<u16> | 02000400",
                "BTreeMap<u8,u8> | 0801020103",
                "Vec<u16> | fdff0100",
                "Vec<()> | feffffff",
                "[(); 4294967295] | ''",
                "[[(); 65535]; 65535] | ''",
                "[u64; 4294967295] | 00",
                "BitVec<u64, Lsb0> | feffffff",
                "Vec<Vec<Vec<u8>>> | 040404",
            })
    void bytes_that_are_no_value_of_the_type_are_refused(String type, String hex) {
        ResolvedType resolved = TypeExpression.resolve(type);
        assertThrows(ScaleException.class, () -> resolved.decode(Bytes.fromHex(hex)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u64 | 7 | 0700000000000000",
                "u64 | \"0x10\" | 1000000000000000",
                "u8 | \"255\" | ff",
                "i8 | \"-128\" | 80",
                "Vec<u8> | [1,2] | 080102",
                "Vec<u8> | \"0x\" | 00",
                "Option<Option<u8>> | 5 | 010105",
                "BTreeMap<u32,u8> | {\"10\":1,\"2\":2} | 0802000000020a00000001",
                "BTreeMap<u8,u8> | [[2,1],[1,2]] | 0801020201",
                "BTreeMap<str,u8> | {\"b\":1,\"aa\":2} | 08086161020 46201",
                "BTreeMap<i8,u8> | {\"1\":1,\"-1\":2} | 08ff020101",
                "BTreeSet<u16> | [256,1] | 0801000001",
                "BTreeSet<(u8,i8)> | [[1,1],[1,-1],[0,5]] | 0c000501ff0101",
                "BTreeSet<Option<u8>> | [1,null,0] | 0c000100 0101",
                "Compact<u32> | \"1000000\" | 02093d00",
            })
    void takes_numbers_and_text_and_puts_maps_and_sets_in_order(
            String type, String json, String hex) {
        assertEquals(
                Bytes.fromHex(hex.replace(" ", "")),
                TypeExpression.resolve(type).encode(JSON.readTree(json)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u64 | \"18446744073709551616\" | amount: 2^64 does not fit u64",
                "u64 | 18446744073709551616 | amount: 2^64 does not fit u64",
                "u8 | 256 | amount: 2^8 does not fit u8",
                "u8 | -1 | amount: -1 does not fit u8",
                "i8 | 128 | amount: 128 does not fit i8",
                "u8 | 1.5 | amount: expected u8, found 1.5",
                "u8 | \"five\" | amount: expected u8, found \"five\"",
                "u8 | null | amount: expected u8, found null",
                "Compact<u32> | 4294967296 | amount: 2^32 does not fit u32",
                "bool | 1 | amount: expected true or false, found 1",
                "str | 1 | amount: expected text, found 1",
                "char | \"ab\" | amount: expected one character, found \"ab\"",
                "Vec<u8> | \"hello\" | amount: expected hex with 0x, found \"hello\"",
                "Vec<u8> | \"0x123\" | amount: expected hex, found \"0x123\"",
                "Vec<u8> | [256] | amount[0]: 2^8 does not fit u8",
                "[u8; 4] | \"0x0102\" | amount: expected 4 bytes, found 2",
                "[u16; 2] | [1] | amount: expected 2 values, found 1",
                "Vec<u16> | [1,70000] | amount[1]: 70000 does not fit u16",
                "Vec<u16> | {} | amount: expected a list, found an object",
                "(u8, u8) | [1] | amount: expected 2 values [_, _], found a list of 1",
                "Vec<(u8, u16)> | [[1,2],[3,-4]] | amount[1][1]: -4 does not fit u16",
                "Result<u8, u8> | {\"Ok\": 256} | amount.Ok: 2^8 does not fit u8",
                "Result<u8, u8> | \"Oh\" | amount: no variant Oh, expected one of [Ok, Err]",
                "Result<u8, u8> | 5 | amount: expected a variant's name or an object with it, found 5",
                "BTreeSet<u8> | \"0x0101\" | ''",
                "BTreeSet<u16> | [1,1] | amount: a set holds each value once, 0x0100 stands twice",
                "BTreeMap<u8,u8> | [[1,1],[1,2]] | amount: the key 0x01 stands twice",
                "BTreeMap<u8,u8> | [[1]] | amount[0]: expected a pair of key and value, found a list of 1",
                "BTreeMap<u8,u8> | {\"300\": 1} | amount.300: 300 does not fit u8",
                "BitVec<u8, Lsb0> | \"012\" | amount: expected a text of 0 and 1, found \"012\"",
                "() | 1 | amount: expected null, found 1",
                "AccountId32 | \"0x12\" | amount: an account is 32 bytes, found 1",
            })
    void says_where_and_why_json_does_not_fit(String type, String json, String message) {
        ResolvedType resolved = TypeExpression.resolve(type);
        JsonNode value = JSON.readTree(json);
        if (message.isEmpty()) {
            assertEquals(Bytes.fromHex("0x080101"), resolved.encode(value));
            return;
        }
        ValueException wrong =
                assertThrows(
                        ValueException.class,
                        () -> resolved.types().codec().encode(resolved.type(), value, "amount"));
        assertEquals(message, wrong.getMessage());
    }

    @Test
    void an_account_is_shown_under_prefix_42_and_taken_under_any() {
        ResolvedType account = TypeExpression.resolve("AccountId32");
        Bytes key =
                Bytes.fromHex("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
        assertEquals(
                "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", account.decode(key).asString());
        for (int prefix : new int[] {0, 2, 42, 13_116}) {
            String text = SS58.encode(prefix, key.toArray());
            assertEquals(key, account.encode(JSON.readTree("\"" + text + "\"")));
        }
        assertEquals(key, account.encode(JSON.readTree("\"" + key.toHex() + "\"")));
        ValueException wrong =
                assertThrows(
                        ValueException.class,
                        () ->
                                account.encode(
                                        JSON.readTree(
                                                "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ\"")));
        assertTrue(wrong.getMessage().contains("is no address"), wrong.getMessage());
    }

    @Test
    void structs_and_variants_take_the_form_of_their_fields() {
        int u8 = types.primitive(Primitive.U8);
        int named =
                types.composite(
                        "a::Named", Field.named("x", u8), Field.named("y", types.option(u8)));
        int oneNamed = types.composite("a::OneNamed", Field.named("bits", u8));
        int newtype = types.composite("a::NetUid", Field.unnamed(u8));
        int pair = types.composite("a::Pair", Field.unnamed(u8), Field.unnamed(newtype));
        int variant =
                types.variant(
                        "a::Variant",
                        VariantCase.of("Nothing", 3),
                        VariantCase.of("One", 7, Field.unnamed(newtype)),
                        VariantCase.of("Two", 8, Field.unnamed(u8), Field.unnamed(u8)),
                        VariantCase.of("Named", 9, Field.named("x", u8)));
        int byNewtype = types.map(newtype, variant);
        DynamicCodec codec = types.build().codec();
        both(codec, named, "010102", "{\"x\":1,\"y\":2}");
        both(codec, oneNamed, "05", "{\"bits\":5}");
        both(codec, newtype, "05", "5");
        both(codec, pair, "0506", "[5,6]");
        both(codec, variant, "03", "\"Nothing\"");
        both(codec, variant, "0701", "{\"One\":1}");
        both(codec, variant, "080102", "{\"Two\":[1,2]}");
        both(codec, variant, "0902", "{\"Named\":{\"x\":2}}");
        both(codec, byNewtype, "0801030207 05", "{\"1\":\"Nothing\",\"2\":{\"One\":5}}");
        assertThrows(ScaleException.class, () -> codec.decode(variant, Bytes.fromHex("0x00")));
        assertEquals(
                "v.Named.x: missing, expected [x]",
                assertThrows(
                                ValueException.class,
                                () -> codec.encode(variant, JSON.readTree("{\"Named\":{}}"), "v"))
                        .getMessage());
        assertEquals(
                "v: no field z, expected [x, y]",
                assertThrows(
                                ValueException.class,
                                () ->
                                        codec.encode(
                                                named,
                                                JSON.readTree("{\"x\":1,\"y\":2,\"z\":3}"),
                                                "v"))
                        .getMessage());
    }

    @Test
    void values_within_themselves_end_at_a_bounded_depth() {
        int list = types.reserve();
        int more = types.option(list);
        types.define(
                list,
                "a::List",
                List.of(),
                new TypeDef.Composite(List.of(Field.named("next", more))));
        int endless = types.reserve();
        types.define(
                endless,
                "a::Endless",
                List.of(),
                new TypeDef.Composite(List.of(Field.named("me", endless))));
        DynamicCodec codec = types.build().codec();
        byte[] deep = new byte[100];
        Arrays.fill(deep, (byte) 1);
        deep[99] = 0;
        Bytes nested = Bytes.of(deep);
        assertEquals(nested, codec.encode(list, codec.decode(list, nested)));
        byte[] tooDeep = new byte[100_000];
        Arrays.fill(tooDeep, (byte) 1);
        assertThrows(ScaleException.class, () -> codec.decode(list, Bytes.of(tooDeep)));
        assertThrows(ScaleException.class, () -> codec.decode(endless, Bytes.EMPTY));
    }

    @Test
    void whatever_bytes_come_in_they_are_a_value_or_a_scale_error() {
        decodeNoise(120_000, 16);
    }

    @Test
    @Tag("long")
    void two_million_times_noise_is_a_value_or_a_scale_error() {
        decodeNoise(2_000_000, 18);
    }

    private static void decodeNoise(int count, long seed) {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        DynamicCodec codec = metadata.codec();
        Random random = new Random(seed);
        int values = 0;
        for (int i = 0; i < count; i++) {
            int type = random.nextInt(metadata.types().size());
            byte[] bytes = new byte[random.nextInt(48)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length; at++) {
                if (random.nextInt(3) > 0) {
                    bytes[at] = (byte) random.nextInt(9);
                }
            }
            ScaleCodecReader reader = new ScaleCodecReader(bytes);
            try {
                JsonNode value = codec.decode(type, reader);
                // Not always the bytes that came in: sets and maps are put in order.
                Bytes again = codec.encode(type, value);
                assertEquals(again, codec.encode(type, codec.decode(type, again)), "type " + type);
                values++;
            } catch (ScaleException refused) {
                assertTrue(refused.offset() <= bytes.length);
            } catch (ValueException twice) {
                // A set may come in with an item twice; it cannot be written again.
                assertTrue(twice.getMessage().contains("stands twice"), twice.getMessage());
            }
        }
        assertTrue(values > count / 6, "values " + values);
    }

    @Test
    void whatever_json_comes_in_it_is_bytes_or_a_value_error() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        Random random = new Random(17);
        String[] leaves = {
            "0",
            "-1",
            "256",
            "1e3",
            "1.5",
            "true",
            "null",
            "\"\"",
            "\"0x\"",
            "\"0x01\"",
            "\"None\"",
            "{}",
            "[]",
            "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"",
            "18446744073709551616",
            "{\"Id\": 5}",
            "[[1, 2]]",
            "{\"Some\": null}",
            "{\"System\": {\"remark\": [\"0x\"]}}"
        };
        int written = 0;
        for (int i = 0; i < 100_000; i++) {
            int type = random.nextInt(metadata.types().size());
            JsonNode value = JSON.readTree(leaves[random.nextInt(leaves.length)]);
            if (random.nextInt(3) == 0) {
                value = JSON.createArrayNode().add(value).add(value);
            }
            try {
                metadata.codec().encode(type, value);
                written++;
            } catch (ValueException refused) {
                assertTrue(refused.getMessage().length() < 2_000);
            }
        }
        assertTrue(written > 2_000, "written " + written);
    }

    private static void both(DynamicCodec codec, int type, String hex, String json) {
        Bytes bytes = Bytes.fromHex(hex.replace(" ", ""));
        assertEquals(JSON.readTree(json), codec.decode(type, bytes));
        assertEquals(bytes, codec.encode(type, JSON.readTree(json)));
    }
}

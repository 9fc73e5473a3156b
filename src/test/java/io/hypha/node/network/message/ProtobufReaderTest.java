package io.hypha.node.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtobufReaderTest {

    private static ProtobufReader at(String hex) {
        ProtobufReader reader = new ProtobufReader(Bytes.fromHex(hex));
        assertThat(reader.next()).isTrue();
        return reader;
    }

    /** The examples of the encoding's own documentation, and the borders. */
    @ParameterizedTest
    @CsvSource({
        "0800, 0",
        "089601, 150",
        "087f, 127",
        "088001, 128",
        "08ffffffff0f, 4294967295",
        "08ffffffffffffffff7f, 9223372036854775807",
        "08ffffffffffffffffff01, -1",
        "088000, 0",
    })
    void reads_a_varint(String hex, long value) {
        ProtobufReader reader = at(hex);
        assertThat(reader.field()).isEqualTo(1);
        assertThat(reader.varint()).isEqualTo(value);
        assertThat(reader.next()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "08, cut off",
        "0880, cut off",
        "08ffffffffffffffffff02, above 64 bits",
        "0880808080808080808080, above 64 bits",
        "08ffffffffffffffffffff01, above 64 bits",
    })
    void refuses_a_broken_varint(String hex, String reason) {
        ProtobufReader reader = at(hex);
        assertThatThrownBy(reader::varint)
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "00, found 0",
        "07, found 0",
        "80808080808080808001, found 1152921504606846976",
        "8080808010, found 536870912",
    })
    void refuses_a_field_number_that_is_none(String hex, String reason) {
        ProtobufReader reader = new ProtobufReader(Bytes.fromHex(hex));
        assertThatThrownBy(reader::next)
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("expected a field number of 1 to 2^29 - 1, " + reason);
    }

    @Test
    void a_u32_stops_at_u32() {
        assertThat(at("08ffffffff0f").uint32()).isEqualTo(0xffff_ffffL);
        ProtobufReader above = at("088080808010");
        assertThatThrownBy(above::uint32)
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("above u32: 4294967296");
    }

    @Test
    void reads_bytes_text_and_nested_messages() {
        assertThat(at("120774657374696e67").text(7)).isEqualTo("testing");
        assertThat(at("1203aabbcc").bytes(3)).isEqualTo(Bytes.fromHex("aabbcc"));
        ProtobufReader outer = at("1a03089601" + "2001");
        ProtobufReader inner = outer.message();
        assertThat(inner.next()).isTrue();
        assertThat(inner.varint()).isEqualTo(150);
        assertThat(inner.next()).isFalse();
        assertThat(outer.next()).isTrue();
        assertThat(outer.field()).isEqualTo(4);
        assertThat(outer.bool()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1203aabb, 'claims 3 bytes, 2 are left'",
        "12ffffffff0f, 'claims 4294967295 bytes, 0 are left'",
        "12ffffffffffffffffff01aa, 'claims 18446744073709551615 bytes, 1 are left'",
        "1204aabbccdd, at most 3 bytes",
        "1001, expected wire type 2",
    })
    void refuses_bytes_that_are_not_there_or_too_many(String hex, String reason) {
        ProtobufReader reader = at(hex);
        assertThatThrownBy(() -> reader.bytes(3))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_nested_message_cannot_read_beyond_its_end() {
        ProtobufReader outer = at("1a0208" + "80" + "01");
        ProtobufReader inner = outer.message();
        assertThat(inner.next()).isTrue();
        assertThatThrownBy(inner::varint).hasMessageContaining("cut off");
    }

    @Test
    void refuses_text_that_is_not_utf_8() {
        ProtobufReader reader = at("1202c328");
        assertThatThrownBy(() -> reader.text(10)).hasMessageContaining("not UTF-8");
        ProtobufReader overlong = at("1202c080");
        assertThatThrownBy(() -> overlong.text(10)).hasMessageContaining("not UTF-8");
    }

    @Test
    void passes_over_varints_fixed_sizes_and_packed_lists() {
        ProtobufReader reader =
                new ProtobufReader(
                        Bytes.fromHex(
                                "089601"
                                        + "110102030405060708"
                                        + "2206038e029ea705"
                                        + "2d01020304"
                                        + "3001"));
        for (int i = 0; i < 4; i++) {
            assertThat(reader.next()).isTrue();
            reader.skip();
        }
        assertThat(reader.next()).isTrue();
        assertThat(reader.field()).isEqualTo(6);
        assertThat(reader.varint()).isEqualTo(1);
        assertThat(reader.next()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1101020304050607, needs 8 bytes",
        "2d010203, needs 4 bytes",
        "0b, wire type 3",
        "0c, wire type 4",
        "0e, wire type 6",
        "0f, wire type 7",
    })
    void refuses_to_pass_over_what_is_cut_or_unknown(String hex, String reason) {
        ProtobufReader reader = at(hex);
        assertThatThrownBy(reader::skip)
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void the_writer_leaves_defaults_out_and_keeps_empty_items() {
        assertThat(
                        new ProtobufWriter()
                                .varint(1, 0)
                                .bool(2, false)
                                .bytesUnlessEmpty(3, Bytes.EMPTY)
                                .text(4, "")
                                .each(5, List.of(Bytes.EMPTY, Bytes.ofInts(7)))
                                .eachText(6, List.of(""))
                                .varint(7, -1)
                                .toBytes())
                .isEqualTo(Bytes.fromHex("2a002a0107320038ffffffffffffffffff01"));
    }
}

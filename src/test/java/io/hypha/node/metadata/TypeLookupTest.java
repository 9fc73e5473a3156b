package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeLookupTest {

    @Test
    void finds_a_type_by_id_path_last_segment_item_and_method() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        int account = metadata.keys("System", "Account").entry().valueType();
        assertEquals(account, TypeLookup.find(metadata, "System.Account").type());
        assertEquals(account, TypeLookup.find(metadata, "frame_system::AccountInfo").type());
        assertEquals(account, TypeLookup.find(metadata, "AccountInfo").type());
        assertEquals(account, TypeLookup.find(metadata, Integer.toString(account)).type());
        assertEquals(
                metadata.apiMethod("Core_version").orElseThrow().output(),
                TypeLookup.find(metadata, "Core_version").type());
        assertEquals(
                "\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"",
                TypeLookup.find(metadata, "AccountId32")
                        .decode(
                                Bytes.fromHex(
                                        "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"))
                        .toString());
        assertEquals(
                "[\"5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\"]",
                TypeLookup.find(metadata, "Vec<sp_core::crypto::AccountId32>")
                        .decode(
                                Bytes.fromHex(
                                        "0x04d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"))
                        .toString());
        assertEquals(
                "42",
                TypeLookup.find(metadata, "System.SS58Prefix")
                        .decode(Bytes.fromHex("0x2a00"))
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000",
                "Nothing",
                "System.Nothing",
                "Core_nothing",
                "Vec<Nothing>",
                "Call",
                ""
            })
    void refuses_a_name_of_nothing_or_of_several_types(String name) {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        ValueException wrong =
                assertThrows(ValueException.class, () -> TypeLookup.find(metadata, name));
        assertTrue(wrong.getMessage().startsWith("type: "), wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  Vec < Option<i8 > > '",
                "'[u8;4]'",
                "'[[u16; 2]; 3]'",
                "'(u8,)'",
                "'((u8, u16), Vec<(bool, str)>)'",
                "'Result<(), Vec<u8>>'",
                "'Box<u64>'",
                "'sp_std::vec::Vec<u8>'",
                "'BTreeSet<AccountId32>'",
                "'Option<H256>'",
                "'bitvec::vec::BitVec<u8, bitvec::order::Msb0>'",
            })
    void reads_types_as_rust_writes_them(String text) {
        assertTrue(TypeExpression.resolve(text).types().size() > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "u9",
                "Vec",
                "Vec<",
                "Vec<u8",
                "Vec<u8>>",
                "Vec<>",
                "[u8]",
                "[u8; ]",
                "[u8; 4294967296]",
                "[u8; -1]",
                "(u8",
                "u8 u8",
                "Vec<u8, u8>",
                "BTreeMap<u8>",
                "BitVec<i8, Lsb0>",
                "BitVec<u8, Up>",
                "Compact",
                "<u8>",
                "τ"
            })
    void refuses_what_is_no_type(String text) {
        assertThrows(ValueException.class, () -> TypeExpression.resolve(text));
    }

    @Test
    void refuses_types_of_endless_length_and_depth() {
        assertThrows(ValueException.class, () -> TypeExpression.resolve("Vec<".repeat(2_000)));
        assertThrows(
                ValueException.class,
                () -> TypeExpression.resolve("Option<".repeat(500) + "u8" + ">".repeat(500)));
        assertThrows(ValueException.class, () -> TypeExpression.resolve("(".repeat(4_000)));
    }
}

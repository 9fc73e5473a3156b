package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes written by hand, each the root of a proof of its own. */
class NodeEncodingTest {

    private static final String HASH = "ee".repeat(32);
    private static final String LEAF = "421204ff";

    private static Bytes node(String hex) {
        return Bytes.fromHex(hex.replace("HASH", HASH).replace("LEAF", LEAF).replace(" ", ""));
    }

    private static ProofCheck check(Bytes node) {
        return ReadProof.check(Blake2b.hash256(node), List.of(node));
    }

    @ParameterizedTest
    @CsvSource({
        "00, the empty trie",
        "421204ff, a leaf with a value",
        "421200, a leaf with an empty value",
        "410104ff, a leaf with an odd partial key",
        "2212HASH, a leaf with a hashed value",
        "80 0300 10LEAF 10LEAF, a branch without value",
        "80 0300 80HASH 10LEAF, a branch with a child by hash",
        "c0 0100 04ff 10LEAF, a branch with a value and one child",
        "11 01 0100 HASH 10LEAF, a branch with a hashed value",
        "10 0080 HASH 80HASH, a branch with a hashed value and its last child",
        "7f 00 0000000000000000000000000000000000000000000000000000000000000000 00, 63 nibbles"
    })
    void takes_every_kind_of_node(String hex, String what) {
        assertThat(check(node(hex))).as(what).isInstanceOf(ProofCheck.Valid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', has no bytes",
        "01, no node begins with 1",
        "0f, no node begins with 15",
        "0000, bytes follow the empty node",
        "411104ff, padding",
        "43f01204ff, padding",
        "421204ff00, 1 bytes are left over",
        "421204, a value claims 1 bytes",
        "4212, the value is cut off",
        "421208ff, a value claims 2 bytes",
        "42120500ff, not minimal",
        "421206000000ff, not minimal",
        "421202000000, not minimal",
        "4212feffffff, a value claims 1073741823 bytes",
        "42120300000040, exceeds the node",
        "421203ffffffff, exceeds the node",
        "42120b0000000000, exceeds the node",
        "4212 01, exceeds the node",
        "42, does not fit",
        "7f, is cut off",
        "7fff, is cut off",
        "7f02 1204ff, does not fit",
        "2212ee, the hash of the value is cut off",
        "2212HASHee, 1 bytes are left over",
        "80 01, bitmap",
        "80 0000, no child",
        "c0 0000 04ff, no child",
        "80 0100 10LEAF, no value and one child",
        "80 0100 80HASH, no value and one child",
        "80 0300 10LEAF, a child is cut off",
        "80 0300 10LEAF 10 4212, cut off",
        "80 0300 10LEAF 00, not 1 to 32 bytes",
        "80 0300 10LEAF 84HASHee, not 1 to 32 bytes",
        "80 0300 10LEAF 11, not 1 to 32 bytes",
        "80 0300 10LEAF 10LEAF 10LEAF, left over",
        "80 0300 10LEAF 0400, empty node stands below a root",
        "80 0300 10LEAF 04ff, the length of the partial key is cut off",
        "80 0300 10LEAF 10421208ff, a value claims 2 bytes",
        "80 0300 10LEAF 2080010010LEAF, no value and one child"
    })
    void refuses_what_is_no_node(String hex, String reason) {
        assertThat(check(node(hex)))
                .isInstanceOfSatisfying(
                        ProofCheck.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(reason));
    }

    @Test
    void a_partial_key_that_never_ends_is_refused() {
        byte[] endless = new byte[400];
        java.util.Arrays.fill(endless, (byte) 0xff);
        endless[0] = 0x7f;
        assertThat(check(Bytes.of(endless)))
                .isInstanceOfSatisfying(
                        ProofCheck.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("above 65535 nibbles"));
    }

    @Test
    void a_node_below_32_bytes_stands_in_its_parent_and_not_beside_it() {
        Bytes leaf = node(LEAF);
        Bytes byHash = Bytes.concat(node("80 0300 10LEAF 80"), Blake2b.hash256(leaf).toBytes());
        Hash256 root = Blake2b.hash256(byHash);
        assertThat(Proofs.reasonAgainst(root, List.of(byHash, leaf)))
                .contains("belongs into its parent");
        // Without the entry the child is only unknown.
        ReadProof proof = Proofs.valid(root, List.of(byHash));
        assertThat(proof.read(Bytes.ofInts(0x01, 0x20))).isEqualTo(new StorageRead.Absent());
        assertThat(proof.read(Bytes.ofInts(0x11, 0x20))).isEqualTo(new StorageRead.Incomplete());
        // Beside a parent that holds it in place it hangs under no root.
        Bytes inline = node("80 0300 10LEAF 10LEAF");
        assertThat(Proofs.reasonAgainst(Blake2b.hash256(inline), List.of(inline, leaf)))
                .isEqualTo("entry 1 hangs under no root");
    }

    @Test
    void a_broken_node_below_a_whole_one_makes_the_proof_invalid() {
        Bytes broken = Bytes.of(new byte[40]);
        Bytes parent = Bytes.concat(node("80 0300 10LEAF 80"), Blake2b.hash256(broken).toBytes());
        assertThat(Proofs.reasonAgainst(Blake2b.hash256(parent), List.of(parent, broken)))
                .contains("no trie node");
    }

    @Test
    void a_detached_value_need_not_be_a_node() {
        Bytes value = Bytes.of(new byte[40]);
        Bytes leaf = Bytes.concat(node("2212"), Blake2b.hash256(value).toBytes());
        ReadProof proof = Proofs.valid(Blake2b.hash256(leaf), List.of(value, leaf));
        assertThat(proof.read(Bytes.ofInts(0x12))).isEqualTo(new StorageRead.Value(value));
    }

    @Test
    void the_bitmap_is_little_endian() {
        Bytes branch = node("c0 0001 04ff 1841010cffffff");
        ReadProof proof = Proofs.valid(Blake2b.hash256(branch), List.of(branch));
        assertThat(proof.read(Bytes.ofInts(0x81)))
                .isEqualTo(new StorageRead.Value(Bytes.fromHex("0xffffff")));
        assertThat(proof.read(Bytes.ofInts(0x01))).isEqualTo(new StorageRead.Absent());
        assertThat(proof.read(Bytes.EMPTY)).isEqualTo(new StorageRead.Value(Bytes.ofInts(0xff)));
    }
}

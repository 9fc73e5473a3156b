package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake3;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MetadataProofTest {

    private static final RuntimeMetadata FINNEY = RealMetadata.FINNEY_424_V16.decoded();
    private static final Bytes CALL =
            FINNEY.encodeCall(
                    "SubtensorModule",
                    "add_stake_limit",
                    JsonMapper.shared()
                            .readTree(
                                    """
                                    {"hotkey": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "netuid": 12,
                                     "amount_staked": "5000000000", "limit_price": "1", "allow_partial": false}
                                    """));

    /** Mortal era, nonce 5, no tip, mode 1. */
    private static final Bytes EXTRA = Bytes.fromHex("0x0503140001");

    /** Spec 424, transaction version 1, genesis, block, some hash. */
    private static final Bytes IMPLICIT =
            Bytes.fromHex(
                    "0xa801000001000000"
                            + "2f".repeat(32)
                            + "b1".repeat(32)
                            + "01"
                            + "cc".repeat(32));

    @Test
    void leaves_and_nodes_give_the_root_that_the_digest_is_made_of() {
        MetadataProof proof = proven(CALL, EXTRA, IMPLICIT);
        Hash256 root = root(proof);
        Bytes digest =
                Bytes.concat(
                        Bytes.ofInts(1),
                        root.toBytes(),
                        blake3(proof.extrinsicMetadata()).toBytes(),
                        proof.extraInfo());
        assertEquals(proof.metadataHash(), blake3(digest));
        assertEquals(
                "0x80de37ca8c53ddbf9835d5123af60e0ef5015b3d039a6ffee0ccbb41966c864f",
                proof.metadataHash().toHex());
        assertTrue(proof.leaves().size() < 30, "a proof holds what one call needs");
    }

    @Test
    void a_leaf_or_node_that_was_changed_gives_another_root() {
        MetadataProof proof = proven(CALL, EXTRA, IMPLICIT);
        Hash256 root = root(proof);
        for (int i = 0; i < proof.leaves().size(); i++) {
            List<Bytes> leaves = new ArrayList<>(proof.leaves());
            byte[] other = leaves.get(i).toArray();
            other[other.length - 1] ^= 1;
            leaves.set(i, Bytes.of(other));
            assertNotEquals(root, root(with(proof, leaves, proof.nodes())));
        }
        for (int i = 0; i < proof.nodes().size(); i++) {
            List<Hash256> nodes = new ArrayList<>(proof.nodes());
            nodes.set(i, Hash256.ZERO);
            assertNotEquals(root, root(with(proof, proof.leaves(), nodes)));
        }
    }

    @Test
    void every_set_of_leaves_of_every_small_tree_proves_its_root() {
        for (int count = 1; count <= 9; count++) {
            List<Bytes> leaves = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                leaves.add(Bytes.ofInts(count, i));
            }
            LeafTree tree = LeafTree.of(leaves);
            for (int bits = 0; bits < 1 << count; bits++) {
                Set<Integer> wanted = new HashSet<>();
                for (int i = 0; i < count; i++) {
                    if ((bits >> i & 1) == 1) {
                        wanted.add(i);
                    }
                }
                LeafTree.Cut cut = tree.cut(wanted);
                assertEquals(wanted.size(), cut.places().size());
                int first = count - 1;
                MetadataProof proof =
                        new MetadataProof(
                                cut.places().stream()
                                        .map(place -> leaves.get(place - first))
                                        .toList(),
                                cut.places(),
                                cut.nodes(),
                                Bytes.EMPTY,
                                Bytes.EMPTY,
                                Hash256.ZERO);
                assertEquals(tree.root(), root(proof));
            }
        }
    }

    @Test
    void the_encoding_is_lists_one_after_the_other() {
        MetadataProof proof = proven(CALL, EXTRA, IMPLICIT);
        ScaleCodecWriter expected = new ScaleCodecWriter().writeCompact(proof.leaves().size());
        proof.leaves().forEach(expected::writeFixed);
        expected.writeCompact(proof.leafPlaces().size());
        proof.leafPlaces().forEach(expected::writeUint32);
        expected.writeCompact(proof.nodes().size());
        proof.nodes().forEach(expected::writeHash);
        expected.writeFixed(proof.extrinsicMetadata());
        // 424, "node-subtensor", 42, 9, "TAO"
        expected.writeFixed(
                Bytes.fromHex("0xa8010000386e6f64652d73756274656e736f722a00090c54414f"));
        assertEquals(expected.toBytes(), proof.encode());
    }

    @Test
    void bytes_that_are_no_payload_of_the_runtime_are_named() {
        assertInstanceOf(
                MetadataProof.Outcome.Unreadable.class,
                outcome(CALL, EXTRA, IMPLICIT.slice(0, IMPLICIT.size() - 1)));
        assertInstanceOf(
                MetadataProof.Outcome.Unreadable.class,
                outcome(CALL, EXTRA, Bytes.concat(IMPLICIT, Bytes.ofInts(0))));
        assertInstanceOf(
                MetadataProof.Outcome.Unreadable.class,
                outcome(Bytes.ofInts(255), EXTRA, IMPLICIT));
        assertEquals(
                "RFC-78 needs metadata V15 or later, this is V14",
                assertInstanceOf(
                                MetadataProof.Outcome.NoDigest.class,
                                MetadataProof.of(
                                        RealMetadata.FINNEY_343_V14.decoded(),
                                        MetadataDigest.Token.TAO,
                                        CALL,
                                        EXTRA,
                                        IMPLICIT))
                        .reason());
    }

    @Test
    void a_batch_of_batches_and_a_count_without_values_end_within_their_bounds() {
        Bytes nested = Bytes.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            nested = Bytes.concat(nested, Bytes.ofInts(11, 2, 4));
        }
        Bytes deep = nested;
        assertTrue(
                assertInstanceOf(
                                MetadataProof.Outcome.Unreadable.class,
                                outcome(deep, Bytes.EMPTY, Bytes.EMPTY))
                        .reason()
                        .contains("nested deeper"));
        TypeRegistryBuilder types = new TypeRegistryBuilder();
        int units = types.sequence(types.tuple());
        TypeRegistry registry = types.build();
        ScaleCodecReader in = new ScaleCodecReader(Bytes.fromHex("0xfeffffff"));
        TouchedTypes touched = new TouchedTypes(registry, new DigestTypes(FINNEY), in);
        assertTrue(
                String.valueOf(
                                org.junit.jupiter.api.Assertions.assertThrows(
                                                ScaleException.class, () -> touched.read(units))
                                        .getMessage())
                        .contains("more than 1000000 values"));
    }

    @Test
    void ends_in_leaves_or_an_error_whatever_the_bytes() {
        MetadataTree tree =
                assertInstanceOf(
                                MetadataTree.Outcome.Tree.class,
                                MetadataTree.of(FINNEY, MetadataDigest.Token.TAO))
                        .tree();
        Random random = new Random(78);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = CALL.toArray();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            ScaleCodecReader in = new ScaleCodecReader(bytes);
            TouchedTypes touched = new TouchedTypes(FINNEY.types(), tree.types(), in);
            try {
                touched.read(FINNEY.extrinsic().callType());
                in.requireEnd();
                assertTrue(touched.leaves().stream().allMatch(leaf -> leaf < tree.leaves().size()));
                read++;
            } catch (ScaleException expected) {
                assertTrue(expected.offset() <= bytes.length);
            }
        }
        assertTrue(read > 1_000, "only " + read + " still read");
    }

    private static MetadataProof with(
            MetadataProof proof, List<Bytes> leaves, List<Hash256> nodes) {
        return new MetadataProof(
                leaves,
                proof.leafPlaces(),
                nodes,
                proof.extrinsicMetadata(),
                proof.extraInfo(),
                proof.metadataHash());
    }

    private static MetadataProof proven(Bytes call, Bytes extra, Bytes implicit) {
        return assertInstanceOf(MetadataProof.Outcome.Proven.class, outcome(call, extra, implicit))
                .proof();
    }

    private static MetadataProof.Outcome outcome(Bytes call, Bytes extra, Bytes implicit) {
        return MetadataProof.of(FINNEY, MetadataDigest.Token.TAO, call, extra, implicit);
    }

    /** As a device does it: known places take the leaves, the others in order the nodes. */
    static Hash256 root(MetadataProof proof) {
        Map<Integer, Hash256> known = new HashMap<>();
        Set<Integer> above = new HashSet<>();
        for (int i = 0; i < proof.leaves().size(); i++) {
            int place = proof.leafPlaces().get(i);
            known.put(place, blake3(proof.leaves().get(i)));
            for (int at = place; at > 0; at = (at - 1) / 2) {
                above.add((at - 1) / 2);
            }
        }
        List<Hash256> left = new ArrayList<>(proof.nodes());
        Hash256 root = root(0, known, above, left);
        assertTrue(left.isEmpty(), "nodes that hang nowhere");
        return root;
    }

    private static Hash256 root(
            int at, Map<Integer, Hash256> known, Set<Integer> above, List<Hash256> left) {
        if (known.containsKey(at)) {
            return known.get(at);
        }
        if (!above.contains(at)) {
            return left.removeFirst();
        }
        Hash256 one = root(2 * at + 1, known, above, left);
        Hash256 two = root(2 * at + 2, known, above, left);
        return blake3(Bytes.concat(one.toBytes(), two.toBytes()));
    }

    private static Hash256 blake3(Bytes input) {
        return Hash256.of(Blake3.hash256(input.toArray()));
    }
}

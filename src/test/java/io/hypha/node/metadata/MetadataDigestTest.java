package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake3;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class MetadataDigestTest {

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void equals_the_digest_that_another_library_made_or_says_why_there_is_none(RealMetadata file) {
        JsonNode expected = file.expected().get("vectors").path("rfc78");
        MetadataDigest.Outcome outcome =
                MetadataDigest.of(file.decoded(), MetadataDigest.Token.TAO);
        if (file == RealMetadata.FINNEY_343_V14) {
            String reason = assertInstanceOf(MetadataDigest.Outcome.None.class, outcome).reason();
            assertEquals("RFC-78 needs metadata V15 or later, this is V14", reason);
            return;
        }
        MetadataDigest digest =
                assertInstanceOf(MetadataDigest.Outcome.Digest.class, outcome).digest();
        assertEquals(expected.get("metadataDigest").asString(), digest.hash().toHex());
    }

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void inspection_tells_what_the_expectations_say(RealMetadata file) {
        JsonNode expected = file.expected();
        ObjectNode json = MetadataInspection.of(file.decoded(), MetadataDigest.Token.TAO);
        assertEquals(expected.get("metadataVersion").asInt(), json.get("version").asInt());
        assertEquals(expected.get("specName"), json.get("specName"));
        assertEquals(expected.get("specVersion").asInt(), json.get("specVersion").asInt());
        assertEquals(expected.get("pallets").size(), json.get("pallets").size());
        for (int i = 0; i < json.get("pallets").size(); i++) {
            JsonNode pallet = json.get("pallets").get(i);
            JsonNode wanted = expected.get("pallets").get(i);
            assertEquals(wanted.get("name"), pallet.get("name"));
            assertEquals(wanted.get("storage"), pallet.get("storage"));
            assertEquals(wanted.get("constants"), pallet.get("constants"));
            assertEquals(wanted.get("calls").size(), pallet.get("calls").size());
        }
        assertEquals(expected.get("extrinsicVersions"), json.get("extrinsicVersions"));
        assertEquals(expected.get("runtimeApis").size(), json.get("apis").size());
        assertEquals(json.get("digest").isNull(), json.has("digestReason"));
    }

    @Test
    void each_of_the_other_facts_changes_the_digest() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        List<Hash256> hashes = new ArrayList<>();
        for (MetadataDigest.Token token :
                List.of(
                        MetadataDigest.Token.TAO,
                        new MetadataDigest.Token(13_116, 9, "TAO"),
                        new MetadataDigest.Token(42, 10, "TAO"),
                        new MetadataDigest.Token(42, 9, "testTAO"))) {
            Hash256 hash =
                    assertInstanceOf(
                                    MetadataDigest.Outcome.Digest.class,
                                    MetadataDigest.of(metadata, token))
                            .digest()
                            .hash();
            assertTrue(!hashes.contains(hash));
            hashes.add(hash);
        }
    }

    /**
     * Five leaves make ((3 4) 0) (1 2), as RFC-78 draws it. Six make ((2 3) (4 5)) (0 1): the RFC
     * draws another tree, but the runtime and the wallets build this one, the same heap, and the
     * real digests above need it.
     */
    @Test
    void builds_a_complete_binary_tree_from_the_last_leaves_up() {
        List<Bytes> leaves = new ArrayList<>();
        assertEquals(Hash256.ZERO, root(leaves));
        List<Bytes> hashes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            leaves.add(Bytes.ofInts(i));
            hashes.add(blake3(Bytes.ofInts(i)));
        }
        assertEquals(hashes.getFirst(), root(leaves.subList(0, 1)).toBytes());
        Bytes five =
                node(
                        node(node(hashes.get(3), hashes.get(4)), hashes.get(0)),
                        node(hashes.get(1), hashes.get(2)));
        assertEquals(five, root(leaves.subList(0, 5)).toBytes());
        Bytes six =
                node(
                        node(
                                node(hashes.get(2), hashes.get(3)),
                                node(hashes.get(4), hashes.get(5))),
                        node(hashes.get(0), hashes.get(1)));
        assertEquals(six, root(leaves).toBytes());
        assertNotEquals(five, six);
    }

    private static Bytes node(Bytes left, Bytes right) {
        return blake3(Bytes.concat(left, right));
    }

    private static Bytes blake3(Bytes input) {
        return Bytes.of(Blake3.hash256(input.toArray()));
    }

    private static Hash256 root(List<Bytes> leaves) {
        return LeafTree.of(leaves).root();
    }
}

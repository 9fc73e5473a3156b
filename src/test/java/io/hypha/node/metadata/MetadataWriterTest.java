package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

class MetadataWriterTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16})
    void what_was_built_is_found_again_in_every_version(int version) {
        RuntimeMetadata built = SmallRuntime.metadata();
        RuntimeMetadata read = RuntimeMetadata.decode(MetadataWriter.encode(built, version));
        assertEquals(version, read.version());
        assertEquals(built.pallets(), read.pallets());
        assertEquals(built.callType(), read.callType());
        assertEquals(built.eventType(), read.eventType());
        assertEquals(built.errorType(), read.errorType());
        assertEquals(built.extrinsic().extensions(), read.extrinsic().extensions());
        assertEquals(built.extrinsic().addressType(), read.extrinsic().addressType());
        assertEquals(built.extrinsic().signatureType(), read.extrinsic().signatureType());
        assertEquals(version == 16 ? List.of(4, 5) : List.of(4), read.extrinsic().versions());
        assertEquals(version == 14 ? 0 : 1, read.apis().size());
        assertEquals(new RuntimeVersion("small", 3, 2), read.runtimeVersion().orElseThrow());
        JsonNode call =
                JSON.readTree(
                        """
                        {"Shelf": {"store": {"key": 9, "bits": "101", "amounts": {"1": "2", "30": "40"},
                         "maybe": {"Ok": [3, 4]}}}}\
                        """);
        JsonNode batch = JSON.readTree("{\"System\": {\"batch\": {\"calls\": []}}}");
        ((ArrayNode) batch.get("System").get("batch").get("calls")).add(call);
        Bytes encoded = read.codec().encode(read.callType(), batch);
        assertEquals(
                Bytes.fromHex(
                        "0x000404 0758 0900 0ca0 08 01000000 08 1e000000 a0 01 00 08 0300 0400"
                                .replace(" ", "")),
                encoded);
        assertEquals(batch, read.codec().decode(read.callType(), encoded));
    }

    @Test
    void digests_of_version_15_and_16_are_the_same() {
        RuntimeMetadata built = SmallRuntime.metadata();
        MetadataDigest.Outcome of15 =
                MetadataDigest.of(
                        RuntimeMetadata.decode(MetadataWriter.encode(built, 15)),
                        MetadataDigest.Token.TAO);
        MetadataDigest.Outcome of16 = MetadataDigest.of(built, MetadataDigest.Token.TAO);
        assertInstanceOf(MetadataDigest.Outcome.Digest.class, of15);
        assertEquals(of15, of16);
    }

    @Test
    void writes_no_other_version() {
        assertThrows(
                IllegalArgumentException.class,
                () -> MetadataWriter.encode(SmallRuntime.metadata(), 13));
        assertThrows(
                IllegalArgumentException.class,
                () -> MetadataWriter.encode(SmallRuntime.metadata(), 17));
    }

    @Test
    void finds_metadata_in_every_wrapping() {
        Bytes plain = MetadataWriter.encode(SmallRuntime.metadata(), 15);
        Bytes vector = new ScaleCodecWriter().writeByteVector(plain).toBytes();
        Bytes option = Bytes.concat(Bytes.ofInts(1), vector);
        for (Bytes form : List.of(plain, vector, option)) {
            assertEquals(plain, MetadataBlob.unwrap(form));
            assertEquals(plain, MetadataBlob.unwrap(text(form.toHex())));
            assertEquals(plain, MetadataBlob.unwrap(text(form.toHex() + "\n")));
        }
        for (Bytes bad :
                List.of(
                        Bytes.EMPTY,
                        Bytes.ofInts(0),
                        Bytes.ofInts(1),
                        text("0x"),
                        text("0x1"),
                        text("0xzz"),
                        Bytes.concat(vector, Bytes.ofInts(0)),
                        vector.slice(0, vector.size() - 1),
                        Bytes.concat(Bytes.ofInts(2), vector))) {
            assertThrows(ScaleException.class, () -> MetadataBlob.unwrap(bad), bad.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16})
    void whatever_is_changed_it_is_metadata_or_a_scale_error(int version) {
        byte[] good = MetadataWriter.encode(SmallRuntime.metadata(), version).toArray();
        Random random = new Random(version);
        int read = 0;
        for (int i = 0; i < 40_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[5 + random.nextInt(bytes.length - 5)] =
                        (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(24));
            }
            Bytes changed =
                    Bytes.of(
                            bytes,
                            0,
                            random.nextInt(8) == 0
                                    ? 5 + random.nextInt(bytes.length - 5)
                                    : bytes.length);
            try {
                RuntimeMetadata metadata = RuntimeMetadata.decode(changed);
                read++;
                if (read % 64 == 0) {
                    use(metadata);
                }
            } catch (ScaleException refused) {
                assertTrue(refused.offset() <= changed.size());
            }
        }
        assertTrue(read > 1_000, "read " + read);
    }

    /**
     * Nothing that such metadata allows may end in anything but a value or a named error either.
     */
    private static void use(RuntimeMetadata metadata) {
        MetadataInspection.of(metadata, MetadataDigest.Token.TAO);
        Bytes bytes = Bytes.ofInts(1, 1, 4, 0, 1, 2, 3, 0, 0, 0, 1, 1);
        for (int type = 0; type < metadata.types().size(); type++) {
            try {
                JsonNode value = metadata.codec().decode(type, new ScaleCodecReader(bytes));
                metadata.codec().encode(type, value);
            } catch (ScaleException | ValueException refused) {
                assertTrue(!refused.getMessage().isEmpty());
            }
        }
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}

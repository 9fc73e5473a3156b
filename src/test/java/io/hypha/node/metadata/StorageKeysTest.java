package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StorageKeysTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What {@code @polkadot-api/substrate-bindings} 0.21 makes of the key part 0x0100. */
    @ParameterizedTest
    @CsvSource({
        "BLAKE2_128, 0xead9a09ae23f059006f2bea50e245ff4",
        "BLAKE2_256, 0x8080778c30c20fa2ebc0ed18d2cbca1f30b027625c7d9d97f5d589721c91aeb6",
        "BLAKE2_128_CONCAT, 0xead9a09ae23f059006f2bea50e245ff40100",
        "TWOX_128, 0xf1577fbf1d628fdddb4ebfc6e8d95fb1",
        "TWOX_256, 0xf1577fbf1d628fdddb4ebfc6e8d95fb16e76fbecaa879bcbf40f50c178d6426b",
        "TWOX_64_CONCAT, 0xf1577fbf1d628fdd0100",
        "IDENTITY, 0x0100",
    })
    void hashes_a_key_part_as_its_hasher_says(StorageHasher hasher, String expected) {
        Bytes part = Bytes.ofInts(1, 0);
        assertEquals(Bytes.fromHex(expected), StorageKeys.hash(hasher, part));
        RuntimeMetadata metadata = SmallRuntime.metadata();
        StorageKeys keys = metadata.keys("Shelf", "By" + hasher.label());
        Bytes key = keys.ofJson(List.of(JSON.readTree("1")));
        assertEquals(Bytes.concat(keys.prefix(), Bytes.fromHex(expected)), key);
        StorageKeys.Part found = keys.split(key).getFirst();
        assertEquals(
                hasher.keepsKey()
                        ? new StorageKeys.Part.Known(part)
                        : new StorageKeys.Part.Hashed(Bytes.fromHex(expected)),
                found);
    }

    @Test
    void a_key_has_as_many_parts_as_the_item_has_hashers() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        StorageKeys keys = metadata.keys("SubtensorModule", "AlphaV2");
        assertEquals(3, keys.entry().hashers().size());
        assertEquals(keys.prefix(), keys.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> keys.of(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY));
        ValueException wrong =
                assertThrows(
                        ValueException.class,
                        () -> metadata.storageKey("System", "Number", JSON.readTree("1")));
        assertEquals("System.Number takes 0 key parts, found 1", wrong.getMessage());
        assertThrows(ValueException.class, () -> metadata.keys("System", "Nothing"));
        assertThrows(ValueException.class, () -> metadata.keys("Nothing", "Number"));
    }

    @Test
    void a_key_part_beside_a_hash_that_is_not_its_own_is_refused() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        StorageKeys keys = metadata.keys("System", "Account");
        Bytes key = keys.of(Bytes.of(new byte[32]));
        assertEquals(List.of(new StorageKeys.Part.Known(Bytes.of(new byte[32]))), keys.split(key));
        byte[] flipped = key.toArray();
        flipped[70] ^= 1;
        assertThrows(ScaleException.class, () -> keys.split(Bytes.of(flipped)));
        byte[] elsewhere = key.toArray();
        elsewhere[0] ^= 1;
        assertThrows(ScaleException.class, () -> keys.split(Bytes.of(elsewhere)));
    }
}

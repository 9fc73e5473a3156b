package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Calls, keys and results of the real chain, against what two other libraries made of them. */
class RealValuesTest {

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void encodes_calls_as_other_libraries_do_and_reads_them_back(RealMetadata file) {
        RuntimeMetadata metadata = file.decoded();
        JsonNode calls = file.expected().get("vectors").get("calls");
        assertTrue(calls.size() >= 8);
        for (JsonNode call : calls) {
            Bytes expected = Fixtures.hex(call.get("hex"));
            Bytes encoded =
                    metadata.encodeCall(
                            call.get("pallet").asString(),
                            call.get("call").asString(),
                            call.get("args"));
            assertEquals(expected, encoded, call.toString());
            JsonNode decoded = metadata.codec().decode(metadata.callType(), expected);
            JsonNode args =
                    decoded.get(call.get("pallet").asString()).get(call.get("call").asString());
            assertEquals(
                    expected,
                    metadata.encodeCall(
                            call.get("pallet").asString(), call.get("call").asString(), args));
            assertEquals(expected, metadata.codec().encode(metadata.callType(), decoded));
            assertThrows(
                    ScaleException.class,
                    () ->
                            metadata.codec()
                                    .decode(
                                            metadata.callType(),
                                            expected.slice(0, expected.size() - 1)));
            assertThrows(
                    ScaleException.class,
                    () ->
                            metadata.codec()
                                    .decode(
                                            metadata.callType(),
                                            Bytes.concat(expected, Bytes.ofInts(0))));
        }
    }

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void makes_storage_keys_and_takes_them_apart(RealMetadata file) {
        RuntimeMetadata metadata = file.decoded();
        JsonNode vectors = file.expected().get("vectors").get("storageKeys");
        assertTrue(vectors.size() >= 13);
        for (JsonNode vector : vectors) {
            List<JsonNode> args = new ArrayList<>();
            vector.get("args").forEach(args::add);
            StorageKeys keys =
                    metadata.keys(vector.get("pallet").asString(), vector.get("item").asString());
            Bytes key = keys.ofJson(args);
            assertEquals(Fixtures.hex(vector.get("key")), key, vector.toString());
            List<StorageKeys.Part> parts = keys.split(key);
            Bytes[] known = new Bytes[parts.size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = ((StorageKeys.Part.Known) parts.get(i)).encoded();
            }
            assertEquals(key, keys.of(known));
            for (int fewer = 0; fewer < known.length; fewer++) {
                assertTrue(key.startsWith(keys.ofJson(args.subList(0, fewer))));
            }
            assertThrows(
                    ScaleException.class, () -> keys.split(Bytes.concat(key, Bytes.ofInts(0))));
            assertThrows(ScaleException.class, () -> keys.split(key.slice(0, key.size() - 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get_neuron",
                "get_neurons_lite",
                "get_selective_mechagraph",
                "get_subnet_state"
            })
    void reads_a_recorded_result_and_writes_the_same_bytes(String name) {
        RuntimeMetadata metadata = RealMetadata.FINNEY_343_V15.decoded();
        JsonNode vector = Fixtures.json("scale/runtime-api-" + name + ".json.gz");
        int type = metadata.apiMethod(vector.get("method").asString()).orElseThrow().output();
        Bytes result = Fixtures.hex(vector.get("resultHex"));
        JsonNode decoded = metadata.codec().decode(type, result);
        assertAlike(vector.get("decoded"), decoded, name);
        assertEquals(result, metadata.codec().encode(type, decoded));
        assertThrows(
                ScaleException.class,
                () -> metadata.codec().decode(type, result.slice(0, result.size() - 1)));
        assertThrows(
                ScaleException.class,
                () -> metadata.codec().decode(type, Bytes.concat(result, Bytes.ofInts(0))));
    }

    @Test
    void decodes_the_multisig_calls_of_a_later_runtime_and_finds_their_storage_key() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_424_V16.decoded();
        JsonNode vectors = Fixtures.json("scale/multisig-calls-finney-472.json");
        vectors.get("palletIndices")
                .properties()
                .forEach(each ->
                        assertEquals(
                                each.getValue().asInt(),
                                metadata.pallet(each.getKey()).orElseThrow().index()));
        JsonNode inner = vectors.get("inner");
        assertEquals(
                inner.get("callHash").asString(),
                Blake2b.hash256(Fixtures.hex(inner.get("hex"))).toHex());
        for (var each : vectors.get("calls").properties()) {
            Bytes call = Fixtures.hex(each.getValue());
            JsonNode decoded = metadata.codec().decode(metadata.callType(), call);
            assertEquals(
                    call, metadata.codec().encode(metadata.callType(), decoded), each.getKey());
            JsonNode args = decoded.get("Multisig").properties().iterator().next().getValue();
            assertEquals(2, args.get("threshold").asInt());
        }
        JsonNode asMulti =
                metadata.codec()
                        .decode(
                                metadata.callType(),
                                Fixtures.hex(vectors.get("calls").get("as_multi_final_by_1")));
        JsonNode args = asMulti.get("Multisig").get("as_multi");
        assertEquals(123, args.get("maybe_timepoint").get("height").asInt());
        assertEquals(
                "1234567890",
                args.get("call")
                        .get("Balances")
                        .get("transfer_keep_alive")
                        .get("value")
                        .asString());

        StorageKeys keys = metadata.keys("Multisig", "Multisigs");
        Bytes key = Fixtures.hex(vectors.get("multisigsStorageKey"));
        assertEquals(
                key,
                keys.of(
                        Fixtures.hex(vectors.get("multisigAccounts").get("threshold2")),
                        Fixtures.hex(inner.get("callHash"))));
        assertEquals(2, keys.split(key).size());
        JsonNode value =
                metadata.codec()
                        .decode(
                                keys.entry().valueType(),
                                Fixtures.hex(vectors.get("multisigsValue").get("hex")));
        assertEquals(
                vectors.get("multisigsValue").get("deposit").asString(),
                value.get("deposit").asString());
    }

    @Test
    void reads_recorded_storage_values_under_the_metadata_of_their_time() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_343_V15.decoded();
        JsonNode recordings = Fixtures.json("rpc/finney-rpc-recordings.json.gz");
        List<RecordedStorage> reads = RecordedStorage.in(recordings);
        int checked = 0;
        for (RecordedStorage read : reads) {
            for (Pallet pallet : metadata.pallets()) {
                for (StorageEntry entry : pallet.storage()) {
                    StorageKeys keys = metadata.keys(pallet.name(), entry.name());
                    if (read.key().startsWith(keys.prefix())) {
                        List<StorageKeys.Part> parts = keys.split(read.key());
                        assertEquals(entry.hashers().size(), parts.size());
                        JsonNode value = metadata.codec().decode(entry.valueType(), read.value());
                        assertEquals(
                                read.value(), metadata.codec().encode(entry.valueType(), value));
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked >= 10, "checked " + checked + " of " + reads.size());
    }

    @Test
    void reads_recorded_results_of_runtime_calls_and_writes_the_same_bytes() {
        RuntimeMetadata metadata = RealMetadata.FINNEY_343_V15.decoded();
        JsonNode recordings = Fixtures.json("rpc/finney-rpc-recordings.json.gz");
        List<RecordedStorage.Result> results = RecordedStorage.resultsIn(recordings);
        assertTrue(results.size() >= 4, "found " + results.size());
        for (RecordedStorage.Result each : results) {
            int type = metadata.apiMethod(each.method()).orElseThrow().output();
            JsonNode value = metadata.codec().decode(type, each.value());
            assertEquals(each.value(), metadata.codec().encode(type, value), each.method());
        }
    }

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void every_constant_and_every_fallback_reads_and_writes_the_same_bytes(RealMetadata file) {
        RuntimeMetadata metadata = file.decoded();
        for (Pallet pallet : metadata.pallets()) {
            for (Constant constant : pallet.constants()) {
                JsonNode value = metadata.codec().decode(constant.type(), constant.value());
                assertEquals(
                        constant.value(),
                        metadata.codec().encode(constant.type(), value),
                        constant.name());
            }
            for (StorageEntry entry : pallet.storage()) {
                ScaleCodecReader reader = new ScaleCodecReader(entry.fallback());
                if (entry.modifier() == StorageEntry.Modifier.DEFAULT) {
                    JsonNode value = metadata.codec().decode(entry.valueType(), reader);
                    reader.requireEnd();
                    assertEquals(
                            entry.fallback(),
                            metadata.codec().encode(entry.valueType(), value),
                            entry.name());
                }
            }
        }
    }

    /**
     * The vectors were made by a library with a form of its own: byte vectors as lists of numbers
     * or as hex, an Option in an Option as its value, a struct of one named field ({@code bits}) as
     * that field.
     */
    private static void assertAlike(JsonNode expected, JsonNode found, String path) {
        if (found.has("Some") && !expected.has("Some")) {
            assertAlike(expected, found.get("Some"), path + ".Some");
        } else if (found.size() == 1 && found.has("bits") && expected.isString()) {
            assertAlike(expected, found.get("bits"), path + ".bits");
        } else if (expected.isArray() && found.isString()) {
            byte[] bytes = new byte[expected.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) expected.get(i).asInt();
            }
            assertEquals(Bytes.of(bytes).toHex(), found.asString(), path);
        } else if (expected.isArray()) {
            assertEquals(expected.size(), found.size(), path);
            for (int i = 0; i < expected.size(); i++) {
                assertAlike(expected.get(i), found.get(i), path + "[" + i + "]");
            }
        } else if (expected.isObject()) {
            assertEquals(
                    expected.propertyNames().stream().sorted().toList(),
                    found.propertyNames().stream().sorted().toList(),
                    path);
            expected.properties()
                    .forEach(each ->
                            assertAlike(
                                    each.getValue(),
                                    found.get(each.getKey()),
                                    path + "." + each.getKey()));
        } else {
            assertEquals(expected, found, path);
        }
    }
}

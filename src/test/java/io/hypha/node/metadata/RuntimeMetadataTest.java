package io.hypha.node.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class RuntimeMetadataTest {

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void finds_pallets_with_their_indices_storage_calls_and_constants(RealMetadata file) {
        JsonNode expected = file.expected();
        RuntimeMetadata metadata = file.decoded();
        assertEquals(expected.get("metadataVersion").asInt(), metadata.version());
        assertEquals(expected.get("typeCount").asInt(), metadata.types().size());
        assertEquals(
                expected.get("metadataBytes").asInt(), MetadataBlob.unwrap(file.bytes()).size());
        assertEquals(expected.get("pallets").size(), metadata.pallets().size());
        for (int i = 0; i < metadata.pallets().size(); i++) {
            comparePallet(expected.get("pallets").get(i), metadata, metadata.pallets().get(i));
        }
    }

    private static void comparePallet(JsonNode expected, RuntimeMetadata metadata, Pallet pallet) {
        assertEquals(expected.get("name").asString(), pallet.name());
        assertEquals(expected.get("index").asInt(), pallet.index());
        assertEquals(expected.path("storagePrefix").asString(""), pallet.storagePrefix());
        JsonNode storage = expected.get("storage");
        assertEquals(storage.size(), pallet.storage().size());
        for (int i = 0; i < storage.size(); i++) {
            StorageEntry entry = pallet.storage().get(i);
            JsonNode wanted = storage.get(i);
            assertEquals(wanted.get("name").asString(), entry.name());
            assertEquals(wanted.get("modifier").asString(), entry.modifier().label());
            assertEquals(wanted.get("kind").asString(), entry.isMap() ? "map" : "plain");
            List<String> hashers = new ArrayList<>();
            wanted.get("hashers").forEach(each -> hashers.add(each.asString()));
            assertEquals(hashers, entry.hashers().stream().map(StorageHasher::label).toList());
        }
        Map<String, Integer> calls = new TreeMap<>();
        expected.get("calls")
                .properties()
                .forEach(each -> calls.put(each.getKey(), each.getValue().asInt()));
        Map<String, Integer> found = new TreeMap<>();
        metadata.calls(pallet).forEach(each -> found.put(each.name(), each.index()));
        assertEquals(calls, found);
        Map<String, String> constants = new TreeMap<>();
        expected.get("constants")
                .properties()
                .forEach(each -> constants.put(each.getKey(), each.getValue().asString()));
        Map<String, String> foundConstants = new TreeMap<>();
        pallet.constants().forEach(each -> foundConstants.put(each.name(), each.value().toHex()));
        assertEquals(constants, foundConstants);
    }

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void finds_runtime_apis_and_extensions_in_order(RealMetadata file) {
        JsonNode expected = file.expected();
        RuntimeMetadata metadata = file.decoded();
        JsonNode apis = expected.get("runtimeApis");
        assertEquals(apis.size(), metadata.apis().size());
        for (int i = 0; i < apis.size(); i++) {
            RuntimeApi api = metadata.apis().get(i);
            assertEquals(apis.get(i).get("name").asString(), api.name());
            JsonNode methods = apis.get(i).get("methods");
            assertEquals(methods.size(), api.methods().size());
            for (int j = 0; j < methods.size(); j++) {
                RuntimeApi.Method method = api.methods().get(j);
                assertEquals(methods.get(j).get("name").asString(), method.name());
                List<String> inputs = new ArrayList<>();
                methods.get(j).get("inputs").forEach(each -> inputs.add(each.asString()));
                assertEquals(inputs, method.inputs().stream().map(Field::name).toList());
                assertEquals(
                        method, metadata.apiMethod(api.name() + "_" + method.name()).orElseThrow());
            }
        }
        JsonNode extensions = expected.get("transactionExtensions");
        assertEquals(extensions.size(), metadata.extrinsic().extensions().size());
        for (int i = 0; i < extensions.size(); i++) {
            ExtrinsicFormat.Extension extension = metadata.extrinsic().extensions().get(i);
            assertEquals(extensions.get(i).get("identifier").asString(), extension.identifier());
            assertEquals(extensions.get(i).get("extraTypeId").asInt(), extension.extraType());
            assertEquals(extensions.get(i).get("implicitTypeId").asInt(), extension.implicitType());
        }
        List<Integer> versions = new ArrayList<>();
        expected.get("extrinsicVersions").forEach(each -> versions.add(each.asInt()));
        assertEquals(versions, metadata.extrinsic().versions());
    }

    @ParameterizedTest
    @EnumSource(RealMetadata.class)
    void what_is_read_is_written_so_that_it_reads_the_same(RealMetadata file) {
        RuntimeMetadata metadata = file.decoded();
        for (int version = 14; version <= 16; version++) {
            RuntimeMetadata again =
                    RuntimeMetadata.decode(MetadataWriter.encode(metadata, version));
            assertEquals(version, again.version());
            assertEquals(metadata.pallets(), again.pallets());
            assertEquals(metadata.extrinsic().extensions(), again.extrinsic().extensions());
            assertEquals(metadata.extrinsic().callType(), again.extrinsic().callType());
            assertEquals(metadata.eventType(), again.eventType());
            assertEquals(
                    metadata.types().types(),
                    again.types().types().subList(0, metadata.types().size()));
        }
    }

    @Test
    void refuses_a_version_it_does_not_know() {
        for (int version : new int[] {0, 13, 17, 255}) {
            Bytes blob = Bytes.concat(MetadataBlob.MAGIC, Bytes.ofInts(version, 0, 0));
            ScaleException refused =
                    assertThrows(ScaleException.class, () -> RuntimeMetadata.decode(blob));
            assertTrue(refused.getMessage().contains("V" + version), refused.getMessage());
        }
    }

    @Test
    void refuses_a_byte_too_few_and_a_byte_too_many() {
        Bytes blob = RealMetadata.FINNEY_424_V16.bytes();
        assertThrows(
                ScaleException.class, () -> RuntimeMetadata.decode(blob.slice(0, blob.size() - 1)));
        assertThrows(
                ScaleException.class,
                () -> RuntimeMetadata.decode(Bytes.concat(blob, Bytes.ofInts(0))));
    }
}

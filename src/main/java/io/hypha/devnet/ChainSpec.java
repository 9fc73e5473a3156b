package io.hypha.devnet;

import io.hypha.node.bytes.Bytes;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chain spec of a devnet. Only fields that every Substrate client knows: smoldot refuses a spec
 * with any other. What Hypha needs besides, slot duration and hashes of the metadata, stands in
 * {@code properties}, which is free-form everywhere.
 */
final class ChainSpec {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ChainSpec() {}

    static String json(DevnetRecord record, Map<Bytes, Bytes> genesis) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("name", "Hypha Devnet").put("id", record.name()).put("chainType", "Development");
        spec.putArray("bootNodes");
        spec.putArray("telemetryEndpoints");
        spec.put("protocolId", "hypha-devnet");
        ObjectNode properties = spec.putObject("properties");
        properties
                .put("ss58Format", record.ss58Prefix())
                .put("tokenDecimals", record.tokenDecimals())
                .put("tokenSymbol", record.tokenSymbol())
                .put("slotDurationMillis", record.slotDurationMillis());
        ObjectNode hashes = properties.putObject("metadataHashes");
        record.metadataHashes()
                .forEach((specVersion, versions) -> {
                    ObjectNode byVersion = hashes.putObject(specVersion.toString());
                    versions.forEach(
                            (version, hash) -> byVersion.put(version.toString(), hash.toHex()));
                });
        ObjectNode raw = spec.putObject("genesis").putObject("raw");
        ObjectNode top = raw.putObject("top");
        genesis.forEach((key, value) -> top.put(key.toHex(), value.toHex()));
        raw.putObject("childrenDefault");
        return MAPPER.writeValueAsString(spec);
    }
}

package io.hypha.devnet;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.wire.Multiaddr;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chain spec of a devnet. Only fields that every Substrate client knows: smoldot refuses a spec
 * with any other. What Hypha needs besides, slot duration and where the metadata stands in the
 * state and what it hashes to, is in {@code properties}, which is free-form everywhere.
 */
final class ChainSpec {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ChainSpec() {}

    static String json(DevnetRecord record, List<Multiaddr> bootnodes, Map<Bytes, Bytes> genesis) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("name", "Hypha Devnet").put("id", record.name()).put("chainType", "Development");
        ArrayNode nodes = spec.putArray("bootNodes");
        bootnodes.forEach(address -> nodes.add(address.toString()));
        spec.putArray("telemetryEndpoints");
        spec.put("protocolId", "hypha-devnet");
        ObjectNode properties = spec.putObject("properties");
        properties
                .put("ss58Format", record.ss58Prefix())
                .put("tokenDecimals", record.tokenDecimals())
                .put("tokenSymbol", record.tokenSymbol())
                .put("slotDurationMillis", record.slotDurationMillis());
        byVersion(properties.putObject("metadataKeys"), record.metadataKeys(), Bytes::toHex);
        byVersion(properties.putObject("metadataHashes"), record.metadataHashes(), Hash256::toHex);
        ObjectNode raw = spec.putObject("genesis").putObject("raw");
        ObjectNode top = raw.putObject("top");
        genesis.forEach((key, value) -> top.put(key.toHex(), value.toHex()));
        raw.putObject("childrenDefault");
        return MAPPER.writeValueAsString(spec);
    }

    /** By spec version of the runtime, then by metadata version. */
    private static <T> void byVersion(
            ObjectNode to, Map<Long, Map<Integer, T>> values, Function<T, String> text) {
        values.forEach((specVersion, versions) -> {
            ObjectNode inner = to.putObject(specVersion.toString());
            versions.forEach((version, value) -> inner.put(version.toString(), text.apply(value)));
        });
    }
}

package io.hypha.node.metadata;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Metadata as the contract's {@code metadata inspect} shows it. */
public final class MetadataInspection {

    private MetadataInspection() {}

    /**
     * {@code {version, specName, specVersion, pallets, extensions, extrinsicVersions, apis,
     * digest}}, with {@code digestReason} where there is no digest.
     */
    public static ObjectNode of(RuntimeMetadata metadata, MetadataDigest.Token token) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", metadata.version());
        metadata.runtimeVersion()
                .ifPresentOrElse(
                        version ->
                                json.put("specName", version.specName())
                                        .put("specVersion", version.specVersion()),
                        () -> json.putNull("specName").putNull("specVersion"));
        ArrayNode pallets = json.putArray("pallets");
        metadata.pallets().forEach(pallet -> pallet(metadata, pallet, pallets.addObject()));
        ArrayNode extensions = json.putArray("extensions");
        metadata.extrinsic()
                .extensions()
                .forEach(extension ->
                        extensions
                                .addObject()
                                .put("identifier", extension.identifier())
                                .put("extraType", extension.extraType())
                                .put("implicitType", extension.implicitType()));
        ArrayNode versions = json.putArray("extrinsicVersions");
        metadata.extrinsic().versions().forEach(versions::add);
        ArrayNode apis = json.putArray("apis");
        metadata.apis()
                .forEach(api -> {
                    ArrayNode methods =
                            apis.addObject().put("name", api.name()).putArray("methods");
                    api.methods().forEach(method -> methods.add(method.name()));
                });
        switch (MetadataDigest.of(metadata, token)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) ->
                    json.put("digest", digest.hash().toHex());
            case MetadataDigest.Outcome.None(String reason) ->
                    json.putNull("digest").put("digestReason", reason);
        }
        return json;
    }

    private static void pallet(RuntimeMetadata metadata, Pallet pallet, ObjectNode json) {
        json.put("name", pallet.name()).put("index", pallet.index());
        ArrayNode storage = json.putArray("storage");
        for (StorageEntry entry : pallet.storage()) {
            ArrayNode hashers =
                    storage.addObject()
                            .put("name", entry.name())
                            .put("modifier", entry.modifier().label())
                            .put("kind", entry.isMap() ? "map" : "plain")
                            .putArray("hashers");
            entry.hashers().forEach(hasher -> hashers.add(hasher.label()));
        }
        indices(metadata.calls(pallet), json.putObject("calls"));
        indices(metadata.events(pallet), json.putObject("events"));
        indices(metadata.errors(pallet), json.putObject("errors"));
        ObjectNode constants = json.putObject("constants");
        pallet.constants()
                .forEach(constant -> constants.put(constant.name(), constant.value().toHex()));
    }

    private static void indices(List<VariantCase> cases, ObjectNode json) {
        cases.forEach(each -> json.put(each.name(), each.index()));
    }
}

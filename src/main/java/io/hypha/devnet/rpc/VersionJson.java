package io.hypha.devnet.rpc;

import io.hypha.node.runtime.RuntimeVersionSection;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A runtime version as the legacy methods and as {@code chainHead_v1} write it. */
final class VersionJson {

    private VersionJson() {}

    static ObjectNode legacy(RuntimeVersionSection version) {
        ObjectNode json =
                Json.object()
                        .put("specName", version.specName())
                        .put("implName", version.implName())
                        .put("authoringVersion", version.authoringVersion())
                        .put("specVersion", version.specVersion())
                        .put("implVersion", version.implVersion());
        ArrayNode apis = json.putArray("apis");
        version.apis().forEach(api -> apis.addArray().add(api.id().toHex()).add(api.version()));
        return json.put("transactionVersion", version.transactionVersion())
                .put("systemVersion", version.stateVersion())
                .put("stateVersion", version.stateVersion());
    }

    static ObjectNode chainHead(RuntimeVersionSection version) {
        ObjectNode json =
                Json.object()
                        .put("specName", version.specName())
                        .put("implName", version.implName())
                        .put("specVersion", version.specVersion())
                        .put("implVersion", version.implVersion())
                        .put("transactionVersion", version.transactionVersion());
        ObjectNode apis = json.putObject("apis");
        version.apis().forEach(api -> apis.put(api.id().toHex(), api.version()));
        return json;
    }
}

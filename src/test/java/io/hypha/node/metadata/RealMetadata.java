package io.hypha.node.metadata;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import tools.jackson.databind.JsonNode;

/** The metadata files of real chains, each with what a decoder must find in it. */
public enum RealMetadata {
    FINNEY_218_V15("finney-218-v15", "scale"),
    FINNEY_343_V14("finney-343-v14", "hex"),
    FINNEY_343_V15("finney-343-v15-option-vec", "hex"),
    FINNEY_365_V16("finney-365-v16", "scale"),
    FINNEY_424_V16("finney-424-v16", "scale"),
    SUBTENSOR_DEVNET("subtensor-devnet-2025-11", "scale");

    private final String name;
    private final String ending;

    RealMetadata(String name, String ending) {
        this.name = name;
        this.ending = ending;
    }

    public Bytes bytes() {
        return Fixtures.bytes("metadata/" + name + "." + ending + ".gz");
    }

    public RuntimeMetadata decoded() {
        return RuntimeMetadata.decode(bytes());
    }

    public JsonNode expected() {
        return Fixtures.json("metadata/" + name + ".expected.json.gz");
    }
}

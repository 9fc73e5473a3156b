package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import tools.jackson.databind.JsonNode;

/** Encodes calls by pallet, name and arguments. */
final class Calls {

    private Calls() {}

    static Bytes encode(
            RuntimeMetadata metadata, String palletName, String callName, JsonNode args) {
        Pallet pallet =
                metadata.pallet(palletName)
                        .orElseThrow(
                                () -> new ValueException("call.pallet", "no pallet " + palletName));
        VariantCase call =
                metadata.calls(pallet).stream()
                        .filter(each -> each.name().equals(callName))
                        .findFirst()
                        .orElseThrow(() ->
                                new ValueException(
                                        "call.name", palletName + " has no call " + callName));
        ScaleCodecWriter out = new ScaleCodecWriter();
        out.writeUByte(pallet.index()).writeUByte(call.index());
        metadata.codec().encodeFields(call.fields(), args, "args", out);
        return out.toBytes();
    }
}

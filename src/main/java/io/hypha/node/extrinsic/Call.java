package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import tools.jackson.databind.JsonNode;

/**
 * A call with its arguments.
 *
 * @param args an object by the names of the arguments, values as the contract's section 1 maps them
 * @param encoded SCALE bytes without length prefix
 */
public record Call(String pallet, String name, JsonNode args, Bytes encoded) {

    /**
     * Reads a call that takes all the bytes.
     *
     * @throws ScaleException when it is no call of that runtime
     */
    public static Call decode(RuntimeMetadata metadata, Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        Call call = read(metadata, reader);
        reader.requireEnd();
        return call;
    }

    static Call read(RuntimeMetadata metadata, ScaleCodecReader reader) {
        int start = reader.offset();
        int palletIndex = reader.readUByte();
        int callIndex = reader.readUByte();
        Pallet pallet =
                metadata.pallet(palletIndex)
                        .orElseThrow(() ->
                                new ScaleException(
                                        start, "no pallet has the index " + palletIndex));
        VariantCase found =
                metadata.calls(pallet).stream()
                        .filter(each -> each.index() == callIndex)
                        .findFirst()
                        .orElseThrow(() ->
                                new ScaleException(
                                        start + 1,
                                        pallet.name() + " has no call of index " + callIndex));
        JsonNode args = metadata.codec().decodeFields(found.fields(), reader);
        return new Call(pallet.name(), found.name(), args, reader.between(start, reader.offset()));
    }

    /**
     * The call as a sentence: {@code SubtensorModule.add_stake: hotkey 5F…, netuid 12,
     * amount_staked 5 τ}.
     */
    public String words() {
        return CallWords.of(this);
    }
}

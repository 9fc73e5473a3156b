package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.Ss58Exception;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The signer in an extrinsic: {@code MultiAddress::Id}, or a bare {@code AccountId32}, as the
 * metadata says.
 */
final class Addresses {

    private Addresses() {}

    static Bytes encode(RuntimeMetadata metadata, Hash256 signer) {
        int type = metadata.extrinsic().addressType();
        return metadata.codec()
                .encode(type, JsonNodeFactory.instance.stringNode(SS58.encode(signer)), "signer");
    }

    /** Reads an address that must be an account id: the runtime has no other way to look one up. */
    static Hash256 read(RuntimeMetadata metadata, ScaleCodecReader reader) {
        int start = reader.offset();
        int type = metadata.extrinsic().addressType();
        JsonNode address = metadata.codec().decode(type, reader);
        JsonNode account = address.isObject() ? address.path("Id") : address;
        if (!account.isString()) {
            throw new ScaleException(start, "the signer is no account id");
        }
        try {
            return SS58.decodeAccount(account.stringValue());
        } catch (Ss58Exception e) {
            throw new ScaleException(start, "the signer is no account id");
        }
    }
}

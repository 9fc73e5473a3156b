package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * {@code sp_version::RuntimeVersion}.
 *
 * @param stateVersion layout of the state trie ({@code system_version} in newer Substrate): 1
 */
public record RuntimeVersion(
        String specName,
        String implName,
        long authoringVersion,
        long specVersion,
        long implVersion,
        List<Api> apis,
        long transactionVersion,
        int stateVersion) {

    /** A runtime API: the first eight bytes of BLAKE2b-64 of its name, and its version. */
    public record Api(String name, Bytes id, long version) {}

    /** SCALE, as {@code Core_version} answers and {@code System.Version} holds. */
    public Bytes encode() {
        return new ScaleCodecWriter()
                .writeString(specName)
                .writeString(implName)
                .writeUint32(authoringVersion)
                .writeUint32(specVersion)
                .writeUint32(implVersion)
                .writeVector(
                        apis, (out, api) -> out.writeFixed(api.id()).writeUint32(api.version()))
                .writeUint32(transactionVersion)
                .writeUByte(stateVersion)
                .toBytes();
    }
}

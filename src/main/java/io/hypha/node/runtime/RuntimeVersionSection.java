package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Name and versions of a runtime, as its blob carries them in the custom sections {@code
 * runtime_version} and {@code runtime_apis}, or as {@code Core_version} answers.
 *
 * @param transactionVersion 1 where an old runtime does not tell
 * @param stateVersion how it writes the state trie (0 or 1); 0 where an old runtime does not tell
 */
public record RuntimeVersionSection(
        String specName,
        String implName,
        long authoringVersion,
        long specVersion,
        long implVersion,
        List<Api> apis,
        long transactionVersion,
        int stateVersion) {

    private static final int ID_SIZE = 8;
    private static final int API_SIZE = ID_SIZE + 4;

    /**
     * One runtime API.
     *
     * @param id BLAKE2b-64 of its name
     */
    public record Api(Bytes id, long version) {

        /** The API that a runtime declares under that name, such as {@code Core}. */
        public static Api named(String name, long version) {
            byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
            return new Api(Bytes.of(Blake2b.keyed(ID_SIZE, new byte[0], ascii)), version);
        }
    }

    public RuntimeVersionSection {
        apis = List.copyOf(apis);
    }

    /** Reads a SCALE {@code RuntimeVersion}; empty when it is none. */
    public static Optional<RuntimeVersionSection> decode(Bytes encoded) {
        try {
            ScaleCodecReader in = new ScaleCodecReader(encoded);
            String specName = in.readString();
            String implName = in.readString();
            long authoring = in.readUint32();
            long spec = in.readUint32();
            long impl = in.readUint32();
            List<Api> apis = in.readVector(API_SIZE, RuntimeVersionSection::api);
            long transaction = in.hasNext() ? in.readUint32() : 1;
            int state = in.hasNext() ? in.readUByte() : 0;
            in.requireEnd();
            return Optional.of(
                    new RuntimeVersionSection(
                            specName, implName, authoring, spec, impl, apis, transaction, state));
        } catch (ScaleException e) {
            return Optional.empty();
        }
    }

    private static Api api(ScaleCodecReader in) {
        return new Api(in.readFixed(ID_SIZE), in.readUint32());
    }

    /** The version of one section with the list of the other. */
    static Optional<RuntimeVersionSection> of(Bytes versionSection, Optional<Bytes> apisSection) {
        return decode(versionSection)
                .map(version -> apisSection.map(version::withApis).orElse(version));
    }

    private RuntimeVersionSection withApis(Bytes section) {
        List<Api> listed = new ArrayList<>();
        ScaleCodecReader in = new ScaleCodecReader(section);
        while (in.remaining() >= API_SIZE) {
            listed.add(api(in));
        }
        return new RuntimeVersionSection(
                specName,
                implName,
                authoringVersion,
                specVersion,
                implVersion,
                listed,
                transactionVersion,
                stateVersion);
    }

    /** As SCALE {@code RuntimeVersion}. */
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

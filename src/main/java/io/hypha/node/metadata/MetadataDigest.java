package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake3;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The metadata hash of RFC-78: what a hardware wallet signs to say which metadata it used.
 *
 * <p>{@code blake3(1 ‖ root of the type tree ‖ blake3(extrinsic metadata) ‖ spec version, spec
 * name, address prefix, decimals, symbol)}. The tree holds the types that extrinsics can contain, a
 * leaf per struct, sequence, … and a leaf per case of an enum.
 *
 * @param typeTreeRoot root over the type information
 * @param extrinsicHash hash of the extrinsic metadata
 * @param hash the digest's hash: the metadata hash
 */
public record MetadataDigest(Hash256 typeTreeRoot, Hash256 extrinsicHash, Hash256 hash) {

    /** The extrinsic format that the digest describes. */
    private static final int FORMAT = 4;

    /**
     * What is signed beside the types.
     *
     * @param addressPrefix SS58 prefix, 42 on Bittensor
     * @param decimals of the token, 9
     * @param symbol of the token, TAO on every Bittensor network
     */
    public record Token(int addressPrefix, int decimals, String symbol) {

        /** What Bittensor's runtimes are built with. */
        public static final Token TAO = new Token(42, 9, "TAO");

        public Token {
            if (addressPrefix < 0 || addressPrefix > 0xffff) {
                throw new IllegalArgumentException(
                        "an address prefix is u16, was " + addressPrefix);
            }
            if (decimals < 0 || decimals > 0xff) {
                throw new IllegalArgumentException("decimals are u8, were " + decimals);
            }
        }
    }

    /** The digest, or why there is none. */
    public sealed interface Outcome {
        record Digest(MetadataDigest digest) implements Outcome {}

        record None(String reason) implements Outcome {}
    }

    /** The digest of metadata V15 or V16 whose runtime takes extrinsics of format 4. */
    public static Outcome of(RuntimeMetadata metadata, Token token) {
        if (metadata.version() < 15) {
            return new Outcome.None(
                    "RFC-78 needs metadata V15 or later, this is V" + metadata.version());
        }
        if (!metadata.extrinsic().versions().contains(FORMAT)) {
            return new Outcome.None("the runtime takes no extrinsics of format 4");
        }
        return RuntimeVersion.of(metadata)
                .<Outcome>map(version -> digest(metadata, token, version))
                .orElseGet(() ->
                        new Outcome.None("the metadata has no readable constant System.Version"));
    }

    private static Outcome digest(RuntimeMetadata metadata, Token token, RuntimeVersion version) {
        DigestTypes types = new DigestTypes(metadata);
        try {
            Hash256 root = root(types.leaves());
            Hash256 extrinsic = blake3(extrinsic(metadata, types));
            Bytes encoded =
                    new ScaleCodecWriter()
                            .writeUByte(1)
                            .writeHash(root)
                            .writeHash(extrinsic)
                            .writeUint32(version.specVersion())
                            .writeString(version.specName())
                            .writeUint16(token.addressPrefix())
                            .writeUByte(token.decimals())
                            .writeString(token.symbol())
                            .toBytes();
            return new Outcome.Digest(new MetadataDigest(root, extrinsic, blake3(encoded)));
        } catch (DigestTypes.NoReference e) {
            return new Outcome.None(String.valueOf(e.getMessage()));
        }
    }

    private static Bytes extrinsic(RuntimeMetadata metadata, DigestTypes types) {
        ExtrinsicFormat format = metadata.extrinsic();
        ScaleCodecWriter out = new ScaleCodecWriter().writeUByte(FORMAT);
        types.reference(format.addressType(), out);
        types.reference(format.callType(), out);
        types.reference(format.signatureType(), out);
        out.writeVector(
                format.extensions(),
                (_, extension) -> {
                    out.writeString(extension.identifier());
                    types.reference(extension.extraType(), out);
                    types.reference(extension.implicitType(), out);
                });
        return out.toBytes();
    }

    /**
     * The root of a complete binary tree: leaves stand at the places n-1..2n-2 of a heap, and each
     * node is the hash of its two children. Zero where there are no leaves.
     */
    static Hash256 root(List<Bytes> leaves) {
        int count = leaves.size();
        if (count == 0) {
            return Hash256.ZERO;
        }
        List<Hash256> heap = new ArrayList<>(2 * count - 1);
        for (int i = 0; i < count - 1; i++) {
            heap.add(Hash256.ZERO);
        }
        for (Bytes leaf : leaves) {
            heap.add(blake3(leaf));
        }
        for (int i = count - 2; i >= 0; i--) {
            heap.set(
                    i,
                    blake3(
                            Bytes.concat(
                                    heap.get(2 * i + 1).toBytes(), heap.get(2 * i + 2).toBytes())));
        }
        return heap.getFirst();
    }

    private static Hash256 blake3(Bytes input) {
        return Hash256.of(Blake3.hash256(input.toArray()));
    }
}

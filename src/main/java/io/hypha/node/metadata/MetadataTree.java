package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake3;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * The whole of what RFC-78 makes of one runtime's metadata: the types of its extrinsics as the
 * leaves of a tree, and what stands beside the tree in the digest.
 *
 * @param types which types there are, and where their leaves stand
 * @param leaves encoded, in their order
 * @param extrinsic the encoded extrinsic metadata
 * @param extraInfo spec version and name, address prefix, decimals and symbol, encoded
 */
record MetadataTree(
        DigestTypes types,
        List<Bytes> leaves,
        LeafTree tree,
        Bytes extrinsic,
        Bytes extraInfo,
        MetadataDigest digest) {

    /** The extrinsic format that the digest describes. */
    private static final int FORMAT = 4;

    /** The tree, or why there is none. */
    sealed interface Outcome {
        record Tree(MetadataTree tree) implements Outcome {}

        record None(String reason) implements Outcome {}
    }

    static Outcome of(RuntimeMetadata metadata, MetadataDigest.Token token) {
        if (metadata.version() < 15) {
            return new Outcome.None(
                    "RFC-78 needs metadata V15 or later, this is V" + metadata.version());
        }
        if (!metadata.extrinsic().versions().contains(FORMAT)) {
            return new Outcome.None("the runtime takes no extrinsics of format 4");
        }
        return RuntimeVersion.of(metadata)
                .map(version -> of(metadata, token, version))
                .orElseGet(() ->
                        new Outcome.None("the metadata has no readable constant System.Version"));
    }

    private static Outcome of(
            RuntimeMetadata metadata, MetadataDigest.Token token, RuntimeVersion version) {
        DigestTypes types = new DigestTypes(metadata);
        try {
            List<Bytes> leaves = types.leaves();
            LeafTree tree = LeafTree.of(leaves);
            Bytes extrinsic = extrinsic(metadata, types);
            Bytes extraInfo =
                    new ScaleCodecWriter()
                            .writeUint32(version.specVersion())
                            .writeString(version.specName())
                            .writeUint16(token.addressPrefix())
                            .writeUByte(token.decimals())
                            .writeString(token.symbol())
                            .toBytes();
            return new Outcome.Tree(
                    new MetadataTree(
                            types,
                            leaves,
                            tree,
                            extrinsic,
                            extraInfo,
                            digest(tree.root(), extrinsic, extraInfo)));
        } catch (DigestTypes.NoReference e) {
            return new Outcome.None(String.valueOf(e.getMessage()));
        }
    }

    private static MetadataDigest digest(Hash256 root, Bytes extrinsic, Bytes extraInfo) {
        Hash256 extrinsicHash = blake3(extrinsic);
        Bytes encoded =
                Bytes.concat(Bytes.ofInts(1), root.toBytes(), extrinsicHash.toBytes(), extraInfo);
        return new MetadataDigest(root, extrinsicHash, blake3(encoded));
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

    private static Hash256 blake3(Bytes input) {
        return Hash256.of(Blake3.hash256(input.toArray()));
    }
}

package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Set;

/**
 * What a device without metadata needs to read one extrinsic and to make its metadata hash
 * (RFC-78): the types that occur in it, and the hashes that bind them to the root.
 *
 * @param leaves encoded types, the leftmost of the tree first
 * @param leafPlaces where each stands in the tree, counted as in a heap from the root at 0
 * @param nodes hashes of the parts of the tree that are left out, from left to right
 * @param extrinsicMetadata how extrinsics are put together, encoded
 * @param extraInfo spec version and name, address prefix, decimals and symbol, encoded
 * @param metadataHash what the extrinsic must sign for this proof to hold
 */
public record MetadataProof(
        List<Bytes> leaves,
        List<Integer> leafPlaces,
        List<Hash256> nodes,
        Bytes extrinsicMetadata,
        Bytes extraInfo,
        Hash256 metadataHash) {

    public MetadataProof {
        leaves = List.copyOf(leaves);
        leafPlaces = List.copyOf(leafPlaces);
        nodes = List.copyOf(nodes);
    }

    /** The proof, or why there is none. */
    public sealed interface Outcome {

        record Proven(MetadataProof proof) implements Outcome {}

        /** This metadata has no RFC-78 hash. */
        record NoDigest(String reason) implements Outcome {}

        /** The bytes are no call and extension data of this runtime. */
        record Unreadable(String reason) implements Outcome {}
    }

    /**
     * The proof for one extrinsic's signing payload: address and signature are not part of it, as
     * devices know them by themselves.
     *
     * @param call without length prefix
     * @param extra what all extensions add to the extrinsic
     * @param implicit what all extensions add to the signed bytes only
     */
    public static Outcome of(
            RuntimeMetadata metadata,
            MetadataDigest.Token token,
            Bytes call,
            Bytes extra,
            Bytes implicit) {
        return switch (MetadataTree.of(metadata, token)) {
            case MetadataTree.Outcome.None(String reason) -> new Outcome.NoDigest(reason);
            case MetadataTree.Outcome.Tree(MetadataTree tree) -> {
                try {
                    yield new Outcome.Proven(
                            prove(
                                    tree,
                                    touched(
                                            metadata,
                                            tree.types(),
                                            Bytes.concat(call, extra, implicit))));
                } catch (ScaleException e) {
                    yield new Outcome.Unreadable(String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static Set<Integer> touched(
            RuntimeMetadata metadata, DigestTypes types, Bytes payload) {
        ScaleCodecReader in = new ScaleCodecReader(payload);
        TouchedTypes touched = new TouchedTypes(metadata.types(), types, in);
        ExtrinsicFormat format = metadata.extrinsic();
        touched.read(format.callType());
        format.extensions().forEach(extension -> touched.read(extension.extraType()));
        format.extensions().forEach(extension -> touched.read(extension.implicitType()));
        in.requireEnd();
        return touched.leaves();
    }

    private static MetadataProof prove(MetadataTree tree, Set<Integer> touched) {
        LeafTree.Cut cut = tree.tree().cut(touched);
        int first = tree.tree().place(0);
        return new MetadataProof(
                cut.places().stream().map(place -> tree.leaves().get(place - first)).toList(),
                cut.places(),
                cut.nodes(),
                tree.extrinsic(),
                tree.extraInfo(),
                tree.digest().hash());
    }

    /** The bytes that devices take: leaves, their places, nodes, extrinsic metadata, extra info. */
    public Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        out.writeVector(leaves, ScaleCodecWriter::writeFixed);
        out.writeVector(leafPlaces, (to, place) -> to.writeUint32(place));
        out.writeVector(nodes, ScaleCodecWriter::writeHash);
        return out.writeFixed(extrinsicMetadata).writeFixed(extraInfo).toBytes();
    }
}

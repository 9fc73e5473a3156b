package io.hypha.node.metadata;

import io.hypha.node.bytes.Hash256;

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
        return switch (MetadataTree.of(metadata, token)) {
            case MetadataTree.Outcome.Tree(MetadataTree tree) -> new Outcome.Digest(tree.digest());
            case MetadataTree.Outcome.None(String reason) -> new Outcome.None(reason);
        };
    }
}

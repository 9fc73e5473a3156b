package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigInteger;

/** What extrinsic bytes turned out to be. */
public sealed interface DecodedExtrinsic {

    /**
     * Signed, format 4.
     *
     * @param tip in rao
     * @param mode of {@code CheckMetadataHash}: 1 when the metadata's hash is signed too; 0 where
     *     the runtime has no such extension
     * @param extra what all extensions added, as in the extrinsic
     * @param hash BLAKE2b-256 over the form with length prefix
     */
    record Signed(
            Hash256 signer,
            MultiSignature signature,
            Era era,
            long nonce,
            BigInteger tip,
            int mode,
            Bytes extra,
            Call call,
            Bytes encoded,
            Hash256 hash)
            implements DecodedExtrinsic {}

    /** Without a signature: inherents, and what pallets let in unsigned. */
    record Bare(Call call, Bytes encoded, Hash256 hash) implements DecodedExtrinsic {}

    /**
     * A form that we do not read: version 5 with extensions and no signature ("general"), or
     * another version.
     */
    record Unsupported(int versionByte, String reason) implements DecodedExtrinsic {}

    record Malformed(int offset, String reason) implements DecodedExtrinsic {}

    /**
     * Reads an extrinsic, with or without its length prefix, that takes all the bytes.
     *
     * @return {@link Signed} or {@link Bare} with the form with length prefix in {@code encoded}
     */
    static DecodedExtrinsic decode(RuntimeMetadata metadata, Bytes bytes) {
        return ExtrinsicReader.read(metadata, bytes);
    }
}

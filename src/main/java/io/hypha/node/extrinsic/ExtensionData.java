package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.DynamicCodec;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;

/**
 * What one transaction extension adds to the extrinsic ({@code extra}) and to what is signed
 * ({@code implicit}). Extensions are known by their identifier; those that encode to nothing need
 * not be known.
 */
record ExtensionData(Bytes extra, Bytes implicit) {

    private static final ExtensionData NOTHING = new ExtensionData(Bytes.EMPTY, Bytes.EMPTY);

    static ExtensionData of(String identifier, Terms terms) {
        return switch (identifier) {
            case "CheckSpecVersion" -> new ExtensionData(Bytes.EMPTY, u32(terms.specVersion()));
            case "CheckTxVersion" ->
                    new ExtensionData(Bytes.EMPTY, u32(terms.transactionVersion()));
            case "CheckGenesis" -> new ExtensionData(Bytes.EMPTY, terms.genesisHash().toBytes());
            case "CheckMortality", "CheckEra" ->
                    new ExtensionData(terms.era().encode(), terms.block().hash().toBytes());
            case "CheckNonce" ->
                    new ExtensionData(
                            new ScaleCodecWriter().writeCompact(terms.nonce()).toBytes(),
                            Bytes.EMPTY);
            case "ChargeTransactionPayment" ->
                    new ExtensionData(
                            new ScaleCodecWriter().writeCompact(terms.tip()).toBytes(),
                            Bytes.EMPTY);
            case "CheckMetadataHash" -> metadataHash(terms.metadataCheck());
            default -> NOTHING;
        };
    }

    /** Whether these bytes are values of the types that the metadata gives the extension. */
    boolean fits(DynamicCodec codec, ExtrinsicFormat.Extension extension) {
        try {
            codec.decode(extension.extraType(), extra);
            codec.decode(extension.implicitType(), implicit);
            return true;
        } catch (ScaleException otherData) {
            return false;
        }
    }

    private static ExtensionData metadataHash(MetadataCheck check) {
        return switch (check) {
            case MetadataCheck.Off _ -> new ExtensionData(Bytes.ofInts(0), Bytes.ofInts(0));
            case MetadataCheck.On(var hash) ->
                    new ExtensionData(
                            Bytes.ofInts(1), Bytes.concat(Bytes.ofInts(1), hash.toBytes()));
        };
    }

    private static Bytes u32(long value) {
        return new ScaleCodecWriter().writeUint32(value).toBytes();
    }
}

package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigInteger;
import java.util.Optional;

/**
 * The extrinsic that would be signed, as long as it will be, with a placeholder for a signature.
 */
final class PlaceholderExtrinsic {

    /** Blocks that the era of a signed transaction lasts at least. */
    private static final long PERIOD = 64;

    private PlaceholderExtrinsic() {}

    /** Empty where an extension carries data that is not known: then nothing can be signed. */
    static Optional<Bytes> of(
            RuntimeMetadata metadata,
            RuntimeInfo runtime,
            Hash256 genesis,
            FinalizedHead at,
            Coldkey signer,
            long nonce,
            Bytes call) {
        Terms terms =
                new Terms(
                        nonce,
                        BigInteger.ZERO,
                        Era.mortal(PERIOD, at.number()),
                        at.block(),
                        genesis,
                        runtime.specVersion(),
                        runtime.transactionVersion(),
                        new MetadataCheck.Off());
        return SigningPayload.prepare(metadata, call, signer.key(), terms)
                        instanceof Preparation.Ready(SigningPayload payload)
                ? Optional.of(
                        payload.assemble(
                                new MultiSignature(SignatureScheme.SR25519, Rehearsed.PLACEHOLDER)))
                : Optional.empty();
    }
}

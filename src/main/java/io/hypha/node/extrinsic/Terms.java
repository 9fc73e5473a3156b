package io.hypha.node.extrinsic;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.math.BigInteger;

/**
 * What is signed beside the call.
 *
 * @param nonce the account's next index, u32
 * @param tip in rao
 * @param block the block at which the era was chosen: its hash is signed; genesis where the era is
 *     immortal
 * @param genesisHash of the chain
 */
public record Terms(
        long nonce,
        BigInteger tip,
        Era era,
        BlockId block,
        Hash256 genesisHash,
        long specVersion,
        long transactionVersion,
        MetadataCheck metadataCheck) {

    private static final long MAX_U32 = 0xffff_ffffL;

    public Terms {
        requireU32("nonce", nonce);
        requireU32("specVersion", specVersion);
        requireU32("transactionVersion", transactionVersion);
        if (tip.signum() < 0 || tip.bitLength() > 128) {
            throw new IllegalArgumentException("a tip is u128, was " + tip);
        }
    }

    private static void requireU32(String name, long value) {
        if (value < 0 || value > MAX_U32) {
            throw new IllegalArgumentException(name + " is u32, was " + value);
        }
    }
}

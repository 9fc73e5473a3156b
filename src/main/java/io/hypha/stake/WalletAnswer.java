package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet returned from {@code signPayload}.
 *
 * @param signature MultiSignature with its type byte, or 64 bare bytes
 * @param signedTransaction the whole signed extrinsic, where the wallet gives one
 * @param keyType {@code sr25519} or {@code ed25519} as the wallet says of the account, for a bare
 *     signature
 */
public record WalletAnswer(
        Bytes signature, @Nullable Bytes signedTransaction, @Nullable String keyType) {

    /** A signed stake call takes some 200 bytes; a wallet may add little. */
    public static final int MAX_TRANSACTION_BYTES = 16_384;

    public WalletAnswer {
        if (signature.size() < 64 || signature.size() > 66) {
            throw new IllegalArgumentException(
                    "A signature has 64 bytes, or 65 or 66 with its type; found "
                            + signature.size()
                            + ".");
        }
        if (signedTransaction != null && signedTransaction.size() > MAX_TRANSACTION_BYTES) {
            throw new IllegalArgumentException(
                    "A signed transaction has at most " + MAX_TRANSACTION_BYTES + " bytes here.");
        }
    }
}

package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.runtime.RuntimeVersionSection;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The thirteen transaction extensions as they judge a signed transaction. CheckNonZeroSender,
 * CheckSpecVersion, CheckTxVersion, CheckGenesis, CheckMortality, CheckNonce, CheckWeight,
 * ChargeTransactionPayment, SudoTransactionExtension and CheckMetadataHash do something; the other
 * three of Subtensor pass all calls that exist here. At spec 424 they look at announced coldkey
 * swaps, weights, commission and serving only, and give their {@code Custom} codes for these: a
 * stake, a claim, a proxy or a batch that cannot succeed is taken, and fails in its dispatch for a
 * fee. The extension that spec 426 has besides judges nothing.
 */
final class TransactionCheck {

    private static final long NORMAL_PRIORITY = 1;
    private static final int MAX_NORMAL_LENGTH = 10 * 1024 * 1024 / 4 * 3;
    private static final Bytes NOBODY = Bytes.of(new byte[32]);

    private final RuntimeVersionSection version;
    private final Supplier<Hash256> metadataDigest;

    TransactionCheck(RuntimeVersionSection version, Supplier<Hash256> metadataDigest) {
        this.version = version;
        this.metadataDigest = metadataDigest;
    }

    /** Judges a transaction for the pool: it may wait for an earlier nonce. */
    Validity check(
            WorkingState state, BlockContext block, Extrinsic.Signed transaction, int length) {
        Optional<Validity.Refusal> refusal = refusal(state, block, transaction, length);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        long next = AccountInfo.read(state, transaction.signer()).nonce();
        Bytes signer = transaction.signer();
        List<Bytes> requires =
                transaction.nonce() > next
                        ? List.of(tag(signer, transaction.nonce() - 1))
                        : List.of();
        long longevity =
                switch (transaction.era()) {
                    case Era.Immortal() -> -1;
                    case Era.Mortal mortal ->
                            Math.max(0, mortal.death(block.number()) - block.number());
                };
        return new Validity.Valid(
                NORMAL_PRIORITY,
                requires,
                List.of(tag(signer, transaction.nonce())),
                longevity,
                true);
    }

    private Optional<Validity.Refusal> refusal(
            WorkingState state, BlockContext block, Extrinsic.Signed transaction, int length) {
        Optional<Bytes> birth = birthHash(state, block, transaction.era());
        if (birth.isEmpty()) {
            return invalid(Validity.InvalidTransaction.ANCIENT_BIRTH_BLOCK);
        }
        if (!transaction.isSignedOver(implied(block, birth.get(), transaction.mode()))) {
            return invalid(Validity.InvalidTransaction.BAD_PROOF);
        }
        if (transaction.signer().equals(NOBODY)) {
            return invalid(Validity.InvalidTransaction.BAD_SIGNER);
        }
        AccountInfo account = AccountInfo.read(state, transaction.signer());
        if (!account.exists()) {
            return invalid(Validity.InvalidTransaction.PAYMENT);
        }
        if (transaction.nonce() < account.nonce()) {
            return invalid(Validity.InvalidTransaction.STALE);
        }
        if (length > MAX_NORMAL_LENGTH) {
            return invalid(Validity.InvalidTransaction.EXHAUSTS_RESOURCES);
        }
        long fee = Fees.feeOf(transaction.call(), length).partialFeeRao();
        boolean payable =
                transaction.tip() <= Long.MAX_VALUE - fee
                        && new FeePayment(state)
                                .canPay(
                                        transaction.signer(),
                                        transaction.call(),
                                        fee + transaction.tip());
        if (!payable) {
            return invalid(Validity.InvalidTransaction.PAYMENT);
        }
        return transaction.call() instanceof Call.Sudo
                        && !Dispatcher.isSudoKey(state, transaction.signer())
                ? invalid(Validity.InvalidTransaction.BAD_SIGNER)
                : Optional.empty();
    }

    /** What is signed but not sent, in the order of the extensions. */
    private Bytes implied(BlockContext block, Bytes birthHash, boolean mode) {
        ScaleCodecWriter out =
                new ScaleCodecWriter()
                        .writeUint32(version.specVersion())
                        .writeUint32(version.transactionVersion())
                        .writeHash(block.genesisHash())
                        .writeFixed(birthHash)
                        .writeBoolean(mode);
        if (mode) {
            out.writeHash(metadataDigest.get());
        }
        return out.toBytes();
    }

    private static Optional<Bytes> birthHash(WorkingState state, BlockContext block, Era era) {
        return switch (era) {
            case Era.Immortal() -> Optional.of(block.genesisHash().toBytes());
            case Era.Mortal mortal -> {
                long birth = mortal.birth(block.number());
                if (birth == block.number() - 1) {
                    yield Optional.of(block.parentHash().toBytes());
                }
                if (birth == 0) {
                    yield Optional.of(block.genesisHash().toBytes());
                }
                yield birth >= block.number()
                        ? Optional.empty()
                        : state.get(Items.BLOCK_HASH.key(StorageItem.u32(birth)));
            }
        };
    }

    private static Bytes tag(Bytes signer, long nonce) {
        return Bytes.concat(signer, StorageItem.u32(nonce));
    }

    private static Optional<Validity.Refusal> invalid(Validity.InvalidTransaction reason) {
        return Optional.of(new Validity.Invalid(reason));
    }
}

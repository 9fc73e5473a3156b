package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One transaction from its preparation on.
 *
 * @param id BLAKE2b-256 of the payload that was prepared: its name before it has a hash
 * @param extrinsicHash over the signed bytes with their length prefix; null until it is signed
 * @param call SCALE bytes of the call that was prepared
 * @param words the call in words
 * @param payloadJson what was handed to the wallet
 * @param birthBlock the finalized block in which its era begins
 * @param deathBlock first block that may no longer hold it; {@link Long#MAX_VALUE} when it never
 *     expires
 * @param extrinsic the signed bytes with their length prefix; null until it is signed
 * @param explanation a sentence for its state: why it was refused, what it did
 * @param checkedTo newest finalized block whose body was searched for it
 * @param block the finalized block that holds it, 0 before
 * @param indexInBlock its place in that block's body, -1 before
 */
public record Transaction(
        Hash256 id,
        @Nullable Hash256 extrinsicHash,
        StakeIntent intent,
        Coldkey signer,
        Bytes call,
        String words,
        String payloadJson,
        long specVersion,
        long nonce,
        long birthBlock,
        long deathBlock,
        @Nullable Bytes extrinsic,
        TransactionState state,
        String explanation,
        Instant preparedAt,
        @Nullable Instant signedAt,
        @Nullable Instant sentAt,
        int endpoints,
        long checkedTo,
        long block,
        @Nullable Hash256 blockHash,
        int indexInBlock,
        @Nullable Instant finalizedAt) {

    /** A refused one is looked for in at most so many blocks: a longer era is no era. */
    private static final long REFUSED_WATCHED_BLOCKS = 4_096;

    /** Whether a block to come may hold it, as far as anybody here knows. */
    public boolean isWatched() {
        return switch (state) {
            case CHECKED, SENT -> true;
            case REFUSED ->
                    checkedTo < deathBlock - 1 && checkedTo < birthBlock + REFUSED_WATCHED_BLOCKS;
            case WAITING, REJECTED, FINALIZED, FAILED, UNCLEAR, EXPIRED -> false;
        };
    }

    Transaction inState(TransactionState other, String why) {
        return new Transaction(
                id,
                extrinsicHash,
                intent,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                birthBlock,
                deathBlock,
                extrinsic,
                other,
                why,
                preparedAt,
                signedAt,
                sentAt,
                endpoints,
                checkedTo,
                block,
                blockHash,
                indexInBlock,
                finalizedAt);
    }

    /** Signed by the wallet and checked; its hash and expiry are those of the returned bytes. */
    Transaction signed(Bytes bytes, Hash256 hash, long death, Instant at) {
        return new Transaction(
                id,
                hash,
                intent,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                birthBlock,
                death,
                bytes,
                TransactionState.CHECKED,
                "same call, signer and nonce",
                preparedAt,
                at,
                sentAt,
                endpoints,
                checkedTo,
                block,
                blockHash,
                indexInBlock,
                finalizedAt);
    }

    Transaction sent(int count, Instant at) {
        return new Transaction(
                id,
                extrinsicHash,
                intent,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                birthBlock,
                deathBlock,
                extrinsic,
                TransactionState.SENT,
                "waiting for a block",
                preparedAt,
                signedAt,
                at,
                count,
                checkedTo,
                block,
                blockHash,
                indexInBlock,
                finalizedAt);
    }

    Transaction searchedTo(long number) {
        return new Transaction(
                id,
                extrinsicHash,
                intent,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                birthBlock,
                deathBlock,
                extrinsic,
                state,
                explanation,
                preparedAt,
                signedAt,
                sentAt,
                endpoints,
                number,
                block,
                blockHash,
                indexInBlock,
                finalizedAt);
    }

    Transaction included(
            TransactionState outcome,
            String why,
            long number,
            Hash256 hash,
            int index,
            Instant at) {
        return new Transaction(
                id,
                extrinsicHash,
                intent,
                signer,
                call,
                words,
                payloadJson,
                specVersion,
                nonce,
                birthBlock,
                deathBlock,
                extrinsic,
                outcome,
                why,
                preparedAt,
                signedAt,
                sentAt,
                endpoints,
                number,
                number,
                hash,
                index,
                at);
    }
}

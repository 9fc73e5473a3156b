package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Submission;
import io.hypha.devnet.author.TransactionEvent;
import io.hypha.devnet.author.TransactionPool;
import io.hypha.devnet.runtime.Validity;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.function.Consumer;

/** Hands transactions to the pool; what it refuses gets Substrate's code and words. */
final class Submissions {

    private static final int BAD_FORMAT = 1001;
    private static final int INVALID = 1010;
    private static final int UNKNOWN_VALIDITY = 1011;
    private static final int TEMPORARILY_BANNED = 1012;
    private static final int ALREADY_IMPORTED = 1013;
    private static final int TOO_LOW_PRIORITY = 1014;
    private static final int IMMEDIATELY_DROPPED = 1016;

    private Submissions() {}

    static Submission.Accepted submit(
            TransactionPool pool, Bytes extrinsic, List<Consumer<TransactionEvent>> watchers) {
        checkLengthPrefix(extrinsic);
        return switch (pool.submit(extrinsic, watchers)) {
            case Submission.Accepted accepted -> accepted;
            case Submission.Refused(Validity.Refusal reason) -> throw refused(reason);
            case Submission.AlreadyImported already ->
                    throw new RpcFailure(
                            ALREADY_IMPORTED,
                            "Transaction Already Imported",
                            "[" + already.hash().toHex() + "]");
            case Submission.TooLowPriority(long there, long offered) ->
                    throw new RpcFailure(
                            TOO_LOW_PRIORITY,
                            "Priority is too low: ("
                                    + Long.toUnsignedString(there)
                                    + " vs "
                                    + Long.toUnsignedString(offered)
                                    + ")",
                            "The transaction has too low priority to replace another transaction already in the pool.");
            case Submission.TemporarilyBanned _ ->
                    throw new RpcFailure(TEMPORARILY_BANNED, "Transaction is temporarily banned");
            case Submission.ImmediatelyDropped _ ->
                    throw new RpcFailure(
                            IMMEDIATELY_DROPPED,
                            "Immediately Dropped",
                            "The transaction couldn't enter the pool because of the limit");
        };
    }

    /** A node reads an extrinsic as {@code Vec<u8>} before its runtime looks at it. */
    private static void checkLengthPrefix(Bytes extrinsic) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(extrinsic);
            reader.readByteVector();
            reader.requireEnd();
        } catch (ScaleException e) {
            throw new RpcFailure(BAD_FORMAT, "Extrinsic has invalid format: " + e.getMessage());
        }
    }

    private static RpcFailure refused(Validity.Refusal reason) {
        return switch (reason) {
            case Validity.Invalid invalid ->
                    new RpcFailure(INVALID, "Invalid Transaction", invalid.text());
            case Validity.Unknown unknown ->
                    new RpcFailure(
                            UNKNOWN_VALIDITY, "Unknown Transaction Validity", unknown.text());
        };
    }
}

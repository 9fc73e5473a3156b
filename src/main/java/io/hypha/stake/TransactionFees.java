package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Level;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the chain takes for a transaction as its own runtime reckons it: {@code
 * TransactionPaymentApi} with the very bytes that would be sent, or {@code
 * TransactionPaymentCallApi} with the call alone where there is only that.
 */
final class TransactionFees {

    private static final String OF_EXTRINSIC = "TransactionPaymentApi_query_info";
    private static final String OF_CALL = "TransactionPaymentCallApi_query_call_info";
    private static final String DETAILS = "TransactionPaymentApi_query_fee_details";

    private final RuntimeQuestions runtime;

    TransactionFees(RuntimeQuestions runtime) {
        this.runtime = runtime;
    }

    /** The fee and, where the runtime tells its parts, whether they make the same sum. */
    record Fee(Reading<Rao> fee, Optional<String> alarm) {}

    /**
     * The fee.
     *
     * @param extrinsic with its length prefix, a placeholder where the signature will stand
     * @param call without length prefix
     */
    Fee of(Bytes extrinsic, Bytes call, BlockRef block) {
        if (!runtime.offers(OF_EXTRINSIC) && runtime.offers(OF_CALL)) {
            Bytes parameters =
                    Bytes.concat(
                            call, new ScaleCodecWriter().writeUint32(extrinsic.size()).toBytes());
            return new Fee(fee(OF_CALL, parameters, block), Optional.empty());
        }
        Bytes parameters = withLength(extrinsic);
        Reading<Rao> fee = fee(OF_EXTRINSIC, parameters, block);
        return new Fee(fee, fee.toOptional().flatMap(whole -> alarm(whole, parameters)));
    }

    private static Bytes withLength(Bytes extrinsic) {
        return Bytes.concat(
                extrinsic, new ScaleCodecWriter().writeUint32(extrinsic.size()).toBytes());
    }

    private Reading<Rao> fee(String question, Bytes parameters, BlockRef block) {
        return switch (runtime.askEncoded(question, parameters)) {
            case RuntimeQuestions.Said.Value(JsonNode value) -> {
                try {
                    long rao = Fields.amount(value, "partial_fee");
                    yield Reading.known(
                            new Rao(rao),
                            block,
                            Level.EXECUTED,
                            runtime.proofOfLast(
                                    question,
                                    parameters,
                                    "Chain fee of this transaction",
                                    "rao",
                                    rao));
                } catch (Fields.UnknownFormException e) {
                    yield Reading.missing(
                            Reading.Reason.UNSUPPORTED,
                            "the runtime tells its fee in an unknown form: " + e.getMessage());
                }
            }
            case RuntimeQuestions.Said.NotOffered(String method) ->
                    Reading.missing(Reading.Reason.UNSUPPORTED, "this runtime has no " + method);
            case RuntimeQuestions.Said.Failed(String sentence) ->
                    Reading.missing(Reading.Reason.UNSUPPORTED, sentence);
            case RuntimeQuestions.Said.Unknown(Reading.Reason reason, String text) ->
                    Reading.missing(reason, text);
        };
    }

    /** The three parts make the whole; a runtime that does not tell them is not asked. */
    private Optional<String> alarm(Rao whole, Bytes parameters) {
        if (!(runtime.askEncoded(DETAILS, parameters)
                instanceof RuntimeQuestions.Said.Value(JsonNode value))) {
            return Optional.empty();
        }
        JsonNode parts = value.path("inclusion_fee");
        if (parts.isNull() || parts.isMissingNode()) {
            return whole.value() == 0
                    ? Optional.empty()
                    : Optional.of(
                            "The runtime names a chain fee of %s, and no parts of it."
                                    .formatted(Amounts.tao(whole.value())));
        }
        try {
            long sum =
                    Math.addExact(
                            Math.addExact(
                                    Fields.amount(parts, "base_fee"),
                                    Fields.amount(parts, "len_fee")),
                            Fields.amount(parts, "adjusted_weight_fee"));
            return Math.abs(sum - whole.value()) <= Trades.TOLERATED
                    ? Optional.empty()
                    : Optional.of(
                            "Two reckonings of the chain fee differ: %s as a whole, %s as the sum of its parts."
                                    .formatted(Amounts.tao(whole.value()), Amounts.tao(sum)));
        } catch (Fields.UnknownFormException e) {
            return Optional.empty();
        }
    }
}

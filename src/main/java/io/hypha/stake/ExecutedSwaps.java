package io.hypha.stake;

import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Trades of any size as the chain's own runtime simulates them on the state of the block: {@code
 * SwapRuntimeApi}. Its results are read by the names of their fields.
 */
final class ExecutedSwaps {

    /** What the runtime says of one trade. */
    sealed interface Said {

        /**
         * @param out received, rao
         * @param fee in what is given, rao
         */
        record Swapped(long out, long fee) implements Said {}

        /** The runtime answered nothing but zeros: the pool takes no such trade. */
        record Impossible() implements Said {}

        /** This runtime has no such API: our formula is all there is. */
        record NotOffered() implements Said {}

        /** It has, and could not be asked. */
        record Unknown(Reading.Reason reason, String text) implements Said {}
    }

    private static final String BUY = "SwapRuntimeApi_sim_swap_tao_for_alpha";
    private static final String SELL = "SwapRuntimeApi_sim_swap_alpha_for_tao";
    private static final String PRICE = "SwapRuntimeApi_current_alpha_price";

    private static final int MOST_GUESSES = 16;

    /** Rao by which a trade is made larger to see the price after it. */
    private static final long LEAST_MORE = 1_000_000;

    private final RuntimeQuestions runtime;

    ExecutedSwaps(RuntimeQuestions runtime) {
        this.runtime = runtime;
    }

    /** Gives TAO for alpha, or alpha for TAO, the fee included. */
    Said trade(boolean buy, NetUid netUid, long amount) {
        return switch (runtime.ask(
                buy ? BUY : SELL,
                JsonNodeFactory.instance.numberNode(netUid.value()),
                JsonNodeFactory.instance.stringNode(Long.toString(amount)))) {
            case RuntimeQuestions.Said.NotOffered _ -> new Said.NotOffered();
            case RuntimeQuestions.Said.Unknown(Reading.Reason reason, String text) ->
                    new Said.Unknown(reason, text);
            case RuntimeQuestions.Said.Failed(String sentence) ->
                    new Said.Unknown(Reading.Reason.UNSUPPORTED, sentence);
            case RuntimeQuestions.Said.Value(JsonNode value) -> swapped(buy, value);
        };
    }

    private static Said swapped(boolean buy, JsonNode value) {
        try {
            long tao = Fields.amount(value, "tao_amount");
            long alpha = Fields.amount(value, "alpha_amount");
            long fee = Fields.amount(value, buy ? "tao_fee" : "alpha_fee");
            return tao == 0 && alpha == 0 && fee == 0
                    ? new Said.Impossible()
                    : new Said.Swapped(buy ? alpha : tao, fee);
        } catch (Fields.UnknownFormException e) {
            return new Said.Unknown(
                    Reading.Reason.UNSUPPORTED, "SwapRuntimeApi: " + e.getMessage());
        }
    }

    /** TAO per alpha at the margin as the runtime rounds it, nine places; empty when untold. */
    Optional<BigDecimal> price(NetUid netUid) {
        if (runtime.ask(PRICE, JsonNodeFactory.instance.numberNode(netUid.value()))
                instanceof RuntimeQuestions.Said.Value(JsonNode value)) {
            try {
                return Optional.of(BigDecimal.valueOf(Fields.amount(value), 9))
                        .filter(price -> price.signum() > 0);
            } catch (Fields.UnknownFormException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /**
     * The amount of which the runtime leaves exactly {@code net} after its own fee, where that is
     * found; each guess is off by a fee's share of the one before.
     */
    long gross(boolean buy, NetUid netUid, long firstGuess, long net) {
        long gross = firstGuess;
        for (int i = 0; i < MOST_GUESSES; i++) {
            if (!(trade(buy, netUid, gross) instanceof Said.Swapped(var _, long fee))
                    || gross - fee == net) {
                return gross;
            }
            gross = Math.addExact(net, fee);
        }
        return gross;
    }

    /**
     * TAO per alpha at the margin after a trade, on whatever curve: what a thousandth more would
     * give; empty when untold.
     *
     * @param out what the trade gives
     */
    Optional<BigDecimal> marginal(boolean buy, NetUid netUid, long amount, long out) {
        long more = Math.max(LEAST_MORE, amount / 1_000);
        if (!(trade(buy, netUid, Math.addExact(amount, more))
                        instanceof Said.Swapped(long all, var _))
                || all <= out) {
            return Optional.empty();
        }
        BigDecimal given = BigDecimal.valueOf(more);
        BigDecimal received = BigDecimal.valueOf(all - out);
        return Optional.of(
                buy
                        ? given.divide(received, 18, RoundingMode.HALF_EVEN)
                        : received.divide(given, 18, RoundingMode.HALF_EVEN));
    }
}

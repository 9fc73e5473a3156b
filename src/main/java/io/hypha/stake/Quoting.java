package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Level;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Makes quotes from proven pools, and says in words what the chain would refuse. */
final class Quoting {

    /** Least TAO of one operation: {@code DefaultMinStake} of the subtensor pallet. */
    static final long MIN_STAKE = 2_000_000L;

    private static final long MIN_RESERVE = 1_000_000L;
    private static final long MAX_RESERVES_GIVEN = 1_000L;

    /** Neither τ nor any alpha is issued beyond this, rao. */
    private static final long MOST_THERE_IS = 21_000_000L * 1_000_000_000L;

    /** Outside 1 % to 99 % the chain moves no weight: {@code Balancer} of pallet swap. */
    private static final long MIN_WEIGHT = SubnetPool.WEIGHT_WHOLE / 100;

    private static final BigDecimal RAO = BigDecimal.valueOf(1_000_000_000L);

    private final Subtensor subtensor;
    private final ChainFee chainFee;

    Quoting(Subtensor subtensor, ChainFee chainFee) {
        this.subtensor = subtensor;
        this.chainFee = chainFee;
    }

    QuoteAnswer quote(StakeIntent intent) {
        return switch (subtensor.subnet(intent.netUid())) {
            case Reading.Missing<SubnetView>(Reading.Reason reason, String text) ->
                    reason == Reading.Reason.ABSENT
                            ? new QuoteAnswer.Refused(
                                    QuoteAnswer.Field.NETUID,
                                    "There is no subnet " + intent.netUid() + ".")
                            : new QuoteAnswer.Unknown(reason, text);
            case Reading.Known<SubnetView> subnet -> quote(intent, subnet.value());
        };
    }

    private QuoteAnswer quote(StakeIntent intent, SubnetView subnet) {
        if (intent.isStake()) {
            switch (subnet.subtokenEnabled()) {
                case Reading.Missing<Boolean>(Reading.Reason reason, String text) -> {
                    return new QuoteAnswer.Unknown(reason, text);
                }
                case Reading.Known<Boolean> enabled -> {
                    if (!enabled.value()) {
                        return new QuoteAnswer.Refused(
                                QuoteAnswer.Field.NETUID,
                                "Subnet " + intent.netUid() + " takes no stake yet.");
                    }
                }
            }
        }
        Reading<Coldkey> owner =
                subtensor
                        .validator(intent.hotkey())
                        .flatMap(validator -> validator.value().owner());
        return switch (owner) {
            case Reading.Missing<Coldkey>(Reading.Reason reason, String text) ->
                    reason == Reading.Reason.ABSENT
                            ? new QuoteAnswer.Refused(
                                    QuoteAnswer.Field.HOTKEY,
                                    "The chain knows no validator with this key.")
                            : new QuoteAnswer.Unknown(reason, text);
            case Reading.Known<Coldkey> _ ->
                    switch (subnet.pool()) {
                        case Reading.Missing<SubnetPool>(Reading.Reason reason, String text) ->
                                new QuoteAnswer.Unknown(reason, text);
                        case Reading.Known<SubnetPool> pool ->
                                quote(intent, pool.value(), pool.block());
                    };
        };
    }

    private QuoteAnswer quote(StakeIntent intent, SubnetPool pool, BlockRef block) {
        if (intent.amountRao() > MOST_THERE_IS) {
            return refused("There are never more than 21,000,000 of it.");
        }
        if (pool.oneToOne()) {
            return intent.amountRao() < MIN_STAKE && intent.isStake()
                    ? tooSmall(MIN_STAKE, "τ")
                    : new QuoteAnswer.Quoted(oneToOne(intent, pool, block));
        }
        long given = intent.isStake() ? pool.tao() : pool.alphaIn();
        long taken = intent.isStake() ? pool.alphaIn() : pool.tao();
        if (given == 0 || taken < MIN_RESERVE) {
            return refused(
                    "The pool of subnet "
                            + intent.netUid()
                            + " is as good as empty: the chain refuses it.");
        }
        if (pool.quoteWeight() < MIN_WEIGHT
                || pool.quoteWeight() > SubnetPool.WEIGHT_WHOLE - MIN_WEIGHT) {
            return new QuoteAnswer.Unknown(
                    Reading.Reason.UNSUPPORTED,
                    "The pool of subnet "
                            + intent.netUid()
                            + " is weighted more than 99 to 1; its curve is not computed here.");
        }
        if (BigInteger.valueOf(intent.amountRao())
                        .compareTo(
                                BigInteger.valueOf(given)
                                        .multiply(BigInteger.valueOf(MAX_RESERVES_GIVEN)))
                > 0) {
            return refused(
                    "That is more than a thousand times what the pool holds; the chain refuses it.");
        }
        return curve(intent, pool, block);
    }

    private QuoteAnswer curve(StakeIntent intent, SubnetPool pool, BlockRef block) {
        PoolCurve curve = new PoolCurve(pool);
        PoolCurve.Trade trade =
                intent.isStake() ? curve.buy(intent.amountRao()) : curve.sell(intent.amountRao());
        long tao = intent.isStake() ? trade.net() : trade.out();
        if (tao < MIN_STAKE && intent.isStake()) {
            return tooSmall(MIN_STAKE, "τ after the pool's fee");
        }
        if (trade.out() <= 0) {
            return refused("That is too little: the pool gives nothing for it.");
        }
        BigDecimal spot = pool.spotPrice();
        BigDecimal ratio = BigDecimal.valueOf(intent.tolerance().millionths()).movePointLeft(6);
        BigDecimal exactLimit =
                intent.isStake()
                        ? spot.multiply(BigDecimal.ONE.add(ratio))
                        : spot.multiply(BigDecimal.ONE.subtract(ratio));
        long limit =
                exactLimit
                        .multiply(RAO)
                        .setScale(0, intent.isStake() ? RoundingMode.FLOOR : RoundingMode.CEILING)
                        .longValueExact();
        BigDecimal limitPrice = BigDecimal.valueOf(limit).divide(RAO);
        long most =
                limit <= 0
                        ? 0
                        : intent.isStake()
                                ? curve.maxNetBuy(limitPrice)
                                : curve.maxNetSell(limitPrice);
        long mostGiven = curve.withFee(most);
        if (intent.amountRao() > mostGiven) {
            return new QuoteAnswer.Refused(
                    QuoteAnswer.Field.AMOUNT,
                    "This amount alone moves the price by more than your tolerance of "
                            + intent.tolerance().percent()
                            + " %. At most "
                            + plain(mostGiven)
                            + (intent.isStake() ? " τ" : " α")
                            + " fit; take less, or a wider tolerance.");
        }
        return new QuoteAnswer.Quoted(
                new Quote(
                        intent,
                        block,
                        pool,
                        Level.DERIVED,
                        trade.fee(),
                        trade.net(),
                        trade.out(),
                        atLeast(intent, trade.net(), limit),
                        spot,
                        average(intent, trade.out()),
                        trade.priceAfter(),
                        limit,
                        impact(intent, trade.out(), spot),
                        chainFee.of(intent)));
    }

    private Quote oneToOne(StakeIntent intent, SubnetPool pool, BlockRef block) {
        return new Quote(
                intent,
                block,
                pool,
                Level.DERIVED,
                0,
                intent.amountRao(),
                intent.amountRao(),
                intent.amountRao(),
                BigDecimal.ONE,
                BigDecimal.ONE,
                BigDecimal.ONE,
                1_000_000_000L,
                BigDecimal.ZERO,
                chainFee.of(intent));
    }

    /**
     * The price after the trade is bounded, so every unit of {@code net} goes at the limit or
     * better.
     */
    private static long atLeast(StakeIntent intent, long net, long limit) {
        BigInteger amount = BigInteger.valueOf(net);
        BigInteger price = BigInteger.valueOf(limit);
        BigInteger rao = BigInteger.valueOf(1_000_000_000L);
        return (intent.isStake()
                        ? amount.multiply(rao).divide(price)
                        : amount.multiply(price).divide(rao))
                .longValueExact();
    }

    private static BigDecimal average(StakeIntent intent, long out) {
        BigDecimal given = BigDecimal.valueOf(intent.amountRao());
        BigDecimal received = BigDecimal.valueOf(out);
        return intent.isStake()
                ? given.divide(received, 18, RoundingMode.HALF_EVEN)
                : received.divide(given, 18, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal impact(StakeIntent intent, long out, BigDecimal spot) {
        BigDecimal given = BigDecimal.valueOf(intent.amountRao());
        BigDecimal ideal =
                intent.isStake()
                        ? given.divide(spot, 18, RoundingMode.HALF_EVEN)
                        : given.multiply(spot);
        return BigDecimal.ONE.subtract(
                BigDecimal.valueOf(out).divide(ideal, 18, RoundingMode.HALF_EVEN));
    }

    private static QuoteAnswer tooSmall(long least, String unit) {
        return refused("At least " + plain(least) + " " + unit + ".");
    }

    private static QuoteAnswer refused(String sentence) {
        return new QuoteAnswer.Refused(QuoteAnswer.Field.AMOUNT, sentence);
    }

    static String plain(long rao) {
        return BigDecimal.valueOf(rao, 9).stripTrailingZeros().toPlainString();
    }
}

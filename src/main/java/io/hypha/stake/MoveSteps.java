package io.hypha.stake;

import io.hypha.chain.Alpha;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Stake that stays stake: with another validator, on another subnet, of another account. */
final class MoveSteps {

    /** Weights that are one half but for a millionth of it. */
    private static final long EVEN = SubnetPool.WEIGHT_HALF / 1_000_000;

    private static final long MARGIN = 100_000;

    private final PlanSheet sheet;

    MoveSteps(PlanSheet sheet) {
        this.sheet = sheet;
    }

    /** To another validator, subnet or account. */
    void move(
            Hotkey from,
            Hotkey to,
            NetUid fromNet,
            NetUid toNet,
            long alpha,
            boolean leavesAccount,
            Optional<Tolerance> tolerance) {
        for (NetUid netUid : Stream.of(fromNet, toNet).distinct().toList()) {
            sheet.rules.requireOpen(netUid);
            if (leavesAccount) {
                sheet.rules.requireTransferable(netUid);
            }
        }
        sheet.rules.requireHotkey(from);
        sheet.rules.requireHotkey(to);
        sheet.requireHeld(from, fromNet, alpha);
        if (leavesAccount || !fromNet.equals(toNet)) {
            sheet.requireFree(from, fromNet, alpha);
        }
        if (fromNet.equals(toNet)) {
            sheet.noLimit();
            moveWithin(from, to, fromNet, alpha, leavesAccount);
        } else {
            moveAcross(from, to, fromNet, toNet, alpha, leavesAccount, tolerance);
        }
        sheet.warnOfRest(
                from,
                fromNet,
                sheet.pools.known(fromNet).map(SubnetPool::spotPrice).orElse(BigDecimal.ZERO));
    }

    private void moveWithin(
            Hotkey from, Hotkey to, NetUid netUid, long alpha, boolean leavesAccount) {
        SubnetPool pool =
                sheet.pools
                        .pool(netUid)
                        .toOptional()
                        .orElseThrow(() ->
                                PlanStop.unknown(
                                        Reading.Reason.UNSUPPORTED,
                                        "What that stake is worth is not known here, so the chain's minimum cannot be checked."));
        BigDecimal spot = pool.spotPrice();
        if (pool.atSpot(new Alpha(netUid, alpha)).value() < sheet.rules.minimumStake()) {
            throw sheet.tooSmall("τ in value");
        }
        sheet.add(
                new Leg(
                        Leg.Kind.MOVE,
                        to,
                        netUid,
                        alpha,
                        PlanSheet.unit(netUid),
                        alpha,
                        PlanSheet.unit(netUid),
                        alpha,
                        0,
                        spot,
                        spot,
                        spot,
                        OptionalLong.empty(),
                        BigDecimal.ZERO,
                        Level.DERIVED));
        sheet.stakes.take(from, netUid, alpha);
        if (!leavesAccount) {
            sheet.stakes.add(to, netUid, alpha);
        }
    }

    /** The fee is taken once: on the origin, or on the destination where the origin is root. */
    private void moveAcross(
            Hotkey from,
            Hotkey to,
            NetUid fromNet,
            NetUid toNet,
            long alpha,
            boolean leavesAccount,
            Optional<Tolerance> tolerance) {
        boolean even = isLimitExact(fromNet, toNet);
        Optional<SubnetPool> fromPool = sheet.pools.known(fromNet);
        Optional<SubnetPool> toPool = sheet.pools.known(toNet);
        Trades.Trade sale = sheet.trades.sell(fromNet, alpha, !fromNet.isRoot());
        if (sale.out() <= sheet.rules.minimumStake()) {
            throw sheet.tooSmall("τ on the way");
        }
        Trades.Trade purchase = sheet.trades.buy(toNet, sale.out(), fromNet.isRoot());
        long atLeast = 0;
        if (tolerance.isPresent()) {
            long ratio = LegLimit.ratio(sale.spot(), purchase.spot(), toNet, tolerance.get());
            LegLimit.requireWithin(sale, purchase, ratio, tolerance.get());
            sheet.limit(OptionalLong.of(ratio));
            if (even) {
                atLeast = atLeast(fromNet, sale, purchase, ratio);
            } else {
                if (fromPool.isPresent() && toPool.isPresent()) {
                    LegLimit.requireWithinReserves(
                            fromPool.get(), toPool.get(), alpha, ratio, tolerance.get());
                }
                sheet.warn(
                        "A swap's limit is reckoned by the chain without the pools' weights: here it is no hard guarantee of a price.");
            }
        } else {
            sheet.noLimit();
            sheet.warn(
                    "This call carries no limit: it swaps at whatever the prices are in its block.");
        }
        sheet.add(
                PlanSheet.leg(
                        Leg.Kind.UNSTAKE, from, fromNet, false, sale, OptionalLong.empty(), 0));
        sheet.add(
                PlanSheet.leg(
                        Leg.Kind.STAKE, to, toNet, true, purchase, OptionalLong.empty(), atLeast));
        sheet.stakes.take(from, fromNet, alpha);
        if (!leavesAccount) {
            sheet.stakes.add(to, toNet, purchase.out());
        }
    }

    /**
     * What the limit leaves at least of what reaches the curves. Between two pools the chain
     * reckons it as if all weights were one half: {@link #EVEN} off that, a hundred-thousandth is
     * taken off.
     */
    private static long atLeast(
            NetUid fromNet, Trades.Trade sale, Trades.Trade purchase, long ratio) {
        long net = fromNet.isRoot() ? purchase.given() - purchase.fee() : sale.given() - sale.fee();
        long atLimit = LegLimit.atLeast(false, net, ratio);
        return Math.min(atLimit - atLimit / MARGIN - 1, purchase.out());
    }

    /** Whether the chain's limit of a swap between them holds for the price. */
    private boolean isLimitExact(NetUid fromNet, NetUid toNet) {
        Optional<SubnetPool> from = sheet.pools.known(fromNet);
        Optional<SubnetPool> to = sheet.pools.known(toNet);
        if (from.isEmpty() || to.isEmpty()) {
            return false;
        }
        return from.get().oneToOne()
                || to.get().oneToOne()
                || (isEven(from.get()) && isEven(to.get()));
    }

    private static boolean isEven(SubnetPool pool) {
        return Math.abs(pool.quoteWeight() - SubnetPool.WEIGHT_HALF) <= EVEN;
    }
}

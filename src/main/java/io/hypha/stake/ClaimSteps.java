package io.hypha.stake;

import io.hypha.chain.Alpha;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;

/**
 * Root dividends that are claimed subnet by subnet: sold without a fee for stake on root, or kept
 * as alpha, as the account chose. Rule: {@code claim_root.rs} of Subtensor up to spec 440.
 */
final class ClaimSteps {

    private static final String SWAP = "Swap";
    private static final String KEEP = "Keep";
    private static final String KEEP_SUBNETS = "KeepSubnets";

    private final PlanSheet sheet;

    ClaimSteps(PlanSheet sheet) {
        this.sheet = sheet;
    }

    /**
     * The legs of a claim.
     *
     * @return what it pays, at the prices of the block
     */
    Rao claim(List<NetUid> subnets) {
        StakingState.Account account = sheet.stakes.required();
        sheet.noLimit();
        StakingState.ClaimType type =
                Rules.of(account.claimType()).orElse(new StakingState.ClaimType(SWAP, List.of()));
        long paid = 0;
        for (PositionView position : positions(account)) {
            if (!position.netUid().isRoot()) {
                continue;
            }
            for (PositionView.Owed owed : owed(position)) {
                if (subnets.contains(owed.origin())) {
                    paid =
                            Math.addExact(
                                    paid,
                                    claim(position.hotkey(), owed.origin(), amount(owed), type));
                }
            }
        }
        if (paid == 0) {
            throw PlanStop.refused(
                    PlanAnswer.Field.NETUID,
                    "There is nothing to claim there: what has come together is below the chain's least, and a claim would only cost its fee.");
        }
        return new Rao(paid);
    }

    private long claim(Hotkey hotkey, NetUid origin, long alpha, StakingState.ClaimType type) {
        long least =
                Rules.of(sheet.rules.requireSubnet(origin).claimThreshold())
                        .map(Rao::value)
                        .orElse(0L);
        if (alpha == 0) {
            return 0;
        }
        if (alpha < least) {
            sheet.warn(
                    "What subnet %s owes, %s, is below the chain's least of %s: it stays where it is."
                            .formatted(
                                    origin,
                                    Amounts.alpha(alpha, origin),
                                    Amounts.alpha(least, origin)));
            return 0;
        }
        return switch (type.variant()) {
            case SWAP -> sell(hotkey, origin, alpha);
            case KEEP -> keep(hotkey, origin, alpha);
            case KEEP_SUBNETS ->
                    type.subnets().contains(origin)
                            ? keep(hotkey, origin, alpha)
                            : sell(hotkey, origin, alpha);
            default ->
                    throw PlanStop.unknown(
                            Reading.Reason.UNSUPPORTED,
                            "What this account's claim type %s does is not known here."
                                    .formatted(type.variant()));
        };
    }

    private long sell(Hotkey hotkey, NetUid origin, long alpha) {
        Trades.Trade trade = sheet.trades.sell(origin, alpha, false);
        sheet.add(
                PlanSheet.leg(
                        Leg.Kind.CLAIM, hotkey, origin, false, trade, OptionalLong.empty(), 0));
        sheet.stakes.add(hotkey, NetUid.ROOT, trade.out());
        return trade.out();
    }

    private long keep(Hotkey hotkey, NetUid origin, long alpha) {
        SubnetPool pool =
                sheet.pools
                        .pool(origin)
                        .toOptional()
                        .orElseThrow(() ->
                                PlanStop.unknown(
                                        Reading.Reason.UNSUPPORTED,
                                        "What the claim is worth is not known here."));
        BigDecimal spot = pool.spotPrice();
        sheet.add(
                new Leg(
                        Leg.Kind.CLAIM,
                        hotkey,
                        origin,
                        alpha,
                        Leg.Unit.ALPHA,
                        alpha,
                        Leg.Unit.ALPHA,
                        alpha,
                        0,
                        spot,
                        spot,
                        spot,
                        OptionalLong.empty(),
                        BigDecimal.ZERO,
                        Level.DERIVED));
        sheet.stakes.add(hotkey, origin, alpha);
        return pool.atSpot(new Alpha(origin, alpha)).value();
    }

    private static List<PositionView> positions(StakingState.Account account) {
        return switch (account.view().positions()) {
            case Reading.Known<List<PositionView>> known -> known.value();
            case Reading.Missing<List<PositionView>> missing -> throw PlanStop.unknown(missing);
        };
    }

    private static List<PositionView.Owed> owed(PositionView position) {
        return switch (position.owed()) {
            case Reading.Known<List<PositionView.Owed>> known -> known.value();
            case Reading.Missing<List<PositionView.Owed>> missing ->
                    throw PlanStop.unknown(missing);
        };
    }

    private static long amount(PositionView.Owed owed) {
        return switch (owed.amount()) {
            case Reading.Known<Alpha>(Alpha amount, var _, var _, var _) -> amount.rao();
            case Reading.Missing<Alpha> missing -> throw PlanStop.unknown(missing);
        };
    }
}

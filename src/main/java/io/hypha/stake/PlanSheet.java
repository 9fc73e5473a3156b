package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.StakingState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What a plan has gathered so far, and what every step of it asks and writes down. */
final class PlanSheet {

    final Rules rules;
    final Trades trades;
    final MovedPools pools;
    final Stakes stakes;
    private final Availability availability;
    private final List<Leg> legs = new ArrayList<>();
    private final List<OptionalLong> limits = new ArrayList<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Map<NetUid, Long> held = new HashMap<>();
    private final Map<NetUid, Long> taken = new HashMap<>();

    PlanSheet(
            Rules rules,
            Trades trades,
            MovedPools pools,
            Stakes stakes,
            Availability availability) {
        this.rules = rules;
        this.trades = trades;
        this.pools = pools;
        this.stakes = stakes;
        this.availability = availability;
    }

    List<Leg> legs() {
        return List.copyOf(legs);
    }

    Limits limits() {
        return new Limits(limits);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    void warn(String sentence) {
        warnings.add(sentence);
    }

    void limit(OptionalLong limit) {
        limits.add(limit);
    }

    void noLimit() {
        limit(OptionalLong.empty());
    }

    void add(Leg leg) {
        legs.add(leg);
    }

    void bought(Hotkey hotkey, NetUid netUid, Trades.Trade trade, OptionalLong limit) {
        long atLeast =
                limit.isPresent()
                        ? LegLimit.atLeast(true, trade.given() - trade.fee(), limit.getAsLong())
                        : guaranteed(netUid, trade);
        bought(hotkey, netUid, trade, limit, atLeast);
    }

    void bought(
            Hotkey hotkey, NetUid netUid, Trades.Trade trade, OptionalLong limit, long atLeast) {
        legs.add(leg(Leg.Kind.STAKE, hotkey, netUid, true, trade, limit, atLeast));
        stakes.add(hotkey, netUid, trade.out());
    }

    /** Without a limit nothing is promised, except where the exchange is one to one. */
    private static long guaranteed(NetUid netUid, Trades.Trade trade) {
        return netUid.isRoot() ? trade.out() : 0;
    }

    void sold(Hotkey hotkey, NetUid netUid, Trades.Trade trade, OptionalLong limit) {
        long atLeast =
                limit.isPresent()
                        ? LegLimit.atLeast(false, trade.given() - trade.fee(), limit.getAsLong())
                        : guaranteed(netUid, trade);
        legs.add(leg(Leg.Kind.UNSTAKE, hotkey, netUid, false, trade, limit, atLeast));
        stakes.take(hotkey, netUid, trade.given());
        stakes.receive(trade.out());
    }

    PlanStop tooSmall(String unit) {
        return PlanStop.refused(
                PlanAnswer.Field.AMOUNT,
                "At least %s %s.".formatted(Amounts.plain(rules.minimumStake()), unit));
    }

    void requireHeld(Hotkey hotkey, NetUid netUid, long alpha) {
        if (stakes.isKnown() && stakes.at(hotkey, netUid) < alpha) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "This account has %s staked there, less than %s."
                            .formatted(
                                    Amounts.alpha(Math.max(0, stakes.at(hotkey, netUid)), netUid),
                                    Amounts.alpha(alpha, netUid)));
        }
    }

    void requireFree(Hotkey hotkey, NetUid netUid, long alpha) {
        if (!stakes.isKnown()) {
            return;
        }
        StakingState.Account account = stakes.required();
        if (netUid.isRoot()) {
            rules.requireNoRootHold(account, hotkey);
        }
        long all = held.computeIfAbsent(netUid, stakes::on);
        long sum = Math.addExact(taken.getOrDefault(netUid, 0L), alpha);
        taken.put(netUid, sum);
        availability.require(account, netUid, all, Math.min(sum, all));
    }

    void warnOfRest(Hotkey hotkey, NetUid netUid, BigDecimal price) {
        long least = rules.nominatorMinimum();
        long rest = stakes.at(hotkey, netUid);
        if (!stakes.isKnown() || rest <= 1 || least == 0) {
            return;
        }
        Coldkey account = stakes.required().view().coldkey();
        if (!rules.owns(account, hotkey)
                && BigDecimal.valueOf(rest).multiply(price).compareTo(BigDecimal.valueOf(least))
                        < 0) {
            warnings.add(
                    "What stays with this validator, %s, is worth less than %s: the chain sells it at once and pays it out."
                            .formatted(Amounts.alpha(rest, netUid), Amounts.tao(least)));
        }
    }

    static Leg.Unit unit(NetUid netUid) {
        return netUid.isRoot() ? Leg.Unit.TAO : Leg.Unit.ALPHA;
    }

    static Leg leg(
            Leg.Kind kind,
            Hotkey hotkey,
            NetUid netUid,
            boolean buy,
            Trades.Trade trade,
            OptionalLong limit,
            long atLeast) {
        long net = trade.given() - trade.fee();
        Leg.Unit given = buy ? Leg.Unit.TAO : unit(netUid);
        BigDecimal impact =
                netUid.isRoot() || net == 0 || trade.spot().signum() == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.ONE.subtract(
                                BigDecimal.valueOf(trade.out())
                                        .divide(
                                                Leg.ideal(net, given, trade.spot()),
                                                18,
                                                RoundingMode.HALF_EVEN));
        BigDecimal paid = BigDecimal.valueOf(trade.given());
        BigDecimal received = BigDecimal.valueOf(trade.out());
        return new Leg(
                kind,
                hotkey,
                netUid,
                trade.given(),
                given,
                trade.out(),
                buy ? unit(netUid) : Leg.Unit.TAO,
                atLeast,
                trade.fee(),
                trade.spot(),
                buy
                        ? paid.divide(received, 18, RoundingMode.HALF_EVEN)
                        : received.divide(paid, 18, RoundingMode.HALF_EVEN),
                trade.priceAfter(),
                limit,
                impact,
                trade.level());
    }
}

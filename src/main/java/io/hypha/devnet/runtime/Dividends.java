package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits the pots of a subnet among hotkeys by their dividends: {@code economics} §1.6, points 2
 * and 3.
 */
final class Dividends {

    /**
     * @param dividend from consensus, in rao
     * @param alpha stake on the subnet, in rao
     * @param root stake on root, in rao
     */
    record Claim(long dividend, long alpha, long root) {}

    /** Gross payouts of a hotkey, before take. */
    record Payout(Fixed alpha, Fixed root) {}

    /** A payout divided between the owner and all holders, in rao. */
    record Taken(long take, long net) {}

    private Dividends() {}

    static SortedMap<Bytes, Payout> split(
            long pendingValidator, long pendingRoot, Fixed taoWeight, Map<Bytes, Claim> claims) {
        SortedMap<Bytes, Payout> parts = new TreeMap<>();
        Fixed alphaSum = Fixed.f32(0);
        Fixed rootSum = Fixed.f32(0);
        for (Map.Entry<Bytes, Claim> entry : claims.entrySet()) {
            Claim claim = entry.getValue();
            Fixed weighted = Fixed.f32(claim.root()).times(taoWeight);
            Fixed proportion = weighted.dividedBy(Fixed.f32(claim.alpha()).plus(weighted));
            Fixed root = Fixed.f32(claim.dividend()).times(proportion);
            Fixed alpha = Fixed.f32(claim.dividend()).minus(root);
            parts.put(entry.getKey(), new Payout(alpha, root));
            alphaSum = alphaSum.plus(alpha);
            rootSum = rootSum.plus(root);
        }
        SortedMap<Bytes, Payout> payouts = new TreeMap<>();
        for (Map.Entry<Bytes, Payout> entry : parts.entrySet()) {
            Payout part = entry.getValue();
            payouts.put(
                    entry.getKey(),
                    new Payout(
                            Fixed.f32(pendingValidator).times(part.alpha().dividedBy(alphaSum)),
                            Fixed.f32(pendingRoot).times(part.root().dividedBy(rootSum))));
        }
        return payouts;
    }

    /**
     * @param take over 65535
     */
    static Taken taken(Fixed payout, int take) {
        Fixed cut = Fixed.ratio(32, take, 65_535).times(payout);
        return new Taken(cut.floor(), payout.minus(cut).floor());
    }
}

package io.hypha.stake;

import io.hypha.chain.NetUid;
import java.math.BigDecimal;

/** Amounts in sentences: all digits, and always the unit. */
final class Amounts {

    private Amounts() {}

    /** All digits of an amount, without its unit. */
    static String plain(long rao) {
        return BigDecimal.valueOf(rao, 9).stripTrailingZeros().toPlainString();
    }

    static String tao(long rao) {
        return plain(rao) + " τ";
    }

    /** Alpha of a subnet; on root that is TAO. */
    static String alpha(long rao, NetUid netUid) {
        return netUid.isRoot() ? tao(rao) : plain(rao) + " α of subnet " + netUid;
    }

    static String of(long rao, Leg.Unit unit, NetUid netUid) {
        return unit == Leg.Unit.TAO ? tao(rao) : alpha(rao, netUid);
    }
}

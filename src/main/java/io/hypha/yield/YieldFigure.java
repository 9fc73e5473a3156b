package io.hypha.yield;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import java.time.Duration;
import java.util.List;

/**
 * Which return a proof names: {@code 600-yield-5Hot…-3-30d}.
 *
 * @param block newest epoch of the window
 */
record YieldFigure(long block, Hotkey hotkey, NetUid netUid, Window window) {

    static final String WORD = "yield";
    static final String STEP = "SubtensorModule.LastMechansimStepBlock";
    static final String DIVIDENDS = "SubtensorModule.AlphaDividendsPerSubnet";
    static final String TOTAL = "SubtensorModule.TotalHotkeyAlphaLastEpoch";
    static final String STAKE = "SubtensorModule.TotalHotkeyAlpha";
    static final String CLAIMABLE = "SubtensorModule.RootClaimable";

    /** The block's own time, unix milliseconds. */
    static final String NOW = "Timestamp.Now";

    /** An inherent may name any moment of its slot, chain time is the slot's beginning. */
    private static final Duration WITHIN_SLOT = Duration.ofMinutes(1);

    /**
     * @throws IllegalArgumentException when it names no return
     */
    static YieldFigure of(ProofId id) {
        if (!id.figure().equals(WORD) || id.arguments().size() != 3) {
            throw new IllegalArgumentException(
                    "a proof of a yield is named block-yield-hotkey-netuid-window, was " + id);
        }
        return new YieldFigure(
                id.block(),
                Hotkey.of(id.arguments().get(0)),
                NetUid.of(id.arguments().get(1)),
                Window.of(id.arguments().get(2)));
    }

    String title() {
        return (netUid.isRoot() ? "Root accrual" : "Net yield")
                + " over "
                + window.code()
                + " of "
                + hotkey
                + (netUid.isRoot() ? "" : " on subnet " + netUid);
    }

    ProofId step(long at) {
        return new ProofId(at, STEP, List.of(netUid.toString()));
    }

    ProofId dividends(long at) {
        return new ProofId(at, DIVIDENDS, List.of(netUid.toString(), hotkey.address()));
    }

    ProofId total(long at) {
        return new ProofId(at, TOTAL, List.of(hotkey.address(), netUid.toString()));
    }

    ProofId rootStake(long at) {
        return new ProofId(at, STAKE, List.of(hotkey.address(), NetUid.ROOT.toString()));
    }

    ProofId claimable(long at) {
        return new ProofId(at, CLAIMABLE, List.of(hotkey.address()));
    }

    static ProofId now(long at) {
        return new ProofId(at, NOW, List.of());
    }

    /**
     * Holds the window's name against proven times: it may not begin earlier than its last block
     * before, nor hold less than it needs.
     *
     * @param baseMillis the block after which it counts
     * @param firstMillis the first block that counts
     * @param lastMillis the last one
     * @throws IllegalArgumentException when the times do not fit
     */
    void requireTimes(long baseMillis, long firstMillis, long lastMillis) {
        Duration span = Duration.ofMillis(Math.subtractExact(lastMillis, baseMillis));
        Duration counted = Duration.ofMillis(Math.subtractExact(lastMillis, firstMillis));
        if (span.plus(WITHIN_SLOT).compareTo(window.least()) < 0) {
            throw new IllegalArgumentException(
                    "a window of "
                            + window.code()
                            + " needs "
                            + window.least()
                            + " of history, found "
                            + span);
        }
        if (counted.minus(WITHIN_SLOT).compareTo(window.length()) >= 0) {
            throw new IllegalArgumentException(
                    "a window of "
                            + window.code()
                            + " counts from within "
                            + window.length()
                            + ", found "
                            + counted);
        }
    }
}

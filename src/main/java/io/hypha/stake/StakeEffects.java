package io.hypha.stake;

import static io.hypha.stake.EffectWords.amount;
import static io.hypha.stake.EffectWords.ofAnother;
import static io.hypha.stake.EffectWords.place;
import static io.hypha.stake.EffectWords.plain;
import static io.hypha.stake.EffectWords.worth;

import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the events of stake say, by the fields they have at spec 424. */
final class StakeEffects {

    static final String ADDED = "SubtensorModule.StakeAdded";
    static final String REMOVED = "SubtensorModule.StakeRemoved";
    static final String MOVED = "SubtensorModule.StakeMoved";
    static final String SWAPPED = "SubtensorModule.StakeSwapped";
    static final String TRANSFERRED = "SubtensorModule.StakeTransferred";

    /** Accounts {@code a}, rao {@code r}, subnets {@code n}. */
    static final String FORM = "aarrnr";

    /** Places in it. */
    static final int TAO = 2;

    static final int ALPHA = 3;
    static final int NETUID = 4;
    static final int POOL_FEE = 5;

    static final String FORM_MOVED = "aananr";
    static final String FORM_TRANSFERRED = "aaannr";

    private final Coldkey signer;

    StakeEffects(Coldkey signer) {
        this.signer = signer;
    }

    Optional<Effect> staked(EventFields f) {
        if (!f.fits(FORM)) {
            return Optional.empty();
        }
        NetUid net = f.net(NETUID);
        List<Effect.Amount> amounts = new ArrayList<>();
        amounts.add(amount(Effect.Role.GIVEN, f.rao(TAO), NetUid.ROOT));
        amounts.add(amount(Effect.Role.RECEIVED, f.rao(ALPHA), net));
        return Optional.of(
                new Effect(
                        ADDED,
                        "Staked %s τ with %s on %s%s: %s received%s."
                                .formatted(
                                        plain(f.rao(TAO)),
                                        f.account(1),
                                        place(net),
                                        ofAnother(signer, f.account(0)),
                                        amount(f.rao(ALPHA), net),
                                        poolFee(f.rao(POOL_FEE), NetUid.ROOT, amounts)),
                        amounts));
    }

    /** The event names the alpha that reached the pool; what the pool kept comes on top of it. */
    Optional<Effect> unstaked(EventFields f) {
        if (!f.fits(FORM)) {
            return Optional.empty();
        }
        NetUid net = f.net(NETUID);
        List<Effect.Amount> amounts = new ArrayList<>();
        long given = f.rao(ALPHA) + f.rao(POOL_FEE);
        amounts.add(amount(Effect.Role.GIVEN, given, net));
        amounts.add(amount(Effect.Role.RECEIVED, f.rao(TAO), NetUid.ROOT));
        return Optional.of(
                new Effect(
                        REMOVED,
                        "Unstaked %s from %s on %s%s: %s τ received%s."
                                .formatted(
                                        amount(given, net),
                                        f.account(1),
                                        place(net),
                                        ofAnother(signer, f.account(0)),
                                        plain(f.rao(TAO)),
                                        poolFee(f.rao(POOL_FEE), net, amounts)),
                        amounts));
    }

    Optional<Effect> moved(EventFields f) {
        return f.fits(FORM_MOVED)
                ? worth(
                        MOVED,
                        "Moved from %s on %s to %s on %s%s"
                                .formatted(
                                        f.account(1),
                                        place(f.net(2)),
                                        f.account(3),
                                        place(f.net(4)),
                                        ofAnother(signer, f.account(0))),
                        f.rao(5))
                : Optional.empty();
    }

    Optional<Effect> swapped(EventFields f) {
        return f.fits("aannr")
                ? worth(
                        SWAPPED,
                        "Swapped with %s from %s into %s%s"
                                .formatted(
                                        f.account(1),
                                        place(f.net(2)),
                                        place(f.net(3)),
                                        ofAnother(signer, f.account(0))),
                        f.rao(4))
                : Optional.empty();
    }

    static Optional<Effect> transferred(EventFields f) {
        return f.fits(FORM_TRANSFERRED)
                ? worth(
                        TRANSFERRED,
                        "Given to %s, staked with %s, from %s to %s"
                                .formatted(
                                        f.account(1),
                                        f.account(2),
                                        place(f.net(3)),
                                        place(f.net(4))),
                        f.rao(5))
                : Optional.empty();
    }

    /** A move within one subnet, of which two events more say how much it was. */
    Effect moved(EventFields f, long given, long received) {
        NetUid net = f.net(4);
        return within(
                MOVED,
                "Moved %s from %s to %s on %s%s"
                        .formatted(
                                amount(given, net),
                                f.account(1),
                                f.account(3),
                                place(net),
                                ofAnother(signer, f.account(0))),
                net,
                given,
                received,
                f.rao(5));
    }

    /** The same to another account. */
    static Effect transferred(EventFields f, long given, long received) {
        NetUid net = f.net(4);
        return within(
                TRANSFERRED,
                "Given %s to %s, staked with %s on %s"
                        .formatted(amount(given, net), f.account(1), f.account(2), place(net)),
                net,
                given,
                received,
                f.rao(5));
    }

    private static Effect within(
            String event, String words, NetUid net, long given, long received, long tao) {
        return new Effect(
                event,
                words
                        + (given == received ? "" : ", " + amount(received, net) + " received")
                        + (net.isRoot() ? "." : ", worth " + plain(tao) + " τ."),
                List.of(
                        amount(Effect.Role.GIVEN, given, net),
                        amount(Effect.Role.RECEIVED, received, net),
                        amount(Effect.Role.WORTH, tao, NetUid.ROOT)));
    }

    private static String poolFee(long fee, NetUid unit, List<Effect.Amount> amounts) {
        if (fee == 0) {
            return "";
        }
        amounts.add(amount(Effect.Role.POOL_FEE, fee, unit));
        return ", pool fee " + amount(fee, unit) + " in it";
    }
}

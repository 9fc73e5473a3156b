package io.hypha.stake;

import io.hypha.chain.Coldkey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the events of one extrinsic say together. A move within a subnet deposits a removal and an
 * addition at the spot price before its own event, though no TAO moved; a fee that is taken from
 * stake deposits a removal before it says that it was a fee. Told one by one they would say that
 * TAO was received.
 */
final class EffectsOfEvents {

    private final List<EventOfPallet> events;
    private final EffectReader reader;
    private final StakeEffects stakes;

    /** Places of events that another one tells. */
    private final Set<Integer> told;

    private EffectsOfEvents(List<EventOfPallet> events, Coldkey signer) {
        this.events = events;
        this.reader = new EffectReader(signer);
        this.stakes = new StakeEffects(signer);
        this.told = fees(events);
    }

    static List<Effect> of(List<EventOfPallet> events, Coldkey signer) {
        return new EffectsOfEvents(events, signer).read();
    }

    /** Those that are no part of a fee that was taken from stake. */
    static List<EventOfPallet> withoutFee(List<EventOfPallet> events) {
        Set<Integer> fees = fees(events);
        return IntStream.range(0, events.size())
                .filter(i -> !fees.contains(i))
                .mapToObj(events::get)
                .toList();
    }

    private List<Effect> read() {
        List<Optional<Effect>> together = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            together.add(
                    switch (events.get(i).whole()) {
                        case StakeEffects.MOVED -> moved(i);
                        case StakeEffects.TRANSFERRED -> transferred(i);
                        default -> Optional.empty();
                    });
        }
        List<Effect> effects = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (!told.contains(i)) {
                EventOfPallet event = events.get(i);
                together.get(i).or(() -> reader.read(event)).ifPresent(effects::add);
            }
        }
        return effects;
    }

    private Optional<Effect> moved(int at) {
        EventFields f = events.get(at).fields();
        if (!f.fits(StakeEffects.FORM_MOVED) || !f.net(2).equals(f.net(4))) {
            return Optional.empty();
        }
        OptionalInt pair = pair(at, f, f.account(0), f.account(1), f.account(0), f.account(3));
        return pair.isPresent()
                ? Optional.of(stakes.moved(f, alpha(pair.getAsInt()), alpha(pair.getAsInt() + 1)))
                : Optional.empty();
    }

    private Optional<Effect> transferred(int at) {
        EventFields f = events.get(at).fields();
        if (!f.fits(StakeEffects.FORM_TRANSFERRED) || !f.net(3).equals(f.net(4))) {
            return Optional.empty();
        }
        OptionalInt pair = pair(at, f, f.account(0), f.account(2), f.account(1), f.account(2));
        return pair.isPresent()
                ? Optional.of(
                        StakeEffects.transferred(
                                f, alpha(pair.getAsInt()), alpha(pair.getAsInt() + 1)))
                : Optional.empty();
    }

    private long alpha(int at) {
        return events.get(at).fields().rao(3);
    }

    /** The place of the nearest removal before, with its addition right after it; both are told. */
    private OptionalInt pair(
            int at,
            EventFields move,
            String fromAccount,
            String fromHotkey,
            String toAccount,
            String toHotkey) {
        OptionalInt found =
                IntStream.iterate(at - 2, i -> i >= 0, i -> i - 1)
                        .filter(i ->
                                isPart(i, StakeEffects.REMOVED, fromAccount, fromHotkey, move)
                                        && isPart(
                                                i + 1,
                                                StakeEffects.ADDED,
                                                toAccount,
                                                toHotkey,
                                                move))
                        .findFirst();
        found.ifPresent(i -> told.addAll(List.of(i, i + 1)));
        return found;
    }

    /** On the move's subnet, of its worth, and without a fee. */
    private boolean isPart(int at, String event, String account, String hotkey, EventFields move) {
        EventFields f = events.get(at).fields();
        return !told.contains(at)
                && events.get(at).whole().equals(event)
                && f.fits(StakeEffects.FORM)
                && f.account(0).equals(account)
                && f.account(1).equals(hotkey)
                && f.rao(StakeEffects.TAO) == move.rao(5)
                && f.net(StakeEffects.NETUID).equals(move.net(4))
                && f.rao(StakeEffects.POOL_FEE) == 0;
    }

    /** The places of the removals that fees in alpha are. */
    private static Set<Integer> fees(List<EventOfPallet> events) {
        Set<Integer> places = new HashSet<>();
        for (EventOfPallet event : events) {
            if (event.whole().equals(EffectReader.FEE_IN_ALPHA)) {
                IntStream.range(0, events.size())
                        .filter(i -> !places.contains(i) && isOf(events.get(i), event.fields()))
                        .findFirst()
                        .ifPresent(places::add);
            }
        }
        return places;
    }

    private static boolean isOf(EventOfPallet removal, EventFields fee) {
        EventFields f = removal.fields();
        return removal.whole().equals(StakeEffects.REMOVED)
                && f.fits(StakeEffects.FORM)
                && fee.text("who").equals(Optional.of(f.account(0)))
                && fee.net("netuid").equals(Optional.of(f.net(StakeEffects.NETUID)))
                && fee.rao("alpha_fee").equals(Optional.of(f.rao(StakeEffects.ALPHA)))
                && fee.rao("tao_amount").equals(Optional.of(f.rao(StakeEffects.TAO)));
    }
}

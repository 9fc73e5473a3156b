package io.hypha.web;

import io.hypha.chain.AccountView;
import io.hypha.chain.Alpha;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import java.util.List;

/** What an account has staked, for forms that say "everything". */
record OwnStake(Subtensor subtensor) {

    Reading<List<PositionView>> positions(Coldkey owner) {
        return subtensor.account(owner).map(AccountView::positions).flatMap(Reading.Known::value);
    }

    /** All that the owner has there, as the newest readable block says. */
    Reading<Long> whole(Coldkey owner, Hotkey hotkey, NetUid netUid) {
        return at(owner, hotkey, netUid).map(Alpha::rao);
    }

    /** The same with its subnet. */
    Reading<Alpha> at(Coldkey owner, Hotkey hotkey, NetUid netUid) {
        return positions(owner)
                .flatMap(known ->
                        known.value().stream()
                                .filter(each ->
                                        each.hotkey().equals(hotkey)
                                                && each.netUid().equals(netUid))
                                .findFirst()
                                .map(PositionView::stake)
                                .orElse(
                                        Reading.missing(
                                                Reading.Reason.ABSENT,
                                                "This account has no stake with this validator there.")));
    }

    /** With whom the owner has stake, each once; {@code alphaOnly} leaves root out. */
    Reading<List<Hotkey>> validators(Coldkey owner, boolean alphaOnly) {
        return positions(owner)
                .map(known ->
                        known.stream()
                                .filter(each -> !alphaOnly || !each.netUid().isRoot())
                                .map(PositionView::hotkey)
                                .distinct()
                                .toList());
    }
}

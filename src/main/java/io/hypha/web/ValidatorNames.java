package io.hypha.web;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.rank.Ranking;

/** What a validator is called on a page: its own name, else its short address. */
@FunctionalInterface
interface ValidatorNames {

    String of(NetUid netUid, Hotkey hotkey);

    static ValidatorNames from(Ranking ranking) {
        return (netUid, hotkey) ->
                ranking.validator(netUid, hotkey)
                        .flatMap(ranked -> ranked.value().name())
                        .toOptional()
                        .filter(name -> !name.isBlank())
                        .orElse(Numbers.shortAddress(hotkey.address()));
    }
}

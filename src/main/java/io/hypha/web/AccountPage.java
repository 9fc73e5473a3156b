package io.hypha.web;

import io.hypha.chain.AccountView;
import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Level;
import io.hypha.chain.PositionView;
import io.hypha.chain.ProofId;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.yield.Growth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An account: what is free, what is staked with whom, what that earned lately. */
public record AccountPage(
        String address,
        String shortAddress,
        @Nullable String unreadable,
        String block,
        Figure free,
        Figure staked,
        Figure nonce,
        List<Position> positions,
        @Nullable String positionsMissing,
        List<Deed> deeds,
        Ground ground) {

    public record Position(
            String validator,
            String validatorHref,
            String shortHotkey,
            String subnet,
            Figure stake,
            Figure value,
            List<Owed> owed,
            Figure month,
            String stakeHref,
            String unstakeHref,
            String moveHref,
            String transferHref) {}

    public record Owed(String origin, Figure amount, Figure value) {}

    /**
     * What the account can do as a whole.
     *
     * @param missing why this runtime has no call for it, or what the account lacks; then it is no
     *     link
     */
    public record Deed(String href, String name, String text, @Nullable String missing) {}

    static AccountPage of(
            Coldkey coldkey, Reading<AccountView> reading, Ranking ranking, Offer offer) {
        String address = coldkey.address();
        return switch (reading) {
            case Reading.Missing<AccountView>(var _, String text) ->
                    new AccountPage(
                            address,
                            Numbers.shortAddress(address),
                            text,
                            "",
                            missing(text),
                            missing(text),
                            missing(text),
                            List.of(),
                            text,
                            AccountDeeds.of(
                                    coldkey,
                                    Reading.missing(Reading.Reason.NOT_READ_YET, text),
                                    offer),
                            new Ground(null, null));
            case Reading.Known<AccountView>(AccountView account, BlockRef block, var _, var _) ->
                    known(coldkey, account, block, ranking, offer);
        };
    }

    private static AccountPage known(
            Coldkey coldkey, AccountView account, BlockRef block, Ranking ranking, Offer offer) {
        String address = coldkey.address();
        Figure free = Figure.tao(account.free(), 4);
        Figure staked = Figure.tao(total(account.positions(), block, address), 4);
        List<Position> positions =
                account.positions().toOptional().orElse(List.of()).stream()
                        .map(position -> position(position, address, ranking))
                        .toList();
        List<Figure> figures = new ArrayList<>(List.of(free, staked));
        positions.forEach(p -> Stream.of(p.stake(), p.value(), p.month()).forEach(figures::add));
        return new AccountPage(
                address,
                Numbers.shortAddress(address),
                null,
                Numbers.block(block.number()),
                free,
                staked,
                Figure.number(account.nonce()),
                positions,
                account.positions()
                                instanceof Reading.Missing<List<PositionView>>(var _, String text)
                        ? text
                        : null,
                AccountDeeds.of(coldkey, account.positions(), offer),
                Ground.of(figures));
    }

    /** The sum at spot prices; missing as soon as one part is. */
    private static Reading<Rao> total(
            Reading<List<PositionView>> positions, BlockRef block, String address) {
        return positions.flatMap(known -> {
            Rao sum = Rao.ZERO;
            for (PositionView position : known.value()) {
                switch (position.valueAtSpot()) {
                    case Reading.Known<Rao> value -> sum = sum.plus(value.value());
                    case Reading.Missing<Rao> gap -> {
                        return gap;
                    }
                }
            }
            return Reading.known(sum, block, Level.DERIVED, ProofId.of(block, "staked", address));
        });
    }

    private static Position position(PositionView position, String account, Ranking ranking) {
        String hotkey = position.hotkey().address();
        Reading<RankedValidator> ranked = ranking.validator(position.netUid(), position.hotkey());
        String name =
                ranked.flatMap(r -> r.value().name())
                        .toOptional()
                        .filter(n -> !n.isBlank())
                        .orElse("");
        String query = "?hotkey=" + hotkey + "&netuid=" + position.netUid();
        return new Position(
                name.isEmpty() ? Numbers.shortAddress(hotkey) : name,
                "/validators/" + hotkey + "?subnet=" + position.netUid(),
                Numbers.shortAddress(hotkey),
                position.netUid().isRoot() ? "Root" : "Subnet " + position.netUid(),
                Figure.alpha(position.stake(), 9),
                Figure.tao(position.valueAtSpot(), 4),
                position.owed().toOptional().orElse(List.of()).stream()
                        .map(owed ->
                                new Owed(
                                        "Subnet " + owed.origin(),
                                        Figure.alpha(owed.amount(), 4),
                                        Figure.tao(owed.valueAtSpot(), 4)))
                        .toList(),
                Figure.percent(ranked.flatMap(r -> r.value().month()).map(Growth::realised), 2),
                "/stake" + query,
                "/unstake" + query + "&account=" + account,
                "/move" + query + "&account=" + account,
                "/transfer" + query + "&account=" + account);
    }

    private static Figure missing(String text) {
        return Figure.words(Reading.missing(Reading.Reason.NOT_READ_YET, text));
    }
}

package io.hypha.web.api;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ValidatorProfile;
import io.hypha.yield.Growth;
import io.hypha.yield.Window;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/validators}. */
@RestController
class ValidatorResource {

    private final Ranking ranking;
    private final Subtensor subtensor;

    ValidatorResource(Ranking ranking, Subtensor subtensor) {
        this.ranking = ranking;
        this.subtensor = subtensor;
    }

    @GetMapping("/api/v1/validators")
    Map<String, @Nullable Object> list(
            @RequestParam(name = "subnet", defaultValue = "0") NetUid netUid,
            @RequestParam(name = "window", defaultValue = "30d") Window window,
            @RequestParam(name = "limit", defaultValue = "50") int limit,
            @RequestParam(name = "offset", defaultValue = "0") int offset) {
        RankingQuery query =
                new RankingQuery(window, "", RankingQuery.Order.RANK, false, limit, offset);
        return switch (ranking.page(netUid, query)) {
            case Reading.Known<RankingPage> known -> {
                RankingPage page = known.value();
                yield new Json()
                        .block(page.block())
                        .put("level", page.level().code())
                        .put("total", page.total())
                        .put("coverage", coverage(page))
                        .put("items", page.items().stream().map(ValidatorResource::item).toList())
                        .toMap();
            }
            case Reading.Missing<RankingPage> missing -> nothing(netUid, missing);
        };
    }

    /** An empty list where nothing is on record yet, of a subnet that there is. */
    private Map<String, @Nullable Object> nothing(
            NetUid netUid, Reading.Missing<RankingPage> missing) {
        if (subtensor.subnet(netUid) instanceof Reading.Missing<SubnetView> none
                && none.reason() == Reading.Reason.ABSENT) {
            throw new UnansweredException(none);
        }
        String code = missing.reason().code();
        return new Json()
                .putOr("block", null, code)
                .putOr("blockHash", null, code)
                .putOr("level", null, code)
                .put("total", 0)
                .put("items", List.of())
                .put("text", missing.text())
                .toMap();
    }

    @GetMapping("/api/v1/validators/{hotkey}")
    Map<String, @Nullable Object> one(@PathVariable Hotkey hotkey) {
        ValidatorProfile profile =
                ranking.profile(hotkey)
                        .orElseThrow(() ->
                                new UnknownResourceException(
                                        "no validator with the key "
                                                + hotkey.address()
                                                + " is on record"));
        return new Json()
                .put("hotkey", hotkey.address())
                .put("name", profile.name(), name -> name)
                .put("places", profile.places().stream().map(ValidatorResource::item).toList())
                .put(
                        "takes",
                        profile.takes().stream()
                                .map(change ->
                                        new Json()
                                                .put("block", change.block())
                                                .put(
                                                        "timestampMillis",
                                                        Long.toString(change.timestampMillis()))
                                                .put("take", Json.ratio(change.take().ratio()))
                                                .toMap())
                                .toList())
                .toMap();
    }

    private static Map<String, @Nullable Object> coverage(RankingPage page) {
        return new Json()
                .put("epochs", page.coverage().epochs())
                .put("newestBlock", page.coverage().newestBlock())
                .put("oldestBlock", page.coverage().oldestBlock())
                .put("seconds", page.coverage().span().toSeconds())
                .put("complete", page.coverage().complete())
                .toMap();
    }

    static Map<String, @Nullable Object> item(RankedValidator item) {
        BlockRef block = item.block();
        return new Json()
                .put("rank", item.rank(), rank -> rank)
                .put("hotkey", item.hotkey().address())
                .put("netuid", item.netUid().value())
                .put("name", item.name(), name -> name)
                .put("take", item.take(), take -> Json.ratio(take.ratio()))
                .put("stakeRao", item.stake(), stake -> Long.toString(stake.rao()))
                .put("score", item.score(), score -> score.points().toPlainString())
                .put("apr30d", item.month().map(Growth::apr), Json::ratio)
                .put("apy30d", item.month().map(Growth::apy), Json::ratio)
                .put("coverage", Json.ratio(item.coverage()))
                .put("level", item.level().code())
                .put("proof", proof(item).toString())
                .block(block)
                .toMap();
    }

    /** Of the returns beside it, which has a bundle; a score rests on more than a bundle holds. */
    private static ProofId proof(RankedValidator item) {
        return switch (item.month()) {
            case Reading.Known<Growth> month -> month.proof();
            case Reading.Missing<Growth> _ -> item.proof();
        };
    }
}

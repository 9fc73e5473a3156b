package io.hypha.web;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Subtensor;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ValidatorProfile;
import io.hypha.yield.Window;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of validators and the page of one. */
@Controller
class ValidatorController {

    private final Ranking ranking;
    private final SubnetNames subnets;
    private final Subtensor subtensor;

    ValidatorController(Ranking ranking, SubnetNames subnets, Subtensor subtensor) {
        this.ranking = ranking;
        this.subnets = subnets;
        this.subtensor = subtensor;
    }

    @GetMapping("/validators")
    String list(
            @RequestParam(name = "subnet", defaultValue = "0") NetUid netUid,
            @RequestParam(name = "window", defaultValue = "30d") Window window,
            @RequestParam(name = "q", defaultValue = "") String search,
            @RequestParam(name = "sort", defaultValue = "rank") String sort,
            @RequestParam(name = "offset", defaultValue = "0") int offset,
            Model model) {
        ListRequest request = ListRequest.of(netUid, window, search, sort, offset);
        model.addAttribute(
                "page",
                ValidatorListPage.of(
                        request,
                        ranking.page(netUid, request.query(RankingQuery.DEFAULT_LIMIT)),
                        subnets.all()));
        return "validator/list";
    }

    @GetMapping("/validators/{hotkey}")
    String one(
            @PathVariable Hotkey hotkey,
            @RequestParam(name = "subnet", defaultValue = "0") NetUid netUid,
            Model model) {
        ValidatorProfile profile =
                ranking.profile(hotkey)
                        .orElseThrow(() ->
                                new NotOnRecordException(
                                        "No validator with the key "
                                                + hotkey.address()
                                                + " is on record."));
        model.addAttribute(
                "page",
                ValidatorPage.of(
                        profile,
                        netUid,
                        ranking.chart(netUid, hotkey),
                        subtensor.validator(hotkey),
                        subnets.all()));
        return "validator/one";
    }
}

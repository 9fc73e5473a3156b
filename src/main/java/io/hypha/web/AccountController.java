package io.hypha.web;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.rank.Ranking;
import io.hypha.stake.StakeDesk;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Any account's balance and stake; no wallet and no sign-in is needed to watch one. */
@Controller
class AccountController {

    private final Subtensor subtensor;
    private final Ranking ranking;
    private final StakeDesk desk;

    AccountController(Subtensor subtensor, Ranking ranking, StakeDesk desk) {
        this.desk = desk;
        this.subtensor = subtensor;
        this.ranking = ranking;
    }

    @GetMapping("/accounts/{address}")
    String one(@PathVariable Coldkey address, Model model) {
        Reading<AccountView> account = subtensor.account(address);
        model.addAttribute("page", AccountPage.of(address, account, ranking, Offer.of(desk)));
        return "account/one";
    }
}

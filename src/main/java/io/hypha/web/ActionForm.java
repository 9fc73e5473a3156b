package io.hypha.web;

import java.util.Arrays;
import java.util.Optional;

/** The forms in which somebody says what to do with stake, each at a path of its own. */
enum ActionForm {
    STAKE("/stake", "stake", "Stake", ""),
    SEVERAL(
            "/stake/several",
            "stake",
            "Stake with several validators",
            "One transaction for all of them: every leg happens, or none does."),
    BASKET(
            "/stake/basket",
            "stake",
            "Buy into a validator’s root fund",
            "A validator’s root fund holds alpha of many subnets; a share of it is bought with τ."),
    UNSTAKE("/unstake", "unstake", "Unstake", ""),
    UNSTAKE_ALL(
            "/unstake/all",
            "unstake",
            "Unstake all",
            "All stake with a validator at once, at the prices of the moment and without a limit."),
    MOVE(
            "/move",
            "move",
            "Move stake",
            "Within a subnet nothing is swapped and nothing is lost. Between subnets it is sold for τ and bought again."),
    TRANSFER(
            "/transfer",
            "account",
            "Give stake to another account",
            "The stake stays staked; its owner changes. This cannot be taken back."),
    CLAIM(
            "/claim",
            "claim",
            "Claim root dividends",
            "Dividends of root stake accrue in alpha of each subnet; claimed, they become root stake or stay alpha, as you chose."),
    CLAIM_TYPE(
            "/claim/type",
            "claim",
            "How root dividends are claimed",
            "Whether root dividends are sold for root stake or kept as alpha when they are claimed."),
    AUTO_STAKE(
            "/auto-stake",
            "account",
            "Where mined rewards are staked",
            "What your keys mine on a subnet is staked with this validator."),
    PROXY(
            "/proxies",
            "account",
            "Staking proxy",
            "Another account may stake, unstake and move for yours, until you take it back.");

    private final String path;
    private final String active;
    private final String title;
    private final String intro;

    ActionForm(String path, String active, String title, String intro) {
        this.path = path;
        this.active = active;
        this.title = title;
        this.intro = intro;
    }

    String path() {
        return path;
    }

    String reviewPath() {
        return path + "/review";
    }

    /** Which entry of the main menu it belongs to. */
    String active() {
        return active;
    }

    String title() {
        return title;
    }

    /** What it does in a sentence; empty where the title says it. */
    String intro() {
        return intro;
    }

    /** What is said in it: the second of the steps. */
    String step() {
        return switch (this) {
            case STAKE, SEVERAL, BASKET, UNSTAKE, UNSTAKE_ALL, MOVE, TRANSFER -> "Amount";
            case CLAIM, CLAIM_TYPE, AUTO_STAKE, PROXY -> "Details";
        };
    }

    /** Where one chose before: what the account has, else the validators. */
    static String chooseHref(Inputs inputs) {
        String account = inputs.one("account");
        return account.matches("[1-9A-HJ-NP-Za-km-z]{40,60}")
                ? "/accounts/" + account
                : "/validators";
    }

    /** By the path of the form, or of its review. */
    static Optional<ActionForm> at(String path) {
        return Arrays.stream(values())
                .filter(form -> path.equals(form.path()) || path.equals(form.reviewPath()))
                .findFirst();
    }
}

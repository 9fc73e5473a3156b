package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an account can do beside what each of its positions can. */
final class AccountDeeds {

    private AccountDeeds() {}

    static List<AccountPage.Deed> of(
            Coldkey coldkey, Reading<List<PositionView>> read, Offer offer) {
        List<PositionView> positions = read.toOptional().orElse(List.of());
        boolean known = read instanceof Reading.Known<List<PositionView>>;
        boolean nothing = known && positions.isEmpty();
        boolean noAlpha = known && positions.stream().allMatch(each -> each.netUid().isRoot());
        String account = "account=" + coldkey.address();
        return List.of(
                deed(
                        offer,
                        ActionForm.UNSTAKE_ALL,
                        "?" + account,
                        "Unstake all",
                        "All stake of all validators becomes free τ.",
                        nothing ? "Nothing is staked." : null),
                deed(
                        offer,
                        ActionForm.UNSTAKE_ALL,
                        "?into=root&" + account,
                        "Unstake all alpha to root",
                        "All alpha is sold; the τ stays staked on root.",
                        noAlpha ? "No alpha is staked." : null),
                deed(
                        offer,
                        ActionForm.SEVERAL,
                        "",
                        "Stake with several validators",
                        "One transaction, all or nothing."),
                deed(
                        offer,
                        ActionForm.CLAIM,
                        "?" + account + owed(positions),
                        "Claim root dividends",
                        "What accrued on root stake."),
                deed(
                        offer,
                        ActionForm.CLAIM_TYPE,
                        "?" + account,
                        "How root dividends are claimed",
                        "Sold for root stake, or kept as alpha."),
                deed(
                        offer,
                        ActionForm.AUTO_STAKE,
                        "?" + account,
                        "Where mined rewards are staked",
                        "A validator for each subnet."),
                deed(
                        offer,
                        ActionForm.PROXY,
                        "?" + account,
                        "Staking proxies",
                        "Let another account stake for this one, or take that back."),
                deed(
                        offer,
                        ActionForm.STAKE,
                        "?as=" + coldkey.address(),
                        "Act for this account",
                        "With a wallet that is its Staking proxy."));
    }

    private static AccountPage.Deed deed(
            Offer offer, ActionForm form, String query, String name, String text) {
        return deed(offer, form, query, name, text, null);
    }

    /** {@code idle} says why it would do nothing for this account. */
    private static AccountPage.Deed deed(
            Offer offer,
            ActionForm form,
            String query,
            String name,
            String text,
            @Nullable String idle) {
        String missing = offer.why(form);
        return new AccountPage.Deed(
                form.path() + query, name, text, missing != null ? missing : idle);
    }

    /** Subnets of which something is owed, at most as many as one claim takes. */
    private static String owed(List<PositionView> positions) {
        String subnets =
                positions.stream()
                        .flatMap(
                                position -> position.owed().toOptional().orElse(List.of()).stream())
                        .filter(owed ->
                                owed.amount() instanceof Reading.Known<?> known
                                        && known.value() instanceof io.hypha.chain.Alpha alpha
                                        && alpha.rao() > 0)
                        .map(owed -> owed.origin())
                        .distinct()
                        .sorted()
                        .limit(5)
                        .map(Object::toString)
                        .collect(Collectors.joining(","));
        return subnets.isEmpty() ? "" : "&netuids=" + subnets;
    }
}

package io.hypha.web;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.web.ActionFormPage.Fact;
import io.hypha.web.ActionFormPage.Field;
import io.hypha.web.ActionFormPage.Related;
import io.hypha.web.ActionFormPage.Row;
import io.hypha.web.ActionFormPage.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the page of a form: its fields, what is chosen already, and where else one may go. */
final class ActionForms {

    private static final int SUGGESTIONS = 64;

    private final Subtensor subtensor;
    private final Ranking ranking;
    private final ValidatorNames names;

    ActionForms(Subtensor subtensor, Ranking ranking, ValidatorNames names) {
        this.subtensor = subtensor;
        this.ranking = ranking;
        this.names = names;
    }

    ActionFormPage page(ActionText text, Offer offer, boolean fromLink, @Nullable String problem) {
        ActionForm form = text.form;
        boolean many = form == ActionForm.SEVERAL;
        @Nullable Hotkey hotkey =
                many || form == ActionForm.UNSTAKE_ALL ? null : text.known().orElse(null);
        NetUid netUid = many ? NetUid.ROOT : text.place();
        String validator = hotkey == null ? "" : names.of(netUid, hotkey);
        ActionFields fields = new ActionFields(text, hotkey, netUid, offer);
        List<Fact> facts = hotkey == null ? List.of() : facts(text, hotkey, validator, netUid);
        List<Row> rows = new ArrayList<>(fields.rows());
        List<Field> shown = marked(fields.all(), rows);
        return new ActionFormPage(
                title(form, validator),
                form.active(),
                ActionForm.chooseHref(text.inputs),
                form.step(),
                form.path(),
                form.reviewPath(),
                fromLink,
                problem,
                offer.why(form),
                form.intro(),
                facts,
                shown,
                rows,
                fields.tolerance(),
                text.errors.get("form"),
                fields.buttons(),
                related(form, text),
                shown.stream().anyMatch(Field::suggest) || many ? suggestions(netUid) : List.of(),
                Ground.of(
                        facts.stream().flatMap(fact -> Stream.ofNullable(fact.figure())).toList()));
    }

    private static String title(ActionForm form, String validator) {
        if (validator.isEmpty()) {
            return form.title();
        }
        return switch (form) {
            case STAKE, BASKET, AUTO_STAKE -> form.title() + " with " + validator;
            case UNSTAKE, MOVE, TRANSFER, CLAIM -> form.title() + " from " + validator;
            case SEVERAL, UNSTAKE_ALL, CLAIM_TYPE, PROXY -> form.title();
        };
    }

    private List<Fact> facts(ActionText text, Hotkey hotkey, String validator, NetUid netUid) {
        ActionForm form = text.form;
        List<Fact> facts = new ArrayList<>();
        facts.add(
                new Fact(
                        form == ActionForm.MOVE ? "From validator" : "Validator",
                        validator,
                        "/validators/" + hotkey.address(),
                        hotkey.address(),
                        null));
        if (form == ActionForm.CLAIM || form == ActionForm.BASKET) {
            return facts;
        }
        Reading<SubnetView> subnet = subtensor.subnet(netUid);
        facts.add(
                new Fact(
                        form == ActionForm.STAKE ? "Stake on" : "On",
                        subnetLabel(netUid, subnet),
                        null,
                        null,
                        null));
        if (form != ActionForm.AUTO_STAKE) {
            facts.add(
                    new Fact(
                            "Spot price",
                            "",
                            null,
                            null,
                            Figure.decimal(subnet.flatMap(view -> view.value().price()), 9, "τ")));
        }
        switch (form) {
            case UNSTAKE, MOVE, TRANSFER ->
                    text.owner()
                            .map(owner -> new OwnStake(subtensor).at(owner, hotkey, netUid))
                            .map(stake -> Figure.alpha(stake, 9))
                            .ifPresent(figure ->
                                    facts.add(new Fact("Staked there", "", null, null, figure)));
            case STAKE, SEVERAL, BASKET, UNSTAKE_ALL, CLAIM, CLAIM_TYPE, AUTO_STAKE, PROXY -> {}
        }
        return facts;
    }

    /** The cursor stands in the first field that is wrong, which reads its sentence aloud. */
    private static List<Field> marked(List<Field> fields, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            if (row.fields().stream().anyMatch(Field::isWrong)) {
                rows.set(i, new Row(row.legend(), first(row.fields())));
                return fields;
            }
        }
        return first(fields);
    }

    private static List<Field> first(List<Field> fields) {
        List<Field> marked = new ArrayList<>(fields);
        for (int i = 0; i < marked.size(); i++) {
            if (marked.get(i).isWrong()) {
                marked.set(i, marked.get(i).asFirst());
                return marked;
            }
        }
        return marked;
    }

    private static String subnetLabel(NetUid netUid, Reading<SubnetView> subnet) {
        return netUid.isRoot()
                ? "Root"
                : "Subnet "
                        + netUid
                        + subnet.flatMap(view -> view.value().name())
                                .toOptional()
                                .map(name -> " (" + name + ")")
                                .orElse("");
    }

    private List<Suggestion> suggestions(NetUid netUid) {
        RankingQuery first = RankingQuery.first();
        return switch (ranking.page(netUid, first)) {
            case Reading.Missing<RankingPage> _ -> List.of();
            case Reading.Known<RankingPage> known ->
                    known.value().items().stream()
                            .limit(SUGGESTIONS)
                            .map(item ->
                                    new Suggestion(
                                            item.hotkey().address(),
                                            names.of(netUid, item.hotkey())))
                            .toList();
        };
    }

    /** Where else one may go; never to where one is. */
    private static List<Related> related(ActionForm form, ActionText text) {
        return nearby(form, text).stream()
                .filter(each -> !each.href().split("[?]", 2)[0].equals(form.path()))
                .toList();
    }

    private static List<Related> nearby(ActionForm form, ActionText text) {
        String where = text.inputs.only("hotkey", "netuid", "account").query();
        String query = where.isEmpty() ? "" : "?" + where;
        String who = text.inputs.only("account").query();
        String account = who.isEmpty() ? "" : "?" + who;
        return switch (form) {
            case STAKE, BASKET ->
                    List.of(
                            new Related("/stake" + query, "Stake with one validator"),
                            new Related("/stake/several" + query, "Stake with several validators"),
                            new Related("/stake/basket", "Buy into a root fund"));
            case SEVERAL -> List.of(new Related("/stake", "Stake with one validator"));
            case UNSTAKE, UNSTAKE_ALL ->
                    List.of(
                            new Related("/unstake" + query, "Unstake from one validator"),
                            new Related("/unstake/all" + account, "Unstake all"),
                            new Related("/move" + query, "Move it instead"));
            case MOVE, TRANSFER ->
                    List.of(
                            new Related("/unstake" + query, "Unstake instead"),
                            new Related("/move" + query, "Move it instead"),
                            new Related("/transfer" + query, "Give it to another account"));
            case CLAIM, CLAIM_TYPE ->
                    List.of(
                            new Related("/claim" + account, "Claim"),
                            new Related("/claim/type" + account, "How they are claimed"));
            case AUTO_STAKE, PROXY -> List.of();
        };
    }
}

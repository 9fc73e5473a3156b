package io.hypha.web;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.web.ActionFormPage.Button;
import io.hypha.web.ActionFormPage.Field;
import io.hypha.web.ActionFormPage.Row;
import io.hypha.web.ActionFormPage.ToleranceField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which fields and buttons each form has, filled with what was said and what was wrong with it. */
final class ActionFields {

    private static final int ROWS = 3;
    private static final String TYPED_UNIT = "In τ on root, elsewhere in alpha of that subnet.";
    private static final String SAME = "Leave it empty for the same one.";

    private final ActionForm form;
    private final Inputs inputs;
    private final Map<String, String> errors;
    private final Offer offer;
    private final @Nullable Hotkey chosen;
    private final boolean root;

    /**
     * The fields of a form.
     *
     * @param chosen the validator that is known already: it stands above and is not asked for
     */
    ActionFields(ActionText text, @Nullable Hotkey chosen, NetUid netUid, Offer offer) {
        this.offer = offer;
        this.form = text.form;
        this.inputs = text.inputs;
        this.errors = text.errors;
        this.chosen = chosen;
        this.root = netUid.isRoot();
    }

    List<Field> all() {
        List<Field> fields = new ArrayList<>();
        switch (form) {
            case STAKE -> {
                place(fields);
                fields.add(amount("τ", "At least 0.002 τ. Leave a little τ free for chain fees."));
            }
            case SEVERAL -> {}
            case UNSTAKE -> {
                place(fields);
                fields.add(
                        amount(
                                unit(),
                                chosen == null
                                        ? TYPED_UNIT
                                        : "In "
                                                + (root ? "τ" : "the subnet's alpha")
                                                + ", as the position shows it."));
                fields.add(account("Your account (needed for Everything)"));
            }
            case UNSTAKE_ALL -> {
                fields.add(
                        validator(
                                "hotkey",
                                "Validator",
                                "Leave it empty for all validators of the account."));
                fields.add(
                        Field.select(
                                "into",
                                "Into",
                                choices(
                                        inputs.one("into"),
                                        "tao",
                                        "free τ",
                                        "root",
                                        "root stake, alpha only"),
                                ""));
                fields.add(account("Your account (needed for all validators)"));
            }
            case MOVE -> {
                place(fields);
                fields.add(validator("tohotkey", "To validator", SAME));
                fields.add(Field.text("tonetuid", "To subnet", inputs.one("tonetuid"), SAME));
                fields.add(amount(unit(), leaving()));
                fields.add(account("Your account (needed for Everything)"));
            }
            case TRANSFER -> {
                place(fields);
                fields.add(
                        address(
                                "recipient",
                                "Receiving account",
                                "A coldkey. What you give there is no longer yours."));
                fields.add(Field.text("tonetuid", "To subnet", inputs.one("tonetuid"), SAME));
                fields.add(amount(unit(), leaving()));
                fields.add(account("Your account (needed for Everything)"));
            }
            case CLAIM -> {
                fields.add(
                        Field.text(
                                "netuids",
                                "Subnets",
                                String.join(",", inputs.all("netuids")),
                                "Numbers, at most five at once."));
                fields.add(account("Your account"));
            }
            case BASKET -> {
                fields.add(
                        chosen == null
                                ? validator("hotkey", "Validator", "")
                                : Field.hidden("hotkey", chosen.address()));
                fields.add(amount("τ", ""));
            }
            case CLAIM_TYPE -> {
                fields.add(Field.select("type", "From now on", claimTypes(), ""));
                fields.add(
                        Field.text(
                                "netuids",
                                "Subnets to keep",
                                String.join(",", inputs.all("netuids")),
                                "Only for the choice that names subnets."));
            }
            case AUTO_STAKE -> place(fields);
            case PROXY -> {
                fields.add(
                        address(
                                "delegate",
                                "Account that may act",
                                "It may stake, unstake and move for you. It can not send your τ away, but it can lose value by bad trades."));
                fields.add(account("Your account"));
            }
        }
        acting(fields);
        if (inputs.has("replaces")) {
            fields.add(Field.hidden("replaces", inputs.one("replaces")));
        }
        return fields.stream().map(field -> field.withError(errors.get(field.id()))).toList();
    }

    /** One for each leg of several, and one more where that was asked for. */
    List<Row> rows() {
        if (form != ActionForm.SEVERAL) {
            return List.of();
        }
        int given = Math.max(inputs.all("hotkey").size(), inputs.all("amount").size());
        int wanted = Math.max(ROWS, given + (inputs.has("more") ? 1 : 0));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.min(ActionText.MAX_ROWS, wanted); i++) {
            int row = i + 1;
            String subnet = inputs.at("netuid", i);
            rows.add(
                    new Row(
                            "Leg " + row,
                            Stream.of(
                                            Field.text(
                                                            "hotkey",
                                                            "Validator",
                                                            inputs.at("hotkey", i),
                                                            "")
                                                    .suggested(),
                                            Field.text(
                                                    "netuid",
                                                    "Subnet",
                                                    subnet.isEmpty() ? first("netuid") : subnet,
                                                    ""),
                                            Field.text(
                                                    "amount",
                                                    "Amount (τ)",
                                                    inputs.at("amount", i),
                                                    ""))
                                    .map(field -> field.numbered(row))
                                    .map(field -> field.withError(errors.get(field.id())))
                                    .toList()));
        }
        return rows;
    }

    private String first(String name) {
        return inputs.has(name) ? inputs.one(name) : "0";
    }

    List<Button> buttons() {
        List<Button> buttons = new ArrayList<>();
        buttons.add(new Button("Review", null, null, true));
        switch (form) {
            case UNSTAKE, MOVE, TRANSFER ->
                    buttons.add(new Button("Everything", "everything", "true", false));
            case SEVERAL -> {
                if (inputs.all("hotkey").size() < ActionText.MAX_ROWS) {
                    buttons.add(new Button("Add a row", "more", "1", false));
                }
            }
            case PROXY -> buttons.add(new Button("Review the removal", "remove", "true", false));
            case STAKE, BASKET, UNSTAKE_ALL, CLAIM, CLAIM_TYPE, AUTO_STAKE -> {}
        }
        return buttons;
    }

    @Nullable ToleranceField tolerance() {
        return ToleranceChoice.of(form, inputs, root, errors.get("tolerance"));
    }

    /** Validator and subnet: asked for, or carried along when they are known. */
    private void place(List<Field> fields) {
        if (chosen != null) {
            fields.add(Field.hidden("hotkey", chosen.address()));
        } else {
            fields.add(
                    validator(
                            "hotkey",
                            form == ActionForm.MOVE ? "From validator" : "Validator",
                            ""));
        }
        String netuid = first("netuid");
        if (chosen != null && !errors.containsKey("netuid")) {
            fields.add(Field.hidden("netuid", netuid));
        } else {
            fields.add(
                    Field.text(
                            "netuid",
                            form == ActionForm.MOVE ? "From subnet" : "Subnet",
                            netuid,
                            ""));
        }
    }

    private void acting(List<Field> fields) {
        switch (form) {
            case STAKE, UNSTAKE, UNSTAKE_ALL, MOVE, CLAIM_TYPE ->
                    fields.add(
                            address(
                                    "as",
                                    "Act for another account",
                                    "Only if that account made yours its Staking proxy. Leave it empty otherwise."));
            case SEVERAL, BASKET, TRANSFER, CLAIM, AUTO_STAKE, PROXY -> {
                if (inputs.has("as")) {
                    fields.add(address("as", "Act for another account", ""));
                }
            }
        }
    }

    private List<ValidatorListPage.Choice> claimTypes() {
        return offer.claimTypes().stream()
                .map(type ->
                        new ValidatorListPage.Choice(
                                type.variant(),
                                words(type.variant()),
                                type.variant().equals(inputs.one("type"))))
                .toList();
    }

    /** The chain's own name, and what is known of it; a new one stands by itself. */
    private static String words(String claimType) {
        return switch (claimType) {
            case "Swap" -> "Swap: sold, the τ is staked on root";
            case "Keep" -> "Keep: stays alpha of its subnet";
            case "KeepSubnets" -> "KeepSubnets: kept on the subnets named, sold elsewhere";
            default -> claimType;
        };
    }

    private Field amount(String unit, String hint) {
        return Field.text("amount", "Amount (" + unit + ")", inputs.one("amount"), hint);
    }

    private Field account(String label) {
        return address("account", label, "");
    }

    private Field address(String name, String label, String hint) {
        return Field.text(name, label, inputs.one(name), hint).address();
    }

    private Field validator(String name, String label, String hint) {
        return Field.text(name, label, inputs.one(name), hint).suggested();
    }

    private String leaving() {
        if (chosen == null) {
            return TYPED_UNIT;
        }
        return "In " + (root ? "τ" : "alpha of the subnet it leaves") + ".";
    }

    private String unit() {
        return root ? "τ" : "α";
    }

    private static List<ValidatorListPage.Choice> choices(String current, String... pairs) {
        List<ValidatorListPage.Choice> choices = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            choices.add(
                    new ValidatorListPage.Choice(pairs[i], pairs[i + 1], pairs[i].equals(current)));
        }
        return choices;
    }
}

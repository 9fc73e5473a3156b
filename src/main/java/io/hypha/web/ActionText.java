package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.stake.PlanAnswer;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingAction.Single;
import io.hypha.stake.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a form or a link says: each field by itself, so that every wrong one gets its sentence
 * at once. The sentences are kept by the id of the field they belong to.
 */
final class ActionText {

    /** More legs than this fit into no wallet's window. */
    static final int MAX_ROWS = 8;

    final ActionForm form;
    final Inputs inputs;
    final Map<String, String> errors;
    private final FieldText fields;
    private final SettingText settings;
    private final Set<StakingAction.Kind> offered;
    private final OwnStake stake;

    ActionText(ActionForm form, Inputs inputs, Set<StakingAction.Kind> offered, OwnStake stake) {
        this.form = form;
        this.inputs = inputs;
        this.fields = new FieldText(inputs);
        this.settings = new SettingText(fields);
        this.errors = fields.errors;
        this.offered = offered;
        this.stake = stake;
    }

    /** Only what is there is read: an empty form has no error. */
    ActionText glance() {
        for (String name : List.of("hotkey", "tohotkey")) {
            if (inputs.has(name) && form != ActionForm.SEVERAL) {
                fields.hotkey(name);
            }
        }
        for (String name : List.of("netuid", "tonetuid")) {
            if (inputs.has(name) && form != ActionForm.SEVERAL && form != ActionForm.CLAIM) {
                fields.subnet(name);
            }
        }
        if (inputs.has("amount") && form != ActionForm.SEVERAL) {
            fields.amount("amount", inputs.one("amount"));
        }
        for (String name : List.of("account", "as", "recipient", "delegate")) {
            if (inputs.has(name)) {
                fields.coldkey(name, "");
            }
        }
        return this;
    }

    /** What is wanted, when no field is wrong; otherwise {@link #errors} has a sentence. */
    Optional<StakingAction> action() {
        Optional<? extends StakingAction> meant =
                switch (form) {
                    case STAKE -> stake();
                    case SEVERAL -> several();
                    case BASKET -> settings.basket();
                    case UNSTAKE -> unstake();
                    case UNSTAKE_ALL -> unstakeAll();
                    case MOVE -> move();
                    case TRANSFER -> transfer();
                    case CLAIM -> settings.claim();
                    case CLAIM_TYPE -> settings.claimType();
                    case AUTO_STAKE -> settings.autoStake();
                    case PROXY -> settings.proxy();
                };
        Optional<Coldkey> real = inputs.has("as") ? fields.coldkey("as", "") : Optional.empty();
        account();
        if (!errors.isEmpty() || meant.isEmpty()) {
            return Optional.empty();
        }
        StakingAction action = meant.get();
        return real.isEmpty() ? Optional.of(action) : acting(real.get(), action);
    }

    /** A proxy does one thing at a time: the chain lets it make no batch. */
    private Optional<StakingAction> acting(Coldkey real, StakingAction action) {
        return switch (action) {
            case StakingAction.Single single ->
                    fields.read("as", () -> new StakingAction.AsProxy(real, single));
            case StakingAction.AsProxy proxy -> Optional.of(proxy);
            case StakingAction.Batch _ -> {
                errors.put(
                        "as", "A staking proxy can do one thing at a time: choose one validator.");
                yield Optional.empty();
            }
        };
    }

    /** The account that signs, where the form or the script names one. */
    Optional<Coldkey> account() {
        return inputs.has("account") ? fields.coldkey("account", "") : Optional.empty();
    }

    /** Whose stake it is: the account acted for, else the one that signs. */
    Optional<Coldkey> owner() {
        return inputs.has("as") ? fields.coldkey("as", "") : account();
    }

    /** An account under another name than the form's. */
    Optional<Coldkey> address(String name) {
        return fields.coldkey(name, "");
    }

    /** The validator that is named already, when that is one. */
    Optional<Hotkey> known() {
        return inputs.has("hotkey") && !errors.containsKey("hotkey")
                ? fields.hotkey("hotkey")
                : Optional.empty();
    }

    NetUid place() {
        return errors.containsKey("netuid") ? NetUid.ROOT : fields.subnet("netuid");
    }

    /** What the chain would refuse, beside the field that says it. */
    void refused(PlanAnswer.Refused refused) {
        String row = form == ActionForm.SEVERAL ? "-1" : "";
        errors.put(
                switch (refused.field()) {
                    case ACTION -> "form";
                    case ACCOUNT -> "account";
                    case AMOUNT -> "amount" + row;
                    case TOLERANCE -> "tolerance";
                    case HOTKEY -> "hotkey" + row;
                    case NETUID -> "netuid" + row;
                },
                refused.sentence());
    }

    boolean everything() {
        return "true".equals(inputs.one("everything"));
    }

    // ---- one per form

    private Optional<Single> stake() {
        Optional<Hotkey> hotkey = fields.hotkey("hotkey");
        NetUid netUid = fields.subnet("netuid");
        long amount = fields.amount("amount", inputs.one("amount"));
        Tolerance tolerance = fields.tolerance();
        return fields.sound(() -> new StakingAction.Stake(of(hotkey), netUid, amount, tolerance));
    }

    private Optional<StakingAction> several() {
        List<Single> legs = new ArrayList<>();
        Tolerance tolerance = fields.tolerance();
        int rows =
                Math.min(
                        MAX_ROWS,
                        Math.max(inputs.all("hotkey").size(), inputs.all("amount").size()));
        for (int row = 0; row < rows; row++) {
            if (inputs.at("hotkey", row).isEmpty() && inputs.at("amount", row).isEmpty()) {
                continue;
            }
            String number = "-" + (row + 1);
            Optional<Hotkey> hotkey = fields.hotkey("hotkey" + number, inputs.at("hotkey", row));
            String at = inputs.at("netuid", row);
            NetUid netUid =
                    fields.subnet("netuid" + number, at.isEmpty() ? inputs.one("netuid") : at);
            long amount = fields.amount("amount" + number, inputs.at("amount", row));
            if (hotkey.isPresent() && amount > 0) {
                legs.add(new StakingAction.Stake(hotkey.get(), netUid, amount, tolerance));
            }
        }
        if (legs.size() < 2) {
            errors.putIfAbsent("hotkey-2", "Choose two validators or more, each with its amount.");
        }
        return fields.sound(() -> new StakingAction.Batch(legs));
    }

    private Optional<Single> unstake() {
        Optional<Hotkey> hotkey = fields.hotkey("hotkey");
        NetUid netUid = fields.subnet("netuid");
        Tolerance tolerance = fields.tolerance();
        if (!everything()) {
            long amount = fields.amount("amount", inputs.one("amount"));
            return fields.sound(
                    () -> new StakingAction.Unstake(of(hotkey), netUid, amount, tolerance));
        }
        long whole = whole(hotkey, netUid);
        return netUid.isRoot()
                ? fields.sound(
                        () -> new StakingAction.Unstake(of(hotkey), netUid, whole, tolerance))
                : fields.sound(() -> new StakingAction.UnstakeFully(of(hotkey), netUid, tolerance));
    }

    private Optional<StakingAction> unstakeAll() {
        boolean toRoot = "root".equals(inputs.one("into"));
        if (inputs.has("hotkey")) {
            return fields.hotkey("hotkey").map(hotkey -> all(hotkey, toRoot));
        }
        Optional<Coldkey> owner = owner();
        if (owner.isEmpty()) {
            errors.putIfAbsent(
                    "hotkey", "Choose a validator, or give the account whose stake is meant.");
            return Optional.empty();
        }
        return switch (stake.validators(owner.get(), toRoot)) {
            case Reading.Missing<List<Hotkey>>(var _, String text) -> {
                errors.putIfAbsent("account", text);
                yield Optional.empty();
            }
            case Reading.Known<List<Hotkey>> known -> {
                List<Single> legs = known.value().stream().map(each -> all(each, toRoot)).toList();
                if (legs.isEmpty()) {
                    errors.putIfAbsent(
                            "account", "This account has no stake that this would take.");
                }
                yield legs.size() > 1
                        ? fields.sound(() -> new StakingAction.Batch(legs))
                        : fields.sound(legs::getFirst);
            }
        };
    }

    private static Single all(Hotkey hotkey, boolean toRoot) {
        return toRoot
                ? new StakingAction.UnstakeAllAlpha(hotkey)
                : new StakingAction.UnstakeAll(hotkey);
    }

    private Optional<Single> move() {
        Optional<Hotkey> from = fields.hotkey("hotkey");
        Optional<Hotkey> to = inputs.has("tohotkey") ? fields.hotkey("tohotkey") : from;
        NetUid fromNet = fields.subnet("netuid");
        NetUid toNet = inputs.has("tonetuid") ? fields.subnet("tonetuid") : fromNet;
        Tolerance tolerance = fields.tolerance();
        long amount =
                everything() ? whole(from, fromNet) : fields.amount("amount", inputs.one("amount"));
        if (from.isPresent() && from.equals(to) && fromNet.equals(toNet)) {
            errors.putIfAbsent(
                    "tohotkey", "Choose another validator or another subnet: it is there already.");
        }
        if (from.equals(to)) {
            return fields.sound(
                    () -> new StakingAction.Swap(of(from), fromNet, toNet, amount, tolerance));
        }
        return !fromNet.equals(toNet) && offered.contains(StakingAction.Kind.MOVE_LIMIT)
                ? fields.sound(() ->
                        new StakingAction.MoveLimit(
                                of(from), of(to), fromNet, toNet, amount, tolerance))
                : fields.sound(
                        () -> new StakingAction.Move(of(from), of(to), fromNet, toNet, amount));
    }

    private Optional<Single> transfer() {
        Optional<Hotkey> hotkey = fields.hotkey("hotkey");
        Optional<Coldkey> to =
                fields.coldkey("recipient", "Give the account that shall receive it.");
        NetUid from = fields.subnet("netuid");
        NetUid into = inputs.has("tonetuid") ? fields.subnet("tonetuid") : from;
        long amount =
                everything() ? whole(hotkey, from) : fields.amount("amount", inputs.one("amount"));
        return fields.sound(
                () -> new StakingAction.Transfer(to.orElseThrow(), of(hotkey), from, into, amount));
    }

    // ---- what takes more than one field

    /** All that the owner has there, as the newest block says. */
    private long whole(Optional<Hotkey> hotkey, NetUid netUid) {
        Optional<Coldkey> owner = owner();
        if (owner.isEmpty()) {
            errors.putIfAbsent("account", "Give the account whose whole stake here is meant.");
            return 0;
        }
        if (hotkey.isEmpty()) {
            return 0;
        }
        return switch (stake.whole(owner.get(), hotkey.get(), netUid)) {
            case Reading.Known<Long> known -> known.value();
            case Reading.Missing<Long>(var _, String text) -> {
                errors.putIfAbsent("account", text);
                yield 0;
            }
        };
    }

    private static Hotkey of(Optional<Hotkey> hotkey) {
        return hotkey.orElseThrow();
    }
}

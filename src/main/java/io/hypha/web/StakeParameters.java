package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.stake.QuoteAnswer;
import io.hypha.stake.StakeIntent;
import io.hypha.stake.Tolerance;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a form or a link says, as text, and what is wrong with it: each field is read by itself, so
 * that every wrong one gets its sentence at once.
 */
final class StakeParameters {

    /** The fields of the form, the account of an unstake included. */
    enum Field {
        HOTKEY,
        NETUID,
        AMOUNT,
        TOLERANCE,
        ACCOUNT
    }

    final StakeIntent.Action action;
    final String hotkeyText;
    final String netuidText;
    final String amountText;
    final String toleranceText;
    final String otherText;
    final String accountText;
    final Map<Field, String> errors = new EnumMap<>(Field.class);
    private @Nullable Hotkey hotkey;
    private @Nullable NetUid netUid;
    private @Nullable Coldkey account;
    private Tolerance tolerance = Tolerance.DEFAULT;
    private long amountRao;

    StakeParameters(
            StakeIntent.Action action,
            @Nullable String hotkey,
            @Nullable String subnet,
            @Nullable String amount,
            @Nullable String tolerance,
            @Nullable String other,
            @Nullable String account) {
        this.action = action;
        this.hotkeyText = text(hotkey);
        this.netuidText = text(subnet).isEmpty() ? "0" : text(subnet);
        this.amountText = text(amount);
        this.toleranceText =
                text(tolerance).isEmpty() ? Tolerance.DEFAULT.percent() : text(tolerance);
        this.otherText = text(other);
        this.accountText = text(account);
        readPlace();
    }

    /** Reads amount and tolerance too; what is wrong with them goes to {@link #errors}. */
    StakeParameters withAmount() {
        read(Field.AMOUNT, () -> amountRao = Amount.rao(amountText));
        read(
                Field.TOLERANCE,
                () ->
                        tolerance =
                                Tolerance.of(
                                        toleranceText.equals("other") ? otherText : toleranceText));
        return this;
    }

    Optional<Hotkey> hotkey() {
        return Optional.ofNullable(hotkey);
    }

    Optional<NetUid> netUid() {
        return Optional.ofNullable(netUid);
    }

    Optional<Coldkey> account() {
        return Optional.ofNullable(account);
    }

    /** What is wanted, when no field is wrong. */
    Optional<StakeIntent> intent() {
        return hotkey == null || netUid == null || !errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new StakeIntent(action, hotkey, netUid, amountRao, tolerance));
    }

    void refused(QuoteAnswer.Refused refused) {
        errors.put(
                switch (refused.field()) {
                    case AMOUNT -> Field.AMOUNT;
                    case TOLERANCE -> Field.TOLERANCE;
                    case HOTKEY -> Field.HOTKEY;
                    case NETUID -> Field.NETUID;
                },
                refused.sentence());
    }

    private void readPlace() {
        if (!hotkeyText.isEmpty()) {
            read(Field.HOTKEY, () -> hotkey = Hotkey.of(hotkeyText));
        }
        read(Field.NETUID, () -> netUid = NetUid.of(netuidText));
        if (!accountText.isEmpty()) {
            read(Field.ACCOUNT, () -> account = Coldkey.of(accountText));
        }
    }

    private void read(Field field, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            errors.put(field, PageErrors.sentence(e.getMessage()));
        }
    }

    private static String text(@Nullable String parameter) {
        String stripped = parameter == null ? "" : parameter.strip();
        return stripped.length() > 200 ? stripped.substring(0, 200) : stripped;
    }
}

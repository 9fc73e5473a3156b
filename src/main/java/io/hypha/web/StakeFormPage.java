package io.hypha.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a stake or an unstake, as texts, with a sentence beside each field that is wrong. */
public record StakeFormPage(
        String title,
        String action,
        String reviewHref,
        boolean fromLink,
        @Nullable String problem,
        @Nullable String hotkey,
        String hotkeyText,
        String validator,
        String netuid,
        String subnet,
        boolean root,
        String unit,
        @Nullable Figure price,
        String amount,
        String amountHint,
        String account,
        List<ValidatorListPage.Choice> tolerances,
        @Nullable String otherTolerance,
        @Nullable String hotkeyError,
        @Nullable String netuidError,
        @Nullable String amountError,
        @Nullable String toleranceError,
        @Nullable String accountError,
        Ground ground) {}

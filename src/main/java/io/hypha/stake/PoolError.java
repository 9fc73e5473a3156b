package io.hypha.stake;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chain's refusals before any block, in words. Codes: subtensor's {@code
 * CustomTransactionError}.
 */
final class PoolError {

    private static final Pattern CUSTOM = Pattern.compile("[Cc]ustom error: ?(\\d{1,3})");
    private static final String UNTOUCHED =
            " It was refused before a block: nothing changed, nothing is paid.";

    private PoolError() {}

    /** {@code author} error of full nodes: this very extrinsic is in the pool already. */
    private static final int ALREADY_IMPORTED = 1013;

    /** Whether the refusal says that the pool has it: it was sent. */
    static boolean isAlreadyThere(int code, String text) {
        return code == ALREADY_IMPORTED
                || text.toLowerCase(Locale.ROOT).contains("already imported");
    }

    static String words(int code, String text) {
        Matcher custom = CUSTOM.matcher(text);
        if (custom.find()) {
            return custom(Integer.parseInt(custom.group(1))) + UNTOUCHED;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("outdated") || lower.contains("stale")) {
            return "Another transaction of this account came first; its number is taken."
                    + UNTOUCHED;
        }
        if (lower.contains("priority is too low")) {
            return "Another transaction of this account with the same number waits in the pool."
                    + UNTOUCHED;
        }
        if (lower.contains("balance too low") || lower.contains("payment")) {
            return "The account cannot pay the chain fee." + UNTOUCHED;
        }
        if (lower.contains("bad signature") || lower.contains("badproof")) {
            return "The chain did not accept the signature." + UNTOUCHED;
        }
        if (lower.contains("ancient birth block")) {
            return "Its time had run out, or the chain knows another block where it begins."
                    + UNTOUCHED;
        }
        String clipped = text.length() > 200 ? text.substring(0, 200) + "…" : text;
        return "The chain answered %d: %s%s"
                        .formatted(code, clipped, clipped.endsWith(".") ? "" : ".")
                + UNTOUCHED;
    }

    /** Subtensor's own code of {@code InvalidTransaction::Custom}. */
    static String custom(int code) {
        return switch (code) {
            case 0, 21 -> "The account has announced or disputes a change of its coldkey.";
            case 1 -> "The amount is below the chain's minimum of 0.002 τ.";
            case 2 -> "The account has not enough free τ.";
            case 3 -> "There is no such subnet.";
            case 4 -> "The chain knows no validator with this key.";
            case 5 -> "The account has not that much stake there.";
            case 6 -> "The account has done this too recently.";
            case 7 -> "The pool is too small for this amount.";
            case 8, 14 -> "The price has moved past your limit.";
            case 9 -> "The subnet forbids this transfer of stake.";
            case 10 -> "The validator is not registered on this subnet.";
            case 25 -> "The validator belongs to another account.";
            default -> "The chain refused it with its own code " + code + ".";
        };
    }
}

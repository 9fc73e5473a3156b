package io.hypha.chain;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names one figure at one block, so that its proof can be asked for again: {@code /proofs/{id}}.
 *
 * <p>As text {@code block-figure-argument-argument…}: {@code
 * 600-SubtensorModule.TotalHotkeyAlpha-5Grw…-3} for a storage value, {@code
 * 600-position-5Cold…-5Hot…-3} or {@code 600-yield-5Hot…-3-30d} for a derived one.
 *
 * @param figure {@code Pallet.Item}, or a word in lower case for what Hypha derives
 * @param arguments the key parts in the order of the metadata: SS58 addresses and decimal numbers
 */
public record ProofId(long block, String figure, List<String> arguments) {

    private static final Pattern FIGURE =
            Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}(\\.[A-Za-z][A-Za-z0-9]{0,63})?");
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z0-9]{1,64}");
    private static final int MAX_TEXT = 500;

    public ProofId {
        arguments = List.copyOf(arguments);
        if (block < 0 || !FIGURE.matcher(figure).matches()) {
            throw new IllegalArgumentException(
                    "no proof is called " + block + "-" + NetUid.clipped(figure));
        }
        for (String argument : arguments) {
            if (!ARGUMENT.matcher(argument).matches()) {
                throw new IllegalArgumentException(
                        "a proof's argument is letters and digits, was '"
                                + NetUid.clipped(argument)
                                + "'");
            }
        }
    }

    public static ProofId of(BlockRef block, String figure, String... arguments) {
        return new ProofId(block.number(), figure, List.of(arguments));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException with a sentence for the person who typed it
     */
    public static ProofId of(String text) {
        String[] parts = text.length() > MAX_TEXT ? new String[0] : text.split("-", -1);
        if (parts.length < 2 || !parts[0].matches("[0-9]{1,10}")) {
            throw new IllegalArgumentException(
                    "a proof is named block-figure-arguments, was '" + NetUid.clipped(text) + "'");
        }
        return new ProofId(
                Long.parseLong(parts[0]), parts[1], List.of(parts).subList(2, parts.length));
    }

    /** True for a single storage value, false for a derived figure. */
    public boolean isStorage() {
        return figure.indexOf('.') > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(block).append('-').append(figure);
        arguments.forEach(argument -> text.append('-').append(argument));
        return text.toString();
    }
}

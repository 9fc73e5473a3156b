package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which part of what the chain's code returned is the figure. Exact and without metadata, so that a
 * bundle can be checked elsewhere.
 *
 * @param at where the figure begins, in bytes from the beginning or the end of the result
 */
public record ExecutedForm(Kind kind, int at) {

    /** Results are longer, but no figure stands further in. */
    private static final int MAX_AT = 512;

    public enum Kind {
        /** The whole result, as hex. */
        WHOLE,
        /** A u64 so many bytes from the beginning. */
        U64,
        /** A u64 that begins so many bytes before the end. */
        U64_FROM_END
    }

    public ExecutedForm {
        if (at < 0 || at > MAX_AT) {
            throw new IllegalArgumentException("a place is 0.." + MAX_AT + ", was " + at);
        }
    }

    public static ExecutedForm whole() {
        return new ExecutedForm(Kind.WHOLE, 0);
    }

    /** A u64 that many bytes from the beginning: 8 for the second of several. */
    public static ExecutedForm u64(int offset) {
        return new ExecutedForm(Kind.U64, offset);
    }

    /** A u64 that begins that many bytes before the end: 8 for the last. */
    public static ExecutedForm u64FromEnd(int offset) {
        return new ExecutedForm(Kind.U64_FROM_END, offset);
    }

    /** Every form, for whoever checks bundles. */
    public static List<ExecutedForm> all() {
        List<ExecutedForm> all = new ArrayList<>();
        all.add(whole());
        for (int at = 0; at <= MAX_AT; at++) {
            all.add(u64(at));
            all.add(u64FromEnd(at));
        }
        return all;
    }

    /** The form of that {@link #code}; empty for another word. */
    public static Optional<ExecutedForm> of(String code) {
        return all().stream().filter(form -> form.code().equals(code)).findFirst();
    }

    /** A word and a version, as {@link Formula#code}. */
    public String code() {
        return switch (kind) {
            case WHOLE -> "executed/1";
            case U64 -> "executed-u64-" + at + "/1";
            case U64_FROM_END -> "executed-u64-end-" + at + "/1";
        };
    }

    /** In a sentence for people. */
    public String words() {
        return switch (kind) {
            case WHOLE -> "What the chain's own code returned, run here on proven state.";
            case U64 ->
                    "The number at byte "
                            + at
                            + " of what the chain's own code returned, run here on"
                            + " proven state.";
            case U64_FROM_END ->
                    "The number "
                            + at
                            + " bytes before the end of what the chain's own code returned, run here"
                            + " on proven state.";
        };
    }

    /** The figure: hex, or a decimal number; empty where the result is too short for it. */
    public Optional<String> of(Bytes result) {
        return switch (kind) {
            case WHOLE -> Optional.of(result.toHex());
            case U64 -> u64(result, at);
            case U64_FROM_END -> u64(result, result.size() - at);
        };
    }

    private static Optional<String> u64(Bytes result, int from) {
        return from < 0 || from + Long.BYTES > result.size()
                ? Optional.empty()
                : Optional.of(
                        Long.toUnsignedString(
                                new ScaleCodecReader(result.slice(from, from + Long.BYTES))
                                        .readLong()));
    }
}

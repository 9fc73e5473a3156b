package io.hypha.web;

/**
 * Text that a stranger's machine chose, made fit for a page: short, on one line, and without the
 * characters that hide or turn round what stands beside them. Templates escape it besides.
 */
final class ForeignText {

    static final int NAME = 80;
    static final int SENTENCE = 400;

    private ForeignText() {}

    /** At most {@code most} characters, the last of them an ellipsis where it was cut. */
    static String of(String text, int most) {
        String plain =
                text.codePoints()
                        .limit(4L * most)
                        .filter(point -> !unwanted(point))
                        .limit(most + 1L)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString()
                        .strip();
        return plain.codePointCount(0, plain.length()) <= most
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static boolean unwanted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }
}

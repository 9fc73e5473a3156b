package io.hypha.cli;

/**
 * Input that no verdict can be given on: says where, what was expected and what was found, on one
 * line.
 */
final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 300;

    BadInput(String message) {
        super(oneLine(message));
    }

    static BadInput at(String where, String expected, String found) {
        return new BadInput(where + ": expected " + expected + ", found " + found);
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}

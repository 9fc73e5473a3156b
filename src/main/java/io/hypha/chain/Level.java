package io.hypha.chain;

import java.util.Locale;

/** How much a figure may be trusted, strongest first. */
public enum Level {
    /**
     * A storage value with a Merkle proof to the state root of a header that the tracked voters
     * finalized.
     */
    PROVEN,
    /** What the chain's own runtime code answered when run here on proven state. */
    EXECUTED,
    /** Our formula over proven, executed or recorded inputs; the inputs are listed. */
    DERIVED,
    /** Was proven when it was read, kept in our database since. */
    RECORDED,
    /** Names, logos, fiat prices: never part of a ranking. */
    UNVERIFIED;

    /** {@code proven}, {@code executed} …: as in {@code data-level} and JSON. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Level weaker(Level one, Level other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

package io.hypha.devnet.runtime;

import java.util.List;

/**
 * Where the devnet's specs differ from one another: what bytes mean, never what calls do.
 *
 * <p>The main network moves calls and adds extensions with its upgrades, so each spec here breaks
 * something that a wallet may have assumed: 425 moves two calls to indices that the main network's
 * spec 424 leaves free, so that what was built for 424 is no call any more; 426 adds an extension
 * that nobody knows and that carries data, so that signing must go off.
 *
 * @param addStakeLimit index of {@code SubtensorModule.add_stake_limit}
 * @param removeStakeLimit index of {@code SubtensorModule.remove_stake_limit}
 * @param withExtra whether {@link #EXTRA} stands after all other extensions: four bytes of extra,
 *     nothing implied
 */
record SpecLayout(long specVersion, int addStakeLimit, int removeStakeLimit, boolean withExtra) {

    /** Identifier of the extension that nobody knows. */
    static final String EXTRA = "DevnetExtra";

    static final SpecLayout SPEC_424 = new SpecLayout(424, 88, 89, false);
    static final SpecLayout SPEC_425 = new SpecLayout(425, 104, 105, false);
    static final SpecLayout SPEC_426 = new SpecLayout(426, 104, 105, true);

    /** All of them, the one of genesis first. */
    static final List<SpecLayout> ALL = List.of(SPEC_424, SPEC_425, SPEC_426);

    /**
     * @throws IllegalArgumentException where there is no such spec
     */
    static SpecLayout of(long specVersion) {
        return ALL.stream()
                .filter(layout -> layout.specVersion() == specVersion)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no runtime of spec " + specVersion));
    }
}

package io.hypha.stake;

import io.hypha.chain.Reading;

/** A plan, or why there is none. */
public sealed interface PlanAnswer {

    record Planned(Plan plan) implements PlanAnswer {}

    /** The chain would refuse it; {@code sentence} stands beside the field. */
    record Refused(Field field, String sentence) implements PlanAnswer {}

    /** The chain could not be read, or keeps what it must be asked in an unknown form. */
    record Unknown(Reading.Reason reason, String text) implements PlanAnswer {}

    enum Field {
        ACTION,
        ACCOUNT,
        AMOUNT,
        TOLERANCE,
        HOTKEY,
        NETUID
    }
}

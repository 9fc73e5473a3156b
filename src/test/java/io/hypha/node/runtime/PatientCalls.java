package io.hypha.node.runtime;

import java.time.Duration;

/** For code that is tried for anything but its time. */
public final class PatientCalls {

    /** Ten minutes: a machine that stands still for a while does not use them up. */
    public static final CallLimits LIMITS = CallLimits.DEFAULT.withTime(Duration.ofMinutes(10));

    private PatientCalls() {}
}

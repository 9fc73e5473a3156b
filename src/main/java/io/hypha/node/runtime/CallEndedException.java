package io.hypha.node.runtime;

/** Ends a call from within a host function: a bad step of the code, a limit, or a lack of state. */
final class CallEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it ended. */
    sealed interface Cause {
        record Trap(String reason) implements Cause {}

        record Reached(Limit limit, String reason) implements Cause {}

        record NoState(String reason) implements Cause {}
    }

    private final transient Cause why;

    private CallEndedException(Cause why) {
        super(why.toString(), null, false, false);
        this.why = why;
    }

    static CallEndedException trap(String reason) {
        return new CallEndedException(new Cause.Trap(reason));
    }

    static CallEndedException reached(Limit limit, String reason) {
        return new CallEndedException(new Cause.Reached(limit, reason));
    }

    static CallEndedException noState(String reason) {
        return new CallEndedException(new Cause.NoState(reason));
    }

    Cause why() {
        return why;
    }
}

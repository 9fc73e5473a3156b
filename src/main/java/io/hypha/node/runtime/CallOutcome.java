package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;

/** How a call ended. Only {@link Returned} is an answer of the code. */
public sealed interface CallOutcome {

    /** What the code said on the way, in order. */
    List<LogLine> log();

    /** The SCALE bytes that the code returned. */
    record Returned(Bytes result, List<LogLine> log) implements CallOutcome {
        public Returned {
            log = List.copyOf(log);
        }
    }

    /**
     * The code failed: it trapped, panicked, or asked the host for what it may not.
     *
     * @param reason for people
     */
    record Trapped(String reason, List<LogLine> log) implements CallOutcome {
        public Trapped {
            log = List.copyOf(log);
        }
    }

    /**
     * The call was stopped.
     *
     * @param reason for people
     */
    record Limited(Limit limit, String reason, List<LogLine> log) implements CallOutcome {
        public Limited {
            log = List.copyOf(log);
        }
    }

    /**
     * The state could not answer what the code asked: no error of the code.
     *
     * @param reason for people
     */
    record Unavailable(String reason, List<LogLine> log) implements CallOutcome {
        public Unavailable {
            log = List.copyOf(log);
        }
    }
}

package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.RuntimeVersionSection;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out which runtime some code is, as it says itself. */
final class CodeVersion {

    private CodeVersion() {}

    /** From the section beside the code, else by asking the code, which needs no state for it. */
    static Optional<RuntimeVersionSection> of(RuntimeCode code) {
        return code.version().isPresent() ? code.version() : executed(code);
    }

    private static Optional<RuntimeVersionSection> executed(RuntimeCode code) {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        code,
                        RuntimeState.of(new TreeMap<>()),
                        CallLimits.DEFAULT,
                        "Core_version",
                        Bytes.EMPTY);
        return outcome instanceof CallOutcome.Returned(Bytes result, var _)
                ? RuntimeVersionSection.decode(result)
                : Optional.empty();
    }
}

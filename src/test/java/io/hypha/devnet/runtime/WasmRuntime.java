package io.hypha.devnet.runtime;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.PatientCalls;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs a runtime blob as a node runs it, on a state of the ledger, and notes what it reads. */
final class WasmRuntime {

    private static final Map<Bytes, WasmRuntime> COMPILED = new ConcurrentHashMap<>();

    private final WasmModule module;
    private final RuntimeCode code;

    WasmRuntime(Bytes blob) {
        this.module = Parser.parse(blob.toArray());
        this.code =
                switch (RuntimeCode.of(blob)) {
                    case CodeLoading.Loaded(RuntimeCode loaded) -> loaded;
                    case CodeLoading.Refused(String reason) -> throw new AssertionError(reason);
                };
    }

    /** The same, made for many calls; once for all tests of a JVM. */
    static WasmRuntime compiled(Bytes blob) {
        return COMPILED.computeIfAbsent(blob, WasmRuntime::compile);
    }

    private static WasmRuntime compile(Bytes blob) {
        WasmRuntime runtime = new WasmRuntime(blob);
        if (!runtime.code.compile()) {
            throw new AssertionError("the blob does not compile");
        }
        return runtime;
    }

    /** {@code module.name} of everything that the blob asks of its host. */
    List<String> imports() {
        return module.importSection().stream()
                .map(each -> each.module() + "." + each.name())
                .toList();
    }

    List<String> exports() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            names.add(module.exportSection().getExport(i).name());
        }
        return names;
    }

    Bytes section(String name) {
        return Bytes.of(((UnknownCustomSection) module.customSection(name)).bytes());
    }

    /**
     * @param reads the keys that were read, in order
     */
    record Answer(Optional<Bytes> value, Set<Bytes> reads) {
        boolean trapped() {
            return value.isEmpty();
        }
    }

    Answer call(StateView state, String method, Bytes parameters) {
        Reading reading = new Reading(state);
        CallOutcome outcome =
                RuntimeSession.callOnce(code, reading, PatientCalls.LIMITS, method, parameters);
        return switch (outcome) {
            case CallOutcome.Returned(Bytes result, _) ->
                    new Answer(Optional.of(result), reading.keys);
            case CallOutcome.Trapped _ -> new Answer(Optional.empty(), reading.keys);
            case CallOutcome.Limited _, CallOutcome.Unavailable _ ->
                    throw new AssertionError(method + ": " + outcome);
        };
    }

    private static final class Reading implements RuntimeState {
        private final StateView state;
        private final Set<Bytes> keys = new LinkedHashSet<>();

        Reading(StateView state) {
            this.state = state;
        }

        @Override
        public StateAnswer get(Bytes key) {
            keys.add(key);
            return state.get(key)
                    .<StateAnswer>map(StateAnswer.Value::new)
                    .orElseGet(StateAnswer.Absent::new);
        }

        @Override
        public NextAnswer next(Bytes key) {
            throw new AssertionError("the devnet's runtime walks no keys");
        }

        @Override
        public StateAnswer child(Bytes childName, Bytes key) {
            throw new AssertionError("the devnet has no child tries");
        }

        @Override
        public NextAnswer childNext(Bytes childName, Bytes key) {
            throw new AssertionError("the devnet has no child tries");
        }
    }
}

package io.hypha.node.runtime;

import static io.hypha.node.runtime.TinyModule.CALL;
import static io.hypha.node.runtime.TinyModule.DROP;
import static io.hypha.node.runtime.TinyModule.fat;
import static io.hypha.node.runtime.TinyModule.i32;
import static io.hypha.node.runtime.TinyModule.i64;
import static io.hypha.node.runtime.TinyModule.op;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Code that calls host functions one after the other and returns what the last one gave. */
final class HostProgram {

    private static final int FLAG_AT = 16;
    private static final int DATA_AT = 64;

    private record Step(String name, String signature, List<Object> arguments, int resultSize) {}

    private final List<Step> steps = new ArrayList<>();

    static HostProgram of(String name, String signature, Object... arguments) {
        return new HostProgram().then(name, signature, arguments);
    }

    /**
     * @param arguments bytes, of which the address is given where the signature says {@code i} and
     *     a fat pointer where it says {@code l}; or numbers as they are
     */
    HostProgram then(String name, String signature, Object... arguments) {
        steps.add(new Step("ext_" + name, signature, List.of(arguments), 0));
        return this;
    }

    /** The last function gives a pointer to that many bytes. */
    HostProgram pointingTo(int size) {
        Step last = steps.removeLast();
        steps.add(new Step(last.name(), last.signature(), last.arguments(), size));
        return this;
    }

    RuntimeCode load() {
        TinyModule module = new TinyModule();
        List<Bytes> data = new ArrayList<>();
        int at = DATA_AT;
        List<Bytes> body = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            module.importFunction(step.name(), step.signature());
            for (int a = 0; a < step.arguments().size(); a++) {
                boolean isWide = step.signature().charAt(a) == 'l';
                switch (step.arguments().get(a)) {
                    case Bytes bytes -> {
                        body.add(isWide ? fat(at, bytes.size()) : i32(at));
                        data.add(bytes);
                        at += bytes.size();
                    }
                    case Number number ->
                            body.add(isWide ? i64(number.longValue()) : i32(number.intValue()));
                    default -> throw new IllegalArgumentException("neither bytes nor a number");
                }
            }
            body.addAll(call(i, step, i == steps.size() - 1));
        }
        return switch (RuntimeCode.of(
                module.memory(2)
                        .heapBase(at + 64)
                        .data(DATA_AT, Bytes.concat(data))
                        .function("entry", "ii:l", body.toArray(Bytes[]::new))
                        .build())) {
            case CodeLoading.Loaded(RuntimeCode code) -> code;
            case CodeLoading.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    private static List<Bytes> call(int index, Step step, boolean isLast) {
        String result = step.signature().substring(step.signature().indexOf(':') + 1);
        if (!isLast) {
            return List.of(op(CALL, index), result.isEmpty() ? Bytes.EMPTY : op(DROP));
        }
        if (result.isEmpty()) {
            return List.of(op(CALL, index), fat(0, 0));
        }
        if (result.equals("l")) {
            return List.of(op(CALL, index));
        }
        if (step.resultSize() > 0) {
            // i64.extend_i32_u, or with the length
            return List.of(
                    op(CALL, index), op(0xad), i64((long) step.resultSize() << 32), op(0x84));
        }
        // kept in a local that the entry point has no use for, then stored
        return List.of(
                op(CALL, index),
                op(0x21, 0),
                i32(FLAG_AT),
                op(0x20, 0, 0x36, 2, 0),
                fat(FLAG_AT, 4));
    }

    CallOutcome outcome(RuntimeState state) {
        return RuntimeSession.callOnce(load(), state, PatientCalls.LIMITS, "entry", Bytes.EMPTY);
    }

    CallOutcome outcome(RuntimeState state, AssumedSignatures assumed) {
        return RuntimeSession.open(load(), state, PatientCalls.LIMITS, assumed)
                .call("entry", Bytes.EMPTY);
    }

    Bytes result(RuntimeState state) {
        return switch (outcome(state)) {
            case CallOutcome.Returned returned -> returned.result();
            case CallOutcome other -> throw new AssertionError(other);
        };
    }
}

package io.hypha.node.runtime;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The host functions that there are, by name. */
final class HostFunctionTable {

    /** What a function does; the result of one without a result is not looked at. */
    @FunctionalInterface
    interface Body {
        long apply(HostCall call, long[] arguments);
    }

    record Entry(FunctionType type, Body body) {}

    private static final Map<String, Entry> ALL = all();

    private final Map<String, Entry> entries = new HashMap<>();

    private static Map<String, Entry> all() {
        HostFunctionTable table = new HostFunctionTable();
        MachineFunctions.addTo(table);
        StorageFunctions.addTo(table);
        ChildStorageFunctions.addTo(table);
        HashingFunctions.addTo(table);
        CryptoFunctions.addTo(table);
        TrieFunctions.addTo(table);
        OutsideFunctions.addTo(table);
        return Map.copyOf(table.entries);
    }

    static Optional<Entry> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static java.util.Set<String> names() {
        return ALL.keySet();
    }

    /**
     * @param signature parameters and result, {@code i} for 32 and {@code l} for 64 bits: {@code
     *     "lli:l"}; {@code l} is usually a fat pointer, {@code i} a pointer
     */
    void add(String name, String signature, Body body) {
        if (entries.put(name, new Entry(type(signature), body)) != null) {
            throw new IllegalStateException(name + " is there twice");
        }
    }

    /** One without a result. */
    void addVoid(String name, String parameters, BiConsumer<HostCall, long[]> body) {
        add(
                name,
                parameters + ":",
                (call, arguments) -> {
                    body.accept(call, arguments);
                    return 0;
                });
    }

    /** One that a chain may import and no call that only asks may use. */
    void addRefused(String name, String signature, String reason) {
        add(
                name,
                signature,
                (_, _) -> {
                    throw CallEndedException.trap(name + ": " + reason);
                });
    }

    static FunctionType type(String signature) {
        int colon = signature.indexOf(':');
        return FunctionType.of(
                types(signature.substring(0, colon)), types(signature.substring(colon + 1)));
    }

    private static List<ValType> types(String letters) {
        return letters.chars().mapToObj(c -> c == 'i' ? ValType.I32 : ValType.I64).toList();
    }
}

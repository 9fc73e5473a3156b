package io.hypha.node.runtime;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a module asks of its host and offers to it. */
final class ModuleLinks {

    private static final String HOST = "env";
    private static final int MAX_TABLE = 1 << 20;

    /** One imported function and what is done for it. */
    private record Wanted(String module, String name, HostFunctionTable.Entry entry) {}

    private final List<Wanted> functions = new ArrayList<>();
    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> exports = new TreeSet<>();
    private final Set<String> entryPoints = new TreeSet<>();
    private Optional<MemoryImport> memory = Optional.empty();

    private ModuleLinks() {}

    static ModuleLinks of(WasmModule module) throws WasmOutline.Refusal {
        ModuleLinks links = new ModuleLinks();
        links.readImports(module);
        links.readExports(module);
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            if (module.tableSection().getTable(i).limits().min() > MAX_TABLE) {
                throw new WasmOutline.Refusal("table " + i + " is larger than " + MAX_TABLE);
            }
        }
        return links;
    }

    private void readImports(WasmModule module) throws WasmOutline.Refusal {
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import each = module.importSection().getImport(i);
            switch (each) {
                case FunctionImport function ->
                        functions.add(
                                wanted(each, module.typeSection().getType(function.typeIndex())));
                case MemoryImport wanted -> {
                    if (memory.isPresent()) {
                        throw new WasmOutline.Refusal("it imports two memories");
                    }
                    memory = Optional.of(wanted);
                }
                default ->
                        throw new WasmOutline.Refusal(
                                "it imports "
                                        + each.module()
                                        + "."
                                        + each.name()
                                        + ", which is neither a function nor a memory");
            }
        }
    }

    private Wanted wanted(Import each, FunctionType type) {
        Optional<HostFunctionTable.Entry> known =
                each.module().equals(HOST) ? HostFunctionTable.find(each.name()) : Optional.empty();
        String name = each.module() + "." + each.name();
        if (known.filter(entry -> entry.type().equals(type)).isEmpty()) {
            unknown.add(name);
        }
        return new Wanted(
                each.module(),
                each.name(),
                known.filter(entry -> entry.type().equals(type)).orElseGet(() -> stub(name, type)));
    }

    private static HostFunctionTable.Entry stub(String name, FunctionType type) {
        return new HostFunctionTable.Entry(
                type,
                (_, _) -> {
                    throw CallEndedException.trap("this host has no function " + name);
                });
    }

    private void readExports(WasmModule module) throws WasmOutline.Refusal {
        FunctionType entry = HostFunctionTable.type("ii:l");
        boolean hasHeapBase = false;
        boolean hasMemory = memory.isPresent();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export export = module.exportSection().getExport(i);
            if (export.exportType() == ExternalType.FUNCTION) {
                exports.add(export.name());
                if (typeOf(module, export.index()).equals(entry)) {
                    entryPoints.add(export.name());
                }
            }
            hasMemory |= export.exportType() == ExternalType.MEMORY;
            hasHeapBase |=
                    export.exportType() == ExternalType.GLOBAL
                            && export.name().equals(RuntimeCode.HEAP_BASE);
        }
        if (!hasMemory) {
            throw new WasmOutline.Refusal("it neither imports nor exports a memory");
        }
        if (!hasHeapBase) {
            throw new WasmOutline.Refusal("it exports no " + RuntimeCode.HEAP_BASE);
        }
    }

    private FunctionType typeOf(WasmModule module, int index) {
        return index < functions.size()
                ? functions.get(index).entry().type()
                : module.typeSection()
                        .getType(
                                module.functionSection().getFunctionType(index - functions.size()));
    }

    Set<String> exports() {
        return Set.copyOf(exports);
    }

    Set<String> entryPoints() {
        return Set.copyOf(entryPoints);
    }

    Set<String> unknownImports() {
        return Set.copyOf(unknown);
    }

    ImportValues imports(HostCall call, CallLimits limits) {
        ImportValues.Builder imports = ImportValues.builder();
        for (Wanted each : functions) {
            HostFunctionTable.Body body = each.entry().body();
            imports.addFunction(
                    new HostFunction(
                            each.module(),
                            each.name(),
                            each.entry().type(),
                            (_, arguments) -> new long[] {body.apply(call, arguments)}));
        }
        memory.ifPresent(wanted ->
                imports.addMemory(
                        new ImportMemory(
                                wanted.module(), wanted.name(), memory(wanted.limits(), limits))));
        return imports.build();
    }

    /** A memory as declared, within the limits of the call. */
    static Memory memory(MemoryLimits declared, CallLimits limits) {
        if (declared.initialPages() > limits.memoryPages()) {
            throw CallEndedException.reached(
                    Limit.MEMORY,
                    "the code wants " + declared.initialPages() + " pages of memory to begin with");
        }
        return new ByteArrayMemory(
                new MemoryLimits(
                        declared.initialPages(),
                        Math.min(declared.maximumPages(), limits.memoryPages())));
    }

    static TableInstance table(Table declared, int initial) {
        long max = Math.min(declared.limits().max(), MAX_TABLE);
        return new TableInstance(
                new Table(declared.elementType(), new TableLimits(declared.limits().min(), max)),
                initial);
    }
}

package io.hypha.node.runtime;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.compiler.internal.CompilerResult;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.CodeSection;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.SectionId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A runtime, parsed and ready to be called. Immutable but for becoming faster; shared between
 * threads.
 */
public final class RuntimeCode {

    static final String HEAP_BASE = "__heap_base";

    private final Hash256 codeHash;
    private final ModuleLinks links;
    private final Optional<RuntimeVersionSection> version;
    private volatile Form form;

    /** What instances are made of; without machines of its own a module is interpreted. */
    private record Form(WasmModule module, @Nullable Function<Instance, Machine> machines) {}

    private RuntimeCode(
            Hash256 codeHash,
            WasmModule module,
            ModuleLinks links,
            Optional<RuntimeVersionSection> version) {
        this.codeHash = codeHash;
        this.links = links;
        this.version = version;
        this.form = new Form(module, null);
    }

    /**
     * Reads a blob as it is stored under {@code :code}: a module, or the marker 52bc537646db8e05
     * and a zstd frame; a bare frame is taken too. At most 50 MiB of module, and 16 MiB of
     * functions.
     */
    public static CodeLoading of(Bytes blob) {
        try {
            byte[] wasm = CodeBlob.module(blob);
            WasmOutline outline = WasmOutline.of(wasm);
            WasmModule module = parse(wasm);
            return new CodeLoading.Loaded(
                    new RuntimeCode(
                            Blake2b.hash256(blob),
                            module,
                            ModuleLinks.of(module),
                            outline.custom("runtime_version")
                                    .flatMap(section ->
                                            RuntimeVersionSection.of(
                                                    section, outline.custom("runtime_apis")))));
        } catch (WasmOutline.Refusal e) {
            return refused(e);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            // the parser has no type of its own for much of what it refuses, and asserts some of it
            return refused(e);
        } catch (OutOfMemoryError e) {
            return new CodeLoading.Refused("this process has not the memory to parse it");
        }
    }

    /** All but custom sections, of which names of functions are the largest. */
    private static WasmModule parse(byte[] wasm) {
        Parser.Builder parser = Parser.builder();
        for (int section = SectionId.TYPE; section <= SectionId.DATA_COUNT; section++) {
            parser.includeSectionId(section);
        }
        return parser.build().parse(() -> new ByteArrayInputStream(wasm));
    }

    private static CodeLoading refused(Throwable e) {
        return new CodeLoading.Refused(
                e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    /** BLAKE2b-256 of the blob as stored, before decompression. */
    public Hash256 codeHash() {
        return codeHash;
    }

    /**
     * What the blob's custom sections say, without running it; empty where it has none, and {@code
     * Core_version} must be called.
     */
    public Optional<RuntimeVersionSection> version() {
        return version;
    }

    /** The names of all exported functions. */
    public Set<String> exports() {
        return links.exports();
    }

    /** Those exported functions that have the form of an entry point. */
    public Set<String> entryPoints() {
        return links.entryPoints();
    }

    /**
     * {@code module.name} of each imported function that this host does not have, or has with
     * another type. A call that reaches one traps.
     */
    public Set<String> unknownImports() {
        return links.unknownImports();
    }

    /** Whether calls that begin now run compiled. */
    public boolean compiled() {
        return form.machines() != null;
    }

    /**
     * Compiles the code for calls to come: seconds for a large runtime, on the thread that calls.
     * Functions beyond what the JVM takes stay interpreted; of the others only the classes are
     * kept.
     *
     * @return whether calls run compiled from now on; the compiler does not take every module
     */
    public synchronized boolean compile() {
        if (compiled()) {
            return true;
        }
        WasmModule module = form.module();
        try {
            CompilerResult result =
                    Compiler.builder(module)
                            .withInterpreterFallback(InterpreterFallback.SILENT)
                            .withClassCollectorFactory(ClassLoadingCollector::new)
                            .build()
                            .compile();
            Function<Instance, Machine> machines =
                    ((ClassLoadingCollector) result.collector()).machineFactory();
            form = new Form(withBodiesOf(result.interpretedFunctions(), module), machines);
            return true;
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return false;
        }
    }

    /** The module with the instructions of these functions only. */
    private static WasmModule withBodiesOf(Set<Integer> functions, WasmModule module) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        FunctionBody nothing = new FunctionBody(List.of(), List.of());
        CodeSection.Builder code =
                CodeSection.builder()
                        .setRequiresDataCount(module.codeSection().isRequiresDataCount());
        FunctionBody[] bodies = module.codeSection().functionBodies();
        for (int i = 0; i < bodies.length; i++) {
            code.addFunctionBody(functions.contains(imported + i) ? bodies[i] : nothing);
        }
        WasmModule.Builder slim =
                WasmModule.builder()
                        .withValidation(false)
                        .setTypeSection(module.typeSection())
                        .setImportSection(module.importSection())
                        .setFunctionSection(module.functionSection())
                        .setTableSection(module.tableSection())
                        .setGlobalSection(module.globalSection())
                        .setExportSection(module.exportSection())
                        .setElementSection(module.elementSection())
                        .setCodeSection(code.build())
                        .setDataSection(module.dataSection());
        module.memorySection().ifPresent(slim::setMemorySection);
        module.dataCountSection().ifPresent(slim::setDataCountSection);
        return slim.build();
    }

    /** A fresh instance for one call. */
    Instance instantiate(HostCall call, CallLimits limits) {
        Form now = form;
        Function<Instance, Machine> machines = now.machines();
        return Instance.builder(now.module())
                .withImportValues(links.imports(call, limits))
                .withMemoryFactory(declared -> ModuleLinks.memory(declared, limits))
                .withTableFactory(ModuleLinks::table)
                .withMachineFactory(machines == null ? InterpreterMachine::new : machines)
                .withStart(false)
                .build();
    }
}

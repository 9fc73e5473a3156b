package io.hypha.devnet.runtime;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.UnknownCustomSection;
import com.dylibso.chicory.wasm.types.ValType;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Twox;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Runs a runtime blob as a Substrate host would, with the few host functions that the devnet's
 * needs: a new instance for each call, memory of its own, what is not there traps.
 */
final class WasmRuntime {

    private static final int MAX_PAGES = 2_048;

    private final WasmModule module;

    WasmRuntime(Bytes code) {
        this.module = Parser.parse(code.toArray());
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
        return new Call(state).run(method, parameters);
    }

    private final class Call {
        private final StateView state;
        private final Set<Bytes> reads = new LinkedHashSet<>();
        private final Memory memory = new ByteArrayMemory(new MemoryLimits(2, MAX_PAGES));
        private int free;

        Call(StateView state) {
            this.state = state;
        }

        Answer run(String method, Bytes parameters) {
            Instance instance =
                    Instance.builder(module)
                            .withImportValues(
                                    ImportValues.builder()
                                            .addMemory(new ImportMemory("env", "memory", memory))
                                            .addFunction(
                                                    storageGet(),
                                                    malloc(),
                                                    hash(
                                                            "ext_hashing_blake2_128_version_1",
                                                            Blake2b::hash128),
                                                    hash(
                                                            "ext_hashing_twox_64_version_1",
                                                            Twox::hash64),
                                                    hash(
                                                            "ext_hashing_twox_128_version_1",
                                                            Twox::hash128))
                                            .build())
                            .build();
            free = (int) instance.exports().global("__heap_base").getValue();
            try {
                int at = allocate(parameters.toArray());
                long slice = instance.export(method).apply(at, parameters.size())[0];
                return new Answer(Optional.of(read(slice)), reads);
            } catch (ChicoryException e) {
                return new Answer(Optional.empty(), reads);
            }
        }

        private HostFunction storageGet() {
            return new HostFunction(
                    "env",
                    "ext_storage_get_version_1",
                    FunctionType.of(List.of(ValType.I64), List.of(ValType.I64)),
                    (_, args) -> {
                        Bytes key = read(args[0]);
                        reads.add(key);
                        byte[] found =
                                new ScaleCodecWriter()
                                        .writeOptional(
                                                state.get(key), ScaleCodecWriter::writeByteVector)
                                        .toArray();
                        return new long[] {(long) found.length << 32 | allocate(found)};
                    });
        }

        private HostFunction hash(String name, UnaryOperator<byte[]> hasher) {
            return new HostFunction(
                    "env",
                    name,
                    FunctionType.of(List.of(ValType.I64), List.of(ValType.I32)),
                    (_, args) -> new long[] {allocate(hasher.apply(read(args[0]).toArray()))});
        }

        private HostFunction malloc() {
            return new HostFunction(
                    "env",
                    "ext_allocator_malloc_version_1",
                    FunctionType.of(List.of(ValType.I32), List.of(ValType.I32)),
                    (_, args) -> new long[] {allocate(new byte[Math.toIntExact(args[0])])});
        }

        private Bytes read(long slice) {
            return Bytes.of(memory.readBytes((int) slice, (int) (slice >>> 32)));
        }

        /** The next place of the heap, eight bytes apart from what is there as hosts keep it. */
        private int allocate(byte[] bytes) {
            int at = free + 15 & -8;
            free = at + bytes.length;
            while (free > memory.pages() * Memory.PAGE_SIZE) {
                if (memory.grow(1) < 0) {
                    throw new ChicoryException("out of memory");
                }
            }
            memory.write(at, bytes);
            return at;
        }
    }
}

package io.hypha.bench;

import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.zstd.Zstd;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls of runtimes, interpreted and compiled, beside V8 on the same module in the same run. Every
 * call has a fresh instance there, too. {@code bench/runtime} runs it; results must be equal.
 */
public final class RuntimeBench {

    private static final int WARM_UP = 15;
    private static final int TIMES = 31;
    private static final CallLimits LIMITS = CallLimits.DEFAULT;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Call(String method, Bytes parameters) {}

    private record Subject(
            String name, Bytes blob, SortedMap<Bytes, Bytes> state, List<Call> calls) {}

    /** Milliseconds. */
    private record Times(double first, double warm, Bytes result) {}

    private RuntimeBench() {}

    /**
     * @param args the script for Node, and a folder for what it is given
     */
    public static void main(String[] args) throws Exception {
        System.out.println(
                "| runtime | call | first | interpreted | compiled first | compiled | V8 first | V8"
                        + " | compiled / V8 |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        List<String> sizes = new ArrayList<>();
        for (Subject subject : subjects()) {
            run(subject, Path.of(args[0]), Path.of(args[1]), sizes);
        }
        System.out.println();
        System.out.println(
                "| runtime | blob | module | load | compile | kept loaded | kept compiled |");
        System.out.println("|---|---|---|---|---|---|---|");
        sizes.forEach(System.out::println);
    }

    private static List<Subject> subjects() throws IOException {
        List<Call> calls =
                List.of(
                        new Call("Core_version", Bytes.EMPTY),
                        new Call("Metadata_metadata", Bytes.EMPTY));
        List<Subject> subjects = new ArrayList<>();
        DevnetRuntime devnet =
                new DevnetRuntime(
                        new DevnetSpec("bench", 1_790_000_000_000L, 2_000, 10, 4_320_000, 20));
        List<Call> withQuote = new ArrayList<>(calls);
        withQuote.add(
                new Call(
                        "SwapRuntimeApi_sim_swap_tao_for_alpha",
                        new ScaleCodecWriter()
                                .writeUint16(1)
                                .writeLong(10_000_000_000L)
                                .toBytes()));
        subjects.add(
                new Subject("devnet 424", DevnetRuntime.code(424), devnet.genesis(), withQuote));
        String directory = System.getenv("RUNTIME_BLOBS_DIR");
        if (directory == null) {
            System.err.println("RUNTIME_BLOBS_DIR is not set");
            return subjects;
        }
        for (String name :
                List.of(
                        "testfinney-genesis-code",
                        "finney-code-substitute-2585476",
                        "westend-9300")) {
            Path file = Path.of(directory, name + ".wasm.zst");
            if (Files.isRegularFile(file)) {
                subjects.add(
                        new Subject(
                                name, Bytes.of(Files.readAllBytes(file)), new TreeMap<>(), calls));
            } else {
                System.err.println(file.getFileName() + " is not in RUNTIME_BLOBS_DIR");
            }
        }
        return subjects;
    }

    private static void run(Subject subject, Path script, Path folder, List<String> sizes)
            throws Exception {
        long before = kept();
        long begin = System.nanoTime();
        RuntimeCode code =
                switch (RuntimeCode.of(subject.blob())) {
                    case CodeLoading.Loaded(RuntimeCode loaded) -> loaded;
                    case CodeLoading.Refused(String reason) ->
                            throw new IllegalStateException(reason);
                };
        double load = millis(begin);
        long loaded = kept() - before;
        List<Times> interpreted = measure(code, subject);
        begin = System.nanoTime();
        if (!code.compile()) {
            throw new IllegalStateException(subject.name() + " does not compile");
        }
        double compile = millis(begin);
        List<Times> compiled = measure(code, subject);
        long all = kept() - before;
        JsonNode v8 = runInV8(subject, script, folder);
        for (int i = 0; i < subject.calls().size(); i++) {
            Call call = subject.calls().get(i);
            JsonNode peer = v8.get(i);
            String expected = interpreted.get(i).result().toHex();
            if (!compiled.get(i).result().toHex().equals(expected)
                    || !peer.get("result").asString().equals(expected)) {
                throw new IllegalStateException(call + " is answered differently");
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %s | `%s` | %.1f ms | %.2f ms | %.1f ms | %.2f ms | %.1f ms | %.2f ms | %.1f"
                            + " |%n",
                    subject.name(),
                    call.method(),
                    interpreted.get(i).first(),
                    interpreted.get(i).warm(),
                    compiled.get(i).first(),
                    compiled.get(i).warm(),
                    peer.get("first").asDouble(),
                    peer.get("warm").asDouble(),
                    compiled.get(i).warm() / peer.get("warm").asDouble());
        }
        sizes.add(
                String.format(
                        Locale.ROOT,
                        "| %s | %d KB | %d KB | %.0f ms | %.0f ms | %.1f MB | %.1f MB |",
                        subject.name(),
                        subject.blob().size() / 1000,
                        module(subject.blob()).length / 1000,
                        load,
                        compile,
                        loaded / 1e6,
                        all / 1e6));
        if (!code.compiled()) {
            throw new IllegalStateException("the code was let go before it was measured");
        }
    }

    private static double millis(long begin) {
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Heap and classes after a collection. */
    private static long kept() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")
                    || pool.getName().equals("Compressed Class Space")) {
                bytes += pool.getUsage().getUsed();
            }
        }
        return bytes;
    }

    private static List<Times> measure(RuntimeCode code, Subject subject) {
        List<Times> times = new ArrayList<>();
        RuntimeState state = RuntimeState.of(subject.state());
        for (Call call : subject.calls()) {
            long begin = System.nanoTime();
            Bytes result = perform(code, state, call);
            double first = millis(begin);
            double[] warm = new double[TIMES];
            for (int i = -WARM_UP; i < TIMES; i++) {
                begin = System.nanoTime();
                perform(code, state, call);
                if (i >= 0) {
                    warm[i] = millis(begin);
                }
            }
            Arrays.sort(warm);
            times.add(new Times(first, warm[TIMES / 2], result));
        }
        return times;
    }

    private static Bytes perform(RuntimeCode code, RuntimeState state, Call call) {
        return switch (RuntimeSession.callOnce(
                code, state, LIMITS, call.method(), call.parameters())) {
            case CallOutcome.Returned returned -> returned.result();
            case CallOutcome other -> throw new IllegalStateException(call + ": " + other);
        };
    }

    private static byte[] module(Bytes blob) throws Exception {
        return blob.startsWith(Bytes.fromHex("0x52bc537646db8e05"))
                ? Zstd.decompress(blob.slice(8, blob.size()).toArray(), 50 << 20)
                : blob.toArray();
    }

    private static JsonNode runInV8(Subject subject, Path script, Path folder) throws Exception {
        Path wasm = Files.write(folder.resolve("module.wasm"), module(subject.blob()));
        ObjectNode job = JSON.createObjectNode();
        job.put("module", wasm.toString()).put("warmUp", WARM_UP).put("times", TIMES);
        ObjectNode state = job.putObject("state");
        subject.state().forEach((key, value) -> state.put(key.toHex(), value.toHex()));
        ArrayNode calls = job.putArray("calls");
        for (Call call : subject.calls()) {
            calls.addObject()
                    .put("method", call.method())
                    .put("parameters", call.parameters().toHex());
        }
        Path file = folder.resolve("job.json");
        Files.writeString(file, JSON.writeValueAsString(job));
        Process node =
                new ProcessBuilder("node", script.toString(), file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        byte[] answer = node.getInputStream().readAllBytes();
        if (!node.waitFor(2, TimeUnit.MINUTES) || node.exitValue() != 0) {
            throw new IllegalStateException("node did not answer");
        }
        return JSON.readTree(answer);
    }
}

package io.hypha.node.runtime;

import static io.hypha.node.runtime.TinyModule.CALL;
import static io.hypha.node.runtime.TinyModule.DROP;
import static io.hypha.node.runtime.TinyModule.LOCAL_GET;
import static io.hypha.node.runtime.TinyModule.MEMORY_GROW;
import static io.hypha.node.runtime.TinyModule.UNREACHABLE;
import static io.hypha.node.runtime.TinyModule.fat;
import static io.hypha.node.runtime.TinyModule.forever;
import static io.hypha.node.runtime.TinyModule.i32;
import static io.hypha.node.runtime.TinyModule.i64;
import static io.hypha.node.runtime.TinyModule.op;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that means harm, or is broken: each ends within its limits, with a name. */
class BadBlobsTest {

    private static final Duration AMPLE = PatientCalls.LIMITS.time();

    private static final CallLimits SMALL =
            new CallLimits(AMPLE, 64, 1 << 16, 100, 1 << 20, 1 << 16, 8, 1 << 12);

    private static final RuntimeState EMPTY = RuntimeState.of(new TreeMap<>());

    private static String refused(Bytes blob) {
        return switch (RuntimeCode.of(blob)) {
            case CodeLoading.Refused(String reason) -> reason;
            case CodeLoading.Loaded _ -> throw new AssertionError("it was taken");
        };
    }

    private static RuntimeCode load(TinyModule module) {
        return switch (RuntimeCode.of(module.build())) {
            case CodeLoading.Loaded(RuntimeCode code) -> code;
            case CodeLoading.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    private static CallOutcome call(RuntimeCode code) {
        return call(code, SMALL);
    }

    private static CallOutcome call(RuntimeCode code, CallLimits limits) {
        return RuntimeSession.callOnce(code, EMPTY, limits, "entry", Bytes.EMPTY);
    }

    private static void assertLimited(Limit limit, TinyModule module) {
        CallLimits limits = limit == Limit.TIME ? SMALL.withTime(Duration.ofMillis(150)) : SMALL;
        RuntimeCode code = load(module);
        for (boolean compiled : new boolean[] {false, true}) {
            if (compiled) {
                assertTrue(code.compile());
            }
            CallOutcome outcome = call(code, limits);
            assertThat(outcome)
                    .as("compiled: " + compiled)
                    .isInstanceOfSatisfying(
                            CallOutcome.Limited.class,
                            limited -> assertEquals(limit, limited.limit(), limited.reason()));
        }
    }

    private static void assertTrapped(String reason, TinyModule module) {
        RuntimeCode code = load(module);
        for (boolean compiled : new boolean[] {false, true}) {
            if (compiled) {
                assertTrue(code.compile());
            }
            CallOutcome outcome = call(code);
            assertThat(outcome)
                    .as("compiled: " + compiled)
                    .isInstanceOfSatisfying(
                            CallOutcome.Trapped.class,
                            trapped -> assertThat(trapped.reason()).contains(reason));
        }
    }

    @Test
    void good_twins_return() {
        TinyModule exported =
                new TinyModule()
                        .memory(1)
                        .function("entry", "ii:l", fat(4, 3))
                        .data(4, Bytes.ofInts(7, 8, 9));
        TinyModule imported =
                new TinyModule()
                        .importMemory(1)
                        .function("entry", "ii:l", fat(4, 3))
                        .data(4, Bytes.ofInts(7, 8, 9));
        for (TinyModule module : List.of(exported, imported)) {
            CallOutcome outcome = call(load(module));
            assertEquals(new CallOutcome.Returned(Bytes.ofInts(7, 8, 9), List.of()), outcome);
        }
    }

    @Test
    void without_a_heap_base_a_memory_or_a_beginning_it_is_refused() {
        assertThat(refused(TinyModule.entry(i64(0)).withoutHeapBase().build()))
                .contains("__heap_base");
        assertThat(refused(new TinyModule().function("entry", "ii:l", i64(0)).build()))
                .contains("memory");
        assertThat(refused(Bytes.EMPTY)).contains("WebAssembly");
        assertThat(refused(Bytes.fromHex("0x0061736d02000000"))).contains("WebAssembly");
    }

    @Test
    void what_it_claims_must_be_there() {
        Bytes header = Bytes.fromHex("0x0061736d01000000");
        // a section, a list of parameters, a data segment, a list of elements of two gigabytes
        assertThat(refused(Bytes.concat(header, Bytes.fromHex("0x01ffffffff0760"))))
                .contains("claims");
        assertThat(refused(Bytes.concat(header, Bytes.fromHex("0x01070160ffffffff07"))))
                .contains("claims");
        assertThat(refused(Bytes.concat(header, Bytes.fromHex("0x0b070101ffffffff0700"))))
                .contains("claims");
        assertThat(
                        refused(
                                Bytes.concat(
                                        header,
                                        Bytes.fromHex("0x09080101 00ffffffff07".replace(" ", "")))))
                .contains("claims");
        // 49 999 and 49 999 locals
        assertThat(refused(Bytes.concat(header, Bytes.fromHex("0x0a0b010902cf86037fcf86037f0b"))))
                .contains("locals");
        assertThat(refused(Bytes.concat(header, Bytes.fromHex("0x080100"))))
                .contains("start function");
        // 17 MiB of instructions that do nothing
        assertThat(refused(TinyModule.entry(Bytes.of(nops(17 << 20)), i64(0)).build()))
                .contains("functions are above the limit");
        assertThat(refused(TinyModule.entry(i64(0)).table((1 << 20) + 1).build()))
                .contains("table");
    }

    private static byte[] nops(int count) {
        byte[] nops = new byte[count];
        java.util.Arrays.fill(nops, (byte) 1);
        return nops;
    }

    @Test
    void a_loop_ends_at_the_time_limit() {
        assertLimited(Limit.TIME, TinyModule.entry(forever()));
        assertLimited(
                Limit.TIME,
                new TinyModule()
                        .importFunction("ext_allocator_malloc_version_1", "i:i")
                        .importFunction("ext_allocator_free_version_1", "i:")
                        .memory(2)
                        .function("entry", "ii:l", forever(i32(8), op(CALL, 0), op(CALL, 1))));
    }

    @Test
    void growth_without_end_ends_at_the_limit_of_memory_or_time() {
        assertLimited(
                Limit.MEMORY,
                new TinyModule()
                        .importFunction("ext_allocator_malloc_version_1", "i:i")
                        .memory(2)
                        .function("entry", "ii:l", forever(i32(4096), op(CALL, 0), op(DROP))));
        assertLimited(Limit.TIME, TinyModule.entry(forever(i32(1), op(MEMORY_GROW, 0), op(DROP))));
        assertLimited(Limit.MEMORY, new TinyModule().memory(65).function("entry", "ii:l", i64(0)));
        assertLimited(
                Limit.MEMORY, new TinyModule().importMemory(65).function("entry", "ii:l", i64(0)));
        assertTrapped(
                "33554433 bytes",
                new TinyModule()
                        .importFunction("ext_allocator_malloc_version_1", "i:i")
                        .memory(2)
                        .function(
                                "entry",
                                "ii:l",
                                i32((32 << 20) + 1),
                                op(CALL, 0),
                                op(DROP),
                                i64(0)));
    }

    @Test
    void recursion_ends_at_the_limit_of_depth() {
        assertLimited(Limit.DEPTH, TinyModule.entry(op(LOCAL_GET, 0, LOCAL_GET, 1, CALL, 0)));
    }

    /** The stack ends inside a host function, at a depth that differs from call to call. */
    @Test
    void recursion_through_host_functions_leaves_them_usable() {
        TinyModule module =
                new TinyModule()
                        .importFunction("ext_hashing_blake2_256_version_1", "l:i")
                        .importFunction("ext_storage_get_version_1", "l:l")
                        .importFunction("ext_crypto_secp256k1_ecdsa_recover_version_2", "ii:l")
                        .memory(2)
                        .function(
                                "entry",
                                "ii:l",
                                Bytes.concat(fat(0, 8), op(CALL, 0, DROP)),
                                Bytes.concat(fat(0, 8), op(CALL, 1, DROP)),
                                Bytes.concat(i32(0), i32(0), op(CALL, 2, DROP)),
                                op(LOCAL_GET, 0, LOCAL_GET, 1, CALL, 3))
                        .function("once", "ii:l", Bytes.concat(i32(0), i32(0), op(CALL, 2)));
        RuntimeCode code = load(module);
        CallLimits limits =
                new CallLimits(AMPLE, 64, 1 << 16, 1 << 20, 1 << 20, 1 << 16, 8, 1 << 12);
        assertThat(call(code, limits)).isInstanceOf(CallOutcome.Limited.class);
        assertThat(RuntimeSession.callOnce(code, EMPTY, limits, "once", Bytes.EMPTY))
                .isInstanceOf(CallOutcome.Returned.class);
    }

    @Test
    void an_unknown_import_traps_only_where_it_is_called() {
        TinyModule module =
                new TinyModule()
                        .importFunction("ext_of_the_future_version_9", "l:")
                        .importFunction("ext_storage_get_version_1", "i:i")
                        .memory(2)
                        .function("entry", "ii:l", i64(1), op(CALL, 0), i64(0))
                        .function("other", "ii:l", i32(1), op(CALL, 1, DROP), i64(0))
                        .function("spared", "ii:l", fat(0, 1));
        RuntimeCode code = load(module);
        assertThat(code.unknownImports())
                .containsExactlyInAnyOrder(
                        "env.ext_of_the_future_version_9", "env.ext_storage_get_version_1");
        assertTrapped("no function env.ext_of_the_future_version_9", module);
        assertThat(RuntimeSession.callOnce(code, EMPTY, SMALL, "other", Bytes.EMPTY))
                .isInstanceOf(CallOutcome.Trapped.class);
        assertThat(RuntimeSession.callOnce(code, EMPTY, SMALL, "spared", Bytes.EMPTY))
                .isInstanceOf(CallOutcome.Returned.class);
    }

    @Test
    void pointers_outside_its_memory_are_traps() {
        assertTrapped("outside the memory", TinyModule.entry(fat(2 << 16, 1)));
        assertTrapped("outside the memory", TinyModule.entry(fat((2 << 16) - 1, 2)));
        assertTrapped("outside the memory", TinyModule.entry(fat(0xffff_ffffL, 1)));
        TinyModule get =
                new TinyModule()
                        .importFunction("ext_storage_get_version_1", "l:l")
                        .memory(2)
                        .function("entry", "ii:l", i64(-1), op(CALL, 0));
        assertTrapped("4294967295 bytes at 4294967295", get);
        TinyModule verify =
                new TinyModule()
                        .importFunction("ext_crypto_ed25519_verify_version_1", "ili:i")
                        .memory(2)
                        .function(
                                "entry",
                                "ii:l",
                                i32(-8),
                                i64(0),
                                i32(0),
                                op(CALL, 0, DROP),
                                i64(0));
        assertTrapped("64 bytes at 4294967288", verify);
        assertTrapped("", TinyModule.entry(i64(0)).data((2 << 16) - 1, Bytes.ofInts(1, 2)));
        assertLimited(Limit.MEMORY, TinyModule.entry(fat(0, 0)).heapBase(-1));
    }

    @Test
    void a_heap_whose_headers_are_spoilt_ends_the_call() {
        TinyModule module =
                new TinyModule()
                        .importFunction("ext_allocator_free_version_1", "i:")
                        .memory(2)
                        .function("entry", "ii:l", i32(2048), op(CALL, 0), i64(0));
        assertTrapped("outside the heap", module);
        TinyModule twice =
                new TinyModule()
                        .importFunction("ext_allocator_free_version_1", "i:")
                        .memory(2)
                        .function(
                                "entry",
                                "ii:l",
                                op(LOCAL_GET, 0, CALL, 0),
                                op(LOCAL_GET, 0, CALL, 0),
                                i64(0));
        assertTrapped("spoilt", twice);
    }

    @Test
    void too_long_a_result_ends_the_call() {
        assertLimited(Limit.OUTPUT, TinyModule.entry(fat(0, (1 << 16) + 1)));
        assertThat(call(load(TinyModule.entry(fat(0, 1 << 16)))))
                .isInstanceOf(CallOutcome.Returned.class);
    }

    @Test
    void a_trap_of_the_code_is_an_error() {
        assertTrapped("unreachable", TinyModule.entry(op(UNREACHABLE)));
        assertTrapped("entry is no entry point", new TinyModule().memory(1).function("entry", ":"));
    }

    private static TinyModule repeating(String name, String signature, Bytes... arguments) {
        return new TinyModule()
                .importFunction(name, signature)
                .memory(2)
                .function("entry", "ii:l", forever(Bytes.concat(arguments), op(CALL, 0)));
    }

    @Test
    void reads_writes_transactions_and_words_without_end_end_at_their_limits() {
        assertLimited(
                Limit.READS,
                new TinyModule()
                        .importFunction("ext_storage_exists_version_1", "l:i")
                        .memory(2)
                        .function("entry", "ii:l", forever(fat(0, 4), op(CALL, 0, DROP))));
        assertLimited(
                Limit.CHANGES,
                repeating("ext_storage_append_version_1", "ll:", fat(0, 4), fat(0, 900)));
        assertLimited(
                Limit.TRANSACTIONS, repeating("ext_storage_start_transaction_version_1", ":"));
        assertLimited(
                Limit.LOG,
                repeating("ext_logging_log_version_1", "ill:", i32(1), fat(0, 4), fat(0, 200)));
        assertTrapped(
                "no storage transaction",
                repeating("ext_storage_commit_transaction_version_1", ":"));
        assertTrapped(
                "no storage transaction",
                repeating("ext_storage_rollback_transaction_version_1", ":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"28b52ffd", "52bc537646db8e0528b52ffd"})
    void a_frame_that_unfolds_to_gigabytes_is_refused(String begin) {
        // claims 2^40 bytes; claims 2^64 - 1; claims nothing and repeats a byte again and again
        assertThat(refused(Bytes.fromHex(begin + "e00000000000010000")))
                .contains("above the limit");
        assertThat(refused(Bytes.fromHex(begin + "e0ffffffffffffffff")))
                .contains("above the limit");
        assertThat(refused(Bytes.fromHex(begin + "0088" + "02001000".repeat(500))))
                .contains("above the limit");
    }

    @Test
    void a_caller_that_is_interrupted_waits_no_longer() {
        RuntimeCode code = load(TinyModule.entry(forever()));
        Thread.currentThread().interrupt();
        CallOutcome outcome = call(code, PatientCalls.LIMITS);
        assertTrue(Thread.interrupted());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CallOutcome.Limited.class,
                        limited -> assertEquals(Limit.INTERRUPTED, limited.limit()));
    }

    @Test
    void a_state_that_throws_is_a_fault_of_the_caller() {
        RuntimeCode code =
                load(
                        new TinyModule()
                                .importFunction("ext_storage_get_version_1", "l:l")
                                .memory(2)
                                .function("entry", "ii:l", fat(0, 4), op(CALL, 0)));
        RuntimeState broken = new BrokenState();
        assertThrows(
                IllegalStateException.class,
                () -> RuntimeSession.callOnce(code, broken, SMALL, "entry", Bytes.EMPTY));
    }

    private static Bytes devnet() {
        try (InputStream in = BadBlobsTest.class.getResourceAsStream("/devnet/runtime-424.wasm")) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_blob_cut_anywhere_is_refused_or_whole_enough_to_run() {
        Bytes whole = devnet();
        for (int size = 0; size < whole.size(); size += 61) {
            assertEnds(whole.slice(0, size));
        }
    }

    @Test
    void mutants_of_a_runtime_end_within_their_limits() {
        mutate(120, 9);
    }

    @Tag("long")
    @Test
    void many_mutants_of_a_runtime_end_within_their_limits() {
        mutate(20_000, 10);
    }

    private static void mutate(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = devnet().toArray();
        int ran = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = whole.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            ran += assertEnds(Bytes.of(mutant)) ? 1 : 0;
        }
        assertThat(ran).isPositive();
    }

    /** Whether it was taken and called; any outcome will do, but it must come. */
    private static boolean assertEnds(Bytes blob) {
        return switch (RuntimeCode.of(blob)) {
            case CodeLoading.Refused(String reason) -> {
                assertThat(reason).isNotBlank();
                yield false;
            }
            case CodeLoading.Loaded(RuntimeCode code) -> {
                perform(code);
                // a compiler that fails leaves the interpreter
                if (blob.hashCode() % 4 == 0 && code.compile()) {
                    perform(code);
                }
                yield true;
            }
        };
    }

    private static void perform(RuntimeCode code) {
        for (String method : List.of("Core_version", "Metadata_metadata")) {
            RuntimeSession.callOnce(
                    code, EMPTY, SMALL.withTime(Duration.ofMillis(50)), method, Bytes.EMPTY);
        }
    }

    private static final class BrokenState implements RuntimeState {
        @Override
        public StateAnswer get(Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NextAnswer next(Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public StateAnswer child(Bytes childName, Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NextAnswer childNext(Bytes childName, Bytes key) {
            throw new UnsupportedOperationException();
        }
    }
}

package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Heap, log, and what the code may ask about the machine. */
final class MachineFunctions {

    /** Informations and worse are wanted. */
    private static final int MAX_LEVEL = 3;

    private static final int INFORMATION = 3;
    private static final byte[] PRINT = "print".getBytes(StandardCharsets.US_ASCII);

    private MachineFunctions() {}

    static void addTo(HostFunctionTable table) {
        table.add(
                "ext_allocator_malloc_version_1",
                "i:i",
                (call, a) -> call.heap().allocate((int) a[0]));
        table.addVoid(
                "ext_allocator_free_version_1", "i", (call, a) -> call.heap().release((int) a[0]));
        table.addVoid("ext_logging_log_version_1", "ill", MachineFunctions::log);
        table.add("ext_logging_max_level_version_1", ":i", (_, _) -> MAX_LEVEL);
        table.addVoid(
                "ext_misc_print_utf8_version_1",
                "l",
                (call, a) -> print(call, call.memory().slice(a[0])));
        table.addVoid(
                "ext_misc_print_hex_version_1",
                "l",
                (call, a) ->
                        print(call, "0x" + HexFormat.of().formatHex(call.memory().slice(a[0]))));
        table.addVoid(
                "ext_misc_print_num_version_1",
                "l",
                (call, a) -> print(call, Long.toUnsignedString(a[0])));
        table.add("ext_misc_runtime_version_version_1", "l:l", MachineFunctions::runtimeVersion);
        table.addVoid(
                "ext_panic_handler_abort_on_panic_version_1",
                "l",
                (call, a) -> {
                    throw CallEndedException.trap(
                            "the code panicked: " + text(call.memory().slice(a[0])));
                });
        table.add("ext_wasm_tracing_enabled_version_1", ":i", (_, _) -> 0);
        table.add("ext_wasm_tracing_enter_span_version_1", "l:l", (_, _) -> 0);
        table.addVoid("ext_wasm_tracing_event_version_1", "l", (_, _) -> {});
        table.addVoid("ext_wasm_tracing_exit_version_1", "l", (_, _) -> {});
    }

    private static void log(HostCall call, long[] a) {
        int level = (int) a[0];
        byte[] target = call.memory().slice(a[1]);
        byte[] message = call.memory().slice(a[2]);
        if (Integer.compareUnsigned(level, MAX_LEVEL) <= 0) {
            call.log().add(level, target, message);
        }
    }

    private static void print(HostCall call, String message) {
        print(call, message.getBytes(StandardCharsets.US_ASCII));
    }

    private static void print(HostCall call, byte[] message) {
        call.log().add(INFORMATION, PRINT, message);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
    }

    private static long runtimeVersion(HostCall call, long[] a) {
        StackRoom.require();
        Bytes answer =
                new ScaleCodecWriter()
                        .writeOptional(
                                call.versionOf(call.memory().bytes(a[0])),
                                ScaleCodecWriter::writeByteVector)
                        .toBytes();
        return call.storeFat(answer);
    }
}

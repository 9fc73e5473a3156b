package io.hypha.node.runtime;

import static io.hypha.node.runtime.Overlay.MAIN;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.StateVersion;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code ext_storage_*}. */
final class StorageFunctions {

    private static final int ALL_REMOVED = 0;
    private static final int SOME_REMAINING = 1;

    private StorageFunctions() {}

    static void addTo(HostFunctionTable table) {
        table.addVoid("ext_storage_set_version_1", "ll", StorageFunctions::set);
        table.add(
                "ext_storage_get_version_1",
                "l:l",
                (call, a) ->
                        storeOption(call, call.storage().get(MAIN, call.memory().bytes(a[0]))));
        table.add(
                "ext_storage_read_version_1",
                "lli:l",
                (call, a) -> read(call, MAIN, call.memory().bytes(a[0]), a[1], (int) a[2]));
        table.addVoid("ext_storage_clear_version_1", "l", StorageFunctions::clear);
        table.add(
                "ext_storage_exists_version_1",
                "l:i",
                (call, a) ->
                        call.storage().get(MAIN, call.memory().bytes(a[0])).isPresent() ? 1 : 0);
        table.addVoid(
                "ext_storage_clear_prefix_version_1",
                "l",
                (call, a) -> clearPrefix(call, a[0], OptionalLong.empty()));
        table.add(
                "ext_storage_clear_prefix_version_2",
                "ll:l",
                (call, a) -> storeRemoval(call, clearPrefix(call, a[0], limit(call, a[1]))));
        table.addVoid(
                "ext_storage_append_version_1",
                "ll",
                (call, a) ->
                        call.storage()
                                .append(call.memory().bytes(a[0]), call.memory().bytes(a[1])));
        table.add(
                "ext_storage_next_key_version_1",
                "l:l",
                (call, a) ->
                        storeOption(call, call.storage().next(MAIN, call.memory().bytes(a[0]))));
        table.add(
                "ext_storage_root_version_1",
                ":l",
                (call, _) -> call.storeFat(call.storage().root(StateVersion.V0).toArray()));
        table.add(
                "ext_storage_root_version_2",
                "i:l",
                (call, a) -> call.storeFat(call.storage().root(version(a[0])).toArray()));
        table.add(
                "ext_storage_changes_root_version_1",
                "l:l",
                (call, _) -> storeOption(call, Optional.empty()));
        table.addVoid(
                "ext_storage_start_transaction_version_1", "", (call, _) -> call.storage().begin());
        table.addVoid(
                "ext_storage_commit_transaction_version_1",
                "",
                (call, _) -> call.storage().commit());
        table.addVoid(
                "ext_storage_rollback_transaction_version_1",
                "",
                (call, _) -> call.storage().rollback());
        table.add("ext_storage_proof_size_storage_proof_size_version_1", ":l", (_, _) -> -1);
    }

    private static void set(HostCall call, long[] a) {
        Bytes key = call.memory().bytes(a[0]);
        Bytes value = call.memory().bytes(a[1]);
        if (!WellKnownKeys.isOfChildStorage(key)) {
            call.storage().set(MAIN, key, value);
        }
    }

    private static void clear(HostCall call, long[] a) {
        Bytes key = call.memory().bytes(a[0]);
        if (!WellKnownKeys.isOfChildStorage(key)) {
            call.storage().clear(MAIN, key);
        }
    }

    /**
     * Copies as much of the value behind the offset as there is room, and tells how much there is.
     */
    static long read(HostCall call, Bytes child, Bytes key, long out, int offset) {
        Optional<Bytes> value = call.storage().get(child, key);
        ScaleCodecWriter answer = new ScaleCodecWriter();
        if (value.isEmpty()) {
            return call.storeFat(answer.writeUByte(0).toArray());
        }
        byte[] bytes = value.get().toArray();
        int from = (int) Math.min(Integer.toUnsignedLong(offset), bytes.length);
        int length = (int) Math.min(out >>> 32, bytes.length - from);
        call.memory().write((int) out, bytes, from, length);
        return call.storeFat(answer.writeUByte(1).writeUint32(bytes.length - from).toArray());
    }

    private static CallStorage.Removal clearPrefix(HostCall call, long prefix, OptionalLong limit) {
        Bytes start = call.memory().bytes(prefix);
        return WellKnownKeys.isOfChildStorage(start)
                        || WellKnownKeys.CHILD_STORAGE.startsWith(start)
                ? new CallStorage.Removal(true, 0)
                : call.storage().clearPrefix(MAIN, start, limit);
    }

    static long storeOption(HostCall call, Optional<Bytes> value) {
        return call.storeFat(
                new ScaleCodecWriter()
                        .writeOptional(value, ScaleCodecWriter::writeByteVector)
                        .toArray());
    }

    static long storeRemoval(HostCall call, CallStorage.Removal removal) {
        return call.storeFat(
                new ScaleCodecWriter()
                        .writeUByte(removal.isComplete() ? ALL_REMOVED : SOME_REMAINING)
                        .writeUint32(removal.keys())
                        .toArray());
    }

    /** A SCALE {@code Option<u32>}. */
    static OptionalLong limit(HostCall call, long fat) {
        ScaleCodecReader in = new ScaleCodecReader(call.memory().slice(fat));
        try {
            Optional<Long> limit = in.readOptional(ScaleCodecReader::readUint32);
            in.requireEnd();
            return limit.map(OptionalLong::of).orElseGet(OptionalLong::empty);
        } catch (ScaleException e) {
            throw CallEndedException.trap("a limit is no Option<u32>: " + e.getMessage());
        }
    }

    static StateVersion version(long code) {
        return switch ((int) code) {
            case 0 -> StateVersion.V0;
            case 1 -> StateVersion.V1;
            default ->
                    throw CallEndedException.trap(
                            Integer.toUnsignedString((int) code) + " is no state version");
        };
    }
}

package io.hypha.node.runtime;

import static io.hypha.node.runtime.StorageFunctions.limit;
import static io.hypha.node.runtime.StorageFunctions.storeOption;
import static io.hypha.node.runtime.StorageFunctions.storeRemoval;
import static io.hypha.node.runtime.StorageFunctions.version;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.trie.StateVersion;
import java.util.OptionalLong;

/** {@code ext_default_child_storage_*}. The first argument is the child's name. */
final class ChildStorageFunctions {

    private static final String PREFIX = "ext_default_child_storage_";

    private ChildStorageFunctions() {}

    static void addTo(HostFunctionTable table) {
        table.addVoid(
                PREFIX + "set_version_1",
                "lll",
                (call, a) ->
                        call.storage()
                                .set(
                                        name(call, a),
                                        call.memory().bytes(a[1]),
                                        call.memory().bytes(a[2])));
        table.add(
                PREFIX + "get_version_1",
                "ll:l",
                (call, a) ->
                        storeOption(
                                call,
                                call.storage().get(name(call, a), call.memory().bytes(a[1]))));
        table.add(
                PREFIX + "read_version_1",
                "llli:l",
                (call, a) ->
                        StorageFunctions.read(
                                call, name(call, a), call.memory().bytes(a[1]), a[2], (int) a[3]));
        table.addVoid(
                PREFIX + "clear_version_1",
                "ll",
                (call, a) -> call.storage().clear(name(call, a), call.memory().bytes(a[1])));
        table.addVoid(
                PREFIX + "storage_kill_version_1",
                "l",
                (call, a) -> kill(call, a, OptionalLong.empty()));
        table.add(
                PREFIX + "storage_kill_version_2",
                "ll:i",
                (call, a) -> kill(call, a, limit(call, a[1])).isComplete() ? 1 : 0);
        table.add(
                PREFIX + "storage_kill_version_3",
                "ll:l",
                (call, a) -> storeRemoval(call, kill(call, a, limit(call, a[1]))));
        table.add(
                PREFIX + "exists_version_1",
                "ll:i",
                (call, a) ->
                        call.storage().get(name(call, a), call.memory().bytes(a[1])).isPresent()
                                ? 1
                                : 0);
        table.addVoid(
                PREFIX + "clear_prefix_version_1",
                "ll",
                (call, a) -> clearPrefix(call, a, OptionalLong.empty()));
        table.add(
                PREFIX + "clear_prefix_version_2",
                "lll:l",
                (call, a) -> storeRemoval(call, clearPrefix(call, a, limit(call, a[2]))));
        table.add(PREFIX + "root_version_1", "l:l", (call, a) -> root(call, a, StateVersion.V0));
        table.add(PREFIX + "root_version_2", "li:l", (call, a) -> root(call, a, version(a[1])));
        table.add(
                PREFIX + "next_key_version_1",
                "ll:l",
                (call, a) ->
                        storeOption(
                                call,
                                call.storage().next(name(call, a), call.memory().bytes(a[1]))));
    }

    private static Bytes name(HostCall call, long[] a) {
        Bytes name = call.memory().bytes(a[0]);
        if (name.isEmpty()) {
            throw CallEndedException.trap("a child trie without a name");
        }
        return name;
    }

    private static CallStorage.Removal kill(HostCall call, long[] a, OptionalLong limit) {
        return call.storage().clearPrefix(name(call, a), Bytes.EMPTY, limit);
    }

    private static CallStorage.Removal clearPrefix(HostCall call, long[] a, OptionalLong limit) {
        return call.storage().clearPrefix(name(call, a), call.memory().bytes(a[1]), limit);
    }

    private static long root(HostCall call, long[] a, StateVersion version) {
        return call.storeFat(call.storage().childRoot(name(call, a), version).toArray());
    }
}

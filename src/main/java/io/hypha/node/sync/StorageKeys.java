package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Twox;
import java.nio.charset.StandardCharsets;

/**
 * Keys of the few plain storage items that consensus itself needs, before any metadata is known.
 */
final class StorageKeys {

    static final Bytes GRANDPA_AUTHORITIES = plain("Grandpa", "Authorities");

    /** Where older runtimes kept the voters, behind a version byte. */
    static final Bytes OLD_GRANDPA_AUTHORITIES = wellKnown(":grandpa_authorities");

    static final Bytes CURRENT_SET_ID = plain("Grandpa", "CurrentSetId");
    static final Bytes AURA_AUTHORITIES = plain("Aura", "Authorities");
    static final Bytes LAST_RUNTIME_UPGRADE = plain("System", "LastRuntimeUpgrade");

    /** Where every state holds the code that makes the next block. */
    static final Bytes CODE = wellKnown(":code");

    /** A key just below it: its absence proves the hash of the code without the code itself. */
    static final Bytes BELOW_CODE = Bytes.concat(CODE, Bytes.ofInts(0));

    /** How much memory that code asks for; most chains leave it to the node. */
    static final Bytes HEAP_PAGES = wellKnown(":heappages");

    /** Below it stand the roots of child tries. */
    static final Bytes CHILD_STORAGE = wellKnown(":child_storage:default:");

    private StorageKeys() {}

    private static Bytes wellKnown(String name) {
        return Bytes.of(name.getBytes(StandardCharsets.US_ASCII));
    }

    /** twox128(pallet) ‖ twox128(item). */
    static Bytes plain(String pallet, String item) {
        return Bytes.concat(hash(pallet), hash(item));
    }

    private static Bytes hash(String name) {
        return Bytes.of(Twox.hash128(name.getBytes(StandardCharsets.US_ASCII)));
    }
}

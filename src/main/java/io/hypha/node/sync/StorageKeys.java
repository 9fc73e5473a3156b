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
    static final Bytes OLD_GRANDPA_AUTHORITIES =
            Bytes.of(":grandpa_authorities".getBytes(StandardCharsets.US_ASCII));

    static final Bytes CURRENT_SET_ID = plain("Grandpa", "CurrentSetId");
    static final Bytes AURA_AUTHORITIES = plain("Aura", "Authorities");
    static final Bytes LAST_RUNTIME_UPGRADE = plain("System", "LastRuntimeUpgrade");

    private StorageKeys() {}

    /** twox128(pallet) ‖ twox128(item). */
    static Bytes plain(String pallet, String item) {
        return Bytes.concat(hash(pallet), hash(item));
    }

    private static Bytes hash(String name) {
        return Bytes.of(Twox.hash128(name.getBytes(StandardCharsets.US_ASCII)));
    }
}

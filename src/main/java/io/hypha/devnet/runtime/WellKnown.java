package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/** Keys of the state that are plain text: Substrate's own, and what only a devnet has. */
final class WellKnown {

    /** The runtime as WebAssembly. */
    static final Bytes CODE = text(":code");

    /** The voters where they stood before the pallet kept them: version 1, then the list. */
    static final Bytes GRANDPA_AUTHORITIES = text(":grandpa_authorities");

    /** Chain time of the last settlement of emission, u64 milliseconds. */
    static final Bytes SETTLED = text(":devnet:settled_millis");

    /** u64 milliseconds. */
    static final Bytes SLOT_DURATION = text(":devnet:slot_duration_millis");

    /** The RFC-78 digest of the metadata, which the code compares signatures with. */
    static final Bytes METADATA_DIGEST = text(":devnet:metadata_digest");

    private WellKnown() {}

    /**
     * Raw metadata of a version.
     *
     * @param version of two digits
     */
    static Bytes metadata(int version) {
        return text(":devnet:metadata:" + version);
    }

    private static Bytes text(String key) {
        return Bytes.of(key.getBytes(StandardCharsets.US_ASCII));
    }
}

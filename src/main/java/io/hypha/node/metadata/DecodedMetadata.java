package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metadata that was decoded lately, by its hash: it takes a tenth of a second and some megabytes,
 * and several rooms want the same. What is decoded follows from the bytes alone, so that nobody can
 * tell whether it was kept.
 */
public final class DecodedMetadata {

    /** The runtimes around an upgrade, and one of history. */
    private static final int KEPT = 3;

    private static final Map<Hash256, RuntimeMetadata> DECODED =
            new LinkedHashMap<>(8, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Hash256, RuntimeMetadata> eldest) {
                    return size() > KEPT;
                }
            };

    private DecodedMetadata() {}

    /**
     * @param blake2b256 the hash of {@code metadata}, which the caller has made of it
     * @throws io.hypha.node.scale.ScaleException when it does not decode
     */
    public static RuntimeMetadata of(Hash256 blake2b256, Bytes metadata) {
        synchronized (DECODED) {
            RuntimeMetadata known = DECODED.get(blake2b256);
            if (known == null) {
                known = RuntimeMetadata.decode(metadata);
                DECODED.put(blake2b256, known);
            }
            return known;
        }
    }
}

package io.hypha.devnet;

import io.hypha.devnet.author.Authorities;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.Map;
import java.util.TreeMap;

/** Draws up what a light node must know of a chain. */
final class NetworkRecord {

    private NetworkRecord() {}

    static DevnetRecord of(Chain chain, Authorities authorities) {
        DevnetRuntime runtime = chain.runtime();
        Map<Integer, Hash256> metadata = new TreeMap<>();
        Map<Integer, Bytes> keys = new TreeMap<>();
        for (int version : runtime.metadataVersions()) {
            keys.put(version, runtime.metadataKey(version));
            metadata.put(version, Blake2b.hash256(runtime.metadata(version)));
        }
        return new DevnetRecord(
                "devnet",
                chain.genesis().header(),
                authorities.grandpaKeys(),
                authorities.auraKeys(),
                runtime.spec().slotDurationMillis(),
                Map.of(runtime.version().specVersion(), keys),
                Map.of(runtime.version().specVersion(), metadata),
                42,
                "TAO",
                9);
    }
}

package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.scale.ScaleException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Metadata as endpoints give it, which is proven by nothing: used only where the code cannot be run
 * here, and then only when its hash is pinned for that version, or when two endpoints gave the
 * same. Peers answer no runtime calls.
 */
final class EndpointMetadata {

    private record Claim(Source source, Bytes metadata) {}

    private final Sources sources;
    private final Map<Long, Set<Hash256>> pinned;
    private final Disagreements disagreements;

    EndpointMetadata(Sources sources, Map<Long, Set<Hash256>> pinned, Disagreements disagreements) {
        this.sources = sources;
        this.pinned = pinned;
        this.disagreements = disagreements;
    }

    Set<Hash256> pins(long specVersion) {
        return pinned.getOrDefault(specVersion, Set.of());
    }

    List<Source> endpoints() {
        return sources.usable().stream().filter(each -> !each.isPeer()).toList();
    }

    /** Metadata of that runtime in the newest form that is confirmed. */
    Optional<RuntimeInfo> confirmed(FinalizedHead at, long specVersion) {
        Set<Hash256> pins = pins(specVersion);
        Optional<RuntimeInfo> found = Optional.empty();
        for (int version : MetadataRun.VERSIONS) {
            if (found.isEmpty()) {
                found = pins.isEmpty() ? agreed(at, version) : pinned(at, version, pins);
            }
        }
        return found;
    }

    private Optional<RuntimeInfo> pinned(FinalizedHead at, int version, Set<Hash256> pins) {
        for (Source source : endpoints()) {
            Optional<Bytes> metadata = fetch(source, at, version);
            Optional<Hash256> hash = metadata.map(Blake2b::hash256).filter(pins::contains);
            if (hash.isPresent()) {
                return metadata.flatMap(bytes ->
                        MetadataRun.info(
                                bytes, new MetadataTrust.Pinned(hash.get()), Optional.empty()));
            }
        }
        return Optional.empty();
    }

    /** Bytes that two endpoints or more gave, where no other two gave other bytes. */
    private Optional<RuntimeInfo> agreed(FinalizedHead at, int version) {
        Map<Bytes, Set<String>> claims = new HashMap<>();
        List<Claim> all = new ArrayList<>();
        for (Source source : endpoints()) {
            fetch(source, at, version)
                    .ifPresent(metadata -> {
                        all.add(new Claim(source, metadata));
                        claims.computeIfAbsent(metadata, _ -> new HashSet<>()).add(machine(source));
                    });
        }
        List<Map.Entry<Bytes, Set<String>>> twice =
                claims.entrySet().stream().filter(each -> each.getValue().size() >= 2).toList();
        if (claims.size() > 1) {
            all.forEach(claim ->
                    disagreements.add(
                            claim.source().address(),
                            about(version, at),
                            "endpoints differ; this one has " + Blake2b.hash256(claim.metadata())));
        }
        return twice.size() != 1
                ? Optional.empty()
                : MetadataRun.info(
                        twice.getFirst().getKey(),
                        new MetadataTrust.Agreed(twice.getFirst().getValue().size()),
                        Optional.empty());
    }

    /**
     * Holds what the code answered against what is pinned. A difference is put on record; the code
     * is right.
     *
     * @return whether anything is pinned for it
     */
    boolean compareWithPins(RuntimeInfo executed) {
        Set<Hash256> pins = pins(executed.specVersion());
        if (!pins.isEmpty() && !pins.contains(executed.metadataHash())) {
            disagreements.add(
                    "the chain's code",
                    "metadata of " + executed.specName() + " " + executed.specVersion(),
                    "it answers metadata with the hash "
                            + executed.metadataHash()
                            + ", which is not among those pinned; what the code answers is used");
        }
        return !pins.isEmpty();
    }

    /** Holds what the code answered against what endpoints give, in the same way; asks them. */
    void compareWithEndpoints(FinalizedHead at, RuntimeInfo executed) {
        int version = executed.metadata().unsignedAt(MetadataRun.VERSION_AT);
        for (Source source : endpoints()) {
            fetch(source, at, version)
                    .filter(claim -> !claim.equals(executed.metadata()))
                    .ifPresent(claim ->
                            disagreements.add(
                                    source.address(),
                                    about(version, at),
                                    "the proven code answers metadata with the hash "
                                            + executed.metadataHash()
                                            + ", this endpoint gives "
                                            + Blake2b.hash256(claim)));
        }
    }

    private static String about(int version, FinalizedHead at) {
        return "metadata V" + version + " at #" + at.number();
    }

    /** Two addresses of one machine are one witness. */
    private static String machine(Source source) {
        URI address = URI.create(source.address());
        return address.getHost() == null
                ? source.address()
                : address.getHost() + ":" + address.getPort();
    }

    private static Optional<Bytes> fetch(Source source, FinalizedHead at, int version) {
        return source.take(source.node().metadata(version, at.hash()))
                .flatMap(bytes -> {
                    try {
                        return Optional.of(MetadataBlob.unwrap(bytes));
                    } catch (ScaleException notMetadata) {
                        // None: the runtime does not know this version of metadata.
                        return Optional.empty();
                    }
                });
    }
}

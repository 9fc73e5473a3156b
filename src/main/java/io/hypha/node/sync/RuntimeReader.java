package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus.RuntimeTrust;
import io.hypha.node.ProvenRead;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.Constant;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime in office at a block: its spec version is proven, its metadata cannot be before the
 * runtime runs here. So metadata is used only when its hash is pinned for that version, or when two
 * endpoints gave the same.
 */
final class RuntimeReader {

    private static final List<Integer> METADATA_VERSIONS = List.of(16, 15, 14);
    private static final int KEPT = 32;

    private record Version(String specName, long specVersion, long transactionVersion) {}

    private record Claim(Source source, Bytes metadata) {}

    private final Sources sources;
    private final ProvenReader reader;
    private final Map<Long, Set<Hash256>> pinned;
    private final Map<Long, Map<Integer, Bytes>> keys;
    private final Disagreements disagreements;
    private final Map<Long, RuntimeInfo> known = new ConcurrentHashMap<>();
    private volatile Optional<RuntimeTrust> newest = Optional.empty();

    RuntimeReader(
            Sources sources,
            ProvenReader reader,
            NetworkRecord record,
            Disagreements disagreements) {
        this.sources = sources;
        this.reader = reader;
        this.pinned = record.pinnedMetadata();
        this.keys = record.metadataKeys();
        this.disagreements = disagreements;
    }

    /** What was used last and why, for the page. */
    Optional<RuntimeTrust> newest() {
        return newest;
    }

    Answer<RuntimeInfo> at(FinalizedHead at) {
        return reader.read(at, List.of(StorageKeys.LAST_RUNTIME_UPGRADE))
                .flatMap(read -> upgrade(at, read));
    }

    private Answer<RuntimeInfo> upgrade(FinalizedHead at, ProvenRead read) {
        return switch (read.value(StorageKeys.LAST_RUNTIME_UPGRADE)) {
            case StorageValue.Absent _ ->
                    Answer.missing(
                            Reason.UNSUPPORTED,
                            "the state of " + at.block() + " does not say which runtime it has");
            case StorageValue.Present(Bytes value) -> {
                try {
                    ScaleCodecReader in = new ScaleCodecReader(value);
                    yield info(at, in.readCompactLong(), in.readString());
                } catch (ScaleException e) {
                    yield Answer.missing(
                            Reason.UNSUPPORTED,
                            "System.LastRuntimeUpgrade at " + at.block() + ": " + e.getMessage());
                }
            }
        };
    }

    private Answer<RuntimeInfo> info(FinalizedHead at, long specVersion, String specName) {
        RuntimeInfo before = known.get(specVersion);
        if (before != null && before.specName().equals(specName)) {
            return Answer.given(before);
        }
        Set<Hash256> pins = pinned.getOrDefault(specVersion, Set.of());
        Optional<RuntimeInfo> found = inState(at, specVersion, pins);
        for (int version : METADATA_VERSIONS) {
            if (found.isPresent()) {
                break;
            }
            found = pins.isEmpty() ? agreed(at, version) : pinned(at, version, pins);
        }
        Optional<RuntimeInfo> fitting =
                found.filter(each ->
                        each.specVersion() == specVersion && each.specName().equals(specName));
        fitting.ifPresent(this::remember);
        return fitting.map(Answer::given).orElseGet(() -> unconfirmed(specName, specVersion, pins));
    }

    /** Peers answer no runtime calls. */
    private List<Source> endpoints() {
        return sources.usable().stream().filter(each -> !each.isPeer()).toList();
    }

    private void remember(RuntimeInfo info) {
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(info.specVersion(), info);
        newest =
                Optional.of(
                        new RuntimeTrust(
                                info.specName(),
                                info.specVersion(),
                                switch (info.trust()) {
                                    case MetadataTrust.Pinned(Hash256 hash) ->
                                            "metadata with the hash "
                                                    + hash.toShortHex()
                                                    + " that is pinned for this version";
                                    case MetadataTrust.Executed(Hash256 code) ->
                                            "metadata answered by the code "
                                                    + code.toShortHex()
                                                    + ", proven and run here";
                                    case MetadataTrust.Agreed(int endpoints) ->
                                            "the same metadata from "
                                                    + endpoints
                                                    + " endpoints; not proven";
                                }));
    }

    private Answer<RuntimeInfo> unconfirmed(String specName, long specVersion, Set<Hash256> pins) {
        int endpoints = endpoints().size();
        String runtime = "the metadata of " + specName + " " + specVersion;
        if (endpoints == 0) {
            return sources.usable().isEmpty()
                    ? Answer.missing(Reason.NO_PEER, sources.whyNone())
                    : Answer.missing(
                            Reason.METADATA_UNCONFIRMED,
                            runtime
                                    + " needs a JSON-RPC source: peers do not serve it, and the"
                                    + " runtime is not run here");
        }
        return Answer.missing(
                Reason.METADATA_UNCONFIRMED,
                pins.isEmpty()
                        ? runtime
                                + " is pinned nowhere, and "
                                + endpoints
                                + " endpoint"
                                + (endpoints == 1 ? "" : "s")
                                + " did not give the same bytes twice; add another endpoint"
                        : "no source gave " + runtime + " with the hash that is pinned for it");
    }

    /**
     * Where the record says that the state holds the metadata: it is proven, and pinned as well.
     */
    private Optional<RuntimeInfo> inState(FinalizedHead at, long specVersion, Set<Hash256> pins) {
        Map<Integer, Bytes> byVersion = keys.getOrDefault(specVersion, Map.of());
        for (int version : METADATA_VERSIONS) {
            Bytes key = byVersion.get(version);
            if (key == null
                    || !(reader.read(at, List.of(key))
                            instanceof Answer.Given<ProvenRead>(ProvenRead read))
                    || !(read.value(key) instanceof StorageValue.Present(Bytes value))) {
                continue;
            }
            Hash256 hash = Blake2b.hash256(value);
            if (pins.contains(hash)) {
                return info(value, new MetadataTrust.Pinned(hash));
            }
        }
        return Optional.empty();
    }

    private Optional<RuntimeInfo> pinned(FinalizedHead at, int version, Set<Hash256> pins) {
        for (Source source : endpoints()) {
            Optional<Bytes> metadata = fetch(source, at, version);
            Optional<Hash256> hash = metadata.map(Blake2b::hash256).filter(pins::contains);
            if (hash.isPresent()) {
                return metadata.flatMap(bytes -> info(bytes, new MetadataTrust.Pinned(hash.get())));
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
                            "metadata V" + version + " at #" + at.number(),
                            "endpoints differ; this one has " + Blake2b.hash256(claim.metadata())));
        }
        return twice.size() != 1
                ? Optional.empty()
                : info(
                        twice.getFirst().getKey(),
                        new MetadataTrust.Agreed(twice.getFirst().getValue().size()));
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

    private static Optional<RuntimeInfo> info(Bytes metadata, MetadataTrust trust) {
        try {
            return RuntimeMetadata.decode(metadata)
                    .pallet("System")
                    .flatMap(system -> system.constant("Version"))
                    .map(Constant::value)
                    .map(RuntimeReader::version)
                    .map(version ->
                            new RuntimeInfo(
                                    version.specName(),
                                    version.specVersion(),
                                    version.transactionVersion(),
                                    Blake2b.hash256(metadata),
                                    metadata,
                                    trust));
        } catch (ScaleException unreadable) {
            return Optional.empty();
        }
    }

    /** {@code sp_version::RuntimeVersion} up to the transaction version. */
    private static Version version(Bytes value) {
        ScaleCodecReader in = new ScaleCodecReader(value);
        String specName = in.readString();
        in.readString();
        in.readUint32();
        long specVersion = in.readUint32();
        in.readUint32();
        in.readVector(12, each -> each.readFixed(12));
        return new Version(specName, specVersion, in.readUint32());
    }
}

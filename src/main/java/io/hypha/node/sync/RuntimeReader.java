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
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The runtime that made a block, with its metadata. The proven code is asked for it; only where it
 * cannot be run does metadata count that is pinned, or that two endpoints agree on.
 *
 * <p>The state of a block holds the code that makes the next one. The two differ at the block that
 * brings new code: {@code System.LastRuntimeUpgrade} there still names the runtime that made it,
 * and its code is in the state of the block before.
 */
final class RuntimeReader {

    private static final int KEPT = 32;

    private record Version(String specName, long specVersion) {
        boolean isOf(RuntimeInfo info) {
            return info.specVersion() == specVersion && info.specName().equals(specName);
        }
    }

    private final Sources sources;
    private final ProvenReader reader;
    private final CodeShelf shelf;
    private final MetadataRun metadata;
    private final EndpointMetadata endpoints;
    private final LongFunction<Answer<FinalizedHead>> blocks;
    private final ReentrantLock running = new ReentrantLock();

    /** What the code answered, and no pin was there to hold it against. */
    private record Uncompared(FinalizedHead at, RuntimeInfo info) {}

    private final Queue<Uncompared> uncompared = new ArrayBlockingQueue<>(KEPT);

    /** By the hash of the code: one such code has one metadata. */
    private final Map<Hash256, RuntimeInfo> executed = eldestOut();

    /** What was used, by what the state calls its version. */
    private final Map<Version, RuntimeInfo> known = eldestOut();

    private volatile Optional<RuntimeTrust> newest = Optional.empty();

    /**
     * @param blocks final blocks by number
     */
    RuntimeReader(
            Sources sources,
            ProvenReader reader,
            CodeShelf shelf,
            MetadataRun metadata,
            EndpointMetadata endpoints,
            LongFunction<Answer<FinalizedHead>> blocks) {
        this.sources = sources;
        this.reader = reader;
        this.shelf = shelf;
        this.metadata = metadata;
        this.endpoints = endpoints;
        this.blocks = blocks;
    }

    private static <K> Map<K, RuntimeInfo> eldestOut() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, RuntimeInfo> eldest) {
                return size() > KEPT;
            }
        };
    }

    /** The newest that was used and why, for the page; blocks of old are read with older ones. */
    Optional<RuntimeTrust> newest() {
        return newest;
    }

    /** Asks endpoints what they say, where somebody has the time for it: nothing waits for it. */
    void compare() {
        Uncompared next = uncompared.poll();
        while (next != null) {
            endpoints.compareWithEndpoints(next.at(), next.info());
            next = uncompared.poll();
        }
    }

    /** The runtime that made that block. */
    Answer<RuntimeInfo> at(FinalizedHead at) {
        // The second key brings the hash of the code along, without another request.
        return reader.read(at, List.of(StorageKeys.LAST_RUNTIME_UPGRADE, StorageKeys.BELOW_CODE))
                .flatMap(read -> made(at, read));
    }

    /** The runtime that makes the block after that one: the code in its state. */
    Answer<RuntimeInfo> next(FinalizedHead at) {
        Answer<RuntimeInfo> own = executed(at);
        return own instanceof Answer.Given ? own : at(at);
    }

    private Answer<RuntimeInfo> made(FinalizedHead at, ProvenRead read) {
        return switch (read.value(StorageKeys.LAST_RUNTIME_UPGRADE)) {
            case StorageValue.Absent _ ->
                    Answer.missing(
                            Reason.UNSUPPORTED,
                            "the state of " + at.block() + " does not say which runtime it has");
            case StorageValue.Present(Bytes value) -> {
                try {
                    ScaleCodecReader in = new ScaleCodecReader(value);
                    long specVersion = in.readCompactLong();
                    yield info(at, new Version(in.readString(), specVersion));
                } catch (ScaleException e) {
                    yield Answer.missing(
                            Reason.UNSUPPORTED,
                            "System.LastRuntimeUpgrade at " + at.block() + ": " + e.getMessage());
                }
            }
        };
    }

    private Answer<RuntimeInfo> info(FinalizedHead at, Version version) {
        Answer<RuntimeInfo> own = executed(at);
        if (own instanceof Answer.Given<RuntimeInfo>(RuntimeInfo info)) {
            return version.isOf(info) ? use(version, info) : before(at, version);
        }
        Optional<RuntimeInfo> used = known(version);
        return used.isPresent() ? Answer.given(used.get()) : confirmed(at, version, own);
    }

    /** Where the code in the state is newer than the block: the one before it was made by. */
    private Answer<RuntimeInfo> before(FinalizedHead at, Version version) {
        Optional<RuntimeInfo> used = known(version);
        if (used.isPresent()) {
            return Answer.given(used.get());
        }
        Answer<RuntimeInfo> parent =
                at.number() == 0
                        ? Answer.missing(Reason.UNSUPPORTED, "genesis has no parent")
                        : blocks.apply(at.number() - 1).flatMap(this::executed);
        return parent instanceof Answer.Given<RuntimeInfo>(RuntimeInfo info) && version.isOf(info)
                ? use(version, info)
                : confirmed(at, version, parent);
    }

    /** What the code in the state of that block answers; it is asked once. */
    private Answer<RuntimeInfo> executed(FinalizedHead at) {
        return shelf.hashAt(at).flatMap(hash -> executed(at, hash));
    }

    private Answer<RuntimeInfo> executed(FinalizedHead at, Hash256 hash) {
        Optional<RuntimeInfo> before = executed(hash);
        if (before.isPresent()) {
            return Answer.given(before.get());
        }
        running.lock();
        try {
            Optional<RuntimeInfo> meanwhile = executed(hash);
            return meanwhile.isPresent()
                    ? Answer.given(meanwhile.get())
                    : metadata.at(at)
                            .map(info -> {
                                synchronized (executed) {
                                    executed.put(hash, info);
                                }
                                if (!endpoints.compareWithPins(info)) {
                                    uncompared.offer(new Uncompared(at, info));
                                }
                                return info;
                            });
        } finally {
            running.unlock();
        }
    }

    private Optional<RuntimeInfo> executed(Hash256 hash) {
        synchronized (executed) {
            return Optional.ofNullable(executed.get(hash));
        }
    }

    private Optional<RuntimeInfo> known(Version version) {
        synchronized (known) {
            return Optional.ofNullable(known.get(version));
        }
    }

    private Answer<RuntimeInfo> use(Version version, RuntimeInfo info) {
        synchronized (known) {
            known.put(version, info);
        }
        // Versions only rise along a chain: the index reads blocks from before an upgrade after it.
        if (newest.map(RuntimeTrust::specVersion).orElse(0L) <= info.specVersion()) {
            newest = Optional.of(trust(info));
        }
        return Answer.given(info);
    }

    private static RuntimeTrust trust(RuntimeInfo info) {
        return new RuntimeTrust(
                info.specName(),
                info.specVersion(),
                switch (info.trust()) {
                    case MetadataTrust.Executed(Hash256 code) ->
                            "metadata answered by the code "
                                    + code.toShortHex()
                                    + ", which is proven and was run here";
                    case MetadataTrust.Pinned(Hash256 hash) ->
                            "metadata with the hash "
                                    + hash.toShortHex()
                                    + " that is pinned for this version";
                    case MetadataTrust.Agreed(int count) ->
                            "the same metadata from " + count + " endpoints; not proven";
                });
    }

    /**
     * @param whyNot what kept the code from answering
     */
    private Answer<RuntimeInfo> confirmed(
            FinalizedHead at, Version version, Answer<RuntimeInfo> whyNot) {
        Optional<RuntimeInfo> found =
                endpoints.confirmed(at, version.specVersion()).filter(version::isOf);
        return found.isPresent()
                ? use(version, found.get())
                : unconfirmed(
                        version,
                        whyNot instanceof Answer.Missing<RuntimeInfo>(var _, String text)
                                ? text
                                : "the code is of another runtime");
    }

    private Answer<RuntimeInfo> unconfirmed(Version version, String whyNot) {
        if (sources.usable().isEmpty()) {
            return Answer.missing(Reason.NO_PEER, sources.whyNone());
        }
        int count = endpoints.endpoints().size();
        Set<Hash256> pins = endpoints.pins(version.specVersion());
        String runtime = "the metadata of " + version.specName() + " " + version.specVersion();
        String otherwise =
                !pins.isEmpty()
                        ? "no source gave " + runtime + " with the hash that is pinned for it"
                        : count == 0
                                ? runtime + " could only come from JSON-RPC sources otherwise"
                                : runtime
                                        + " is pinned nowhere, and "
                                        + count
                                        + " endpoint"
                                        + (count == 1 ? "" : "s")
                                        + " did not give the same bytes twice";
        return Answer.missing(Reason.METADATA_UNCONFIRMED, whyNot + "; " + otherwise);
    }
}

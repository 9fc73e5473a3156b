package io.hypha.boot;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetException;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.DevnetRecord;
import io.hypha.devnet.Progress;
import io.hypha.node.Network;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.sync.Anchor;
import io.hypha.node.sync.NetworkRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devnet of this process: it is met through libp2p and JSON-RPC on loopback only, as any other
 * chain is. It is opened at once and makes its history on a thread of its own, so that the pages
 * answer meanwhile and say how far it is.
 */
final class OwnDevnet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDevnet.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int TELL_EVERY = 100;

    private final int rpcPort;
    private final Multiaddr peer;
    private final CompletableFuture<DevnetRecord> opened = new CompletableFuture<>();
    private final CompletableFuture<Devnet> serving = new CompletableFuture<>();
    private volatile Optional<String> making = Optional.empty();

    private OwnDevnet(int rpcPort, Multiaddr peer) {
        this.rpcPort = rpcPort;
        this.peer = peer;
    }

    /** Returns once genesis stands. */
    static OwnDevnet start(HyphaSettings settings) {
        int rpcPort = settings.rpcPort() == 0 ? freePort() : settings.rpcPort();
        int p2pPort = settings.p2pPort() == 0 ? freePort() : settings.p2pPort();
        DevnetOptions options =
                DevnetOptions.defaults(settings.home())
                        .withDataDir(settings.home().resolve("devnet-" + settings.seed()))
                        .withSeed(settings.seed())
                        .withBlockTime(settings.blockTime())
                        .withRpcPort(rpcPort)
                        .withP2pPort(p2pPort)
                        .withFresh(settings.fresh());
        OwnDevnet devnet = new OwnDevnet(rpcPort, peer(options));
        Thread.ofPlatform().name("devnet").start(() -> devnet.run(options));
        try {
            devnet.opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DevnetException reason) {
                throw reason;
            }
            throw e;
        }
        return devnet;
    }

    /** Where the devnet will be met: its key is kept, so its id is known before it listens. */
    private static Multiaddr peer(DevnetOptions options) {
        try {
            return Multiaddr.parse("/ip4/" + LOOPBACK + "/tcp/" + options.p2pPort())
                    .withPeer(Devnet.identity(options));
        } catch (AddressException e) {
            throw new IllegalStateException("no address of port " + options.p2pPort(), e);
        }
    }

    private void run(DevnetOptions options) {
        try {
            Devnet devnet = Devnet.start(options, new Telling());
            writeSpec(devnet, options.dataDir().resolve(Devnet.SPEC_FILE));
            serving.complete(devnet);
            making = Optional.empty();
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
            serving.completeExceptionally(e);
            making = Optional.of("The devnet did not start: " + e.getMessage());
            LOG.error("the devnet did not start: {}", e.getMessage());
        }
    }

    private final class Telling implements Progress {
        @Override
        public void opened(DevnetRecord record) {
            opened.complete(record);
        }

        @Override
        public void history(long done, long total) {
            making =
                    Optional.of(
                            "The devnet is making its thirty days of history: block %d of %d. Pages fill when it is done."
                                    .formatted(done, total));
            if (done % TELL_EVERY == 0) {
                LOG.info("making the devnet's history: {} of {} blocks", done, total);
            }
        }
    }

    /**
     * The chain spec beside the chain, so that bundles can be checked elsewhere and others can
     * follow it. Written again at each start: the ports in it change.
     */
    private static void writeSpec(Devnet devnet, Path file) {
        try {
            Files.writeString(file, devnet.chainSpec());
        } catch (IOException e) {
            LOG.warn(
                    "the devnet's chain spec could not be written to {}: {}", file, e.getMessage());
        }
    }

    /** What the pages say while the history is made. */
    Optional<String> announcement() {
        return making;
    }

    NetworkRecord network() {
        DevnetRecord record = opened.join();
        List<Authority> voters =
                record.voters().stream().map(key -> new Authority(key, 1)).toList();
        return new NetworkRecord(
                new Network(
                        record.name(),
                        record.genesisHash(),
                        record.ss58Prefix(),
                        record.tokenSymbol(),
                        record.tokenDecimals()),
                new Anchor.Trusted(
                        new Checkpoint(record.genesis(), new VoterSet(0, voters)),
                        "genesis of the devnet in this process"),
                Duration.ofMillis(record.slotDurationMillis()),
                pins(record.metadataHashes()),
                List.of(URI.create("ws://" + LOOPBACK + ":" + rpcPort)),
                List.of(peer),
                Optional.empty());
    }

    /** Waits for a history that is being made: a devnet cannot be stopped half written. */
    @Override
    public void close() {
        try {
            serving.join().close();
        } catch (CompletionException e) {
            LOG.debug("there is no devnet to stop", e);
        }
    }

    private static int freePort() {
        try {
            return FreePort.next();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }

    private static Map<Long, Set<Hash256>> pins(Map<Long, Map<Integer, Hash256>> hashes) {
        return hashes.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> new HashSet<>(entry.getValue().values())));
    }
}

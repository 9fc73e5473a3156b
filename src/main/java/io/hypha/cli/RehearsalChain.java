package io.hypha.cli;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A chain of a few blocks that exists only in the {@link Rehearsal}, served on this machine. */
final class RehearsalChain implements AutoCloseable {

    static final int BLOCKS = 3;

    private final Path dir;
    private final Devnet devnet;

    RehearsalChain() {
        try {
            dir = Files.createTempDirectory("hypha-rehearsal");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the rehearsal", e);
        }
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0),
                        BLOCKS,
                        InstantSource.system());
    }

    /** Its chain spec in a file. */
    Path spec() {
        try {
            return Files.writeString(dir.resolve("spec.json"), devnet.chainSpec());
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the rehearsal", e);
        }
    }

    /** Where it answers over WebSocket. */
    Multiaddr bootnode() {
        return devnet.p2pAddresses().stream()
                .filter(Multiaddr::isWebSocket)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        devnet.close();
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the rehearsal left " + dir, e);
        }
    }
}

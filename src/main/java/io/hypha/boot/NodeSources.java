package io.hypha.boot;

import io.hypha.boot.RoomConfiguration.ChosenNetwork;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.AddressBook;
import io.hypha.node.network.NetworkLimits;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.sync.CheckpointFile;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.NodeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which peers and endpoints the light node asks, and where its trust begins, by the settings. */
final class NodeSources {

    private static final long MAX_CHECKPOINT_BYTES = 1 << 20;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private NodeSources() {}

    /**
     * Peers first, JSON-RPC as the second source.
     *
     * @throws IllegalArgumentException when an address is none
     */
    static NodeOptions of(HyphaSettings settings, ChosenNetwork chosen, AddressBook remembered)
            throws IOException {
        List<URI> rpc = settings.rpc().stream().map(URI::create).toList();
        NodeOptions options = NodeOptions.of(chosen.record(), rpc).keptIn(settings.home());
        if (!settings.noP2p()) {
            List<Multiaddr> given = bootnodes(settings.bootnode());
            List<Multiaddr> first = given.isEmpty() ? chosen.record().bootnodes() : given;
            options =
                    chosen.devnet().isPresent()
                            ? options.withPeers(own(options.network(), first))
                            : options.withPeers(first).withBook(remembered);
        }
        Path checkpoint = settings.checkpoint();
        return checkpoint == null
                ? options
                : options.trusting(
                        CheckpointFile.read(read(checkpoint), checkpoint.toString()),
                        "given as " + checkpoint);
    }

    /**
     * The devnet of this process listens once its history is made, and at another port after each
     * start: it is tried again each second, and its address is not worth a row.
     */
    private static NetworkOptions own(NetworkRecord record, List<Multiaddr> bootnodes) {
        return NetworkOptions.light(record.network().genesisHash(), bootnodes)
                .withForkId(record.forkId())
                .withLimits(NetworkLimits.DEFAULT.withRetries(AGAIN, AGAIN));
    }

    private static List<Multiaddr> bootnodes(List<String> texts) {
        List<Multiaddr> addresses = new ArrayList<>();
        for (String text : texts) {
            try {
                Multiaddr address = Multiaddr.parse(text.strip());
                if (address.peerId().isEmpty()) {
                    throw new IllegalArgumentException(
                            "bootnode " + text + ": expected an address that ends with /p2p/ID");
                }
                addresses.add(address);
            } catch (AddressException e) {
                throw new IllegalArgumentException("bootnode " + text + ": " + e.getMessage(), e);
            }
        }
        return addresses;
    }

    private static Bytes read(Path file) throws IOException {
        if (Files.size(file) > MAX_CHECKPOINT_BYTES) {
            throw new IOException(
                    "checkpoint " + file + " is larger than " + MAX_CHECKPOINT_BYTES + " bytes");
        }
        return Bytes.of(Files.readAllBytes(file));
    }
}

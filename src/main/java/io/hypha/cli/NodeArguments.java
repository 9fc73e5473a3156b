package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.sync.CheckpointFile;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.Networks;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RecordException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The NODE options, each also a variable: which chain, which sources, where trust begins, where
 * things are kept.
 */
final class NodeArguments {

    private static final String NO_P2P =
            "libp2p is not built in yet, sources are reached over JSON-RPC only";

    @Option(
            names = "--network",
            paramLabel = "N",
            defaultValue = "${env:HYPHA_NETWORK:-devnet}",
            description =
                    "devnet, finney, test, or the path of a chain spec (default: ${DEFAULT-VALUE})")
    String network = "";

    @Option(
            names = "--rpc",
            paramLabel = "URL",
            split = ",",
            defaultValue = "${env:HYPHA_RPC:-}",
            description = "a full node to ask, ws, wss, http or https; may be repeated")
    private List<String> rpc = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            defaultValue = "${env:HYPHA_CHECKPOINT:-}",
            description = "where trust begins: {header, setId, authorities}")
    String checkpoint = "";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:HYPHA_DATA_DIR:-}",
            description = "where things are kept")
    String dataDir = "";

    @Option(
            names = "--bootnode",
            paramLabel = "MULTIADDR",
            defaultValue = "${env:HYPHA_BOOTNODE:-}",
            description = "refused: needs libp2p")
    private List<String> bootnodes = new ArrayList<>();

    @Option(
            names = "--no-p2p",
            defaultValue = "${env:HYPHA_NO_P2P:-false}",
            description = "refused: needs libp2p")
    private boolean noP2p;

    /** Endpoints as given; empty: the network's own. */
    List<String> endpoints() {
        return rpc.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
    }

    void refuseP2p() {
        if (bootnodes.stream().anyMatch(each -> !each.isBlank())) {
            throw needsP2p("--bootnode");
        }
        if (noP2p) {
            throw needsP2p("--no-p2p");
        }
    }

    static BadInput needsP2p(String option) {
        return new BadInput(option + ": " + NO_P2P);
    }

    /** Complains about a network or checkpoint that cannot be used before anything is started. */
    void requireNetwork(Console console) {
        try {
            if (!network.equals("devnet")) {
                Networks.named(network);
            }
            if (!checkpoint.isEmpty()) {
                CheckpointFile.read(Bytes.of(console.read(checkpoint)), checkpoint);
            }
        } catch (RecordException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    /** Options of a light node; trust begins at the checkpoint given, else at the network's. */
    NodeOptions options(Console console) {
        refuseP2p();
        try {
            NodeOptions options = NodeOptions.of(record(), uris());
            if (options.endpoints().isEmpty()) {
                throw BadInput.at("--rpc", "at least one address", "none");
            }
            if (!dataDir.isEmpty()) {
                options = options.keptIn(Path.of(dataDir));
            }
            return checkpoint.isEmpty()
                    ? options
                    : options.trusting(
                            CheckpointFile.read(Bytes.of(console.read(checkpoint)), checkpoint),
                            checkpoint);
        } catch (RecordException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new BadInput("--rpc: " + e.getMessage());
        }
    }

    private NetworkRecord record() {
        if (!network.equals("devnet")) {
            return Networks.named(network);
        }
        Path spec =
                DevnetCommand.keptSpec(DevnetCommand.dataDir(dataDir, DevnetCommand.DEFAULT_SEED));
        if (!Files.isRegularFile(spec)) {
            throw new BadInput(
                    "--network devnet: no devnet has run here ("
                            + spec
                            + " is missing); start one with `hypha devnet`, or give its chain spec");
        }
        return Networks.named(spec.toString());
    }

    private List<URI> uris() {
        List<String> given = endpoints();
        if (given.isEmpty() && network.equals("devnet")) {
            return List.of(URI.create("ws://127.0.0.1:9944"));
        }
        return given.stream().map(URI::create).toList();
    }
}

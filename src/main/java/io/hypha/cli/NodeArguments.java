package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The NODE options, each also a variable: which chain, which sources, where trust begins, where
 * things are kept.
 */
final class NodeArguments {

    private static final String NO_P2P = "HYPHA_NO_P2P";

    @Spec(Spec.Target.MIXEE)
    @Nullable
    private CommandSpec command;

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
            description =
                    "a full node to ask, ws, wss, http or https; may be repeated (default: the network's own)")
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
            split = ",",
            description =
                    "a peer to meet first, /ip4/…/tcp/N[/ws]/p2p/ID or /dnsaddr/NAME/p2p/ID; may be repeated (default: the network's own)")
    private List<String> bootnodes = new ArrayList<>();

    // Without a default: picocli would turn one from the environment into its opposite.
    @Option(
            names = "--no-p2p",
            description = "ask JSON-RPC endpoints only (default: ${env:HYPHA_NO_P2P:-false})")
    private boolean noP2p;

    /** Endpoints as given; empty: the network's own. */
    List<String> endpoints() {
        return rpc.stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
    }

    /** Bootnodes as given, each with the peer's id; empty: the network's own. */
    List<Multiaddr> bootnodes() {
        return bootnodes.stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(NodeArguments::bootnode)
                .toList();
    }

    private static Multiaddr bootnode(String text) {
        try {
            Multiaddr address = Multiaddr.parse(text);
            if (address.peerId().isEmpty()) {
                throw BadInput.at("--bootnode", "an address that ends with /p2p/ID", text);
            }
            return address;
        } catch (AddressException e) {
            throw BadInput.at(
                    "--bootnode",
                    "an address like /ip4/…/tcp/30333/p2p/ID",
                    String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether peers are switched off, by the option or by its variable.
     *
     * @throws BadInput when the variable is neither yes nor no, or bootnodes are given beside the
     *     option
     */
    boolean noP2p() {
        boolean off = noP2p || yes(NO_P2P, System.getenv(NO_P2P));
        if (noP2p && given("--bootnode")) {
            throw new BadInput("--bootnode: is not asked with --no-p2p; give one of them");
        }
        return off;
    }

    private boolean given(String option) {
        return command != null && command.commandLine().getParseResult().hasMatchedOption(option);
    }

    static boolean yes(String name, @Nullable String value) {
        return switch (value == null ? "" : value.strip().toLowerCase(Locale.ROOT)) {
            case "", "false", "no", "off", "0" -> false;
            case "true", "yes", "on", "1" -> true;
            default -> throw BadInput.at(name, "true or false", "\"" + value + "\"");
        };
    }

    /**
     * Complains about a network, checkpoint or bootnode that cannot be used before anything is
     * started.
     */
    void requireNetwork(Console console) {
        bootnodes();
        noP2p();
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
        try {
            NetworkRecord record = record();
            NodeOptions options = NodeOptions.of(record, uris());
            List<Multiaddr> first = noP2p() ? List.of() : bootnodes();
            first = first.isEmpty() && !noP2p() ? record.bootnodes() : first;
            if (!first.isEmpty()) {
                options = options.withPeers(first);
            } else if (options.endpoints().isEmpty()) {
                throw BadInput.at(
                        noP2p() ? "--rpc" : "--bootnode or --rpc", "at least one address", "none");
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

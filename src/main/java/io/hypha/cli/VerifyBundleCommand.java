package io.hypha.cli;

import io.hypha.node.bundle.BundleVerdict;
import io.hypha.node.bundle.BundleVerifier;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.sync.Anchor;
import io.hypha.node.sync.CheckpointFile;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.Networks;
import io.hypha.node.sync.RecordException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "bundle",
        description = "Walks a proof bundle from a checkpoint compiled in or given to its figure.")
final class VerifyBundleCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    @ArgGroup(exclusive = true)
    private Trust trust = new Trust();

    /** Where trust begins; never in the bundle. */
    static final class Trust {
        @Option(
                names = "--network",
                paramLabel = "N",
                description =
                        "finney, test, or the path of a chain spec (default: HYPHA_NETWORK, else finney)")
        private String network = "";

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "{header, setId, authorities}")
        private String checkpoint = "";
    }

    VerifyBundleCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        JsonNode bundle = console().readJson(file);
        BundleVerdict verdict;
        try {
            verdict = verify(bundle);
        } catch (RecordException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
        ObjectNode json = (ObjectNode) verdict.toJson();
        return switch (verdict) {
            case BundleVerdict.Valid _ -> Answer.yes(json);
            case BundleVerdict.Broken _, BundleVerdict.Unsupported _ -> Answer.no(json);
            case BundleVerdict.BadInput(String reason) -> throw new BadInput(file + ": " + reason);
        };
    }

    private BundleVerdict verify(JsonNode bundle) {
        BundleVerifier verifier = new BundleVerifier(new GrandpaVerifier(), FigureFormulas.all());
        if (!trust.checkpoint.isEmpty()) {
            Bytes json = Bytes.of(console().read(trust.checkpoint));
            return verifier.verify(bundle, CheckpointFile.read(json, trust.checkpoint));
        }
        NetworkRecord record = Networks.named(network());
        return verifier.verify(bundle, checkpoint(record), record.network().genesisHash());
    }

    private String network() {
        String name =
                trust.network.isEmpty()
                        ? System.getenv().getOrDefault("HYPHA_NETWORK", "finney")
                        : trust.network;
        if (name.equals("devnet")) {
            throw new BadInput(
                    "--network: a devnet has no checkpoint compiled in; give its chain spec, which `hypha"
                            + " devnet --spec-out FILE` writes");
        }
        return name;
    }

    private static Checkpoint checkpoint(NetworkRecord record) {
        return switch (record.anchor()) {
            case Anchor.Trusted(Checkpoint checkpoint, String _) -> checkpoint;
            case Anchor.Genesis _ ->
                    throw new BadInput(
                            "--network: the chain spec names no voters of genesis; give --checkpoint FILE");
            case Anchor.None(String why) -> throw new BadInput("--network: " + why);
        };
    }
}

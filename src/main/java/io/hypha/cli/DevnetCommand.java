package io.hypha.cli;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetException;
import io.hypha.devnet.DevnetMembers;
import io.hypha.devnet.DevnetOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "devnet",
        description =
                "Runs only the devnet: a small real chain for development, until it is stopped.")
final class DevnetCommand implements Callable<Integer> {

    static final String DEFAULT_SEED = DevnetOptions.DEFAULT_SEED;

    private static final int TELL_EVERY = 100;

    private final Console console;

    @Option(
            names = "--address",
            defaultValue = "127.0.0.1",
            description = "where JSON-RPC and libp2p listen (default: ${DEFAULT-VALUE})")
    private String address = "";

    @Option(
            names = "--rpc-port",
            defaultValue = "9944",
            description = "0 picks one (default: ${DEFAULT-VALUE})")
    private int rpcPort;

    @Option(
            names = "--p2p-port",
            defaultValue = "30333",
            description = "of libp2p, plain and WebSocket; 0 picks one (default: ${DEFAULT-VALUE})")
    private int p2pPort;

    @Option(
            names = "--block-time",
            defaultValue = "2s",
            converter = DurationText.class,
            description = "time between blocks (default: ${DEFAULT-VALUE})")
    private Duration blockTime = Duration.ZERO;

    @Option(
            names = "--seed",
            defaultValue = DevnetOptions.DEFAULT_SEED,
            description = "the chain follows from it (default: ${DEFAULT-VALUE})")
    private String seed = "";

    @Option(
            names = "--peers",
            defaultValue = "1",
            description =
                    "1..4 nodes that share the chain, each with the keys of its own authorities and"
                            + " with ports one above the other (default: ${DEFAULT-VALUE})")
    private int peers;

    @Option(
            names = "--data-dir",
            defaultValue = "${env:HYPHA_DATA_DIR:-}",
            description = "where chains are kept, each in devnet-<seed> (default: ~/.hypha)")
    private String dataDir = "";

    @Option(names = "--fresh", description = "start a new chain")
    private boolean fresh;

    @Option(
            names = "--justification-period",
            defaultValue = "1",
            description = "keep the justification of each P-th block (default: ${DEFAULT-VALUE})")
    private int justificationPeriod;

    @Option(
            names = "--state-blocks",
            defaultValue = "all",
            description = "answer the state of the newest N blocks (default: ${DEFAULT-VALUE})")
    private String stateBlocks = "";

    @Option(names = "--spec-out", paramLabel = "FILE", description = "write the chain spec there")
    private String specOut = "";

    @Option(names = "--json", description = "as without it: what this command prints is JSON")
    @SuppressWarnings("UnusedVariable") // taken, and changes nothing
    private boolean json;

    DevnetCommand(Console console) {
        this.console = console;
    }

    /** Where a devnet of that seed keeps its chain below the folder of this installation. */
    static Path dataDir(String home, String seed) {
        Path root =
                home.isEmpty() ? Path.of(System.getProperty("user.home"), ".hypha") : Path.of(home);
        return root.resolve("devnet-" + seed);
    }

    /** Where a devnet leaves its chain spec, so that `hypha node` finds it. */
    static Path keptSpec(Path dataDir) {
        return dataDir.resolve(Devnet.SPEC_FILE);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!specOut.isEmpty() && !Files.isDirectory(folder(specOut))) {
            throw BadInput.at("--spec-out", "a file in a folder that exists", specOut);
        }
        DevnetMembers devnet = start();
        Runtime.getRuntime().addShutdownHook(new Thread(devnet::close));
        write(devnet.chainSpec(), keptSpec(dataDir(dataDir, seed)));
        if (!specOut.isEmpty()) {
            write(devnet.chainSpec(), Path.of(specOut).toAbsolutePath());
        }
        ObjectNode ready =
                Json.object()
                        .put("ready", true)
                        .put("genesisHash", devnet.node(0).genesisHash().toHex())
                        .put("rpc", devnet.node(0).rpcWebSocket().toString());
        ArrayNode p2p = ready.putArray("p2p");
        devnet.p2pAddresses().forEach(each -> p2p.add(each.toString()));
        console.out().println(Json.line(ready));
        console.out().flush();
        // SIGTERM ends the process; the hook above closes the store.
        new CountDownLatch(1).await();
        return Answer.YES;
    }

    private static Path folder(String file) {
        return Path.of(file).toAbsolutePath().resolveSibling("");
    }

    private DevnetMembers start() {
        try {
            return DevnetMembers.start(options(), peers, this::tell);
        } catch (DevnetException | IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private DevnetOptions options() {
        try {
            return DevnetOptions.defaults(Path.of(""))
                    .withAddress(address)
                    .withRpcPort(rpcPort)
                    .withP2pPort(p2pPort)
                    .withBlockTime(blockTime)
                    .withSeed(seed)
                    .withDataDir(dataDir(dataDir, seed))
                    .withFresh(fresh)
                    .withJustificationPeriod(justificationPeriod)
                    .withStateBlocks(
                            stateBlocks.equals("all")
                                    ? DevnetOptions.ALL_STATE
                                    : Long.parseLong(stateBlocks));
        } catch (NumberFormatException _) {
            throw BadInput.at("--state-blocks", "all or a number", "\"" + stateBlocks + "\"");
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private void tell(long done, long total) {
        if (done % TELL_EVERY == 0 || done == total) {
            console.err().println("history: " + done + " of " + total + " blocks");
        }
    }

    /** In one step: who waits for the file never reads half of it. */
    private static void write(String spec, Path file) {
        try {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.writeString(part, spec, StandardCharsets.UTF_8);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw BadInput.at(
                    file.toString(), "a file that can be written", String.valueOf(e.getMessage()));
        }
    }
}

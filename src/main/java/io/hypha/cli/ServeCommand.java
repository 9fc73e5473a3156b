package io.hypha.cli;

import io.hypha.HyphaApplication;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.network.wire.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Hands the options over as Spring properties; {@code HYPHA_…} variables reach it by themselves.
 */
@Command(
        name = "serve",
        description = "Runs the web application, with a devnet of its own unless told otherwise.")
final class ServeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    private final Console console;

    @Mixin private NodeArguments node = new NodeArguments();

    @Option(names = "--address", description = "where the pages listen (default: 127.0.0.1)")
    private String address = "";

    @Option(names = "--port", description = "where the pages listen (default: 8080)")
    private @Nullable Integer port;

    @Option(
            names = "--database-url",
            paramLabel = "JDBC",
            description = "a PostgreSQL (default: an embedded one)")
    private String databaseUrl = "";

    @Option(names = "--rpc-port", description = "of the own devnet (default: 9944)")
    private @Nullable Integer rpcPort;

    @Option(
            names = "--block-time",
            converter = DurationText.class,
            description = "of the own devnet (default: 2s)")
    private @Nullable Duration blockTime;

    @Option(names = "--seed", description = "of the own devnet (default: 1)")
    private String seed = "";

    @Option(names = "--fresh", description = "the own devnet starts a new chain")
    private boolean fresh;

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        node.requireNetwork(console);
        requireUsable();
        List<String> arguments = new ArrayList<>();
        arguments.add("--logging.config=classpath:io/hypha/cli/logback-serve.xml");
        arguments.add("--spring.main.banner-mode=off");
        add(arguments, "network", node.network);
        add(arguments, "rpc", String.join(",", node.endpoints()));
        add(
                arguments,
                "bootnode",
                node.bootnodes().stream()
                        .map(Multiaddr::toString)
                        .collect(Collectors.joining(",")));
        add(arguments, "no-p2p", node.noP2p() ? "true" : "");
        add(arguments, "checkpoint", node.checkpoint);
        add(arguments, "data-dir", node.dataDir);
        add(arguments, "address", address);
        add(arguments, "port", port == null ? "" : port.toString());
        add(arguments, "database-url", databaseUrl);
        add(arguments, "rpc-port", rpcPort == null ? "" : rpcPort.toString());
        add(arguments, "block-time", blockTime == null ? "" : blockTime.toMillis() + "ms");
        add(arguments, "seed", seed);
        add(arguments, "fresh", fresh ? "true" : "");
        start(arguments);
        new CountDownLatch(1).await();
        return Answer.YES;
    }

    /** Complains about what cannot be used before anything is started. */
    private void requireUsable() {
        if (port != null && (port < 0 || port > MAX_PORT)) {
            throw BadInput.at("--port", "0.." + MAX_PORT, port.toString());
        }
        DevnetOptions devnet = DevnetOptions.defaults(Path.of(""));
        try {
            devnet = rpcPort == null ? devnet : devnet.withRpcPort(rpcPort);
            devnet = blockTime == null ? devnet : devnet.withBlockTime(blockTime);
            if (!seed.isEmpty()) {
                devnet.withSeed(seed);
            }
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private static void start(List<String> arguments) {
        try {
            HyphaApplication.main(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new BadInput("the application did not start: " + root.getMessage());
        }
    }

    private static void add(List<String> arguments, String name, String value) {
        if (!value.isEmpty()) {
            arguments.add("--hypha." + name + "=" + value);
        }
    }
}

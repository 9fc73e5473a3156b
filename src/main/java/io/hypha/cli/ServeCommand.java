package io.hypha.cli;

import io.hypha.HyphaApplication;
import io.hypha.node.network.wire.Multiaddr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
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

    private final Console console;

    @Mixin private NodeArguments node = new NodeArguments();

    @Option(names = "--address", description = "where the pages listen (default: 127.0.0.1)")
    private String address = "";

    @Option(names = "--port", description = "where the pages listen (default: 8080)")
    private String port = "";

    @Option(
            names = "--database-url",
            paramLabel = "JDBC",
            description = "a PostgreSQL (default: an embedded one)")
    private String databaseUrl = "";

    @Option(names = "--rpc-port", description = "of the own devnet (default: 9944)")
    private String rpcPort = "";

    @Option(names = "--block-time", description = "of the own devnet (default: 2s)")
    private String blockTime = "";

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
        add(arguments, "port", port);
        add(arguments, "database-url", databaseUrl);
        add(arguments, "rpc-port", rpcPort);
        add(
                arguments,
                "block-time",
                blockTime.isEmpty() ? "" : new DurationText().convert(blockTime).toMillis() + "ms");
        add(arguments, "seed", seed);
        add(arguments, "fresh", fresh ? "true" : "");
        start(arguments);
        new CountDownLatch(1).await();
        return Answer.YES;
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

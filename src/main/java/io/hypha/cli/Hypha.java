package io.hypha.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Hypha. */
@Command(
        name = "hypha",
        description =
                "Staking on Bittensor whose every figure is verified by a light node in its own process.",
        mixinStandardHelpOptions = true,
        version = "hypha 0.1.0")
public final class Hypha {

    private static final int BUG = 70;

    /** What was answered could not be written. */
    private static final int LOST = 74;

    /** Set by {@code bin/hypha}: Java can tell of standard output only, not of standard error. */
    private static final String TERMINAL = "hypha.stderr.terminal";

    private final Console console;

    private Hypha(Console console) {
        this.console = console;
    }

    public static void main(String[] args) {
        if (args.length > 0 && !args[0].equals("serve")) {
            System.setProperty("logback.configurationFile", "io/hypha/cli/logback-stderr.xml");
        }
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        int exitCode = run(new Console(System.in, out, err, Boolean.getBoolean(TERMINAL)), args);
        System.exit(exitCode);
    }

    /** Runs one command to its end. Tests call this with streams of their own. */
    static int run(Console console, String... args) {
        int exitCode = new Hypha(console).commandLine().execute(args);
        if (console.out().checkError()) {
            console.err().println("hypha: standard output took no more");
            return LOST;
        }
        return exitCode;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private CommandLine commandLine() {
        CommandLine verify =
                new CommandLine(new VerifyCommand())
                        .addSubcommand(new VerifyFinalityCommand(console))
                        .addSubcommand(new VerifyWarpProofCommand(console))
                        .addSubcommand(new VerifyReadProofCommand(console))
                        .addSubcommand(new VerifyTrieRootCommand(console))
                        .addSubcommand(new VerifySealCommand(console))
                        .addSubcommand(new VerifySignatureCommand(console))
                        .addSubcommand(new VerifyBundleCommand(console));
        CommandLine metadata =
                new CommandLine(new MetadataCommand())
                        .addSubcommand(new MetadataInspectCommand(console));
        CommandLine storage =
                new CommandLine(new StorageCommand()).addSubcommand(new StorageKeyCommand(console));
        CommandLine scale =
                new CommandLine(new ScaleCommand()).addSubcommand(new ScaleDecodeCommand(console));
        CommandLine extrinsic =
                new CommandLine(new ExtrinsicCommand())
                        .addSubcommand(new ExtrinsicBuildCommand(console))
                        .addSubcommand(new ExtrinsicAssembleCommand(console))
                        .addSubcommand(new ExtrinsicDecodeCommand(console));
        CommandLine runtime =
                new CommandLine(new RuntimeCommand())
                        .addSubcommand(new RuntimeCallCommand(console));
        CommandLine all = new CommandLine(this);
        all.addSubcommand(new ServeCommand(console))
                .addSubcommand(new DevnetCommand(console))
                .addSubcommand(new NodeCommand(console))
                .addSubcommand(new HeaderCommand(console))
                .addSubcommand(verify)
                .addSubcommand(metadata)
                .addSubcommand(storage)
                .addSubcommand(scale)
                .addSubcommand(extrinsic)
                .addSubcommand(runtime)
                .addSubcommand(new YieldCommand(console))
                .setExpandAtFiles(false)
                .setOut(writer(console.out()))
                .setErr(writer(console.err()))
                .setParameterExceptionHandler(this::badArguments)
                .setExecutionExceptionHandler(this::failed);
        all.getSubcommands().values().forEach(Hypha::explainable);
        return all;
    }

    /** Each command says with {@code --help} what it takes. */
    private static void explainable(CommandLine command) {
        if (!command.getCommandSpec().mixinStandardHelpOptions()) {
            command.getCommandSpec().mixinStandardHelpOptions(true);
        }
        command.getSubcommands().values().forEach(Hypha::explainable);
    }

    private int badArguments(CommandLine.ParameterException e, String[] args) {
        complain(e.getCommandLine(), String.valueOf(e.getMessage()));
        return Answer.BAD_INPUT;
    }

    private int failed(Exception e, CommandLine at, CommandLine.ParseResult parsed) {
        if (e instanceof BadInput) {
            complain(at, String.valueOf(e.getMessage()));
            return Answer.BAD_INPUT;
        }
        e.printStackTrace(console.err());
        return BUG;
    }

    private void complain(CommandLine at, String message) {
        console.err()
                .println(
                        at.getCommandSpec().qualifiedName()
                                + ": "
                                + message.replaceAll("\\s*\\R\\s*", " "));
    }
}

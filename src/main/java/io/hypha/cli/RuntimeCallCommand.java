package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "call", description = "Calls an entry point of a runtime on a state.")
final class RuntimeCallCommand extends AnswerCommand {

    private static final String[] LEVELS = {"error", "warning", "info", "debug", "trace"};

    @Option(
            names = "--code",
            required = true,
            paramLabel = "FILE",
            description = "the runtime's WebAssembly, plain or compressed as on chain")
    private String code = "";

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description =
                    "{stateVersion, entries: [[key, value], …]}; without it nothing is stored")
    private @Nullable String state;

    @Parameters(index = "0", paramLabel = "METHOD", description = "for example Core_version")
    private String method = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "0x",
            paramLabel = "HEX",
            description = "SCALE of the parameters with 0x, or - for standard input")
    private String parameters = "";

    RuntimeCallCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Bytes encoded = hexArgument(parameters, "HEX");
        RuntimeState known = state == null ? RuntimeState.of(new TreeMap<>()) : read(state);
        return switch (RuntimeCode.of(Bytes.of(console().read(code)))) {
            case CodeLoading.Refused(String reason) -> Answer.malformed("no runtime: " + reason);
            case CodeLoading.Loaded(RuntimeCode loaded) -> call(loaded, known, encoded);
        };
    }

    private RuntimeState read(String file) {
        Fields input = console().readFields(file);
        return RuntimeState.ofTrie(
                VerifyTrieRootCommand.entries(input, VerifyTrieRootCommand.version(input)));
    }

    private Answer call(RuntimeCode loaded, RuntimeState known, Bytes encoded) {
        for (String name : loaded.unknownImports()) {
            console().err().println("the code imports " + name + ", which this host does not have");
        }
        CallOutcome outcome =
                RuntimeSession.callOnce(loaded, known, CallLimits.DEFAULT, method, encoded);
        outcome.log()
                .forEach(line ->
                        console()
                                .err()
                                .println(
                                        LEVELS[line.level() - 1]
                                                + " "
                                                + line.target()
                                                + ": "
                                                + line.message()));
        return switch (outcome) {
            case CallOutcome.Returned returned ->
                    Answer.yes(Json.object().put("result", returned.result().toHex()));
            case CallOutcome.Trapped trapped -> Answer.no("trapped", trapped.reason());
            case CallOutcome.Limited limited -> Answer.no("limit", limited.reason());
            case CallOutcome.Unavailable missing -> Answer.no("unavailable", missing.reason());
        };
    }
}

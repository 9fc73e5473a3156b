package io.hypha.cli;

import io.hypha.yield.YieldReport;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "yield",
        description =
                "What a share pool earned: {fromBlock, tempo?, epochs: [{block, dividends, total}, …]}.")
final class YieldCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    YieldCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        OptionalLong tempo =
                input.has("tempo") ? OptionalLong.of(input.u32("tempo")) : OptionalLong.empty();
        List<YieldReport.Epoch> epochs = new ArrayList<>();
        for (JsonNode node : input.list("epochs")) {
            Fields epoch = Fields.of(node, input.path("epochs[" + epochs.size() + "]"));
            epochs.add(
                    new YieldReport.Epoch(
                            epoch.u32("block"),
                            amount(epoch, "dividends"),
                            amount(epoch, "total")));
        }
        YieldReport report;
        try {
            report = YieldReport.of(input.u32("fromBlock"), tempo, epochs);
        } catch (IllegalArgumentException e) {
            throw new BadInput(file + ": " + e.getMessage());
        }
        return switch (report) {
            case YieldReport.Computed computed -> Answer.yes(json(computed));
            case YieldReport.Impossible(long _, String reason) -> Answer.no("impossible", reason);
        };
    }

    private static BigInteger amount(Fields epoch, String name) {
        return new BigInteger(Long.toUnsignedString(epoch.u64(name)));
    }

    private static ObjectNode json(YieldReport.Computed computed) {
        ObjectNode json =
                Json.object()
                        .put("index", computed.index())
                        .put("apr", computed.apr())
                        .put("apy", computed.apy())
                        .put("blocks", computed.blocks());
        computed.coverage()
                .ifPresentOrElse(
                        coverage -> json.put("coverage", coverage), () -> json.putNull("coverage"));
        return json;
    }
}

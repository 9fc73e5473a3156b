package io.hypha.cli;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "warp-proof",
        description =
                "Follows a warp proof from a trusted set: {setId, authorities, proof, number?}.")
final class VerifyWarpProofCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifyWarpProofCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        VoterSet voters = input.voters(input.u64("setId"));
        Bytes proof = input.hex("proof");
        long start = input.has("number") ? input.u32("number") : WarpVerifier.ANY_BLOCK;
        WarpVerdict verdict = new WarpVerifier().verify(proof, start, voters);
        return switch (verdict) {
            case WarpVerdict.Valid valid -> Answer.yes(json(valid));
            case WarpVerdict.Malformed _ -> Answer.no(verdict.name(), verdict.reason());
            case WarpVerdict.Unjustified(int fragment, var _) -> negative(verdict, fragment);
            case WarpVerdict.MalformedChange(int fragment, var _) -> negative(verdict, fragment);
            case WarpVerdict.NotRising(int fragment, var _, var _) -> negative(verdict, fragment);
            case WarpVerdict.MissingSetChange(int fragment, var _) -> negative(verdict, fragment);
            case WarpVerdict.ForcedChange(int fragment, var _) -> negative(verdict, fragment);
        };
    }

    private static Answer negative(WarpVerdict verdict, int fragment) {
        return Answer.no(
                Json.object()
                        .put("verdict", verdict.name())
                        .put("reason", verdict.reason())
                        .put("fragment", fragment));
    }

    private static ObjectNode json(WarpVerdict.Valid valid) {
        Optional<BlockId> last = valid.last();
        ObjectNode json =
                Json.object().put("verdict", valid.name()).put("finished", valid.finished());
        if (last.isPresent()) {
            json.put("number", last.get().number()).put("hash", last.get().hash().toHex());
        } else {
            json.putNull("number").putNull("hash");
        }
        json.set("setId", Json.u64(valid.voters().setId()));
        json.set("authorities", Json.authorities(valid.voters().authorities()));
        return json.put("fragments", valid.headers().size());
    }
}

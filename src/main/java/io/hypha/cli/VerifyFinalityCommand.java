package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "finality",
        description =
                "Whether a justification makes a block final: {header, justification, authorities, setId}.")
final class VerifyFinalityCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifyFinalityCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        Bytes encodedHeader = input.hex("header");
        Bytes justification = input.hex("justification");
        VoterSet voters = input.voters(input.u64("setId"));
        Header header;
        try {
            header = Header.decode(encodedHeader);
        } catch (ScaleException e) {
            return Answer.malformed("no header: " + e.getMessage());
        }
        AuthorityChange change = AuthorityChange.in(header);
        if (change instanceof AuthorityChange.Malformed(int _, String reason)) {
            return Answer.malformed("header: " + reason);
        }
        Verdict verdict = new GrandpaVerifier().verify(justification, header.id(), voters);
        return switch (verdict) {
            case Verdict.Finalized finalized -> Answer.yes(json(finalized, change));
            case Verdict.NoSupermajority(var _, long found, long needed) ->
                    Answer.no(
                            negative(verdict)
                                    .set("weight", Json.u64(found))
                                    .set("threshold", Json.u64(needed)));
            case Verdict.Malformed _,
                    Verdict.WrongTarget _,
                    Verdict.DoubleEquivocation _,
                    Verdict.BadAncestry _,
                    Verdict.NotGhost _,
                    Verdict.BadSignature _ ->
                    Answer.no(negative(verdict));
        };
    }

    private static ObjectNode negative(Verdict verdict) {
        return Json.object().put("verdict", verdict.name()).put("reason", verdict.reason());
    }

    private static ObjectNode json(Verdict.Finalized verdict, AuthorityChange change) {
        ObjectNode json =
                Json.object()
                        .put("verdict", verdict.name())
                        .put("number", verdict.block().number())
                        .put("hash", verdict.block().hash().toHex());
        json.set("round", Json.u64(verdict.round()));
        json.set("weight", Json.u64(verdict.weight()));
        json.set("threshold", Json.u64(verdict.threshold()));
        json.put("voters", verdict.voters());
        if (change instanceof AuthorityChange.Scheduled(List<Authority> next, long delay)) {
            json.set("nextAuthorities", Json.authorities(next));
            json.put("nextDelay", delay);
        } else {
            json.putNull("nextAuthorities").putNull("nextDelay");
        }
        return json.put("forced", change instanceof AuthorityChange.Forced);
    }
}

package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The dry run of a call, which newer runtimes offer. */
final class DryRun {

    static final String METHOD = "DryRunApi_dry_run_call";

    private final RehearsedCalls runs;
    private final RuntimeMetadata metadata;

    DryRun(RehearsedCalls runs, RuntimeMetadata metadata) {
        this.runs = runs;
        this.metadata = metadata;
    }

    /** The call alone, as the runtime's own dry run does it. */
    WholeTry of(Bytes call, Coldkey signer) {
        Optional<RuntimeApi.Method> method = metadata.apiMethod(METHOD);
        if (method.isEmpty()) {
            return new WholeTry.NotOffered();
        }
        try {
            Bytes parameters = parameters(method.get(), call, signer);
            return switch (runs.run(
                    List.of(new RuntimeCall(METHOD, parameters)), signer, List.of())) {
                case RehearsedCalls.Ran.No(String reason) -> new WholeTry.Failed(reason);
                case RehearsedCalls.Ran.All(List<Bytes> results, var _) ->
                        said(metadata.codec().decode(method.get().output(), results.getFirst()));
            };
        } catch (ScaleException | ValueException e) {
            return WholeTry.unknownForm(METHOD, e);
        }
    }

    private WholeTry said(JsonNode said) {
        JsonNode effects = said.path("Ok");
        JsonNode result = effects.path("execution_result");
        if (result.has("Err")) {
            return WholeTry.failing(
                    METHOD,
                    ChainRefusal.dispatch(metadata, result.path("Err").path("error"))
                            + " It would fail in its block, and its fee would be paid.");
        }
        if (!result.has("Ok")) {
            return new WholeTry.Failed(METHOD + " did not try it.");
        }
        List<JsonNode> events = new ArrayList<>();
        effects.path("emitted_events").forEach(events::add);
        return new WholeTry.Run(
                new Rehearser.Tried(
                        new Rehearsal.Passed(
                                METHOD,
                                "The chain's own runtime, run here, tried this call on the state of the block, and it succeeded."),
                        events));
    }

    /** Origin and call, and a version of XCM where one is asked for. */
    private Bytes parameters(RuntimeApi.Method method, Bytes call, Coldkey signer) {
        List<Field> inputs = method.inputs();
        ObjectNode signed = JsonNodeFactory.instance.objectNode().put("Signed", signer.address());
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        origin.set("system", signed);
        List<Bytes> parameters = new ArrayList<>();
        parameters.add(metadata.codec().encode(inputs.getFirst().type(), origin));
        parameters.add(call);
        for (Field more : inputs.subList(Math.min(2, inputs.size()), inputs.size())) {
            parameters.add(
                    metadata.codec().encode(more.type(), JsonNodeFactory.instance.numberNode(4)));
        }
        return Bytes.concat(parameters);
    }
}

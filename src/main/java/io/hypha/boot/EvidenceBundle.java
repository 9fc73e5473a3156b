package io.hypha.boot;

import io.hypha.chain.Evidence;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.Formula;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.ProofLink;
import io.hypha.node.StorageValue;
import io.hypha.node.bundle.Bundle;
import io.hypha.node.bundle.BundleBlock;
import io.hypha.node.bundle.Figure;
import io.hypha.node.bundle.FigureCall;
import io.hypha.node.bundle.FigureInput;
import io.hypha.node.bundle.FigureLevel;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.web.BundleFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes the evidence of a figure as one file that is checked elsewhere. */
final class EvidenceBundle {

    private EvidenceBundle() {}

    /** The bundle; missing when a block's way to the checkpoint is, or when it would not verify. */
    static Reading<BundleFile> of(Hash256 genesisHash, Evidence evidence, Formula formula) {
        ProofId id = evidence.id();
        JsonNode value;
        switch (formula.of(id, evidence.formulaInputs())) {
            case Formula.Outcome.Value(String text) ->
                    value = JsonNodeFactory.instance.stringNode(text);
            case Formula.Outcome.Absent _ -> value = JsonNodeFactory.instance.nullNode();
            case Formula.Outcome.Refused(String reason) -> {
                return Reading.missing(
                        Reading.Reason.UNSUPPORTED,
                        "a bundle of this figure could not be checked elsewhere: " + reason);
            }
        }
        return of(genesisHash, evidence, formula.code(), formula.unit(id), level(formula), value);
    }

    /** The same for a figure that the chain's own code answered. */
    static Reading<BundleFile> of(
            Hash256 genesisHash, Evidence evidence, ExecutedForm form, String unit) {
        Bytes result = evidence.parts().getFirst().calls().getFirst().result();
        JsonNode value = JsonNodeFactory.instance.stringNode(form.of(result).orElseThrow());
        return of(genesisHash, evidence, form.code(), unit, FigureLevel.EXECUTED, value);
    }

    private static Reading<BundleFile> of(
            Hash256 genesisHash,
            Evidence evidence,
            String formula,
            String unit,
            FigureLevel level,
            JsonNode value) {
        ProofId id = evidence.id();
        List<FigureInput> inputs = new ArrayList<>();
        List<FigureCall> calls = new ArrayList<>();
        List<BundleBlock> blocks = new ArrayList<>();
        Map<Bytes, ProofLink.Fragment> fragments = new LinkedHashMap<>();
        for (Evidence.Part part : evidence.parts()) {
            switch (part.way()) {
                case Reading.Missing<Evidence.Way> missing -> {
                    return missing.as();
                }
                case Reading.Known<Evidence.Way> way -> {
                    blocks.add(block(part, way.value()));
                    way.value()
                            .fragments()
                            .forEach(each ->
                                    fragments.put(
                                            each.header(),
                                            new ProofLink.Fragment(
                                                    each.header(),
                                                    each.justification(),
                                                    each.announcement())));
                }
            }
            part.inputs()
                    .forEach(input ->
                            inputs.add(
                                    new FigureInput(
                                            input.id().toString(),
                                            part.block().hash(),
                                            input.key(),
                                            input.value()
                                                    .<StorageValue>map(StorageValue.Present::new)
                                                    .orElseGet(StorageValue.Absent::new))));
            part.calls().forEach(call -> calls.add(call(part, call)));
        }
        Figure figure = new Figure(id.toString(), level, unit, value, formula, inputs, calls);
        Bundle bundle = new Bundle(genesisHash, figure, blocks, List.copyOf(fragments.values()));
        return Reading.known(
                bundle::writeTo, evidence.parts().getLast().block(), evidence.level(), id);
    }

    private static FigureCall call(Evidence.Part part, Evidence.Call call) {
        return new FigureCall(
                call.name(),
                part.block().hash(),
                call.codeHash(),
                call.method(),
                call.parameters(),
                call.result());
    }

    private static BundleBlock block(Evidence.Part part, Evidence.Way way) {
        return new BundleBlock(
                part.header(),
                way.justified(),
                way.justification(),
                way.ancestry(),
                part.trieNodes());
    }

    private static FigureLevel level(Formula formula) {
        return switch (formula.level()) {
            case PROVEN -> FigureLevel.PROVEN;
            case EXECUTED -> FigureLevel.EXECUTED;
            case DERIVED -> FigureLevel.DERIVED;
            case RECORDED, UNVERIFIED ->
                    throw new IllegalStateException(
                            "a formula of level " + formula.level() + " makes no bundle");
        };
    }
}

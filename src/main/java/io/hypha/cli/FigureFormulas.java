package io.hypha.cli;

import io.hypha.chain.ChainFormulas;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.Formula;
import io.hypha.chain.Level;
import io.hypha.chain.ProofId;
import io.hypha.node.bundle.Figure;
import io.hypha.node.bundle.FigureCall;
import io.hypha.node.bundle.ProvenCall;
import io.hypha.node.bundle.ProvenInput;
import io.hypha.node.bundle.Recompute;
import io.hypha.yield.YieldFormulas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Recomputes the figures of bundles by the formulas that made them. A bundle calls its figure and
 * each input by the name of its proof; level and unit must be those of the formula, so nothing in a
 * figure is mere text.
 */
final class FigureFormulas {

    private FigureFormulas() {}

    static Map<String, Recompute> all() {
        Map<String, Recompute> formulas = new HashMap<>();
        ChainFormulas.all()
                .forEach(formula -> formulas.put(formula.code(), FigureFormulas::recompute));
        YieldFormulas.all()
                .forEach(formula -> formulas.put(formula.code(), FigureFormulas::recompute));
        ExecutedForm.all().forEach(form -> formulas.put(form.code(), new Executed(form)));
        return formulas;
    }

    /** A part of what the chain's code returned; the figure's name commits to the call. */
    private record Executed(ExecutedForm form) implements Recompute {

        @Override
        public Recompute.Outcome of(Figure claim, List<ProvenInput> inputs) {
            return new Recompute.Outcome.Refused("expected one call, found none");
        }

        @Override
        public Recompute.Outcome of(
                Figure claim, List<ProvenInput> inputs, List<ProvenCall> calls) {
            if (calls.size() != 1 || !inputs.isEmpty()) {
                return new Recompute.Outcome.Refused(
                        "expected one call and no inputs, found "
                                + calls.size()
                                + " and "
                                + inputs.size());
            }
            FigureCall call = calls.getFirst().call();
            ProofId id =
                    ExecutedFigures.id(
                            calls.getFirst().header().number(),
                            call.block(),
                            call.method(),
                            call.parameters(),
                            form,
                            claim.unit());
            try {
                require("level", Level.EXECUTED.code(), claim.level().jsonName());
                require("figure", id.toString(), claim.what());
                require("call", id.toString(), call.name());
            } catch (IllegalArgumentException e) {
                return new Recompute.Outcome.Refused(String.valueOf(e.getMessage()));
            }
            return form.of(call.result())
                    .<Recompute.Outcome>map(text ->
                            new Recompute.Outcome.Value(JsonNodeFactory.instance.stringNode(text)))
                    .orElseGet(() -> new Recompute.Outcome.Refused("the result is too short"));
        }
    }

    private static Recompute.Outcome recompute(Figure claim, List<ProvenInput> inputs) {
        try {
            ProofId id = ProofId.of(claim.what());
            Formula formula =
                    of(id).filter(each -> each.code().equals(claim.formula()))
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            claim.formula() + " does not make a figure " + id));
            require("level", formula.level().code(), claim.level().jsonName());
            require("unit", formula.unit(id), claim.unit());
            return switch (formula.of(id, named(inputs))) {
                case Formula.Outcome.Value(String text) ->
                        new Recompute.Outcome.Value(JsonNodeFactory.instance.stringNode(text));
                case Formula.Outcome.Absent _ ->
                        new Recompute.Outcome.Value(JsonNodeFactory.instance.nullNode());
                case Formula.Outcome.Refused(String reason) ->
                        new Recompute.Outcome.Refused(reason);
            };
        } catch (IllegalArgumentException e) {
            return new Recompute.Outcome.Refused(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Formula> of(ProofId id) {
        return ChainFormulas.of(id).or(() -> YieldFormulas.of(id));
    }

    private static List<Formula.Input> named(List<ProvenInput> inputs) {
        List<Formula.Input> named = new ArrayList<>(inputs.size());
        for (ProvenInput input : inputs) {
            ProofId name = ProofId.of(input.name());
            if (name.block() != input.header().number()) {
                throw new IllegalArgumentException(
                        "input " + name + " was proven at block " + input.header().number());
            }
            named.add(new Formula.Input(name, input.key(), input.value().toOptional()));
        }
        return named;
    }

    private static void require(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException(
                    what + ": expected " + expected + ", found " + found);
        }
    }
}

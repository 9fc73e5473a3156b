package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.metadata.StorageKeys;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the inputs of one figure again at its block, with everything that proves them. */
final class EvidenceReader {

    private final LightNode node;
    private final ChainAt at;

    EvidenceReader(LightNode node, ChainAt at) {
        this.node = node;
        this.at = at;
    }

    /** A named entry's place in this runtime. */
    private record Place(Bytes key, StorageEntry entry) {}

    Reading<Evidence> read(ProofId id) {
        try {
            return BlockFormula.of(id)
                    .<Reading<Evidence>>map(formula -> read(id, formula))
                    .orElseGet(() -> unknown("no figure is called " + id.figure()));
        } catch (IllegalArgumentException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private Reading<Evidence> read(ProofId id, BlockFormula formula) {
        String title = formula.title(id);
        return part(formula.inputs(id))
                .flatMap(part -> {
                    List<Evidence.Input> inputs = part.value().inputs();
                    if (formula == BlockFormula.STORAGE_VALUE) {
                        return known(
                                new Evidence(
                                        id,
                                        title,
                                        inputs.getFirst().text(),
                                        Level.PROVEN,
                                        "",
                                        List.of(part.value())));
                    }
                    return value(id, formula, inputs)
                            .flatMap(value ->
                                    known(
                                            new Evidence(
                                                    id,
                                                    title,
                                                    value.value(),
                                                    formula.level(),
                                                    formula.words(),
                                                    List.of(part.value()))));
                });
    }

    private Reading<String> value(ProofId id, Formula formula, List<Evidence.Input> inputs) {
        return switch (formula.of(id, Evidence.formulaInputs(inputs))) {
            case Formula.Outcome.Value(String text) -> known(text + " " + formula.unit(id));
            case Formula.Outcome.Absent _ -> known("none, proven absent");
            case Formula.Outcome.Refused(String reason) ->
                    unknown(
                            "runtime "
                                    + at.runtime().specVersion()
                                    + " keeps values in a form that Hypha does not know: "
                                    + reason);
        };
    }

    /** Those entries of this block under one proof. */
    Reading<Evidence.Part> part(List<ProofId> names) {
        Map<ProofId, Place> places = new LinkedHashMap<>();
        try {
            for (ProofId name : names) {
                if (name.block() != at.block().number()) {
                    throw new IllegalArgumentException(
                            name + " is no value of block " + at.block().number());
                }
                places.put(name, place(name));
            }
        } catch (ValueException | IllegalArgumentException e) {
            return unknown("runtime " + at.runtime().specVersion() + ": " + e.getMessage());
        }
        return switch (node.read(at.head(), places.values().stream().map(Place::key).toList())) {
            case Answer.Given<ProvenRead>(ProvenRead read) -> {
                List<Evidence.Input> inputs = new ArrayList<>();
                places.forEach((name, place) -> {
                    Optional<Bytes> value = read.value(place.key()).toOptional();
                    inputs.add(
                            new Evidence.Input(
                                    name, place.key(), value, text(place.entry(), value)));
                });
                yield known(
                        new Evidence.Part(
                                at.block(),
                                at.head().stateRoot(),
                                at.head().header(),
                                at.head().setId(),
                                inputs,
                                read.proof(),
                                WayReader.way(node, at.head())));
            }
            case Answer.Missing<ProvenRead> missing -> Chain.missing(missing);
        };
    }

    private Place place(ProofId name) {
        if (!name.isStorage()) {
            throw new IllegalArgumentException(name + " names no storage value");
        }
        String pallet = name.figure().substring(0, name.figure().indexOf('.'));
        String item = name.figure().substring(pallet.length() + 1);
        StorageKeys keys = at.runtime().metadata().keys(pallet, item);
        int parts = keys.entry().hashers().size();
        if (parts != name.arguments().size()) {
            throw new IllegalArgumentException(
                    name.figure()
                            + " takes "
                            + parts
                            + " key parts, found "
                            + name.arguments().size());
        }
        return new Place(keys.ofJson(json(name.arguments())), keys.entry());
    }

    private static List<JsonNode> json(List<String> arguments) {
        List<JsonNode> parts = new ArrayList<>();
        for (String argument : arguments) {
            parts.add(
                    argument.matches("[0-9]{1,10}")
                            ? JsonNodeFactory.instance.numberNode(Long.parseLong(argument))
                            : JsonNodeFactory.instance.stringNode(argument));
        }
        return parts;
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private String text(StorageEntry entry, Optional<Bytes> value) {
        if (value.isEmpty()) {
            return entry.modifier() == StorageEntry.Modifier.OPTIONAL
                    ? "none, proven absent"
                    : "none, proven absent; the chain then takes " + text(entry, entry.fallback());
        }
        return text(entry, value.get());
    }

    private String text(StorageEntry entry, Bytes value) {
        try {
            JsonNode decoded = at.runtime().metadata().codec().decode(entry.valueType(), value);
            return decoded.isString() ? decoded.asString() : decoded.toString();
        } catch (ScaleException e) {
            return value.toHex();
        }
    }

    private <T> Reading<T> known(T value) {
        return Reading.known(value, at.block(), Level.PROVEN, ProofId.of(at.block(), "evidence"));
    }

    private static <T> Reading<T> unknown(String text) {
        return Reading.missing(Reading.Reason.UNSUPPORTED, text);
    }
}

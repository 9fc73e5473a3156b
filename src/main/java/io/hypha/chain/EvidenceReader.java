package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.ProofLink;
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

    Reading<Evidence> read(ProofId id) {
        return id.isStorage() ? storage(id) : derived(id);
    }

    private Reading<Evidence> storage(ProofId id) {
        String pallet = id.figure().substring(0, id.figure().indexOf('.'));
        String item = id.figure().substring(pallet.length() + 1);
        Bytes key;
        StorageEntry entry;
        try {
            StorageKeys keys = at.runtime().metadata().keys(pallet, item);
            entry = keys.entry();
            if (entry.hashers().size() != id.arguments().size()) {
                return unknown(item + " takes " + entry.hashers().size() + " key parts, found "
                        + id.arguments().size());
            }
            key = keys.ofJson(json(id.arguments()));
        } catch (ValueException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
        String name = name(id.figure(), id.arguments());
        return part(Map.of(name, key), Map.of(name, entry)).flatMap(part -> {
            Evidence.Input input = part.value().inputs().getFirst();
            return known(new Evidence(id, name, input.text(), Level.PROVEN, "", List.of(part.value())));
        });
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

    private static String name(String figure, List<String> arguments) {
        return figure + "(" + String.join(", ", arguments) + ")";
    }

    private Reading<Evidence> derived(ProofId id) {
        try {
            return DerivedFigure.of(id)
                    .<Reading<Evidence>>map(figure -> derived(id, figure))
                    .orElseGet(() -> unknown("no figure is called " + id.figure()));
        } catch (IllegalArgumentException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private Reading<Evidence> derived(ProofId id, DerivedFigure figure) {
        return switch (figure.compute(at)) {
            case Answer.Given<DerivedFigure.Result>(DerivedFigure.Result result) -> {
                Map<String, Bytes> keys = new LinkedHashMap<>();
                Map<String, StorageEntry> entries = new LinkedHashMap<>();
                for (DerivedFigure.Input input : result.inputs()) {
                    List<String> arguments = new ArrayList<>();
                    for (KeyPart part : input.parts()) {
                        arguments.add(part.value().toString());
                    }
                    at.runtime().key(input.item(), input.parts().toArray(new KeyPart[0])).ifPresent(key -> {
                        String name = name(input.item().toString(), arguments);
                        keys.put(name, key);
                        entries.put(name, at.runtime().keys(input.item()).orElseThrow().entry());
                    });
                }
                yield part(keys, entries).flatMap(part -> known(new Evidence(
                        id, result.title(), result.value(), Level.DERIVED, result.formula(), List.of(part.value()))));
            }
            case Answer.Missing<DerivedFigure.Result> missing -> Chain.missing(missing);
        };
    }

    private Reading<Evidence.Part> part(Map<String, Bytes> keys, Map<String, StorageEntry> entries) {
        return switch (node.read(at.head(), List.copyOf(keys.values()))) {
            case Answer.Given<ProvenRead>(ProvenRead read) -> {
                List<Evidence.Input> inputs = new ArrayList<>();
                keys.forEach((name, key) -> {
                    Optional<Bytes> value = read.value(key).toOptional();
                    inputs.add(new Evidence.Input(name, key, value, text(entries, name, value)));
                });
                yield known(new Evidence.Part(
                        at.block(),
                        at.head().stateRoot(),
                        at.head().header(),
                        at.head().setId(),
                        inputs,
                        read.proof(),
                        way()));
            }
            case Answer.Missing<ProvenRead> missing -> Chain.missing(missing);
        };
    }

    private String text(Map<String, StorageEntry> entries, String name, Optional<Bytes> value) {
        StorageEntry entry = entries.get(name);
        if (value.isEmpty() || entry == null) {
            return "none, proven absent";
        }
        try {
            JsonNode decoded = at.runtime().metadata().codec().decode(entry.valueType(), value.get());
            return decoded.isString() ? decoded.asString() : decoded.toString();
        } catch (ScaleException e) {
            return value.get().toHex();
        }
    }

    private Reading<Evidence.Way> way() {
        return switch (node.link(at.head())) {
            case Answer.Given<ProofLink>(ProofLink link) -> {
                List<Evidence.Fragment> fragments = new ArrayList<>();
                for (ProofLink.Fragment fragment : link.fragments()) {
                    fragments.add(new Evidence.Fragment(fragment.header(), fragment.justification()));
                }
                yield known(new Evidence.Way(fragments, link.justified(), link.justification(), link.ancestry()));
            }
            case Answer.Missing<ProofLink> missing -> Chain.missing(missing);
        };
    }

    private <T> Reading<T> known(T value) {
        return Reading.known(value, at.block(), Level.PROVEN, ProofId.of(at.block(), "evidence"));
    }

    private static <T> Reading<T> unknown(String text) {
        return Reading.missing(Reading.Reason.UNSUPPORTED, text);
    }
}

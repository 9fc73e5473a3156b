package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.stake.Tolerance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads the fields of a form one by one. A field that is wrong leaves its sentence under its id and
 * gives nothing, or a value that goes nowhere.
 */
final class FieldText {

    final Inputs inputs;
    final Map<String, String> errors = new LinkedHashMap<>();

    FieldText(Inputs inputs) {
        this.inputs = inputs;
    }

    Optional<Hotkey> hotkey(String name) {
        return hotkey(name, inputs.one(name));
    }

    Optional<Hotkey> hotkey(String id, String text) {
        if (text.isEmpty()) {
            errors.putIfAbsent(id, "Choose a validator.");
            return Optional.empty();
        }
        return read(id, () -> Hotkey.of(text));
    }

    Optional<Coldkey> coldkey(String name, String missing) {
        String text = inputs.one(name);
        if (text.isEmpty()) {
            errors.putIfAbsent(name, missing);
            return Optional.empty();
        }
        return read(name, () -> Coldkey.of(text));
    }

    NetUid subnet(String name) {
        return subnet(name, inputs.one(name));
    }

    NetUid subnet(String id, String text) {
        return text.isEmpty() ? NetUid.ROOT : read(id, () -> NetUid.of(text)).orElse(NetUid.ROOT);
    }

    /** Numbers between commas or spaces, ascending, without repetition. */
    Optional<List<NetUid>> subnets(String name, int most, String missing) {
        TreeSet<NetUid> found = new TreeSet<>();
        for (String value : inputs.all(name)) {
            for (String number : value.split("[ ,]+", -1)) {
                if (!number.isEmpty()) {
                    read(name, () -> NetUid.of(number)).ifPresent(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            errors.putIfAbsent(name, missing);
        } else if (found.size() > most) {
            errors.putIfAbsent(name, "At most " + most + " subnets at once.");
        }
        return errors.containsKey(name) ? Optional.empty() : Optional.of(List.copyOf(found));
    }

    long amount(String id, String text) {
        return read(id, () -> Amount.rao(text)).orElse(0L);
    }

    Tolerance tolerance() {
        String chosen = inputs.one("tolerance");
        String text = chosen.equals("other") ? inputs.one("other") : chosen;
        return text.isEmpty()
                ? Tolerance.DEFAULT
                : read("tolerance", () -> Tolerance.of(text)).orElse(Tolerance.DEFAULT);
    }

    <T> Optional<T> read(String id, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            errors.put(id, PageErrors.sentence(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Made only when nothing was wrong: else a part of it is missing. */
    <T> Optional<T> sound(Supplier<T> made) {
        return errors.isEmpty() ? read("form", made) : Optional.empty();
    }
}

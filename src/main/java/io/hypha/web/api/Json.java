package io.hypha.web.api;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Reading;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds objects by the contract's form: {@code field} or null with {@code fieldMissing}. */
final class Json {

    static final int RATIO_PLACES = 12;

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    Json put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /**
     * The value, or null and {@code <name>Missing} with one of {@code absent unread unsupported
     * no-peer}.
     */
    <T> Json put(String name, Reading<T> reading, Function<T, Object> form) {
        switch (reading) {
            case Reading.Known<T> known -> fields.put(name, form.apply(known.value()));
            case Reading.Missing<T> missing -> {
                fields.put(name, null);
                fields.put(name + "Missing", missing.reason().code());
            }
        }
        return this;
    }

    /** The value, or null and {@code <name>Missing} with {@code code}. */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    Json putIf(String name, Optional<?> value, String code) {
        return putOr(name, value.orElse(null), code);
    }

    /** As {@link #putIf} for what is null where it is missing. */
    Json putOr(String name, @Nullable Object value, String code) {
        fields.put(name, value);
        if (value == null) {
            fields.put(name + "Missing", code);
        }
        return this;
    }

    /**
     * As {@link #put(String, Reading, Function)}, with the value's own level, block and proof
     * beside it.
     */
    <T> Json figure(String name, Reading<T> reading, Function<T, Object> form) {
        put(name, reading, form);
        if (reading instanceof Reading.Known<T> known) {
            fields.put(
                    name + "Ground",
                    new Json()
                            .put("block", known.block().number())
                            .put("blockHash", known.block().hash().toHex())
                            .put("level", known.level().code())
                            .put("proof", known.proof().toString())
                            .toMap());
        }
        return this;
    }

    Json block(BlockRef block) {
        return put("block", block.number()).put("blockHash", block.hash().toHex());
    }

    Map<String, @Nullable Object> toMap() {
        return fields;
    }

    static Object ratio(BigDecimal value) {
        return value.setScale(RATIO_PLACES, java.math.RoundingMode.HALF_EVEN).toPlainString();
    }
}

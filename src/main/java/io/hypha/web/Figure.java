package io.hypha.web;

import io.hypha.chain.Alpha;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A figure ready to be placed: its text, unit, level and block, or the words for why there is none.
 *
 * @param tail last decimals, dimmed
 * @param subscript of the unit: the subnet of an alpha
 * @param level code of its {@link Level}
 * @param block number of the block it was read at
 * @param rao whole amount in rao
 * @param exact full precision, shown on hover
 * @param missing words for a missing value; then there is no text
 * @param proof id of its proof
 */
public record Figure(
        String text,
        @Nullable String tail,
        @Nullable String unit,
        @Nullable String subscript,
        String level,
        @Nullable String block,
        @Nullable String rao,
        @Nullable String exact,
        @Nullable String missing,
        @Nullable String proof) {

    static final String MISSING = "missing";

    static Figure tao(Reading<Rao> reading, int decimals) {
        return of(reading, rao -> amount(rao.value(), decimals, "τ", null));
    }

    /** Nine decimals, the last five dimmed: where somebody signs. */
    static Figure exactTao(Reading<Rao> reading) {
        return of(reading, rao -> exact(rao.value(), "τ", null));
    }

    /** Alpha with its subnet; on root τ. */
    static Figure alpha(Reading<Alpha> reading, int decimals) {
        return of(reading, alpha -> amount(alpha.rao(), decimals, unit(alpha), subscript(alpha)));
    }

    static Figure percent(Reading<BigDecimal> ratio, int places) {
        return of(ratio, value -> bare(Numbers.percent(value, places), "%", value.toPlainString()));
    }

    static Figure decimal(Reading<BigDecimal> reading, int places, @Nullable String unit) {
        return of(
                reading, value -> bare(Numbers.plain(value, places), unit, value.toPlainString()));
    }

    static Figure number(Reading<? extends Number> reading) {
        return of(reading, value -> bare(Numbers.grouped(value.longValue()), null, null));
    }

    static Figure words(Reading<String> reading) {
        return of(reading, value -> bare(value, null, null));
    }

    /** Text that stands for what was verified, or computed from it, at that block. */
    static Figure at(String text, Level level, long block) {
        return new Figure(
                text, null, null, null, level.code(), Long.toString(block), null, null, null, null);
    }

    /** An amount of nine decimals, of τ on root and of the subnet's alpha elsewhere. */
    static Figure amountAt(long rao, NetUid netUid, Level level, long block) {
        Alpha alpha = new Alpha(netUid, rao);
        return exact(rao, unit(alpha), subscript(alpha)).standing(level, block);
    }

    /** A price or a share that was computed at that block. */
    static Figure ratioAt(String text, String unit, BigDecimal exact, Level level, long block) {
        return bare(text, unit, exact.toPlainString()).standing(level, block);
    }

    private Figure standing(Level other, long number) {
        return new Figure(
                text,
                tail,
                unit,
                subscript,
                other.code(),
                Long.toString(number),
                rao,
                exact,
                missing,
                proof);
    }

    /** A claim of somebody about that block. */
    static Figure unverified(String text, long block) {
        return at(text, Level.UNVERIFIED, block);
    }

    static Figure missing(String words) {
        return new Figure("", null, null, null, MISSING, null, null, null, words, null);
    }

    static <T> Figure of(Reading<T> reading, Function<T, Figure> shape) {
        return switch (reading) {
            case Reading.Known<T> known -> shape.apply(known.value()).at(known);
            case Reading.Missing<T>(var _, String text) -> missing(text);
        };
    }

    /** Not {@code isMissing}: templates would then read {@link #missing} as a yes or no. */
    public boolean unknown() {
        return missing != null;
    }

    static Figure bare(String text, @Nullable String unit, @Nullable String exact) {
        return new Figure(text, null, unit, null, MISSING, null, null, exact, null, null);
    }

    private Figure at(Reading.Known<?> known) {
        return new Figure(
                text,
                tail,
                unit,
                subscript,
                known.level().code(),
                Long.toString(known.block().number()),
                rao,
                exact,
                null,
                known.proof().toString());
    }

    private static Figure amount(long rao, int decimals, String unit, @Nullable String subscript) {
        return new Figure(
                Numbers.amount(rao, decimals),
                null,
                unit,
                subscript,
                MISSING,
                null,
                Long.toString(rao),
                Numbers.exact(rao),
                null,
                null);
    }

    private static Figure exact(long rao, String unit, @Nullable String subscript) {
        return new Figure(
                Numbers.head(rao),
                Numbers.tail(rao),
                unit,
                subscript,
                MISSING,
                null,
                Long.toString(rao),
                Numbers.exact(rao),
                null,
                null);
    }

    private static String unit(Alpha alpha) {
        return alpha.netUid().isRoot() ? "τ" : "α";
    }

    private static @Nullable String subscript(Alpha alpha) {
        return alpha.netUid().isRoot() ? null : alpha.netUid().toString();
    }
}

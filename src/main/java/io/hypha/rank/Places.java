package io.hypha.rank;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Level;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Take;
import io.hypha.index.Coverage;
import io.hypha.index.ValidatorRecord;
import io.hypha.yield.Window;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What the orders of subnets and of root have in common. */
final class Places {

    private static final BigDecimal LOWEST = new BigDecimal("-1E30");

    private Places() {}

    /** Sorts, and numbers those that have what the order goes by. */
    static List<RankedValidator> number(
            List<RankedValidator> rows,
            Comparator<RankedValidator> order,
            Predicate<RankedValidator> ranked) {
        List<RankedValidator> sorted = new ArrayList<>(rows);
        sorted.sort(order);
        List<RankedValidator> numbered = new ArrayList<>(sorted.size());
        int place = 0;
        for (RankedValidator row : sorted) {
            numbered.add(ranked.test(row) ? row.withRank(++place) : row);
        }
        return List.copyOf(numbered);
    }

    static BigDecimal orLowest(Reading<BigDecimal> value) {
        return value.toOptional().orElse(LOWEST);
    }

    static Reading<Coldkey> owner(Optional<ValidatorRecord> validator, BlockRef block) {
        return validator
                .<Reading<Coldkey>>map(record ->
                        Reading.known(
                                record.owner(),
                                block,
                                Level.RECORDED,
                                ProofId.of(
                                        block, "SubtensorModule.Owner", record.hotkey().address())))
                .orElseGet(() -> Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet"));
    }

    static Reading<String> name(Optional<ValidatorRecord> validator, BlockRef block) {
        return validator
                .filter(record -> !record.name().isEmpty())
                .<Reading<String>>map(record ->
                        Reading.known(
                                record.name(),
                                block,
                                Level.UNVERIFIED,
                                ProofId.of(
                                        block,
                                        "SubtensorModule.IdentitiesV2",
                                        record.owner().address())))
                .orElseGet(() -> Reading.missing(Reading.Reason.ABSENT, "no name given"));
    }

    static Reading<Take> take(Optional<ValidatorRecord> validator, BlockRef block) {
        return validator
                .<Reading<Take>>map(record ->
                        Reading.known(
                                record.take(),
                                block,
                                Level.RECORDED,
                                ProofId.of(
                                        block,
                                        "SubtensorModule.Delegates",
                                        record.hotkey().address())))
                .orElseGet(() -> Reading.missing(Reading.Reason.NOT_READ_YET, "not read yet"));
    }

    /** Share of the 30 days on record, 0..1. */
    static BigDecimal coverage(Coverage coverage) {
        return BigDecimal.valueOf(coverage.span().toMillis())
                .divide(BigDecimal.valueOf(Window.MONTH.length().toMillis()), 4, RoundingMode.DOWN)
                .min(BigDecimal.ONE.setScale(4));
    }
}

package io.hypha.index.store;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes the month's partitions before the first row of that month. */
final class EpochPartitions {

    private static final List<String> TABLES = List.of("validator_epoch", "stake_epoch");

    private final JdbcTemplate jdbc;
    private final Set<YearMonth> prepared = ConcurrentHashMap.newKeySet();

    EpochPartitions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** In a transaction of its own: an empty partition harms nobody when what follows fails. */
    void prepare(long timeMillis) {
        YearMonth month = YearMonth.from(Instant.ofEpochMilli(timeMillis).atOffset(ZoneOffset.UTC));
        if (prepared.contains(month)) {
            return;
        }
        for (String table : TABLES) {
            // names and bounds are made of numbers alone
            jdbc.execute(
                    String.format(
                            Locale.ROOT,
                            "create table if not exists %s_%04d_%02d partition of %s for values from ('%s-01 00:00+00')"
                                    + " to ('%s-01 00:00+00')",
                            table,
                            month.getYear(),
                            month.getMonthValue(),
                            table,
                            month,
                            month.plusMonths(1)));
        }
        prepared.add(month);
    }
}

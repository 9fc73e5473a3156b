package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.ChildJvm;
import io.hypha.boot.EmbeddedDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexKillIT {

    @TempDir Path directory;

    @Test
    void loses_doubles_and_halves_no_row_over_three_kills() throws Exception {
        nothingIsLostOver(3);
    }

    @Test
    @Tag("long")
    void loses_doubles_and_halves_no_row_over_ten_kills() throws Exception {
        nothingIsLostOver(10);
    }

    private void nothingIsLostOver(int kills) throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_125);
        Set<String> told = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            killAfter(random.nextInt(24), told);
        }
        Process last = start(Integer.MAX_VALUE);
        try (BufferedReader output = last.inputReader()) {
            output.lines().filter(line -> line.matches("[0-9]+|ready|done")).forEach(told::add);
        }
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(told).as("the last run came to its end").contains("ready", "done");

        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory);
                Connection connection =
                        DriverManager.getConnection(
                                database.jdbcUrl(), database.user(), database.password())) {
            long rows = (long) KilledIndex.BLOCKS * KilledIndex.SUBNETS * KilledIndex.VALIDATORS;
            assertThat(ask(connection, "select count(*) from finalized_block"))
                    .isEqualTo(KilledIndex.BLOCKS);
            assertThat(ask(connection, "select count(*) from subnet_epoch"))
                    .isEqualTo((long) KilledIndex.BLOCKS * KilledIndex.SUBNETS);
            assertThat(ask(connection, "select count(*) from validator"))
                    .isEqualTo(KilledIndex.VALIDATORS);
            assertThat(ask(connection, "select count(*) from validator_epoch"))
                    .isEqualTo((long) KilledIndex.BLOCKS * KilledIndex.VALIDATORS);
            assertThat(ask(connection, "select count(*) from stake_epoch")).isEqualTo(rows);
            assertThat(
                            ask(
                                    connection,
                                    "select count(*) from (select distinct netuid, validator_id, block_number from stake_epoch) s"))
                    .isEqualTo(rows);
            assertThat(ask(connection, "select sum(total_alpha_rao) from stake_epoch"))
                    .isEqualTo(sum());
            assertThat(
                            ask(
                                    connection,
                                    "select count(*) from (select block_number from stake_epoch group by block_number having count(*) <> "
                                            + KilledIndex.SUBNETS * KilledIndex.VALIDATORS
                                            + ") halves"))
                    .isZero();
        }
    }

    private Process start(int mostBlocks) throws IOException {
        return ChildJvm.start(
                KilledIndex.class, directory.toString(), Integer.toString(mostBlocks));
    }

    /**
     * Kills it after that many blocks were told, wherever it is in the next one. It may not get
     * beyond that one, or it would be done before the last kill where this process is held up.
     */
    private void killAfter(int blocks, Set<String> told) throws IOException, InterruptedException {
        Process process = start(blocks + 1);
        try (BufferedReader output = process.inputReader()) {
            int left = blocks;
            String line = output.readLine();
            // other lines are the database's log: none left means that it is killed before it is
            // ready
            while (line != null && left > 0) {
                if (line.matches("[0-9]+|ready")) {
                    told.add(line);
                    left--;
                }
                line = output.readLine();
            }
            assertThat(line).as("the process was at work").isNotNull().isNotEqualTo("done");
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static long sum() {
        long sum = 0;
        for (int block = 1; block <= KilledIndex.BLOCKS; block++) {
            for (int netUid = 1; netUid <= KilledIndex.SUBNETS; netUid++) {
                for (int validator = 0; validator < KilledIndex.VALIDATORS; validator++) {
                    sum += KilledIndex.total(block, netUid, validator);
                }
            }
        }
        return sum;
    }

    private static long ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}

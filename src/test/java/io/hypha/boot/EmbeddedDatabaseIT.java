package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {

    @TempDir Path directory;

    private Path data() throws IOException {
        return directory.resolve(Files.readString(directory.resolve("finished")).strip());
    }

    private static Connection open(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(
                database.jdbcUrl(), database.user(), database.password());
    }

    private static String ask(EmbeddedDatabase database, String query) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void run(EmbeddedDatabase database, String command) throws SQLException {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** Runs in a process of its own, writes a row, says so and waits to be killed. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
        run(database, "create table if not exists kept (id int primary key)");
        run(database, "insert into kept select coalesce(max(id), 0) + 1 from kept");
        System.out.println("written");
        System.in.read();
    }

    @Test
    void asks_everybody_for_a_password_and_writes_through() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(ask(database, "show fsync")).isEqualTo("on");
            assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "select rolsuper from pg_roles where rolname = current_user"))
                    .isEqualTo("f");
            assertThat(ask(database, "show server_version")).startsWith("18.");
            assertThatThrownBy(() ->
                            DriverManager.getConnection(database.jdbcUrl(), "postgres", "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), "hypha", ""))
                    .isInstanceOf(SQLException.class);
            assertThat(Files.getPosixFilePermissions(directory.resolve("password"))).hasSize(2);
            assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another Hypha");
        }
    }

    @Test
    void keeps_its_rows_and_password_over_a_restart_and_stops_cleanly() throws Exception {
        String password;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            run(database, "create table kept (id int)");
            run(database, "insert into kept values (7)");
            password = database.password();
        }
        assertThat(data().resolve("postmaster.pid")).doesNotExist();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(database.password()).isEqualTo(password);
            assertThat(ask(database, "select id from kept")).isEqualTo("7");
        }
    }

    @Test
    void is_closed_only_when_a_server_that_is_slow_to_stop_has_ended() throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(directory);
        Path pidFile = data().resolve("postmaster.pid");
        String pid = Files.readAllLines(pidFile).getFirst().strip();
        assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();
        // it hears nothing for longer than the library waits
        Process later = new ProcessBuilder("sh", "-c", "sleep 7; kill -CONT " + pid).start();
        try {
            database.close();
        } finally {
            assertThat(later.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(later.exitValue()).isZero();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void takes_over_what_a_killed_process_left_behind() throws Exception {
        for (int round = 1; round <= 2; round++) {
            Process process = ChildJvm.start(EmbeddedDatabaseIT.class, directory.toString());
            try (BufferedReader output = process.inputReader()) {
                String line = output.readLine();
                while (line != null && !line.equals("written")) {
                    line = output.readLine();
                }
                assertThat(line).as("the other process wrote its row").isEqualTo("written");
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(data().resolve("postmaster.pid")).exists();
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(ask(database, "select count(*) from kept")).isEqualTo("2");
        }
    }

    @Test
    void does_not_stop_a_stranger_whose_number_is_in_the_pid_file() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            run(database, "create table kept (id int)");
        }
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    data().resolve("postmaster.pid"), stranger.pid() + "\n" + data() + "\n");
            try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
                assertThat(ask(database, "select count(*) from kept")).isEqualTo("0");
            }
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void makes_anew_what_its_first_start_did_not_finish() throws Exception {
        Path half = directory.resolve("data-0123abcd");
        Files.createDirectories(half.resolve("base"));
        Files.writeString(half.resolve("postgresql.conf"), "# half\n");
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
            assertThat(ask(database, "select 1")).isEqualTo("1");
        }
        assertThat(half).doesNotExist();
        assertThat(data()).isDirectory();
    }
}

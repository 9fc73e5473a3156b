package io.hypha.boot;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of this installation's own, for those who give no database address.
 *
 * <p>It keeps its data under one directory, writes through to the disk, listens on loopback only
 * and asks every connection for a password (SCRAM), from its first second on. When an earlier
 * process was killed and left its server behind, that server is stopped and the next one starts on
 * the same data.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final String NAME = "hypha";

    /** Names the cluster's folder, once it was made and has answered. */
    private static final String FINISHED = "finished";

    private static final String DATA = "data";

    private static final int PASSWORD_BYTES = 32;
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Path data;
    private final String password;
    private final FileChannel lockFile;

    private EmbeddedDatabase(
            EmbeddedPostgres server, Path data, String password, FileChannel lockFile) {
        this.server = server;
        this.data = data;
        this.password = password;
        this.lockFile = lockFile;
    }

    /**
     * Starts the server, on first use with a new cluster.
     *
     * @param directory holds {@code data-…}, {@code binaries}, {@code password}, {@code lock} and
     *     {@code finished}
     * @throws IOException when another Hypha uses the directory, or the server does not start; says
     *     which
     */
    public static EmbeddedDatabase start(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel lockFile = lock(directory);
        try {
            Path data = dataDirectory(directory);
            new OrphanedServer(data).stop();
            Path passwordFile = directory.resolve("password");
            String password = password(passwordFile);
            EmbeddedPostgres server = launch(directory, data, passwordFile, password);
            try {
                createDatabase(server, password);
                finish(directory, data);
            } catch (SQLException e) {
                server.close();
                throw new IOException(
                        "the database at "
                                + directory
                                + " does not take its own password: "
                                + e.getMessage(),
                        e);
            }
            return new EmbeddedDatabase(server, data, password, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + NAME;
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return password;
    }

    /**
     * Stops the server cleanly; its data stays. The library waits for five seconds only, in which a
     * slow disk does not take a checkpoint, so that the server's end is waited for here.
     *
     * @throws IOException when it does not end
     */
    @Override
    public void close() throws IOException {
        try {
            server.close();
            new OrphanedServer(data).stop();
        } finally {
            lockFile.close();
        }
    }

    /** Held for the life of the process: two servers on one directory would destroy it. */
    private static FileChannel lock(Path directory) throws IOException {
        Path path = directory.resolve("lock");
        FileChannel channel = FileChannel.open(path, CREATE, WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is held by this very process", path);
        }
        channel.close();
        throw new IOException(
                "another Hypha uses the database in "
                        + directory
                        + "; stop it, or give --data-dir");
    }

    private static void finish(Path directory, Path data) throws IOException {
        Path finished = directory.resolve(FINISHED);
        if (!Files.exists(finished)) {
            Path fresh = directory.resolve(FINISHED + ".new");
            Files.writeString(
                    fresh,
                    data.getFileName() + System.lineSeparator(),
                    CREATE,
                    WRITE,
                    TRUNCATE_EXISTING,
                    SYNC);
            Files.move(fresh, finished, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static EmbeddedPostgres launch(
            Path directory, Path data, Path passwordFile, String password) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        // one of the library's own choice can be taken while initdb runs
                        .setPort(FreePort.next())
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                        .setPgBinaryResolver(new OwnBinaries())
                        .setPGStartupWait(START_WITHIN)
                        .setConnectConfig("password", password)
                        // passed to initdb after its "-A trust", which they override
                        .setLocaleConfig("auth-local", "scram-sha-256")
                        .setLocaleConfig("auth-host", "scram-sha-256")
                        .setLocaleConfig("pwfile", passwordFile.toString())
                        .setLocaleConfig("locale", "C.UTF-8");
        // the library's own defaults are fsync=off and synchronous_commit=off
        Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "unix_socket_directories", "",
                        "max_connections", "60",
                        "shared_buffers", "64MB",
                        "jit", "off")
                .forEach(builder::setServerConfig);
        return builder.start();
    }

    private static void createDatabase(EmbeddedPostgres server, String password)
            throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // the password is our own hex, so it cannot end the literal
            if (isEmpty(statement, "select 1 from pg_roles where rolname = '" + NAME + "'")) {
                statement.execute("create role " + NAME + " login password '" + password + "'");
            }
            if (isEmpty(statement, "select 1 from pg_database where datname = '" + NAME + "'")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    /**
     * The cluster's folder: the one that was finished, else a new one. A kill during the very first
     * start leaves an initdb that may still run and write, so a folder that was not finished is
     * never used again.
     */
    private static Path dataDirectory(Path directory) throws IOException {
        Path finished = directory.resolve(FINISHED);
        if (Files.exists(finished)) {
            String name = Files.readString(finished).strip();
            if (!name.matches(DATA + "-[0-9a-f]{8}")) {
                throw new IOException(finished + " names no folder of a database: " + name);
            }
            return directory.resolve(name);
        }
        discardUnfinished(directory);
        return directory.resolve(
                DATA + "-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt()));
    }

    private static void discardUnfinished(Path directory) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, DATA + "-*")) {
            for (Path folder : folders) {
                LOG.warn("{} was left unfinished by a first start; making another", folder);
                new OrphanedServer(folder).stop();
                try (Stream<Path> paths = Files.walk(folder)) {
                    for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(path);
                    }
                } catch (IOException | UncheckedIOException e) {
                    LOG.debug(
                            "{} is still written to; it stays for the next start to remove",
                            folder,
                            e);
                }
            }
        }
    }

    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            String password = Files.readString(file).strip();
            if (password.matches("[0-9a-f]{64}")) {
                return password;
            }
        }
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        Path fresh = file.resolveSibling("password.new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, password + System.lineSeparator(), SYNC);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return password;
    }

    /**
     * The binaries on the class path, as one object for each database: for the same resolver a
     * process unpacks them once, and takes them from the first directory that was asked for.
     */
    private static final class OwnBinaries implements PgBinaryResolver {

        @Override
        public InputStream getPgBinary(String system, String machineHardware) throws IOException {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machineHardware);
        }
    }
}

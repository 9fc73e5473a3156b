package io.hypha.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL server that a killed process left running on a data directory, or one that is slow
 * to stop. Only called by whoever holds the directory's lock, so no living Hypha uses it.
 */
final class OrphanedServer {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedServer.class);

    /** Its last checkpoint has all that is not on the disk yet to write. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

    private static final long LOOK_EVERY_MILLIS = 100;

    private final Path data;

    OrphanedServer(Path data) {
        this.data = data;
    }

    /**
     * Stops it and waits for its end.
     *
     * @throws IOException when it does not end
     */
    void stop() throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> server;
        try {
            server = server(Files.readAllLines(pidFile));
        } catch (NoSuchFileException _) {
            LOG.debug("{} has ended just now", pidFile);
            return;
        }
        if (server.isEmpty()) {
            // the number may belong to a stranger by now, which PostgreSQL would take for a running
            // server
            LOG.info(
                    "{} names a process that is no server of this directory; removing it", pidFile);
            Files.deleteIfExists(pidFile);
            return;
        }
        LOG.info("stopping PostgreSQL {} that still runs on {}", server.get().pid(), data);
        interrupt(server.get());
        if (!ends(server.get(), pidFile)) {
            throw new IOException(
                    "PostgreSQL "
                            + server.get().pid()
                            + " on "
                            + data
                            + " does not stop within "
                            + STOP_WITHIN.toSeconds()
                            + " s; end it by hand");
        }
        Files.deleteIfExists(pidFile);
    }

    /** The process named in the first line, if it is a PostgreSQL server on this directory. */
    private Optional<ProcessHandle> server(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::isOurs);
    }

    private boolean isOurs(ProcessHandle process) {
        String command = process.info().command().orElse("");
        if (!command.isEmpty() && !Path.of(command).endsWith("postgres")) {
            return false;
        }
        try {
            // /proc tells the working directory, which the server sets to its data
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), data);
        } catch (IOException e) {
            return process.info().commandLine().orElse("").contains(data.toString());
        }
    }

    /**
     * SIGINT asks for a fast shutdown: it does not wait for clients, and writes a clean checkpoint.
     */
    private static void interrupt(ProcessHandle process) throws IOException {
        try {
            int exit =
                    new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor();
            if (exit != 0) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping PostgreSQL " + process.pid(), e);
        }
    }

    /** Its file goes last; one whose parent has ended stays a process where nobody reaps it. */
    private static boolean ends(ProcessHandle process, Path pidFile) throws IOException {
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        CompletableFuture<ProcessHandle> end = process.onExit();
        try {
            while (Files.exists(pidFile)) {
                try {
                    end.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                    return true;
                } catch (TimeoutException e) {
                    if (System.nanoTime() > deadline) {
                        return false;
                    }
                }
            }
            return true;
        } catch (ExecutionException e) {
            throw new IOException("waiting for PostgreSQL " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping PostgreSQL " + process.pid(), e);
        }
    }
}

package io.hypha.boot;

import io.hypha.ChildJvm;
import io.hypha.FreePorts;
import io.hypha.HyphaApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real application in a process of its own, asked over HTTP as a stranger would. */
final class ServedApplication implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final URI address;

    private ServedApplication(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static ServedApplication start(Path log, String... arguments) throws IOException {
        int port = FreePorts.next();
        List<String> all = new ArrayList<>(List.of("--hypha.port=" + port));
        all.addAll(Arrays.asList(arguments));
        return new ServedApplication(
                ChildJvm.startApplication(HyphaApplication.class, log, all.toArray(String[]::new)),
                URI.create("http://127.0.0.1:" + port));
    }

    /** What it answers with 200; empty when it is not up yet, or says that it cannot answer. */
    Optional<JsonNode> get(String path) throws InterruptedException {
        return text(path).map(JSON::readTree);
    }

    /** As {@link #get}, as it came. */
    Optional<String> text(String path) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    HTTP.send(
                            HttpRequest.newBuilder(address.resolve(path))
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException starting) {
            return Optional.empty();
        }
    }

    /** Rests for that long; fails at once when the process has ended by itself. */
    void rest(Duration pause) throws InterruptedException {
        if (process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the application ended with " + process.exitValue());
        }
    }

    /**
     * Stops what killed applications left running: a server would go on writing into a folder that
     * is being deleted.
     */
    static void stopDatabases(Path dataDir) throws IOException {
        if (!Files.exists(dataDir)) {
            return;
        }
        List<Path> running;
        try (Stream<Path> files = Files.walk(dataDir, 4)) {
            running = files.filter(each -> each.endsWith("postmaster.pid")).toList();
        }
        for (Path pidFile : running) {
            new OrphanedServer(Objects.requireNonNull(pidFile.getParent())).stop();
        }
    }

    /** As {@code kill -9}. Its database goes on, until the next start or {@link #stopDatabases}. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(2, TimeUnit.MINUTES).join();
    }
}

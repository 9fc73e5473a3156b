package io.hypha;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts a class of the test class path in a process of its own, for tests that kill one. */
public final class ChildJvm {

    private ChildJvm() {}

    /** The process runs {@code main} with the same Java; its errors go to this process's. */
    public static Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx512m");
        command.add("-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener");
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /**
     * Starts the application as a user would, with nothing of the tests on its class path: it would
     * find their configurations too. Output and errors go to {@code log}.
     */
    public static Process startApplication(Class<?> main, Path log, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xmx700m");
        command.add("-cp");
        command.add(
                Arrays.stream(classPath().split(File.pathSeparator))
                        .filter(entry ->
                                !entry.contains("test-classes") && !entry.contains("fast/test"))
                        .collect(Collectors.joining(File.pathSeparator)));
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The launcher may have put the test class path into a loader of its own. */
    private static String classPath() {
        if (ChildJvm.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs())
                    .map(URL::toExternalForm)
                    .map(url -> Path.of(java.net.URI.create(url)).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}

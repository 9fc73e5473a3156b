package io.hypha;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However it is started, the application has the memory that was measured to be enough. */
class LaunchersTest {

    private static final String MEMORY = "-XX:+UseSerialGC -Xms64m -Xmx384m";

    @ParameterizedTest
    @CsvSource({
        "pom.xml, <spring-boot.run.jvmArguments>%s</spring-boot.run.jvmArguments>",
        "bin/hypha, serve | devnet | node) options+=(%s) ;;",
        "Dockerfile, exec java %s ${HYPHA_JAVA_OPTIONS:-} -cp"
    })
    void every_launcher_bounds_the_heap_alike(String launcher, String line) throws IOException {
        assertThat(Files.readString(Path.of(launcher))).contains(line.formatted(MEMORY));
    }
}

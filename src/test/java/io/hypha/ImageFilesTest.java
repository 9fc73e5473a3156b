package io.hypha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * Where no Docker engine answers, at least what the image and the composition name must be there.
 */
class ImageFilesTest {

    @Test
    void every_path_that_the_dockerfile_copies_from_here_exists() throws IOException {
        List<String> copied = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("Dockerfile"))) {
            if (line.startsWith("COPY ") && !line.contains("--from=")) {
                String[] words = line.split("\\s+");
                copied.addAll(List.of(words).subList(1, words.length - 1));
            }
        }
        assertFalse(copied.isEmpty());
        for (String path : copied) {
            assertTrue(Files.exists(Path.of(path)), "the Dockerfile copies " + path);
        }
    }

    @Test
    void the_image_is_built_in_two_stages_and_runs_without_rights() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));
        assertEquals(2, lines.stream().filter(line -> line.startsWith("FROM ")).count());
        assertTrue(lines.stream().anyMatch(line -> line.equals("USER hypha")));
        int user = lines.indexOf("USER hypha");
        int entry =
                lines.indexOf(
                        lines.stream()
                                .filter(line -> line.startsWith("ENTRYPOINT"))
                                .findFirst()
                                .orElseThrow());
        assertTrue(user < entry, "USER stands before ENTRYPOINT");
    }

    @Test
    void the_composition_parses_and_names_the_app_and_its_database() throws IOException {
        Map<String, Object> compose =
                new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        assertEquals(java.util.Set.of("app", "db"), services.keySet());
        assertEquals("postgres:18", ((Map<?, ?>) services.get("db")).get("image"));
        Map<?, ?> app = (Map<?, ?>) services.get("app");
        assertEquals(Map.of("context", "."), app.get("build"));
        assertTrue(
                app.get("ports").toString().contains("127.0.0.1:8080:8080"),
                "published on loopback only");
        Map<?, ?> volumes = (Map<?, ?>) compose.get("volumes");
        assertEquals(java.util.Set.of("hypha", "db"), volumes.keySet());
    }
}

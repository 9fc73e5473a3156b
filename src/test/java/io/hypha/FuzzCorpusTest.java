package io.hypha;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A corpus under a misspelt name would be replayed by nobody, and nothing would say so. */
class FuzzCorpusTest {

    private static final Path SOURCES = Path.of("src/test/java");
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String SUFFIX = "FuzzTest.java";

    private static List<Path> found(Path root, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.getFileName().toString().endsWith(suffix))
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void every_fuzz_test_has_its_corpus_and_every_corpus_its_fuzz_test() throws Exception {
        List<Path> classes = found(SOURCES, SUFFIX);
        assertThat(classes).hasSizeGreaterThanOrEqualTo(4);
        assertThat(found(RESOURCES, "FuzzTestInputs"))
                .isEqualTo(
                        classes.stream()
                                .map(path ->
                                        path.resolveSibling(
                                                path.getFileName()
                                                        .toString()
                                                        .replace(".java", "Inputs")))
                                .toList());
        for (Path source : classes) {
            String name = source.toString().replace(".java", "");
            Class<?> type =
                    Class.forName(name.replace('/', '.'), false, getClass().getClassLoader());
            Set<String> methods =
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                            .map(java.lang.reflect.Method::getName)
                            .collect(Collectors.toSet());
            try (Stream<Path> folders = Files.list(RESOURCES.resolve(name + "Inputs"))) {
                assertThat(folders.map(folder -> folder.getFileName().toString()))
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(methods);
            }
            for (String method : methods) {
                try (Stream<Path> inputs =
                        Files.list(RESOURCES.resolve(name + "Inputs/" + method))) {
                    assertThat(inputs).as("%s#%s", name, method).isNotEmpty();
                }
            }
        }
    }
}

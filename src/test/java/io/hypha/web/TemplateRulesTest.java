package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules for every template: chain text is escaped, and nothing needs what the security policy
 * forbids.
 */
class TemplateRulesTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    private static List<Path> templates() {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(path -> path.toString().endsWith(".html")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> holding(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return templates().stream()
                .filter(path -> {
                    try {
                        return wanted.matcher(Files.readString(path)).find();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void there_are_templates_to_check() {
        assertFalse(templates().size() < 8, "only " + templates().size() + " templates found");
    }

    @Test
    void no_template_writes_text_unescaped() {
        assertEquals(List.of(), holding("th:utext|\\[\\(|th:inline=\"javascript\""));
    }

    @Test
    void no_template_has_an_inline_script_style_or_handler() {
        assertEquals(
                List.of(),
                holding("<script(?![^>]*\\bsrc=)|\\sstyle=\"|\\son[a-z]+=\"|javascript:"));
    }

    @Test
    void no_template_loads_from_another_site() {
        assertEquals(List.of(), holding("(?:src|href)=\"(?:https?:)?//"));
    }
}

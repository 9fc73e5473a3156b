package io.hypha;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** The threat model names tests; here they are looked for. */
class ThreatModelTest {

    private static final Path DOCUMENT = Path.of("docs/threat-model.md");
    private static final Path TESTS = Path.of("src/test/java");

    private static final List<String> THREATS =
            List.of(
                    "Eclipse",
                    "Long-range attack",
                    "Stalled finality",
                    "Invalid best block",
                    "Lying or silent peers and RPC",
                    "Wrong checkpoint",
                    "Hostile wallet",
                    "Hostile text from the chain");

    private static final Pattern NAMED =
            Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9_]*))?`");

    /** Text below each heading of the second level. */
    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String part : Files.readString(DOCUMENT).split("(?m)^## ")) {
            String[] lines = part.split("\n", 2);
            sections.put(lines[0].strip(), lines.length == 2 ? lines[1] : "");
        }
        return sections;
    }

    private static List<MatchResult> named(String text) {
        return NAMED.matcher(text).results().toList();
    }

    private static Optional<Class<?>> testClass(String name) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(each -> each.endsWith(name + ".java"))
                    .map(each -> TESTS.relativize(each).toString())
                    .map(each -> each.substring(0, each.length() - ".java".length()))
                    .<Class<?>>map(each -> load(each.replace('/', '.')))
                    .findFirst();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ThreatModelTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is in " + TESTS + " and was not compiled", e);
        }
    }

    /** Of the class or of one that it extends, so that contracts can be named by who keeps them. */
    private static boolean hasTest(Class<?> type, String method) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (Arrays.stream(each.getDeclaredMethods())
                    .anyMatch(found -> found.getName().equals(method) && isTest(found))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTest(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.isAnnotationPresent(Testable.class) || inherits(type));
    }

    private static boolean inherits(Class<? extends Annotation> type) {
        return Arrays.stream(type.getAnnotations())
                .anyMatch(each -> each.annotationType().isAnnotationPresent(Testable.class));
    }

    @Test
    void every_test_named_in_the_threat_model_exists() throws IOException {
        List<String> lost = new ArrayList<>();
        for (MatchResult each : named(Files.readString(DOCUMENT))) {
            Optional<Class<?>> type = testClass(each.group(1));
            boolean found =
                    type.isPresent()
                            && (each.group(2) == null || hasTest(type.get(), each.group(2)));
            if (!found) {
                lost.add(each.group());
            }
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void every_threat_says_what_hypha_does_what_one_sees_and_which_test_shows_it()
            throws IOException {
        Map<String, String> sections = sections();
        assertThat(sections).containsKeys(THREATS.toArray(String[]::new));
        for (String threat : THREATS) {
            String text = sections.getOrDefault(threat, "");
            assertThat(text).as(threat).contains("- **Hypha does:** ").contains("- **You see:** ");
            assertThat(named(text)).as(threat).isNotEmpty();
        }
    }

    @Test
    void a_name_that_no_test_has_is_noticed() throws IOException {
        assertThat(testClass("NobodyTest")).isEmpty();
        Class<?> own = testClass("ThreatModelTest").orElseThrow();
        assertThat(hasTest(own, "a_name_that_no_test_has_is_noticed")).isTrue();
        assertThat(hasTest(own, "named")).isFalse();
        assertThat(hasTest(own, "nothing")).isFalse();
    }
}

package io.hypha.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Runtimes of real chains answer here as they did in another engine. */
class RealRuntimesIT {

    private static final String DIRECTORY = "RUNTIME_BLOBS_DIR";

    private static JsonNode expected(String name) {
        return Fixtures.json("runtime/" + name + ".expected.json");
    }

    /** The blob, or a skipped test that says why; one with other bytes is a failure. */
    static Bytes blob(JsonNode expected) throws IOException {
        String file = expected.at("/blob/file").asString();
        String directory = System.getenv(DIRECTORY);
        assumeTrue(directory != null && !directory.isBlank(), DIRECTORY + " is not set");
        Path path = Path.of(String.valueOf(directory), file);
        if (!Files.isRegularFile(path)) {
            abort(file + " is not in " + DIRECTORY);
        }
        Bytes blob = Bytes.of(Files.readAllBytes(path));
        assertEquals(expected.at("/blob/sha256").asString(), sha256(blob), file);
        return blob;
    }

    private static String sha256(Bytes bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toArray());
            return Bytes.of(digest).toHex().substring(2);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(each -> strings.add(each.asString()));
        return strings;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "finney-code-substitute-2585476",
                "substrate-example",
                "testfinney-genesis-code",
                "westend-9300"
            })
    void it_answers_exactly_what_is_expected_interpreted_and_compiled(String name)
            throws Exception {
        JsonNode expected = expected(name);
        Bytes blob = blob(expected);
        assertEquals(
                expected.at("/wasm/sha256").asString(), sha256(Bytes.of(CodeBlob.module(blob))));
        RuntimeCode code = ((CodeLoading.Loaded) RuntimeCode.of(blob)).code();
        assertEquals(expected.at("/blob/blake2b256").asString(), code.codeHash().toHex());
        assertThat(code.entryPoints()).containsAll(strings(expected.get("exports")));
        assertThat(code.unknownImports()).isEmpty();
        assertSectionsAgree(expected, code);
        assertAnswers(expected, code);
        assertThat(code.compile()).isTrue();
        assertAnswers(expected, code);
    }

    private static void assertSectionsAgree(JsonNode expected, RuntimeCode code) {
        boolean hasSection =
                expected.get("customSections")
                        .valueStream()
                        .anyMatch(each -> each.get("name").asString().equals("runtime_version"));
        assertEquals(hasSection, code.version().isPresent());
        code.version()
                .ifPresent(version ->
                        assertEquals(
                                expected.at("/coreVersion/output").asString(),
                                version.encode().toHex()));
    }

    private static void assertAnswers(JsonNode expected, RuntimeCode code) {
        assertEquals(
                expected.at("/coreVersion/output").asString(), call(code, "Core_version").toHex());
        Bytes metadata = call(code, "Metadata_metadata");
        assertEquals(expected.at("/metadata/outputBytes").asInt(), metadata.size());
        assertEquals(expected.at("/metadata/outputSha256").asString(), sha256(metadata));
    }

    private static Bytes call(RuntimeCode code, String method) {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        code,
                        RuntimeState.of(new TreeMap<>()),
                        PatientCalls.LIMITS,
                        method,
                        Bytes.EMPTY);
        assertThat(outcome).as(method).isInstanceOf(CallOutcome.Returned.class);
        return ((CallOutcome.Returned) outcome).result();
    }
}

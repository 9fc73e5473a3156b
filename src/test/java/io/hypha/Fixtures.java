package io.hypha;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Real chain data, read from {@code fixtures.dir}; a test that needs an absent file is skipped and
 * says so.
 */
public final class Fixtures {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Fixtures() {}

    public static Path dir() {
        return Path.of(System.getProperty("fixtures.dir", "../shared/fixtures"));
    }

    /** The path of a fixture; skips the test where it is absent. */
    public static Path path(String name) {
        Path path = dir().resolve(name);
        assumeTrue(Files.exists(path), "fixture " + name + " is not in " + dir());
        return path;
    }

    /** The bytes of a fixture; {@code .gz} is read through. */
    public static Bytes bytes(String name) {
        Path path = path(name);
        try (InputStream in = Files.newInputStream(path);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return Bytes.of(plain.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("fixture " + path, e);
        }
    }

    public static String text(String name) {
        return new String(bytes(name).toArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    public static JsonNode json(String name) {
        return JSON.readTree(bytes(name).toArray());
    }

    /** The bytes behind a JSON text of hex digits. */
    public static Bytes hex(JsonNode node) {
        return Bytes.fromHex(node.asString());
    }
}

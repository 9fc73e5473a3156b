package io.hypha.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The devnet's runtime, as any other blob. */
class RuntimeCodeTest {

    private static Bytes blob() {
        try (InputStream in =
                RuntimeCodeTest.class.getResourceAsStream("/devnet/runtime-424.wasm")) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeCode load() {
        return ((CodeLoading.Loaded) RuntimeCode.of(blob())).code();
    }

    private static Bytes version(RuntimeCode code) {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        code,
                        RuntimeState.of(new TreeMap<>()),
                        PatientCalls.LIMITS,
                        "Core_version",
                        Bytes.EMPTY);
        assertThat(outcome).isInstanceOf(CallOutcome.Returned.class);
        return ((CallOutcome.Returned) outcome).result();
    }

    @Test
    void its_sections_say_what_it_answers_interpreted_and_compiled() {
        RuntimeCode code = load();
        Bytes encoded = code.version().orElseThrow().encode();
        assertThat(code.version().orElseThrow().specVersion()).isEqualTo(424);
        assertThat(version(code)).isEqualTo(encoded);
        assertThat(code.compiled()).isFalse();
        assertThat(code.compile()).isTrue();
        assertThat(code.compiled()).isTrue();
        assertThat(version(code)).isEqualTo(encoded);
    }

    @Test
    void it_is_known_by_the_hash_of_its_bytes_and_misses_no_host_function() {
        RuntimeCode code = load();
        assertThat(code.codeHash()).isEqualTo(Blake2b.hash256(blob()));
        assertThat(code.unknownImports()).isEmpty();
        assertThat(code.entryPoints()).contains("Core_version", "Metadata_metadata");
    }

    @Test
    void a_method_that_is_not_there_is_an_error() {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        load(),
                        RuntimeState.of(new TreeMap<>()),
                        PatientCalls.LIMITS,
                        "Core_wersion",
                        Bytes.EMPTY);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CallOutcome.Trapped.class,
                        trapped -> assertThat(trapped.reason()).contains("Core_wersion"));
    }

    @Test
    void a_trap_leaves_no_value() {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        load(),
                        RuntimeState.of(new TreeMap<>()),
                        PatientCalls.LIMITS,
                        "Metadata_metadata",
                        Bytes.EMPTY);
        assertThat(outcome).isInstanceOf(CallOutcome.Trapped.class);
    }
}

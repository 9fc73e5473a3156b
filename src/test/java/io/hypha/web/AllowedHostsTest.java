package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

    private final AllowedHosts hosts = AllowedHosts.loopbackAnd(List.of("stake.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:8080",
                "LOCALHOST:80",
                "stake.example.org:443"
            })
    void answers_to_its_own_names(String header) {
        assertTrue(hosts.contains(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8080",
                "localhost:8080:9090",
                "localhost:port",
                "localhost@evil.example",
                "",
                ":8080",
                "[::1"
            })
    void refuses_any_other(String header) {
        assertFalse(hosts.contains(header));
    }
}

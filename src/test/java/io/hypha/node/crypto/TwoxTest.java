package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TwoxTest {

    @Test
    void hashes_what_polkadot_js_hashes() {
        JsonNode cases = Fixtures.json("crypto/substrate-hashers.json").get("cases");
        assertThat(cases.size()).isGreaterThanOrEqualTo(9);
        for (JsonNode each : cases) {
            byte[] input =
                    each.has("utf8")
                            ? each.get("utf8").asString().getBytes(StandardCharsets.UTF_8)
                            : Fixtures.hex(each.get("hex")).toArray();
            assertThat(Twox.hash64(input)).isEqualTo(Fixtures.hex(each.get("twox64")).toArray());
            assertThat(Twox.hash128(input)).isEqualTo(Fixtures.hex(each.get("twox128")).toArray());
            assertThat(Twox.hash256(input)).isEqualTo(Fixtures.hex(each.get("twox256")).toArray());
            assertThat(Blake2b.hash128(input))
                    .isEqualTo(Fixtures.hex(each.get("blake2b128")).toArray());
            assertThat(Blake2b.hash256(input))
                    .isEqualTo(Fixtures.hex(each.get("blake2b256")).toArray());
        }
    }
}

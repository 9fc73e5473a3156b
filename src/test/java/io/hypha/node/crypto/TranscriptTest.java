package io.hypha.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TranscriptTest {

    @Test
    void yields_the_challenge_of_merlin_s_own_test() {
        Transcript transcript = new Transcript("test protocol");
        transcript.append("some label", "some data".getBytes(StandardCharsets.US_ASCII));
        assertThat(transcript.challenge("challenge", 32))
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615"));
    }

    @Test
    void a_witness_depends_on_secret_and_history_and_leaves_the_transcript_alone() {
        Transcript one = new Transcript("witness");
        Transcript two = new Transcript("witness");
        byte[] first = one.witness("signing", 64, new byte[] {1});
        assertThat(one.witness("signing", 64, new byte[] {1})).isEqualTo(first);
        assertThat(one.witness("signing", 64, new byte[] {2})).isNotEqualTo(first);
        assertThat(one.challenge("same", 200)).isEqualTo(two.challenge("same", 200));
        assertThat(one.witness("signing", 64, new byte[] {1})).isNotEqualTo(first);
    }
}

package io.hypha.node.consensus;

import static io.hypha.node.consensus.TestVoters.aHeader;
import static io.hypha.node.consensus.TestVoters.forced;
import static io.hypha.node.consensus.TestVoters.grandpa;
import static io.hypha.node.consensus.TestVoters.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityChangeTest {

    private static final List<Authority> ONE = TestVoters.fake(0, 1, 1).authorities();
    private static final List<Authority> TWO = TestVoters.fake(0, 2, 2, 2).authorities();
    private static final Bytes PAUSE = Bytes.fromHex("0x0405000000");
    private static final Bytes RESUME = Bytes.fromHex("0x0506000000");
    private static final Bytes DISABLED = Bytes.fromHex("0x030300000000000000");

    private static AuthorityChange in(DigestItem... digest) {
        return AuthorityChange.in(aHeader(9, Hash256.ZERO, 0, digest));
    }

    @Test
    void finds_nothing_where_nothing_is_announced() {
        assertThat(in()).isEqualTo(new AuthorityChange.None());
        assertThat(in(new DigestItem.Consensus(EngineId.of("fron"), Bytes.ofInts(1, 2, 3))))
                .isEqualTo(new AuthorityChange.None());
        assertThat(in(new DigestItem.Seal(EngineId.GRANDPA, Bytes.ofInts(9))))
                .isEqualTo(new AuthorityChange.None());
    }

    @Test
    void reads_each_kind() {
        assertThat(in(scheduled(ONE, 3))).isEqualTo(new AuthorityChange.Scheduled(ONE, 3));
        assertThat(in(forced(77, ONE, 3))).isEqualTo(new AuthorityChange.Forced(77, ONE, 3));
        assertThat(in(grandpa(DISABLED))).isEqualTo(new AuthorityChange.OnDisabled(3));
        assertThat(in(grandpa(PAUSE))).isEqualTo(new AuthorityChange.Pause(5));
        assertThat(in(grandpa(RESUME))).isEqualTo(new AuthorityChange.Resume(6));
    }

    @Test
    void the_first_of_a_kind_counts_and_forced_beats_scheduled() {
        assertThat(in(scheduled(ONE, 3), scheduled(TWO, 4)))
                .isEqualTo(new AuthorityChange.Scheduled(ONE, 3));
        assertThat(in(scheduled(ONE, 3), forced(1, TWO, 4), forced(2, ONE, 4)))
                .isEqualTo(new AuthorityChange.Forced(1, TWO, 4));
        assertThat(in(grandpa(PAUSE), scheduled(ONE, 3)))
                .isEqualTo(new AuthorityChange.Scheduled(ONE, 3));
        assertThat(in(grandpa(PAUSE), grandpa(RESUME))).isEqualTo(new AuthorityChange.Pause(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x",
                "0x00",
                "0x06",
                "0xff",
                "0x01",
                "0x0100000000",
                "0x04050000",
                "0x040500000000"
            })
    void a_body_that_does_not_decode_is_its_own_case(String body) {
        assertThat(in(grandpa(Bytes.fromHex(body)))).isInstanceOf(AuthorityChange.Malformed.class);
    }

    @Test
    void a_list_that_cannot_vote_is_malformed() {
        assertThat(in(scheduled(List.of(), 0))).isInstanceOf(AuthorityChange.Malformed.class);
        assertThat(in(scheduled(TestVoters.fake(0, 0, 0).authorities(), 0)))
                .isInstanceOf(AuthorityChange.Malformed.class);
        assertThat(in(forced(0, TestVoters.fake(0, -1, -1).authorities(), 0)))
                .isInstanceOf(AuthorityChange.Malformed.class);
    }

    @Test
    void a_malformed_item_is_not_hidden_by_a_good_one() {
        assertThat(in(scheduled(ONE, 3), grandpa(Bytes.ofInts(9))))
                .isEqualTo(
                        new AuthorityChange.Malformed(
                                1,
                                "digest item 1: a GRANDPA log has tag 1 to 5, found 9 at byte 0"));
    }

    @Test
    void reads_the_authors_that_aura_announces() {
        Hash256 a = Hash256.of(new byte[32]);
        DigestItem change = aura(authors(List.of(a, a)));
        assertThat(AuraChange.in(aHeader(1, a, 0))).isEqualTo(new AuraChange.None());
        assertThat(AuraChange.in(aHeader(1, a, 0, change)))
                .isEqualTo(new AuraChange.AuthoritiesChange(List.of(a, a)));
        assertThat(AuraChange.in(aHeader(1, a, 0, aura(Bytes.fromHex("0x0201000000")), change)))
                .isEqualTo(new AuraChange.AuthoritiesChange(List.of(a, a)));
        assertThat(AuraChange.in(aHeader(1, a, 0, change, change)))
                .isInstanceOf(AuraChange.Malformed.class);
        assertThat(AuraChange.in(aHeader(1, a, 0, aura(authors(List.of())))))
                .isInstanceOf(AuraChange.Malformed.class);
        for (String body :
                List.of("0x", "0x00", "0x03", "0x02010000", "0x020100000000", "0x0104")) {
            assertThat(AuraChange.in(aHeader(1, a, 0, aura(Bytes.fromHex(body)))))
                    .as(body)
                    .isInstanceOf(AuraChange.Malformed.class);
        }
    }

    @Test
    void any_body_is_a_change_or_malformed() {
        Random random = new Random(3);
        byte[][] seeds = {
            ((DigestItem.Consensus) scheduled(TWO, 1)).data().toArray(),
            ((DigestItem.Consensus) forced(5, ONE, 1)).data().toArray(),
            authors(List.of(Hash256.ZERO, Hash256.ZERO)).toArray(),
            DISABLED.toArray()
        };
        int malformed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] body = seeds[i % seeds.length].clone();
            body[random.nextInt(Math.min(body.length, 12))] = (byte) random.nextInt();
            body[random.nextInt(body.length)] = (byte) random.nextInt();
            Bytes mutant =
                    Bytes.of(
                            random.nextInt(5) == 0
                                    ? java.util.Arrays.copyOf(body, random.nextInt(99))
                                    : body);
            if (in(grandpa(mutant)) instanceof AuthorityChange.Malformed
                    && AuraChange.in(aHeader(1, Hash256.ZERO, 0, aura(mutant)))
                            instanceof AuraChange.Malformed) {
                malformed++;
            }
        }
        assertThat(malformed).isBetween(20_000, 95_000);
    }

    static DigestItem aura(Bytes body) {
        return new DigestItem.Consensus(EngineId.AURA, body);
    }

    static Bytes authors(List<Hash256> keys) {
        return new ScaleCodecWriter()
                .writeUByte(1)
                .writeVector(keys, ScaleCodecWriter::writeHash)
                .toBytes();
    }
}

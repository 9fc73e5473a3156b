package io.hypha.node.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VoterSetTest {

    private static Authority authority(int key, long weight) {
        byte[] bytes = new byte[32];
        bytes[31] = (byte) key;
        return new Authority(Hash256.of(bytes), weight);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "2, 2",
        "3, 3",
        "4, 3",
        "5, 4",
        "6, 5",
        "7, 5",
        "9, 7",
        "10, 7",
        "20, 14",
        "21, 15",
        "600, 401"
    })
    void the_threshold_is_the_total_less_a_third_of_what_is_above_one(int voters, long threshold) {
        List<Authority> list =
                LongStream.range(0, voters).mapToObj(i -> new Authority(key(i), 1)).toList();
        assertThat(new VoterSet(0, list).threshold()).isEqualTo(threshold);
        assertThat(new VoterSet(0, List.of(authority(1, voters))).threshold()).isEqualTo(threshold);
    }

    private static Hash256 key(long i) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) i;
        bytes[1] = (byte) (i >> 8);
        return Hash256.of(bytes);
    }

    @Test
    void drops_zero_weights_and_sums_repeated_keys() {
        VoterSet set =
                new VoterSet(
                        3,
                        List.of(
                                authority(1, 5),
                                authority(2, 0),
                                authority(1, 7),
                                authority(3, 1)));
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.total()).isEqualTo(13);
        assertThat(set.weightOf(authority(1, 0).key())).isEqualTo(12);
        assertThat(set.contains(authority(2, 0).key())).isFalse();
        assertThat(set.authorities()).hasSize(4);
    }

    @Test
    void a_total_of_a_whole_u64_votes_and_one_more_does_not() {
        VoterSet set = new VoterSet(0, List.of(authority(1, -2L), authority(2, 1)));
        assertThat(Long.toUnsignedString(set.total())).isEqualTo("18446744073709551615");
        assertThat(Long.toUnsignedString(set.threshold())).isEqualTo("12297829382473034411");
        assertThat(VoterSet.flaw(List.of(authority(1, -1L), authority(2, 1))))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("2^64"));
        assertThat(VoterSet.flaw(List.of(authority(1, -1L), authority(1, -1L)))).isPresent();
    }

    @Test
    void refuses_a_list_that_is_empty_or_weighs_nothing() {
        assertThat(VoterSet.flaw(List.of()))
                .contains("expected at least one authority, found none");
        assertThat(VoterSet.flaw(List.of(authority(1, 0), authority(2, 0))))
                .contains("expected authorities with some weight, found 2 that weigh 0");
        assertThatThrownBy(() -> new VoterSet(0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_and_writes_the_scale_list() {
        List<Authority> list = List.of(authority(1, 1), authority(2, -1L));
        Bytes encoded = Authority.encodeList(list);
        assertThat(encoded.size()).isEqualTo(1 + 2 * 40);
        assertThat(Authority.decodeList(encoded)).isEqualTo(list);
        assertThatThrownBy(() -> Authority.decodeList(encoded.slice(0, 80)))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Authority.decodeList(Bytes.concat(encoded, Bytes.ofInts(0))))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Authority.decodeList(Bytes.fromHex("0x0300000040")))
                .isInstanceOf(ScaleException.class);
    }

    @Test
    void the_next_set_has_the_next_id() {
        VoterSet five = new VoterSet(5, List.of(authority(1, 1)));
        assertThat(five.next(List.of(authority(2, 1))))
                .isEqualTo(new VoterSet(6, List.of(authority(2, 1))));
    }
}

package io.hypha.node.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that the reference compressor (zstd 1.5) wrote, and their bad twins. */
class ZstdTest {

    private static final int LIMIT = 1 << 20;
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] frame(String name) throws IOException {
        try (InputStream in = ZstdTest.class.getResourceAsStream("/zstd/" + name + ".zst")) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "words-19, 64321, 9f9fbf341b1ce9a6fcc0b1a2ab673a87de6e9bbd0de60f9a0ede1491ce5e23f7",
        "words-stream, 64321, 9f9fbf341b1ce9a6fcc0b1a2ab673a87de6e9bbd0de60f9a0ede1491ce5e23f7",
        "mixed-1, 428321, 3bb96fec4d497e6a20fc04c6e3d47a93e43e4c1e7f49a68d844b6ceaf0871957",
        "mixed-9, 428321, 3bb96fec4d497e6a20fc04c6e3d47a93e43e4c1e7f49a68d844b6ceaf0871957",
        "short-1, 700, 03a4380feb45b8585e9b3c08f44c7020dc1da98e08a9eca21ec8f6c5a9944bb5"
    })
    void reads_what_the_reference_compressor_wrote(String name, int size, String sha256)
            throws Exception {
        byte[] content = Zstd.decompress(frame(name), LIMIT);
        assertEquals(size, content.length);
        assertEquals(sha256, HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void frames_follow_each_other_and_others_are_skipped() throws Exception {
        byte[] one = frame("short-1");
        byte[] skipped = HEX.parseHex("502a4d1803000000aabbcc");
        byte[] all = new byte[2 * one.length + skipped.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(skipped, 0, all, one.length, skipped.length);
        System.arraycopy(one, 0, all, one.length + skipped.length, one.length);
        byte[] content = Zstd.decompress(all, LIMIT);
        assertEquals(1400, content.length);
        assertArrayEquals(Arrays.copyOf(content, 700), Arrays.copyOfRange(content, 700, 1400));
    }

    @Test
    void content_at_the_limit_is_taken_and_one_byte_more_is_not() throws Exception {
        assertEquals(700, Zstd.decompress(frame("short-1"), 700).length);
        assertThat(assertThrows(ZstdException.class, () -> Zstd.decompress(frame("short-1"), 699)))
                .hasMessageContaining("above the limit of 699 bytes");
        assertThat(
                        assertThrows(
                                ZstdException.class,
                                () -> Zstd.decompress(frame("words-stream"), 64_320)))
                .hasMessageContaining("above the limit of 64320 bytes");
    }

    @Test
    void a_frame_cut_anywhere_is_none() throws Exception {
        byte[] whole = frame("short-1");
        for (int size = 0; size < whole.length; size++) {
            byte[] cut = Arrays.copyOf(whole, size);
            assertThrows(ZstdException.class, () -> Zstd.decompress(cut, LIMIT), "cut at " + size);
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThrows(ZstdException.class, () -> Zstd.decompress(longer, LIMIT));
    }

    @Test
    void a_bit_that_is_flipped_never_passes_the_checksum() throws Exception {
        byte[] whole = frame("short-1");
        byte[] content = Zstd.decompress(whole, LIMIT);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            try {
                assertArrayEquals(content, Zstd.decompress(flipped, LIMIT), "bit " + bit);
            } catch (ZstdException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void dictionaries_and_reserved_bits_are_refused() {
        assertThat(
                        assertThrows(
                                ZstdException.class,
                                () -> Zstd.decompress(HEX.parseHex("28b52ffd210100010000"), LIMIT)))
                .hasMessageContaining("dictionary");
        assertThat(
                        assertThrows(
                                ZstdException.class,
                                () -> Zstd.decompress(HEX.parseHex("28b52ffd2800010000"), LIMIT)))
                .hasMessageContaining("reserved");
        assertThat(
                        assertThrows(
                                ZstdException.class,
                                () -> Zstd.decompress(HEX.parseHex("28b52ffd2000070000"), LIMIT)))
                .hasMessageContaining("reserved");
    }

    @Test
    void mutants_end_in_content_or_the_documented_exception() throws Exception {
        mutate(100_000, 3);
    }

    @Tag("long")
    @Test
    void a_million_mutants_end_in_content_or_the_documented_exception() throws Exception {
        mutate(1_000_000, 4);
    }

    private static void mutate(int count, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] seeds = {frame("short-1"), Arrays.copyOf(frame("words-19"), 300)};
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] mutant = seeds[i & 1].clone();
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            try {
                Zstd.decompress(mutant, 4096);
            } catch (ZstdException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(count / 2, count);
    }
}

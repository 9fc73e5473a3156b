package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures from outside: read, or refused before they cost anything. */
class QrPictureTest {

    private static final String SIGNATURE = "01" + "c4".repeat(64);

    private final QrPicture pictures = new QrPicture();

    @Test
    void reads_a_signature_from_pngs_and_jpegs_of_all_sizes() {
        for (int side : new int[] {160, 400, 1_300, 2_900}) {
            for (String format : new String[] {"png", "jpeg"}) {
                assertEquals(
                        new QrPicture.Seen.Code(SIGNATURE),
                        pictures.read(ScannedCodes.picture(SIGNATURE, format, side)),
                        format + " " + side);
            }
        }
    }

    @Test
    void a_code_of_ours_holds_its_bytes_and_nothing_else() {
        byte[] all = new byte[1_029];
        for (int i = 5; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertEquals(Bytes.of(all), ScannedCodes.bytes(QrImage.png(Bytes.of(all))));
        assertTrue(QrImage.png(Bytes.of(all)).length < 12_000);
    }

    @Test
    void a_picture_without_a_code_is_no_error() throws IOException {
        ByteArrayOutputStream white = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "png", white);
        assertInstanceOf(QrPicture.Seen.NoCode.class, pictures.read(white.toByteArray()));
    }

    @Test
    void a_few_bytes_that_claim_a_huge_picture_are_refused_by_their_header() {
        String sentence = refused(png(30_000, 30_000));
        assertTrue(sentence.startsWith("That picture has 30000 × 30000 pixels"), sentence);
        assertTrue(refused(png(8_000, 8_000)).contains("40 million"));
        assertTrue(refused(png(Integer.MAX_VALUE, Integer.MAX_VALUE)).length() > 10);
    }

    @Test
    void what_is_no_picture_or_too_long_is_refused() {
        assertEquals("A picture is a PNG or a JPEG.", refused(new byte[0]));
        assertEquals(
                "A picture is a PNG or a JPEG.",
                refused("BM and a bitmap".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "A picture has at most 8 MB here.", refused(new byte[QrPicture.MAX_BYTES + 1]));
    }

    @Test
    void ends_in_something_seen_whatever_is_broken_in_the_picture() {
        Random random = new Random(53);
        byte[][] good = {
            ScannedCodes.picture(SIGNATURE, "png", 60), ScannedCodes.picture(SIGNATURE, "jpeg", 60)
        };
        for (int i = 0; i < 1_500; i++) {
            byte[] bytes = good[i % 2].clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            switch (pictures.read(java.util.Arrays.copyOf(bytes, length))) {
                case QrPicture.Seen.Code(String text) -> assertFalse(text.isEmpty());
                case QrPicture.Seen.Refused(String sentence) -> assertFalse(sentence.isEmpty());
                case QrPicture.Seen.NoCode _ -> {}
                case QrPicture.Seen.Busy _ -> throw new AssertionError("nobody else reads");
            }
        }
    }

    private String refused(byte[] picture) {
        return assertInstanceOf(QrPicture.Seen.Refused.class, pictures.read(picture)).sentence();
    }

    /** The signature and header of a PNG of that size, and no pixel. */
    private static byte[] png(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17);
        header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
        header.put(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.array());
        return ByteBuffer.allocate(33)
                .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10})
                .putInt(13)
                .put(header.array())
                .putInt((int) crc.getValue())
                .array();
    }
}

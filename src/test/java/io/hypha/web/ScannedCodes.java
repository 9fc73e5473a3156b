package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.QRCodeWriter;
import io.hypha.node.bytes.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** The eye and the screen of a phone in tests: reads the codes of a page, shows its own. */
public final class ScannedCodes {

    private static final Pattern IMAGE =
            Pattern.compile("<img[^>]*src=\"data:image/png;base64,([A-Za-z0-9+/=]+)\"");

    private ScannedCodes() {}

    /** The bytes of all codes of a page, in their order on it. */
    public static List<Bytes> of(String html) {
        List<Bytes> codes = new ArrayList<>();
        Matcher image = IMAGE.matcher(html);
        while (image.find()) {
            codes.add(bytes(Base64.getDecoder().decode(image.group(1))));
        }
        assertFalse(codes.isEmpty(), "the page has no code");
        return codes;
    }

    /** What one picture holds; a code of Vault is one segment of bytes. */
    public static Bytes bytes(byte[] png) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            int width = image.getWidth();
            int height = image.getHeight();
            Result result =
                    new QRCodeReader()
                            .decode(
                                    new BinaryBitmap(
                                            new HybridBinarizer(
                                                    new RGBLuminanceSource(
                                                            width,
                                                            height,
                                                            image.getRGB(
                                                                    0, 0, width, height, null, 0,
                                                                    width)))),
                                    Map.of(DecodeHintType.PURE_BARCODE, Boolean.TRUE));
            // Vault takes the raw bits and wants mode 4, byte, at their very beginning.
            assertEquals(4, (result.getRawBytes()[0] & 0xff) >> 4);
            List<?> segments =
                    (List<?>) result.getResultMetadata().get(ResultMetadataType.BYTE_SEGMENTS);
            assertEquals(1, segments.size());
            return Bytes.of((byte[]) segments.getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReaderException e) {
            throw new AssertionError("no code in the picture", e);
        }
    }

    /** A phone's screen with a code of some text, as a picture somebody takes of it. */
    public static byte[] picture(String text, String format, int side) {
        try {
            BitMatrix code = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side);
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    image.setRGB(x, y, code.get(x, y) ? 0x102030 : 0xf0e8d8);
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (com.google.zxing.WriterException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

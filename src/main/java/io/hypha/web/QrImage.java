package io.hypha.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import io.hypha.node.bytes.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws bytes as a QR code, one segment in byte mode: the only form that Polkadot Vault reads. */
final class QrImage {

    private static final int PIXELS_PER_MODULE = 4;
    private static final int QUIET_MODULES = 4;

    /** The lowest level of correction: a screen has no dirt, and fewer modules are larger ones. */
    private static final Map<EncodeHintType, Object> HINTS =
            Map.of(
                    EncodeHintType.ERROR_CORRECTION,
                    ErrorCorrectionLevel.L,
                    EncodeHintType.MARGIN,
                    QUIET_MODULES);

    private QrImage() {}

    /** A PNG of the code, black on white. */
    static byte[] png(Bytes content) {
        // Without a character set among the hints the writer takes Latin-1 and names no other, so
        // that each character is one byte. A frame begins with 00, which only byte mode can hold.
        String latin = new String(content.toArray(), StandardCharsets.ISO_8859_1);
        try {
            return png(new QRCodeWriter().encode(latin, BarcodeFormat.QR_CODE, 0, 0, HINTS));
        } catch (WriterException e) {
            throw new IllegalArgumentException(
                    content.size() + " bytes do not fit into one QR code", e);
        }
    }

    /** The same as an address for an {@code img}. */
    static String dataUri(Bytes content) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(content));
    }

    private static byte[] png(BitMatrix modules) {
        int width = modules.getWidth() * PIXELS_PER_MODULE;
        int height = modules.getHeight() * PIXELS_PER_MODULE;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (!modules.get(x / PIXELS_PER_MODULE, y / PIXELS_PER_MODULE)) {
                    image.setRGB(x, y, 0xffffff);
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            writer.setOutput(out);
            writer.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return png.toByteArray();
    }
}

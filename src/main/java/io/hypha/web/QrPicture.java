package io.hypha.web;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.LuminanceSource;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the QR code in a picture that somebody brought. Size and kind are looked at before anything
 * is decoded, a large picture is thinned out while it is read, and one picture is read at a time.
 */
final class QrPicture {

    /** What a phone's camera makes of a code fits. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int MAX_SIDE = 8_192;
    private static final long MAX_PIXELS = 40_000_000;

    /** A code of a signature has 37 modules: more pixels tell no more. */
    private static final int SEEN_SIDE = 1_400;

    private static final int WAIT_SECONDS = 5;
    private static final Set<String> KINDS = Set.of("png", "jpeg");
    private static final Map<DecodeHintType, Object> HINTS =
            Map.of(
                    DecodeHintType.TRY_HARDER,
                    true,
                    DecodeHintType.POSSIBLE_FORMATS,
                    List.of(BarcodeFormat.QR_CODE));

    private final Semaphore turn = new Semaphore(1, true);

    /** What a picture holds. */
    sealed interface Seen {

        record Code(String text) implements Seen {}

        record NoCode() implements Seen {}

        /** The picture cannot be read; the sentence is for the person who brought it. */
        record Refused(String sentence) implements Seen {}

        /** Others bring pictures too. */
        record Busy() implements Seen {}
    }

    Seen read(byte[] picture) {
        if (picture.length > MAX_BYTES) {
            return new Seen.Refused(
                    "A picture has at most %d MB here.".formatted(MAX_BYTES / (1024 * 1024)));
        }
        try {
            if (!turn.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return new Seen.Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Seen.Busy();
        }
        try {
            return decode(picture);
        } finally {
            turn.release();
        }
    }

    private static Seen decode(byte[] picture) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
            Optional<ImageReader> reader = reader(in);
            if (reader.isEmpty()) {
                return new Seen.Refused("A picture is a PNG or a JPEG.");
            }
            try {
                return decode(reader.get(), in);
            } finally {
                reader.get().dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK answer broken pictures also with all kinds of unchecked
            // exceptions.
            return new Seen.Refused("That picture is broken.");
        }
    }

    private static Optional<ImageReader> reader(ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (KINDS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                return Optional.of(reader);
            }
            reader.dispose();
        }
        return Optional.empty();
    }

    private static Seen decode(ImageReader reader, ImageInputStream in) throws IOException {
        reader.setInput(in, true, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
            return new Seen.Refused(
                    "That picture has %d × %d pixels; at most %d to a side and %d million in all are read."
                            .formatted(width, height, MAX_SIDE, MAX_PIXELS / 1_000_000));
        }
        ImageReadParam thinned = reader.getDefaultReadParam();
        int step = Math.max(1, (Math.max(width, height) + SEEN_SIDE - 1) / SEEN_SIDE);
        thinned.setSourceSubsampling(step, step, 0, 0);
        return code(reader.read(0, thinned));
    }

    private static Seen code(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        LuminanceSource grey =
                new RGBLuminanceSource(
                        width, height, image.getRGB(0, 0, width, height, null, 0, width));
        @Nullable String text = text(grey);
        if (text == null) {
            text = text(grey.invert());
        }
        return text == null ? new Seen.NoCode() : new Seen.Code(text);
    }

    private static @Nullable String text(LuminanceSource grey) {
        try {
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(grey)), HINTS)
                    .getText();
        } catch (ReaderException none) {
            return null;
        }
    }
}

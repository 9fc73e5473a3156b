package io.hypha.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/**
 * Where a command reads and writes: handed in, so that tests run the real commands in their own
 * process.
 *
 * @param errIsTerminal whether a person looks at {@code err}, where a line may be drawn again
 * @param nanoTime what a command measures its patience with, as {@link System#nanoTime}
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean errIsTerminal,
        LongSupplier nanoTime) {

    Console(InputStream in, PrintStream out, PrintStream err, boolean errIsTerminal) {
        this(in, out, err, errIsTerminal, System::nanoTime);
    }

    Console(InputStream in, PrintStream out, PrintStream err) {
        this(in, out, err, false);
    }

    /** Files are read whole; finney's raw chain spec, the largest, has 12 MB. */
    static final int MAX_FILE_BYTES = 256 << 20;

    /**
     * The bytes of a file, or of standard input for {@code -}; gzip is read through.
     *
     * @throws BadInput when there is no such file, it cannot be read or is too large
     */
    byte[] read(String file) {
        try (InputStream raw = file.equals("-") ? in : Files.newInputStream(Path.of(file))) {
            BufferedInputStream buffered = new BufferedInputStream(raw);
            try (InputStream plain =
                    isGzip(buffered, file) ? new GZIPInputStream(buffered) : buffered) {
                byte[] bytes = plain.readNBytes(MAX_FILE_BYTES + 1);
                if (bytes.length > MAX_FILE_BYTES) {
                    throw BadInput.at(file, "at most " + MAX_FILE_BYTES + " bytes", "more");
                }
                return bytes;
            }
        } catch (NoSuchFileException _) {
            throw BadInput.at(file, "a file", "none of this name");
        } catch (EOFException _) {
            throw BadInput.at(file, "whole gzip", "one that ends too early");
        } catch (IOException e) {
            throw BadInput.at(file, "a readable file", String.valueOf(e.getMessage()));
        } catch (java.nio.file.InvalidPathException e) {
            throw BadInput.at(file, "a path", e.getReason());
        }
    }

    JsonNode readJson(String file) {
        return Json.parse(read(file), file);
    }

    Fields readFields(String file) {
        return Fields.of(readJson(file), file);
    }

    private static boolean isGzip(BufferedInputStream in, String file) throws IOException {
        in.mark(2);
        byte[] magic = in.readNBytes(2);
        in.reset();
        return file.endsWith(".gz") || Arrays.equals(magic, new byte[] {0x1f, (byte) 0x8b});
    }
}

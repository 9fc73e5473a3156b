package io.hypha.devnet.p2p;

import io.hypha.node.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The key behind a devnet node's peer id, kept beside its chain so that the id stays the same. It
 * signs connections and nothing else.
 */
public final class NodeKey {

    private static final String FILE = "node-key";
    private static final int SIZE = 32;

    private NodeKey() {}

    /**
     * The seed that is kept in {@code dir}, or a new one.
     *
     * @throws UncheckedIOException when it cannot be read or written, or the file is no key
     */
    public static Bytes in(Path dir) {
        Path file = dir.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            byte[] seed = Files.readAllBytes(file);
            if (seed.length != SIZE) {
                throw new IOException(file + ": expected a key of 32 bytes, found " + seed.length);
            }
            return Bytes.of(seed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file) throws IOException {
        byte[] seed = new byte[SIZE];
        new SecureRandom().nextBytes(seed);
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) {
            // A file system without owners keeps it as it keeps the chain.
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " is being made by another process", e);
        }
        Files.write(file, seed, StandardOpenOption.TRUNCATE_EXISTING);
    }
}

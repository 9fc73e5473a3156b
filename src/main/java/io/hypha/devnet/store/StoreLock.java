package io.hypha.devnet.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process, or a second chain of this one, out of a store. The system drops it with
 * the process.
 */
final class StoreLock implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    @SuppressWarnings("StreamResourceLeak")
    static StoreLock take(Path dir) {
        Path file = dir.resolve("lock");
        try {
            Files.createDirectories(dir);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StoreException(
                        "the chain in "
                                + dir
                                + " is in use by another running devnet; stop that one, or give another data directory");
            }
            return new StoreLock(channel, lock);
        } catch (IOException e) {
            throw new StoreException("cannot use the data directory " + dir + ": " + e, e);
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel)
            throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            throw new StoreException("cannot release the store's lock", e);
        }
    }
}

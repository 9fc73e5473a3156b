package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps runtime code in {@code <data dir>/<genesis hash>/code/<code hash>}. The files are not
 * trusted: what does not hash to its name is no such code.
 */
final class CodeFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CodeFiles.class);

    /** More than any state holds: a node takes 16 MiB of proof. */
    private static final long MAX_BYTES = 16L << 20;

    private static final int KEPT = 4;

    private final Path folder;

    CodeFiles(Path dataDir, Hash256 genesis) {
        this.folder = dataDir.resolve(genesis.toHex().substring(2)).resolve("code");
    }

    private Path file(Hash256 codeHash) {
        return folder.resolve(codeHash.toHex().substring(2));
    }

    Optional<Bytes> load(Hash256 codeHash) {
        Path file = file(codeHash);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            Bytes blob = Bytes.of(Files.readAllBytes(file));
            Hash256 found = Blake2b.hash256(blob);
            if (found.equals(codeHash)) {
                return Optional.of(blob);
            }
            LOG.warn("{} has the hash {}; it is fetched again", file, found);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
        }
        return Optional.empty();
    }

    /** Writes beside and renames; the oldest go when there are too many. */
    synchronized void save(Hash256 codeHash, Bytes blob) {
        Path file = file(codeHash);
        try {
            Files.createDirectories(folder);
            Path beside = file.resolveSibling(file.getFileName() + ".new");
            Files.write(beside, blob.toArray());
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forgetOldest();
        } catch (IOException e) {
            LOG.warn("{} cannot be written; the code is fetched again next time", file, e);
        }
    }

    private void forgetOldest() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted(Comparator.comparing(CodeFiles::age).reversed()).toList();
        }
        for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime age(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}

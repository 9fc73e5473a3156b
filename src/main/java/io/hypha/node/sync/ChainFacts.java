package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus.ChainInformation;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What must be proven of a chain before its blocks can be followed: who takes turns to author, and
 * which code runs. Proven again where a final header says that the code was changed, and now and
 * then, since that header may have been skipped.
 */
final class ChainFacts {

    private static final long PROVEN_FOR_BLOCKS = 256;

    private final TrustKeeper trust;
    private final HeaderLine line;
    private final ProvenReader reader;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Optional<ChainInformation> known = Optional.empty();
    private volatile boolean tried;
    private volatile boolean stale;

    ChainFacts(TrustKeeper trust, HeaderLine line, ProvenReader reader) {
        this.trust = trust;
        this.line = line;
        this.reader = reader;
    }

    Optional<ChainInformation> known() {
        return known;
    }

    /** Whether somebody was asked, with or without an answer. */
    boolean tried() {
        return tried;
    }

    /** Proves them at the end of the path if that is due and nobody else does. */
    void refresh() {
        if (!asking.tryLock()) {
            return;
        }
        try {
            trust.path().filter(this::due).ifPresent(path -> prove(line.head(path), path));
        } finally {
            asking.unlock();
        }
    }

    /** Other code is in office than when they were proven: they are proven again soon. */
    void codeChanged() {
        stale = true;
    }

    private boolean due(TrustPath path) {
        return known.isEmpty()
                || stale
                || path.block().number() - known.get().at().number() >= PROVEN_FOR_BLOCKS
                || (changesCode(path.justified()) && !known.get().at().equals(path.block()));
    }

    private static boolean changesCode(Header header) {
        return header.digest().stream()
                .anyMatch(item -> item instanceof DigestItem.RuntimeEnvironmentUpdated);
    }

    private void prove(FinalizedHead head, TrustPath path) {
        // Before it is asked: code that changes meanwhile is looked at again.
        stale = false;
        Optional<ChainInformation> proven =
                reader.valueHash(head, StorageKeys.CODE)
                                instanceof Answer.Given<Hash256>(Hash256 code)
                        ? authorities(path.justified())
                                .map(authors ->
                                        new ChainInformation(head.block(), code, authors.size()))
                        : Optional.empty();
        if (proven.isPresent()) {
            known = proven;
        } else {
            // What was proven before stays true of its block.
            stale = true;
        }
        tried = true;
    }

    /** The authors after that header, which must be the end of the path. */
    Optional<List<Hash256>> authorities(Header header) {
        return trust.path()
                .filter(each -> each.justified().equals(header))
                .map(line::head)
                .flatMap(head ->
                        switch (reader.read(head, List.of(StorageKeys.AURA_AUTHORITIES))) {
                            case Answer.Given<ProvenRead>(ProvenRead read) ->
                                    read.value(StorageKeys.AURA_AUTHORITIES).toOptional();
                            case Answer.Missing<ProvenRead> _ -> Optional.empty();
                        })
                .flatMap(ChainFacts::keys);
    }

    private static Optional<List<Hash256>> keys(Bytes encoded) {
        try {
            ScaleCodecReader in = new ScaleCodecReader(encoded);
            List<Hash256> keys = in.readVector(Hash256.SIZE, ScaleCodecReader::readHash);
            return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
        } catch (ScaleException unreadable) {
            return Optional.empty();
        }
    }
}

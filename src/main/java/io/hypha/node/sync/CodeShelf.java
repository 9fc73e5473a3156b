package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeVersionSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain's code by the hash that a state proves for it. Fetched once, kept on disk, read once; a
 * few runtimes stay in memory. The hash is all that is believed, so bytes may come from anywhere.
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
final class CodeShelf {

    private static final Logger LOG = LoggerFactory.getLogger(CodeShelf.class);

    /** In office, the one before, and one that is to come. A large runtime takes 200 MB. */
    private static final int KEPT = 3;

    private static final int BLOCKS = 1_024;
    private static final int MAX_IMPORTS_NAMED = 8;

    /**
     * A runtime that can be run.
     *
     * @param blob as the state holds it
     * @param specVersion as the code says itself
     */
    record Code(RuntimeCode runnable, Bytes blob, String specName, long specVersion) {
        Hash256 hash() {
            return runnable.codeHash();
        }
    }

    /** What became of some code: it can be run, or the words why not. */
    private record Held(Optional<Code> code, String refused) {}

    private final ProvenReader reader;
    private final Optional<CodeFiles> files;
    private final ReentrantLock loading = new ReentrantLock();
    private final Map<Hash256, Held> shelf = eldestOut(KEPT);
    private final Map<Hash256, Hash256> byBlock = eldestOut(BLOCKS);
    private volatile long newestBlock = -1;
    private volatile Optional<Hash256> newest = Optional.empty();

    CodeShelf(ProvenReader reader, Optional<CodeFiles> files) {
        this.reader = reader;
        this.files = files;
    }

    private static <K, V> Map<K, V> eldestOut(int kept) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > kept;
            }
        };
    }

    /** The hash of the code in the state of the newest block that was looked at. */
    Optional<Hash256> newest() {
        return newest;
    }

    /** What is in memory of that code. */
    Optional<Code> known(Hash256 hash) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.get(hash)).flatMap(Held::code);
        }
    }

    /** The hash of the code that the state of that block holds: it makes the next block. */
    Answer<Hash256> hashAt(FinalizedHead at) {
        synchronized (byBlock) {
            Hash256 known = byBlock.get(at.hash());
            if (known != null) {
                return Answer.given(known);
            }
        }
        return reader.valueHash(at, StorageKeys.CODE)
                .map(hash -> {
                    note(at, hash);
                    return hash;
                });
    }

    private void note(FinalizedHead at, Hash256 hash) {
        boolean isNew = false;
        synchronized (byBlock) {
            byBlock.put(at.hash(), hash);
            if (at.number() >= newestBlock) {
                isNew = !newest.equals(Optional.of(hash));
                newestBlock = at.number();
                newest = Optional.of(hash);
            }
        }
        if (isNew) {
            known(hash).ifPresent(code -> keep(hash, code.blob()));
        }
    }

    /** Only the newest code goes to disk: history is read once. */
    private void keep(Hash256 hash, Bytes blob) {
        if (newest.equals(Optional.of(hash))) {
            files.ifPresent(each -> each.save(hash, blob));
        }
    }

    /** The code in the state of that block, ready to run. */
    Answer<Code> at(FinalizedHead at) {
        return hashAt(at).flatMap(hash -> load(at, hash));
    }

    /** That code, from memory, the disk or the state of a block that holds it. */
    Answer<Code> load(FinalizedHead at, Hash256 hash) {
        Optional<Answer<Code>> held = held(hash);
        if (held.isPresent()) {
            return held.get();
        }
        loading.lock();
        try {
            return held(hash).orElseGet(() -> blob(at, hash).flatMap(blob -> read(hash, blob)));
        } finally {
            loading.unlock();
        }
    }

    private Optional<Answer<Code>> held(Hash256 hash) {
        synchronized (shelf) {
            return Optional.ofNullable(shelf.get(hash)).map(CodeShelf::answer);
        }
    }

    private static Answer<Code> answer(Held held) {
        return held.code()
                .map(Answer::given)
                .orElseGet(() -> Answer.missing(Reason.UNSUPPORTED, held.refused()));
    }

    private Answer<Bytes> blob(FinalizedHead at, Hash256 hash) {
        Optional<Bytes> kept = files.flatMap(each -> each.load(hash));
        return kept.isPresent()
                ? Answer.given(kept.get())
                : reader.read(at, List.of(StorageKeys.CODE))
                        .flatMap(read -> proven(at, hash, read));
    }

    private Answer<Bytes> proven(FinalizedHead at, Hash256 hash, ProvenRead read) {
        Optional<Bytes> blob =
                read.value(StorageKeys.CODE)
                        .toOptional()
                        .filter(each -> Blake2b.hash256(each).equals(hash));
        blob.ifPresent(bytes -> keep(hash, bytes));
        return blob.map(Answer::given)
                .orElseGet(() ->
                        Answer.missing(
                                Reason.UNSUPPORTED,
                                "the state of " + at.block() + " does not hold the code " + hash));
    }

    /** Takes in code that somebody sent; what it hashes to is its name. */
    Optional<Code> take(Bytes blob) {
        Hash256 hash = Blake2b.hash256(blob);
        loading.lock();
        try {
            if (held(hash).isEmpty()) {
                read(hash, blob);
            }
            return known(hash);
        } finally {
            loading.unlock();
        }
    }

    private Answer<Code> read(Hash256 hash, Bytes blob) {
        long begin = System.nanoTime();
        Held held =
                switch (OwnThread.call("runtime-code", () -> RuntimeCode.of(blob))) {
                    case CodeLoading.Loaded(RuntimeCode code) -> ready(code, blob);
                    case CodeLoading.Refused(String reason) -> refused(hash, reason);
                };
        held.code()
                .ifPresent(code ->
                        LOG.info(
                                "runtime {} {}: code {} of {} bytes read in {} ms",
                                code.specName(),
                                code.specVersion(),
                                hash.toShortHex(),
                                blob.size(),
                                (System.nanoTime() - begin) / 1_000_000));
        synchronized (shelf) {
            shelf.put(hash, held);
        }
        return answer(held);
    }

    private static Held ready(RuntimeCode code, Bytes blob) {
        return CodeVersion.of(code)
                .map(version -> {
                    tellOfUnknownImports(code, version);
                    return new Held(
                            Optional.of(
                                    new Code(
                                            code, blob, version.specName(), version.specVersion())),
                            "");
                })
                .orElseGet(() ->
                        refused(code.codeHash(), "neither it nor Core_version says its version"));
    }

    private static Held refused(Hash256 hash, String reason) {
        String text = "the runtime's code " + hash.toShortHex() + " cannot be run here: " + reason;
        LOG.warn("{}", text);
        return new Held(Optional.empty(), text);
    }

    private static void tellOfUnknownImports(RuntimeCode code, RuntimeVersionSection version) {
        if (!code.unknownImports().isEmpty()) {
            LOG.warn(
                    "runtime {} {} imports {} functions that are not known here, such as {}; a call"
                            + " that reaches one ends there",
                    version.specName(),
                    version.specVersion(),
                    code.unknownImports().size(),
                    code.unknownImports().stream().sorted().limit(MAX_IMPORTS_NAMED).toList());
        }
    }
}

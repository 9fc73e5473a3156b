package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.Upgrade;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import io.hypha.node.sync.Hedge.Outcome;
import io.hypha.node.trie.PartialTrie;
import io.hypha.node.trie.StorageRead;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices blocks that bring new code, by the digest of their headers, and sees to it that the code
 * is there, read and compiled before it is needed. The code of a block that is not final is fetched
 * under the root that its author claims; nothing is believed of it but what it hashes to.
 */
final class Upgrades {

    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

    /** Blocks with new code that are waited for at the same time; honest chains have one. */
    private static final int MAX_PENDING = 8;

    /** So many blocks later the code is in office, whether it could be fetched or not. */
    private static final long GIVEN_UP_AFTER = 64;

    /**
     * @param tried whether its code was asked for since it is where it is: sealed, or final
     */
    private record Pending(Header header, BlockId id, Upgrade upgrade, boolean tried) {
        Pending with(Upgrade newUpgrade, boolean newTried) {
            return new Pending(header, id, newUpgrade, newTried);
        }
    }

    private final TrustKeeper trust;
    private final HeaderLine line;
    private final ProvenReader reader;
    private final CodeShelf shelf;
    private final CodeCompiler compiler;
    private final Runnable enacted;
    private final Map<Hash256, Pending> pending = new ConcurrentHashMap<>();
    private final ReentrantLock looking = new ReentrantLock();

    /**
     * @param enacted told when new code is in office
     */
    Upgrades(
            TrustKeeper trust,
            HeaderLine line,
            ProvenReader reader,
            CodeShelf shelf,
            CodeCompiler compiler,
            Runnable enacted) {
        this.trust = trust;
        this.line = line;
        this.reader = reader;
        this.shelf = shelf;
        this.compiler = compiler;
        this.enacted = enacted;
    }

    /** A block was sealed: does it bring new code? */
    void sealed(SealedBlock block) {
        note(Header.decode(block.header()), block.block());
    }

    /** A block became final; it may be one that was never followed while it was sealed. */
    void finalized(TrustPath path) {
        note(path.justified(), path.block());
    }

    private void note(Header header, BlockId id) {
        boolean changesCode =
                header.digest().stream()
                        .anyMatch(item -> item instanceof DigestItem.RuntimeEnvironmentUpdated);
        if (!changesCode || pending.size() >= MAX_PENDING || pending.containsKey(id.hash())) {
            return;
        }
        LOG.info("block {} brings new code", id);
        Upgrade upgrade = new Upgrade(id, false, Optional.empty(), Optional.empty());
        pending.put(id.hash(), new Pending(header, id, upgrade, false));
    }

    /** Looks after what is pending, if nobody else does; asks sources. */
    void refresh() {
        if (pending.isEmpty() || !looking.tryLock()) {
            return;
        }
        try {
            trust.path().ifPresent(path -> pending.values().forEach(each -> look(path, each)));
        } finally {
            looking.unlock();
        }
    }

    private void look(TrustPath path, Pending each) {
        long ahead = path.block().number() - each.id().number();
        if (ahead < 0) {
            sealedCode(each);
        } else if (line.at(each.id().number())
                instanceof Answer.Given<FinalizedHead>(FinalizedHead head)) {
            if (!head.block().equals(each.id())) {
                LOG.info("block {} with new code is on no chain any more", each.id());
                pending.remove(each.id().hash());
            } else {
                finalCode(head, each, ahead);
            }
        }
    }

    private void finalCode(FinalizedHead head, Pending each, long ahead) {
        Pending now = each;
        if (now.upgrade().specVersion().isEmpty() || !now.upgrade().isFinal()) {
            now = each.with(learnt(head, each.upgrade()), true);
            pending.put(each.id().hash(), now);
        }
        boolean ready = now.upgrade().specVersion().isPresent();
        if (ahead > 0 && (ready || ahead > GIVEN_UP_AFTER)) {
            LOG.info(
                    "new code of block {} is in office: spec version {}",
                    each.id(),
                    now.upgrade().specVersion().map(String::valueOf).orElse("unknown"));
            pending.remove(each.id().hash());
            enacted.run();
        }
    }

    private Upgrade learnt(FinalizedHead head, Upgrade upgrade) {
        Answer<CodeShelf.Code> code = shelf.at(head);
        Optional<Hash256> hash =
                shelf.hashAt(head) instanceof Answer.Given<Hash256>(Hash256 found)
                        ? Optional.of(found)
                        : upgrade.codeHash();
        if (!(code instanceof Answer.Given<CodeShelf.Code>(CodeShelf.Code ready))) {
            return new Upgrade(upgrade.at(), true, hash, Optional.empty());
        }
        compiler.soon(ready.runnable());
        return new Upgrade(upgrade.at(), true, hash, Optional.of(ready.specVersion()));
    }

    /** Fetches code ahead of finality, once. */
    private void sealedCode(Pending each) {
        if (each.tried()) {
            return;
        }
        Optional<CodeShelf.Code> code = claimed(each).flatMap(shelf::take);
        code.ifPresent(ready -> compiler.soon(ready.runnable()));
        pending.put(
                each.id().hash(),
                each.with(
                        new Upgrade(
                                each.id(),
                                false,
                                code.map(CodeShelf.Code::hash),
                                code.map(CodeShelf.Code::specVersion)),
                        true));
    }

    private Optional<Bytes> claimed(Pending each) {
        Header header = each.header();
        FinalizedHead place =
                new FinalizedHead(
                        each.id(),
                        header.encode(),
                        header.parentHash(),
                        header.stateRoot(),
                        header.extrinsicsRoot(),
                        0,
                        AuraSeal.slotOf(header).orElse(0),
                        0);
        NodeCache.Bag bag = reader.bag();
        Answer<Bytes> answer =
                reader.ask(
                        place,
                        source -> {
                            Optional<Outcome<Bytes>> instead =
                                    ProofFetcher.keys(
                                            source, place, List.of(StorageKeys.CODE), bag);
                            return instead.orElseGet(() -> code(source, place, bag));
                        });
        return answer instanceof Answer.Given<Bytes>(Bytes blob)
                ? Optional.of(blob)
                : Optional.empty();
    }

    private static Outcome<Bytes> code(Source source, FinalizedHead place, NodeCache.Bag bag) {
        return new PartialTrie(place.stateRoot(), bag).read(StorageKeys.CODE)
                        instanceof StorageRead.Value(Bytes blob)
                ? new Outcome.Done<>(blob)
                : ProvenReader.incomplete(source, place);
    }

    /** The code in office and what is to come, for the page. */
    Optional<NodeStatus.Code> now() {
        return shelf.newest()
                .flatMap(shelf::known)
                .map(code ->
                        new NodeStatus.Code(
                                code.hash(),
                                code.specName(),
                                code.specVersion(),
                                code.runnable().compiled(),
                                pending.values().stream()
                                        .map(Pending::upgrade)
                                        .min(
                                                Comparator.comparingLong(
                                                        each -> each.at().number()))));
    }
}

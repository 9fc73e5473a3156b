package io.hypha.node.sync;

import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraChange;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.SealVerdict;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.Header;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Blocks above the last final one: ancestry by hash, slots that rise and are not in the future,
 * seals by the author of the slot. Such a block is sealed, not final; nothing is read at it.
 */
final class HeadFollower {

    /** Past this many blocks above the last final one the sealed ones are not followed. */
    static final int MAX_ABOVE_FINAL = 2_048;

    private static final int NEAR = 16;

    /** Most sealed blocks, forks among them. */
    private static final int MAX_TREE = 4 * MAX_ABOVE_FINAL;

    /** Clocks differ; smoldot grants the same. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private record Sealed(Header header, BlockId id, List<Hash256> authoritiesAfter) {}

    private final AuraSeal seal = new AuraSeal();
    private final TrustKeeper trust;
    private final Clock clock;
    private final Duration slotDuration;

    /** Aura authorities after a final block, proven from its state. */
    private final Function<Header, Optional<List<Hash256>>> provenAuthorities;

    private final ReentrantLock growing = new ReentrantLock();
    private final Map<Hash256, Sealed> tree = new ConcurrentHashMap<>();
    private final Consumer<SealedBlock> sealedBlocks;
    private volatile Optional<Sealed> base = Optional.empty();
    private volatile Optional<BlockId> tip = Optional.empty();
    private volatile String forcedChange = "";

    HeadFollower(
            TrustKeeper trust,
            Clock clock,
            Duration slotDuration,
            Function<Header, Optional<List<Hash256>>> provenAuthorities,
            Consumer<SealedBlock> sealedBlocks) {
        this.trust = trust;
        this.clock = clock;
        this.slotDuration = slotDuration;
        this.provenAuthorities = provenAuthorities;
        this.sealedBlocks = sealedBlocks;
    }

    /** The header of a sealed block, or of the last final one. */
    Optional<Header> header(Hash256 hash) {
        return find(hash).map(Sealed::header);
    }

    /** The newest sealed block above the last final one. */
    Optional<BlockId> tip() {
        return tip.filter(found ->
                trust.path().filter(path -> path.block().number() >= found.number()).isEmpty());
    }

    /** Empty, or words about a forced change of voters that was seen in a sealed header. */
    String forcedChange() {
        return forcedChange;
    }

    /** Whether its newest block hangs a few blocks above the last final one at most. */
    boolean isNear(Source source) {
        return source.claimedHead()
                .flatMap(head ->
                        trust.path().map(path -> head.number() - path.block().number() <= NEAR))
                .orElse(false);
    }

    /** Takes in what the node holds for its newest block. */
    void advance(Source source) {
        Optional<TrustPath> path = trust.path();
        if (path.isEmpty() || !source.usable()) {
            return;
        }
        source.take(source.node().best())
                .flatMap(found -> found)
                .ifPresent(best -> {
                    source.claims(best.id());
                    long above = best.number() - path.get().block().number();
                    if (above > 0 && above <= MAX_ABOVE_FINAL) {
                        takeIn(source, best);
                    }
                });
    }

    private void takeIn(Source source, Header best) {
        // Whoever is slow must not hold up the followers of other endpoints: the next round comes
        // soon.
        if (!growing.tryLock()) {
            return;
        }
        try {
            grow(source, best);
        } finally {
            growing.unlock();
        }
    }

    private void grow(Source source, Header best) {
        TrustPath path = trust.path().orElseThrow();
        rebase(path);
        if (base.isEmpty()
                || tree.containsKey(best.hash())
                || best.number() <= path.block().number()) {
            return;
        }
        Optional<List<Header>> way = wayToTree(source, best);
        if (way.isEmpty()) {
            return;
        }
        // As far as the first that is refused.
        if (way.get().stream().allMatch(header -> add(source, header))) {
            add(source, best);
        }
        tip = tree.values().stream().map(Sealed::id).max(Comparator.comparingLong(BlockId::number));
    }

    /**
     * Headers from the first that is not in the tree up to the parent of {@code best}, oldest
     * first.
     */
    private Optional<List<Header>> wayToTree(Source source, Header best) {
        if (known(best.parentHash())) {
            return Optional.of(List.of());
        }
        int gap = (int) (best.number() - base.orElseThrow().id().number()) - 1;
        for (int depth = Math.min(gap, 4); depth > 0; depth = Math.min(gap, depth * 8)) {
            Optional<List<Header>> below = Headers.below(source, best, depth);
            if (below.isEmpty()) {
                return Optional.empty();
            }
            List<Header> headers = below.get();
            for (int i = headers.size() - 1; i >= 0; i--) {
                if (known(headers.get(i).parentHash())) {
                    return Optional.of(headers.subList(i, headers.size()));
                }
            }
            if (depth == gap) {
                pastFinality(source, best);
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** A node that holds our last final block for final must not be on a fork below it. */
    private void pastFinality(Source source, Header best) {
        BlockId last = base.orElseThrow().id();
        if (source.claimedFinal().filter(claimed -> claimed >= last.number()).isPresent()) {
            source.lie(
                    "block #" + best.number(), "its ancestry leads past the final block " + last);
        }
    }

    private boolean known(Hash256 hash) {
        return tree.containsKey(hash)
                || base.filter(each -> each.id().hash().equals(hash)).isPresent();
    }

    private Optional<Sealed> find(Hash256 hash) {
        return Optional.ofNullable(tree.get(hash))
                .or(() -> base.filter(each -> each.id().hash().equals(hash)));
    }

    private boolean add(Source source, Header header) {
        if (tree.size() >= MAX_TREE) {
            return false;
        }
        Sealed parent = find(header.parentHash()).orElseThrow();
        BlockId id = header.id();
        Optional<String> flaw = flaw(header, parent);
        if (flaw.isPresent()) {
            source.lie("block #" + header.number(), flaw.get());
            return false;
        }
        Optional<String> early = early(header);
        if (early.isPresent()) {
            // Either clock may be wrong, so nobody is put aside; finality does not ask what time it
            // is.
            source.disagrees("block #" + header.number(), early.get());
            return false;
        }
        if (AuthorityChange.in(header) instanceof AuthorityChange.Forced) {
            forcedChange = " (the sealed block " + id + " announces a forced change of voters)";
        }
        List<Hash256> after =
                AuraChange.in(header) instanceof AuraChange.AuthoritiesChange(List<Hash256> next)
                        ? next
                        : parent.authoritiesAfter();
        tree.put(id.hash(), new Sealed(header, id, after));
        sealedBlocks.accept(sealed(header, id));
        return true;
    }

    private SealedBlock sealed(Header header, BlockId id) {
        long slot = AuraSeal.slotOf(header).orElse(0);
        return new SealedBlock(
                id,
                header.encode(),
                header.parentHash(),
                header.extrinsicsRoot(),
                slot,
                // Not in the future, as was checked, so that this cannot overflow.
                slot * slotDuration.toMillis());
    }

    private Optional<String> flaw(Header header, Sealed parent) {
        if (header.number() != parent.id().number() + 1) {
            return Optional.of(
                    "expected number " + (parent.id().number() + 1) + ", found " + header.number());
        }
        return switch (seal.verify(header, parent.authoritiesAfter())) {
            case SealVerdict.Sealed(Hash256 _, int _, long slot) -> slotFlaw(slot, parent);
            case SealVerdict.Malformed wrong -> Optional.of(wrong.reason());
            case SealVerdict.NoSlot wrong -> Optional.of(wrong.reason());
            case SealVerdict.NoSeal wrong -> Optional.of(wrong.reason());
            case SealVerdict.BadSignature wrong -> Optional.of(wrong.reason());
        };
    }

    private Optional<String> slotFlaw(long slot, Sealed parent) {
        long before = AuraSeal.slotOf(parent.header()).orElse(-1);
        if (parent.id().number() > 0 && Long.compareUnsigned(slot, before) <= 0) {
            return Optional.of(
                    "expected a slot above "
                            + Long.toUnsignedString(before)
                            + ", found "
                            + Long.toUnsignedString(slot));
        }
        return Optional.empty();
    }

    private Optional<String> early(Header header) {
        long slot = AuraSeal.slotOf(header).orElse(0);
        long newest =
                clock.instant().plus(CLOCK_TOLERANCE).toEpochMilli() / slotDuration.toMillis();
        return Long.compareUnsigned(slot, newest) > 0
                ? Optional.of(
                        "expected a slot up to "
                                + newest
                                + " by our clock, found "
                                + Long.toUnsignedString(slot))
                : Optional.empty();
    }

    /** Moves the base to the last final block and keeps what descends from it. */
    private void rebase(TrustPath path) {
        if (base.filter(each -> each.id().equals(path.block())).isPresent()) {
            return;
        }
        Optional<Sealed> within = Optional.ofNullable(tree.get(path.block().hash()));
        base =
                within.or(() ->
                        provenAuthorities
                                .apply(path.justified())
                                .map(authorities ->
                                        new Sealed(path.justified(), path.block(), authorities)));
        Map<Hash256, Sealed> before = Map.copyOf(tree);
        tree.clear();
        tip = Optional.empty();
        if (base.isPresent()) {
            before.values().stream()
                    .filter(each -> each.id().number() > path.block().number())
                    .sorted(Comparator.comparingLong(each -> each.id().number()))
                    .filter(each -> known(each.header().parentHash()))
                    .forEach(each -> {
                        tree.put(each.id().hash(), each);
                        tip = Optional.of(each.id());
                    });
        }
    }
}

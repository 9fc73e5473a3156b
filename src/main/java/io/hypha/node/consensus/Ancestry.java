package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Verdict.AncestryFlaw;
import io.hypha.node.header.Header;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways from the votes of a justification down to their base, through the headers given with
 * them.
 */
sealed interface Ancestry {

    /**
     * The headers are not exactly those on the ways from the votes to the base, the base left out.
     */
    record Broken(Verdict.BadAncestry why) implements Ancestry {}

    /** Follows every vote; where no vote is cast there is no base and no header may be given. */
    static Ancestry of(Justification justification, Optional<BlockId> base) {
        Map<Hash256, Header> given =
                LinkedHashMap.newLinkedHashMap(justification.votesAncestries().size());
        for (Header header : justification.votesAncestries()) {
            Hash256 hash = header.hash();
            if (given.put(hash, header) != null) {
                return broken(AncestryFlaw.DUPLICATE, hash);
            }
        }
        return base.map(bottom -> walk(justification, bottom, given))
                .orElseGet(() ->
                        given.isEmpty()
                                ? new Linked(justification.target(), new LinkedHashMap<>())
                                : broken(AncestryFlaw.UNUSED, given.keySet().iterator().next()));
    }

    private static Ancestry walk(
            Justification justification, BlockId base, Map<Hash256, Header> given) {
        Map<Hash256, Header> visited = new LinkedHashMap<>();
        for (Precommit vote : justification.precommits()) {
            Verdict.@Nullable BadAncestry flaw = follow(vote.target(), base, given, visited);
            if (flaw != null) {
                return new Broken(flaw);
            }
        }
        for (Hash256 hash : given.keySet()) {
            if (!visited.containsKey(hash)) {
                return broken(AncestryFlaw.UNUSED, hash);
            }
        }
        return new Linked(base, visited);
    }

    /** Each header is walked once: a way that meets an earlier one ends there. */
    private static Verdict.@Nullable BadAncestry follow(
            BlockId from, BlockId base, Map<Hash256, Header> given, Map<Hash256, Header> visited) {
        Hash256 at = from.hash();
        long number = from.number();
        while (!at.equals(base.hash())) {
            Header header = given.get(at);
            if (header == null) {
                return new Verdict.BadAncestry(AncestryFlaw.MISSING, at);
            }
            if (header.number() != number || number <= base.number()) {
                return new Verdict.BadAncestry(AncestryFlaw.UNLINKED, at);
            }
            if (visited.put(at, header) != null) {
                return null;
            }
            at = header.parentHash();
            number--;
        }
        return number == base.number() ? null : new Verdict.BadAncestry(AncestryFlaw.UNLINKED, at);
    }

    private static Broken broken(AncestryFlaw flaw, Hash256 block) {
        return new Broken(new Verdict.BadAncestry(flaw, block));
    }

    /** Every vote leads to the base, and every header is on such a way. */
    final class Linked implements Ancestry {

        private final BlockId base;
        private final Map<Hash256, Header> headers;
        private final Map<Hash256, List<BlockId>> children = new HashMap<>();

        private Linked(BlockId base, Map<Hash256, Header> headers) {
            this.base = base;
            this.headers = headers;
            headers.forEach((hash, header) ->
                    children.computeIfAbsent(header.parentHash(), _ -> new ArrayList<>())
                            .add(new BlockId(header.number(), hash)));
        }

        BlockId base() {
            return base;
        }

        boolean contains(BlockId block) {
            Header header = headers.get(block.hash());
            return block.equals(base) || (header != null && header.number() == block.number());
        }

        /** Blocks whose parent this is, in the order in which the votes reach them. */
        List<BlockId> childrenOf(Hash256 parent) {
            return children.getOrDefault(parent, List.of());
        }

        /** Hands over (block, parent), no parent before all of its children. */
        void forEachFromTheTop(BiConsumer<Hash256, Hash256> link) {
            headers.entrySet().stream()
                    .sorted(
                            Comparator.comparingLong((Map.Entry<Hash256, Header> each) ->
                                            each.getValue().number())
                                    .reversed())
                    .forEach(each -> link.accept(each.getKey(), each.getValue().parentHash()));
        }
    }
}

package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The GRANDPA voters of one set id with their weights. Entries of weight zero do not vote, weights
 * of one key add up. A block is final with votes of {@link #threshold} = total − (total − 1)/3 by
 * weight.
 *
 * <p>Weights and set ids are u64 in the 64 bits of a {@code long}: compare and print them unsigned.
 */
public final class VoterSet {

    private final long setId;
    private final List<Authority> authorities;
    private final Map<Hash256, Long> weights;
    private final long total;

    /**
     * @throws IllegalArgumentException when the list has a {@link #flaw}; ask that first for lists
     *     from outside
     */
    public VoterSet(long setId, List<Authority> authorities) {
        Optional<String> flaw = flaw(authorities);
        if (flaw.isPresent()) {
            throw new IllegalArgumentException(flaw.get());
        }
        this.setId = setId;
        this.authorities = List.copyOf(authorities);
        this.weights = LinkedHashMap.newLinkedHashMap(authorities.size());
        long sum = 0;
        for (Authority authority : authorities) {
            if (authority.weight() != 0) {
                weights.merge(authority.key(), authority.weight(), Long::sum);
                sum += authority.weight();
            }
        }
        this.total = sum;
    }

    /**
     * Reads the list from SCALE {@code Vec<(key, u64)>}.
     *
     * @throws ScaleException when the bytes are no such list
     * @throws IllegalArgumentException when the list has a {@link #flaw}
     */
    public static VoterSet decode(long setId, Bytes authorities) {
        return new VoterSet(setId, Authority.decodeList(authorities));
    }

    /** Why a list cannot vote: it is empty, weighs nothing in total, or more than a u64 holds. */
    public static Optional<String> flaw(List<Authority> authorities) {
        if (authorities.isEmpty()) {
            return Optional.of("expected at least one authority, found none");
        }
        long sum = 0;
        for (Authority authority : authorities) {
            long next = sum + authority.weight();
            if (Long.compareUnsigned(next, sum) < 0) {
                return Optional.of("expected weights that add up to less than 2^64, found more");
            }
            sum = next;
        }
        return sum == 0
                ? Optional.of(
                        "expected authorities with some weight, found "
                                + authorities.size()
                                + " that weigh 0")
                : Optional.empty();
    }

    public long setId() {
        return setId;
    }

    /** The list as it was given: order, zero weights and repeated keys kept. */
    public List<Authority> authorities() {
        return authorities;
    }

    /** How many keys vote. */
    public int size() {
        return weights.size();
    }

    /** The keys that vote, each once, in the order of the list. */
    public Set<Hash256> keys() {
        return Collections.unmodifiableSet(weights.keySet());
    }

    public boolean contains(Hash256 key) {
        return weights.containsKey(key);
    }

    /** The weight of a key, 0 for one that does not vote. */
    public long weightOf(Hash256 key) {
        return weights.getOrDefault(key, 0L);
    }

    public long total() {
        return total;
    }

    /** The least weight that finalizes: 14 of 20, 5 of 6, 3 of 4. */
    public long threshold() {
        return total - Long.divideUnsigned(total - 1, 3);
    }

    boolean reachesThreshold(long weight) {
        return Long.compareUnsigned(weight, threshold()) >= 0;
    }

    /** The set that follows this one: the next id with the announced list. */
    public VoterSet next(List<Authority> announced) {
        return new VoterSet(setId + 1, announced);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoterSet set
                && setId == set.setId
                && authorities.equals(set.authorities);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(setId) + authorities.hashCode();
    }

    @Override
    public String toString() {
        return "set "
                + Long.toUnsignedString(setId)
                + " of "
                + size()
                + " voters, weight "
                + Long.toUnsignedString(total);
    }
}

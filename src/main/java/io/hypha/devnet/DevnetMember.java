package io.hypha.devnet;

import io.hypha.devnet.author.Authorities;
import java.util.List;

/**
 * Which of several nodes that share a chain this one is.
 *
 * @param index 0..of-1; the node holds the keys of authority {@code index}, and of each {@code
 *     of}-th after it
 * @param of how many nodes share the chain, 1..4
 * @param createdAtMillis when the chain is made, in Unix milliseconds: part of genesis, so the same
 *     for all its members; 0 takes the time of a node's first start, which only one node can
 * @param bootnodes multiaddresses of members that run already, each with its peer id
 */
public record DevnetMember(int index, int of, long createdAtMillis, List<String> bootnodes) {

    /** The one node of its chain, which makes each block final at once. */
    public static final DevnetMember ALONE = new DevnetMember(0, 1, 0, List.of());

    public DevnetMember {
        bootnodes = List.copyOf(bootnodes);
        if (of < 1 || of > Authorities.GENESIS_COUNT) {
            throw new IllegalArgumentException(
                    "a devnet has 1.." + Authorities.GENESIS_COUNT + " nodes, was " + of);
        }
        if (index < 0 || index >= of) {
            throw new IllegalArgumentException(
                    "a node's index is 0.." + (of - 1) + ", was " + index);
        }
        if (createdAtMillis < 0 || (of > 1 && createdAtMillis == 0)) {
            throw new IllegalArgumentException(
                    "nodes that share a chain share its creation time, was " + createdAtMillis);
        }
    }

    public boolean isAlone() {
        return of == 1;
    }

    public DevnetMember withBootnodes(List<String> other) {
        return new DevnetMember(index, of, createdAtMillis, other);
    }
}

package io.hypha.node.network.message;

import io.hypha.node.bytes.Hash256;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names under which one chain's protocols are negotiated: {@code /genesis hash/protocol}, or
 * {@code /genesis hash/fork id/protocol} where the chain spec has a fork id.
 *
 * <p>The older names by protocol id are left out on purpose: Bittensor's test network carried the
 * main network's, so that nodes of both met under them.
 */
public final class ProtocolNames {

    public static final String PING = "/ipfs/ping/1.0.0";
    public static final String IDENTIFY = "/ipfs/id/1.0.0";

    private static final int MAX_FORK_ID = 64;

    private final Map<Protocol, String> names = new EnumMap<>(Protocol.class);
    private final Map<String, Protocol> protocols = new HashMap<>();

    private ProtocolNames(String prefix) {
        for (Protocol protocol : Protocol.values()) {
            String name =
                    switch (protocol) {
                        case PING -> PING;
                        case IDENTIFY -> IDENTIFY;
                        case KAD -> prefix + "kad";
                        case SYNC -> prefix + "sync/2";
                        case LIGHT -> prefix + "light/2";
                        case STATE -> prefix + "state/2";
                        case WARP -> prefix + "sync/warp";
                        case BLOCK_ANNOUNCES -> prefix + "block-announces/1";
                        case TRANSACTIONS -> prefix + "transactions/1";
                        case GRANDPA -> prefix + "grandpa/1";
                    };
            names.put(protocol, name);
            protocols.put(name, protocol);
        }
    }

    /**
     * The names of the chain with that genesis block.
     *
     * @param forkId of the chain spec: letters, digits, {@code - _ .}, at most 64
     * @throws IllegalArgumentException when the fork id has other characters
     */
    public static ProtocolNames of(Hash256 genesis, Optional<String> forkId) {
        String hex = genesis.toHex().substring(2);
        return new ProtocolNames(
                "/"
                        + hex
                        + "/"
                        + forkId.map(ProtocolNames::checked).map(id -> id + "/").orElse(""));
    }

    private static String checked(String forkId) {
        if (forkId.length() > MAX_FORK_ID || !forkId.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("no fork id: " + forkId);
        }
        return forkId;
    }

    public String name(Protocol protocol) {
        String name = names.get(protocol);
        if (name == null) {
            throw new IllegalStateException("no name for " + protocol);
        }
        return name;
    }

    /** Which protocol a negotiated name means; empty when it is none of this chain. */
    public Optional<Protocol> protocol(String name) {
        return Optional.ofNullable(protocols.get(name));
    }

    /** Every name, in the order of {@link Protocol}. */
    public List<String> all() {
        return List.copyOf(names.values());
    }
}

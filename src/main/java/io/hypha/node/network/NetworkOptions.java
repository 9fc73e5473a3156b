package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * How a node takes part in a network.
 *
 * @param genesis the chain; part of every protocol's name and of each handshake
 * @param forkId part of the names where the chain spec has one
 * @param role what we say we are
 * @param identitySeed 32 bytes of the key behind our peer id; fresh at each start of a light node
 * @param bootnodes dialled first, with the peer's id
 * @param listen where we accept, {@code /ip4/…/tcp/N}; port 0 takes a free one; WebSocket is
 *     answered on the same port
 * @param wanted peers that we look for
 * @param most peers that we keep, inbound ones included
 * @param random must not be predictable outside of tests: handshake keys come from it
 * @param agent what we call ourselves
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record NetworkOptions(
        Hash256 genesis,
        Optional<String> forkId,
        Role role,
        Bytes identitySeed,
        List<Multiaddr> bootnodes,
        List<Multiaddr> listen,
        int wanted,
        int most,
        AddressBook book,
        InstantSource clock,
        RandomGenerator random,
        String agent,
        NetworkLimits limits) {

    public NetworkOptions {
        bootnodes = List.copyOf(bootnodes);
        listen = List.copyOf(listen);
        if (identitySeed.size() != 32) {
            throw new IllegalArgumentException(
                    "an identity's seed has 32 bytes, found " + identitySeed.size());
        }
        if (wanted < 0 || most < wanted || most > 1024) {
            throw new IllegalArgumentException(
                    "peers: wanted " + wanted + ", at most " + most + " (limit 1024)");
        }
    }

    /** A light client with a fresh identity: four peers wanted, sixteen at most. */
    public static NetworkOptions light(Hash256 genesis, List<Multiaddr> bootnodes) {
        SecureRandom random = new SecureRandom();
        byte[] seed = new byte[32];
        random.nextBytes(seed);
        return new NetworkOptions(
                genesis,
                Optional.empty(),
                Role.LIGHT,
                Bytes.of(seed),
                bootnodes,
                List.of(),
                4,
                16,
                AddressBook.inMemory(),
                InstantSource.system(),
                random,
                "hypha",
                NetworkLimits.DEFAULT);
    }

    /** A serving node that keeps its identity; it dials its bootnodes and accepts 32 peers. */
    public static NetworkOptions full(
            Hash256 genesis, Role role, Bytes identitySeed, List<Multiaddr> listen) {
        return light(genesis, List.of())
                .with(copy -> {
                    copy.role = role;
                    copy.identitySeed = identitySeed;
                    copy.listen = listen;
                    copy.most = 32;
                });
    }

    public NetworkOptions withForkId(Optional<String> name) {
        return with(copy -> copy.forkId = name);
    }

    public NetworkOptions withIdentitySeed(Bytes seed) {
        return with(copy -> copy.identitySeed = seed);
    }

    public NetworkOptions withBootnodes(List<Multiaddr> addresses) {
        return with(copy -> copy.bootnodes = addresses);
    }

    public NetworkOptions withListen(List<Multiaddr> addresses) {
        return with(copy -> copy.listen = addresses);
    }

    public NetworkOptions withPeers(int wantedPeers, int mostPeers) {
        return with(copy -> {
            copy.wanted = wantedPeers;
            copy.most = mostPeers;
        });
    }

    public NetworkOptions withBook(AddressBook addresses) {
        return with(copy -> copy.book = addresses);
    }

    public NetworkOptions withClock(InstantSource source) {
        return with(copy -> copy.clock = source);
    }

    public NetworkOptions withAgent(String name) {
        return with(copy -> copy.agent = name);
    }

    public NetworkOptions withLimits(NetworkLimits bounds) {
        return with(copy -> copy.limits = bounds);
    }

    private NetworkOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** What a changed copy is made from: the one place that names every part again. */
    private static final class Copy {

        private final Hash256 genesis;
        private Optional<String> forkId;
        private Role role;
        private Bytes identitySeed;
        private List<Multiaddr> bootnodes;
        private List<Multiaddr> listen;
        private int wanted;
        private int most;
        private AddressBook book;
        private InstantSource clock;
        private final RandomGenerator random;
        private String agent;
        private NetworkLimits limits;

        Copy(NetworkOptions from) {
            genesis = from.genesis;
            forkId = from.forkId;
            role = from.role;
            identitySeed = from.identitySeed;
            bootnodes = from.bootnodes;
            listen = from.listen;
            wanted = from.wanted;
            most = from.most;
            book = from.book;
            clock = from.clock;
            random = from.random;
            agent = from.agent;
            limits = from.limits;
        }

        NetworkOptions done() {
            return new NetworkOptions(
                    genesis,
                    forkId,
                    role,
                    identitySeed,
                    bootnodes,
                    listen,
                    wanted,
                    most,
                    book,
                    clock,
                    random,
                    agent,
                    limits);
        }
    }
}

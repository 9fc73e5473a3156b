package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
        NetworkOptions light = light(genesis, List.of());
        return new NetworkOptions(
                genesis,
                light.forkId,
                role,
                identitySeed,
                List.of(),
                listen,
                4,
                32,
                light.book,
                light.clock,
                light.random,
                light.agent,
                light.limits);
    }

    public NetworkOptions withForkId(Optional<String> name) {
        return new NetworkOptions(
                genesis,
                name,
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

    public NetworkOptions withIdentitySeed(Bytes seed) {
        return new NetworkOptions(
                genesis, forkId, role, seed, bootnodes, listen, wanted, most, book, clock, random,
                agent, limits);
    }

    public NetworkOptions withBootnodes(List<Multiaddr> addresses) {
        return new NetworkOptions(
                genesis,
                forkId,
                role,
                identitySeed,
                addresses,
                listen,
                wanted,
                most,
                book,
                clock,
                random,
                agent,
                limits);
    }

    public NetworkOptions withListen(List<Multiaddr> addresses) {
        return new NetworkOptions(
                genesis,
                forkId,
                role,
                identitySeed,
                bootnodes,
                addresses,
                wanted,
                most,
                book,
                clock,
                random,
                agent,
                limits);
    }

    public NetworkOptions withPeers(int wantedPeers, int mostPeers) {
        return new NetworkOptions(
                genesis,
                forkId,
                role,
                identitySeed,
                bootnodes,
                listen,
                wantedPeers,
                mostPeers,
                book,
                clock,
                random,
                agent,
                limits);
    }

    public NetworkOptions withBook(AddressBook addresses) {
        return new NetworkOptions(
                genesis,
                forkId,
                role,
                identitySeed,
                bootnodes,
                listen,
                wanted,
                most,
                addresses,
                clock,
                random,
                agent,
                limits);
    }

    public NetworkOptions withClock(InstantSource source) {
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
                source,
                random,
                agent,
                limits);
    }

    public NetworkOptions withAgent(String name) {
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
                name,
                limits);
    }

    public NetworkOptions withLimits(NetworkLimits bounds) {
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
                bounds);
    }
}

package io.hypha.devnet.author;

import io.hypha.devnet.runtime.DevelopmentVoters;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SecretUriException;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a devnet node holds: those of the well-known development seeds. Alice, Bob, Charlie
 * and Dave are the authorities of a new chain, which author by turns (sr25519) and vote (ed25519);
 * the other {@link DevelopmentVoters} can be voted in where one node holds all keys.
 */
public final class Authorities {

    /** Authorities of a new chain. */
    public static final int GENESIS_COUNT = 4;

    private static final List<String> SEEDS =
            List.of("//Alice", "//Bob", "//Charlie", "//Dave", "//Eve", "//Ferdie");

    private record Holder(Schnorrkel.KeyPair author, Bytes voterSeed, Hash256 voter) {

        static Holder of(String seed) {
            try {
                SecretUri uri = SecretUri.parse(seed);
                byte[] voter = uri.ed25519Seed();
                return new Holder(
                        uri.sr25519(), Bytes.of(voter), Hash256.of(Ed25519.publicKey(voter)));
            } catch (SecretUriException e) {
                throw new IllegalStateException("a development seed is no secret URI: " + seed, e);
            }
        }
    }

    private final List<Holder> all;
    private final int index;
    private final int of;
    private final Map<Hash256, Schnorrkel.KeyPair> authors = new LinkedHashMap<>();
    private final Map<Hash256, Bytes> voters = new LinkedHashMap<>();

    /** All keys: one node that decides alone. */
    public Authorities() {
        this(0, 1);
    }

    private Authorities(int index, int of) {
        this.all = SEEDS.stream().map(Holder::of).toList();
        this.index = index;
        this.of = of;
        for (int i = index; i < all.size(); i += of) {
            hold(all.get(i));
        }
    }

    private void hold(Holder holder) {
        authors.put(holder.author().publicKey(), holder.author());
        voters.put(holder.voter(), holder.voterSeed());
    }

    /**
     * The keys that one of several nodes holds: dealt out in turn, so that four nodes hold those of
     * one authority each, and with fewer nodes no authority is left out.
     *
     * @param index of the node, 0..of-1
     * @param of how many nodes share the chain; a single one holds all keys
     */
    public static Authorities share(int index, int of) {
        return new Authorities(index, of);
    }

    /** Aura keys (sr25519) of a new chain, in the order of their turns. */
    public List<Hash256> auraKeys() {
        return all.stream().limit(GENESIS_COUNT).map(each -> each.author().publicKey()).toList();
    }

    /** GRANDPA keys (ed25519) of a new chain. */
    public List<Hash256> grandpaKeys() {
        return all.stream().limit(GENESIS_COUNT).map(Holder::voter).toList();
    }

    /** The voting keys that are held here. */
    public List<Hash256> voters() {
        return List.copyOf(voters.keySet());
    }

    /** Whether the key that seals is held here. */
    public boolean canSeal(Hash256 author) {
        return authors.containsKey(author);
    }

    /** The header with the seal of {@code author}, whose key must be held here. */
    Header seal(Header unsealed, Hash256 author) {
        Schnorrkel.KeyPair key = authors.get(author);
        if (key == null) {
            throw new IllegalStateException("the key of author " + author + " is not held here");
        }
        byte[] signature = key.sign(unsealed.hash().toArray());
        return unsealed.withDigestItem(new DigestItem.Seal(EngineId.AURA, Bytes.of(signature)));
    }

    /** The Ed25519 signature of a voter whose key is held here; empty for any other. */
    public Optional<Bytes> sign(Hash256 voter, byte[] message) {
        return Optional.ofNullable(voters.get(voter))
                .or(() -> numbered(voter))
                .map(seed -> Bytes.of(Ed25519.sign(seed.toArray(), message)));
    }

    /** Of voters without a name each node holds those whose key, by its first byte, is its turn. */
    private Optional<Bytes> numbered(Hash256 voter) {
        boolean named = all.stream().anyMatch(each -> each.voter().equals(voter));
        boolean own = voter.toBytes().unsignedAt(0) % of == index;
        return own && !named ? DevelopmentVoters.seed(voter) : Optional.empty();
    }

    /**
     * A justification by all voters of the set whose keys are held here, each for the block itself,
     * so that no ancestry is needed.
     *
     * @throws IllegalStateException when they weigh too little to make the block final
     */
    Bytes justify(BlockId block, long round, VoterSet set) {
        byte[] message = Precommit.signedMessage(block, round, set.setId());
        List<Precommit> votes = new ArrayList<>();
        long weight = 0;
        for (Hash256 voter : set.keys()) {
            Optional<Bytes> signature = sign(voter, message);
            if (signature.isPresent()) {
                votes.add(new Precommit(block, signature.get(), voter));
                weight += set.weightOf(voter);
            }
        }
        if (Long.compareUnsigned(weight, set.threshold()) < 0) {
            throw new IllegalStateException(
                    "block "
                            + block
                            + " cannot become final: of "
                            + set
                            + " the keys held here weigh "
                            + Long.toUnsignedString(weight)
                            + ", needed are "
                            + Long.toUnsignedString(set.threshold()));
        }
        return new Justification(round, block, votes, List.of()).encode();
    }
}

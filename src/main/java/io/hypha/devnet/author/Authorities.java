package io.hypha.devnet.author;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SecretUriException;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The four authorities of a devnet: the well-known development seeds Alice, Bob, Charlie and Dave.
 * They author by turns (sr25519) and all vote for every block (ed25519), in set {@value #SET_ID}.
 */
public final class Authorities {

    /** Nothing changes the voters of a devnet. */
    public static final long SET_ID = 0;

    private static final List<String> SEEDS = List.of("//Alice", "//Bob", "//Charlie", "//Dave");
    private static final int PRECOMMIT = 1;

    private record Voter(Bytes seed, Hash256 key) {}

    private final List<Schnorrkel.KeyPair> authors = new ArrayList<>();
    private final List<Voter> voters = new ArrayList<>();

    public Authorities() {
        for (String seed : SEEDS) {
            try {
                SecretUri uri = SecretUri.parse(seed);
                authors.add(uri.sr25519());
                byte[] voter = uri.ed25519Seed();
                voters.add(new Voter(Bytes.of(voter), Hash256.of(Ed25519.publicKey(voter))));
            } catch (SecretUriException e) {
                throw new IllegalStateException("a development seed is no secret URI: " + seed, e);
            }
        }
    }

    /** Aura keys (sr25519), in the order of their turns. */
    public List<Hash256> auraKeys() {
        return authors.stream().map(Schnorrkel.KeyPair::publicKey).toList();
    }

    /** GRANDPA keys (ed25519). */
    public List<Hash256> grandpaKeys() {
        return voters.stream().map(Voter::key).toList();
    }

    /** The header with the seal of the author whose turn the slot is. */
    Header seal(Header unsealed, long slot) {
        Schnorrkel.KeyPair author =
                authors.get(Math.toIntExact(Long.remainderUnsigned(slot, authors.size())));
        byte[] signature = author.sign(unsealed.hash().toArray());
        return unsealed.withDigestItem(new DigestItem.Seal(EngineId.AURA, Bytes.of(signature)));
    }

    /** A justification by all voters, each for the block itself, so that no ancestry is needed. */
    Bytes justify(BlockId block, long round) {
        byte[] vote =
                new ScaleCodecWriter()
                        .writeUByte(PRECOMMIT)
                        .writeHash(block.hash())
                        .writeUint32(block.number())
                        .writeLong(round)
                        .writeLong(SET_ID)
                        .toArray();
        return new ScaleCodecWriter()
                .writeLong(round)
                .writeHash(block.hash())
                .writeUint32(block.number())
                .writeVector(
                        voters,
                        (out, voter) ->
                                out.writeHash(block.hash())
                                        .writeUint32(block.number())
                                        .writeFixed(Ed25519.sign(voter.seed().toArray(), vote))
                                        .writeHash(voter.key()))
                .writeCompact(0)
                .toBytes();
    }
}

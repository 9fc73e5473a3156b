package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Voters with keys of our own, for justifications that no chain has. Signatures are Ed25519 by
 * Bouncy Castle, or a keyed hash where thousands are needed and the curve is not the matter.
 */
public final class TestVoters {

    /** Takes the signatures of {@link #fake}. */
    public static final SignatureCheck FAKE_CHECK =
            (key, message, signature) -> Arrays.equals(fakeSignature(key, message), signature);

    private static final Map<Integer, Hash256> KEYS = new ConcurrentHashMap<>();

    private final boolean real;
    private final long setId;
    private final long[] weights;

    private TestVoters(boolean real, long setId, long[] weights) {
        this.real = real;
        this.setId = setId;
        this.weights = weights;
    }

    /** Voters 0, 1, … of these weights, with Ed25519 keys. */
    public static TestVoters real(long setId, long... weights) {
        return new TestVoters(true, setId, weights);
    }

    /** The same with signatures that {@link #FAKE_CHECK} takes. */
    public static TestVoters fake(long setId, long... weights) {
        return new TestVoters(false, setId, weights);
    }

    public TestVoters withSetId(long otherSetId) {
        return new TestVoters(real, otherSetId, weights);
    }

    public VoterSet set() {
        return new VoterSet(setId, authorities());
    }

    public List<Authority> authorities() {
        List<Authority> list = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            list.add(new Authority(key(i), weights[i]));
        }
        return list;
    }

    /** The key of voter {@code i}; an index beyond the weights is a stranger's. */
    public Hash256 key(int i) {
        return KEYS.computeIfAbsent(
                i,
                index -> {
                    byte[] publicKey = new byte[32];
                    Ed25519.generatePublicKey(seed(index), 0, publicKey, 0);
                    return Hash256.of(publicKey);
                });
    }

    public Precommit vote(int voter, BlockId target, long round) {
        byte[] message = Precommit.signedMessage(target, round, setId);
        byte[] signature = new byte[64];
        if (real) {
            Ed25519.sign(seed(voter), 0, message, 0, message.length, signature, 0);
        } else {
            signature = fakeSignature(key(voter), message);
        }
        return new Precommit(target, Bytes.of(signature), key(voter));
    }

    public Builder aJustification() {
        return new Builder();
    }

    private static byte[] seed(int i) {
        return Blake2b.hash256(
                ("hypha test voter " + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static byte[] fakeSignature(Hash256 key, byte[] message) {
        return Blake2b.hash512(Bytes.concat(key.toBytes(), Bytes.of(message)).toArray());
    }

    /** A header of this number above {@code parent}; {@code salt} tells siblings apart. */
    static Header aHeader(long number, Hash256 parent, int salt, DigestItem... digest) {
        byte[] root = new byte[32];
        root[0] = (byte) salt;
        root[31] = (byte) number;
        return new Header(parent, number, Hash256.of(root), Hash256.ZERO, List.of(digest));
    }

    static DigestItem scheduled(List<Authority> next, long delay) {
        ScaleCodecWriter body = new ScaleCodecWriter().writeUByte(1);
        Authority.writeList(body, next);
        return grandpa(body.writeUint32(delay).toBytes());
    }

    static DigestItem forced(long median, List<Authority> next, long delay) {
        ScaleCodecWriter body = new ScaleCodecWriter().writeUByte(2).writeUint32(median);
        Authority.writeList(body, next);
        return grandpa(body.writeUint32(delay).toBytes());
    }

    static DigestItem grandpa(Bytes body) {
        return new DigestItem.Consensus(EngineId.GRANDPA, body);
    }

    /** Votes and headers step by step; what is not said is left out. */
    public final class Builder {

        private long round = 7;
        private BlockId target = new BlockId(0, Hash256.ZERO);
        private final List<Precommit> votes = new ArrayList<>();
        private final List<Header> headers = new ArrayList<>();

        public Builder round(long value) {
            this.round = value;
            return this;
        }

        public Builder target(BlockId value) {
            this.target = value;
            return this;
        }

        public Builder vote(int voter, BlockId block) {
            votes.add(TestVoters.this.vote(voter, block, round));
            return this;
        }

        /** Voters 0 to {@code count} − 1 vote for the block. */
        public Builder votes(int count, BlockId block) {
            for (int i = 0; i < count; i++) {
                vote(i, block);
            }
            return this;
        }

        Builder rawVote(Precommit vote) {
            votes.add(vote);
            return this;
        }

        public Builder ancestry(Header... more) {
            headers.addAll(Arrays.asList(more));
            return this;
        }

        public Justification build() {
            return new Justification(round, target, votes, headers);
        }
    }
}

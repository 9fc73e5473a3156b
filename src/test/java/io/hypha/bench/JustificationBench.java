package io.hypha.bench;

import io.hypha.Fixtures;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Ed25519;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

/**
 * A whole finney justification (14 of 20 voters) beside 14 bare verifications of the same signature
 * size by the same code and by Bouncy Castle's strict one. Wanted: at least 80 % of the bare ones
 * by our code.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class JustificationBench {

    private static final int VOTES = 14;

    private final GrandpaVerifier verifier = new GrandpaVerifier();
    private final byte[] message = new byte[53];
    private byte[] key = {};
    private byte[] signature = {};
    private Bytes justification = Bytes.EMPTY;
    private @Nullable BlockId block;
    private @Nullable VoterSet voters;

    @Setup
    public void read() {
        JsonNode file = Fixtures.json("grandpa/bittensor-finney-8867448-set5-rotation.json");
        justification = Fixtures.hex(file.path("justification"));
        block =
                new BlockId(
                        file.path("blockNumber").asLong(),
                        Hash256.of(Fixtures.hex(file.path("blockHash"))));
        voters =
                VoterSet.decode(
                        file.path("setId").asLong(), Fixtures.hex(file.path("authoritiesScale")));
        byte[] seed = new byte[32];
        seed[0] = 7;
        key = Ed25519.publicKey(seed);
        signature = Ed25519.sign(seed, message);
    }

    @Benchmark
    public Verdict justification() {
        if (block == null || voters == null) {
            throw new IllegalStateException("not set up");
        }
        return verifier.verify(justification, block, voters);
    }

    @Benchmark
    public boolean fourteenBareVerifications() {
        boolean all = true;
        for (int i = 0; i < VOTES; i++) {
            all &= Ed25519.verify(key, message, signature);
        }
        return all;
    }

    @Benchmark
    public boolean fourteenStrictOfBouncyCastle() {
        boolean all = true;
        for (int i = 0; i < VOTES; i++) {
            all &=
                    org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                            signature, 0, key, 0, message, 0, message.length);
        }
        return all;
    }
}

package io.hypha.bench;

import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Keccak;
import io.hypha.node.crypto.Twox;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hashes of the state trie at the size of a small node and of a runtime, ours beside Bouncy
 * Castle's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class HashBench {

    @Param({"64", "600", "1048576"})
    private int size;

    private byte[] input = {};

    @Setup
    public void fill() {
        input = new byte[size];
        new Random(1).nextBytes(input);
    }

    @Benchmark
    public byte[] blake2b256() {
        return Blake2b.hash256(input);
    }

    @Benchmark
    public byte[] blake2b256OfBouncyCastle() {
        Blake2bDigest digest = new Blake2bDigest(256);
        digest.update(input, 0, input.length);
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }

    @Benchmark
    public byte[] twox128() {
        return Twox.hash128(input);
    }

    @Benchmark
    public byte[] keccak256() {
        return Keccak.hash256(input);
    }
}

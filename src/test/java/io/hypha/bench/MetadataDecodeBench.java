package io.hypha.bench;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Decoding finney's metadata V16 of spec 424 (337 961 bytes). The target is to be faster than
 * polkadot-api and five times faster than @polkadot/types, all warm; {@code bench/} runs the three
 * side by side.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MetadataDecodeBench {

    private Bytes encoded = Bytes.EMPTY;

    @Setup
    public void load() {
        encoded = Fixtures.bytes("metadata/finney-424-v16.scale.gz");
    }

    @Benchmark
    public void decode(Blackhole sink) {
        sink.consume(RuntimeMetadata.decode(encoded));
    }

    /** With the RFC-78 digest, which a wallet's metadata check needs. */
    @Benchmark
    public void decodeAndDigest(Blackhole sink) {
        sink.consume(MetadataDigest.of(RuntimeMetadata.decode(encoded), MetadataDigest.Token.TAO));
    }
}

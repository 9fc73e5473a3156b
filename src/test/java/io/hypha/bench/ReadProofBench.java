package io.hypha.bench;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.ArrayList;
import java.util.List;
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
import tools.jackson.databind.JsonNode;

/**
 * What a read proof costs beyond its hashes: checking the proof of finney's block 8 867 448 (23
 * nodes, five values read) beside BLAKE2b-256 alone over the same nodes, and over the same bytes in
 * one piece. The target is at least 60 % of the speed of the hashes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadProofBench {

    private Hash256 root = Hash256.ZERO;
    private final List<Bytes> nodes = new ArrayList<>();
    private final List<byte[]> raw = new ArrayList<>();
    private final List<Bytes> keys = new ArrayList<>();
    private byte[] onePiece = {};

    @Setup
    public void load() {
        JsonNode json = Fixtures.json("proofs/bittensor-finney-8867448-read-proof.json");
        root = Hash256.fromHex(json.get("stateRoot").asString());
        json.get("proofNodes").forEach(node -> nodes.add(Fixtures.hex(node)));
        nodes.forEach(node -> raw.add(node.toArray()));
        onePiece = Bytes.concat(nodes).toArray();
        json.get("expected")
                .get("present")
                .forEach(each -> keys.add(Fixtures.hex(each.get("key"))));
    }

    /** The proof is checked, and the five values are read. */
    @Benchmark
    public void verifyAndRead(Blackhole sink) {
        if (!(ReadProof.check(root, nodes) instanceof ProofCheck.Valid(ReadProof proof))) {
            throw new IllegalStateException("the fixture is invalid");
        }
        for (Bytes key : keys) {
            if (!(proof.read(key) instanceof StorageRead.Value value)) {
                throw new IllegalStateException("the fixture does not prove " + key.toHex());
            }
            sink.consume(value);
        }
    }

    @Benchmark
    public void blake2bOfEachNode(Blackhole sink) {
        for (byte[] node : raw) {
            sink.consume(Blake2b.hash256(node));
        }
    }

    @Benchmark
    public byte[] blake2bOfAllBytesInOnePiece() {
        return Blake2b.hash256(onePiece);
    }
}

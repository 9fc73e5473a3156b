package io.hypha.bench;

import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
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

/**
 * Verifications of one signature over the 53 bytes of a GRANDPA vote: ours by ZIP-215 beside the
 * strict rule of Bouncy Castle and of the JDK, and sr25519. The target is at least half of Bouncy
 * Castle's speed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignatureBench {

    private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] message = new byte[53];
    private byte[] ed25519Key = {};
    private byte[] ed25519Signature = {};
    private byte[] sr25519Key = {};
    private byte[] sr25519Signature = {};
    private @Nullable PublicKey jdkKey;

    @Setup
    public void sign() throws GeneralSecurityException {
        byte[] seed = new byte[32];
        seed[0] = 7;
        ed25519Key = Ed25519.publicKey(seed);
        ed25519Signature = Ed25519.sign(seed, message);
        Schnorrkel.KeyPair pair = Schnorrkel.KeyPair.fromMiniSecret(seed);
        sr25519Key = pair.publicKey().toArray();
        sr25519Signature = pair.sign(message);
        byte[] x509 = new byte[44];
        System.arraycopy(X509_PREFIX, 0, x509, 0, 12);
        System.arraycopy(ed25519Key, 0, x509, 12, 32);
        jdkKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
    }

    @Benchmark
    public boolean ed25519ByZip215() {
        return valid(Ed25519.verify(ed25519Key, message, ed25519Signature));
    }

    @Benchmark
    public boolean ed25519OfBouncyCastle() {
        return valid(
                org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        ed25519Signature, 0, ed25519Key, 0, message, 0, message.length));
    }

    @Benchmark
    public boolean ed25519OfTheJdk() throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(jdkKey);
        verifier.update(message);
        return valid(verifier.verify(ed25519Signature));
    }

    @Benchmark
    public boolean sr25519() {
        return valid(Schnorrkel.verify(sr25519Key, message, sr25519Signature));
    }

    private static boolean valid(boolean answer) {
        if (!answer) {
            throw new IllegalStateException("a good signature was refused");
        }
        return true;
    }
}

package io.hypha.node.sync;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The devnet's code in any version, and what it needs of a state. */
final class TestRuntime {

    static final Bytes ACCOUNT = Bytes.of(new byte[32]);
    static final String NONCE = "AccountNonceApi_account_nonce";
    static final String PRICES = "SwapRuntimeApi_current_alpha_price_all";

    /** {@code RuntimeVersion} up to the spec version, as module and metadata hold it. */
    private static final Bytes BEFORE_VERSION =
            new ScaleCodecWriter()
                    .writeString("node-subtensor")
                    .writeString("node-subtensor")
                    .writeUint32(1)
                    .toBytes();

    private static final Map<Long, Bytes> CODES = new ConcurrentHashMap<>();
    private static final Map<Long, Bytes> METADATA = new ConcurrentHashMap<>();

    private TestRuntime() {}

    static Bytes code(long specVersion) {
        return CODES.computeIfAbsent(specVersion, TestRuntime::readCode);
    }

    private static Bytes readCode(long specVersion) {
        try (InputStream in = TestRuntime.class.getResourceAsStream("/devnet/runtime-424.wasm")) {
            if (in == null) {
                throw new IllegalStateException("the devnet's code is not packed");
            }
            return ofVersion(Bytes.of(in.readAllBytes()), specVersion);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes metadata(long specVersion) {
        return METADATA.computeIfAbsent(
                specVersion,
                each -> ofVersion(Fixtures.bytes("metadata/finney-424-v16.scale.gz"), each));
    }

    private static Bytes ofVersion(Bytes bytes, long specVersion) {
        byte[] patched = bytes.toArray();
        byte[] version = new ScaleCodecWriter().writeUint32(specVersion).toArray();
        int found = 0;
        for (int at = 0; at + BEFORE_VERSION.size() + 4 <= patched.length; at++) {
            if (isVersionAt(bytes, at)) {
                System.arraycopy(version, 0, patched, at + BEFORE_VERSION.size(), 4);
                found++;
            }
        }
        if (found == 0) {
            throw new IllegalStateException("no version found");
        }
        return Bytes.of(patched);
    }

    private static boolean isVersionAt(Bytes bytes, int at) {
        for (int i = 0; i < BEFORE_VERSION.size(); i++) {
            if (bytes.at(at + i) != BEFORE_VERSION.at(i)) {
                return false;
            }
        }
        return true;
    }

    /** What that code answers as its metadata. */
    static Map<Bytes, Bytes> metadataEntries(long specVersion) {
        return Map.of(ascii(":devnet:metadata:16"), metadata(specVersion));
    }

    static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    static Bytes accountKey() {
        return Bytes.concat(
                StorageKeys.plain("System", "Account"),
                Bytes.of(Blake2b.hash128(ACCOUNT.toArray())),
                ACCOUNT);
    }

    /** An account with that nonce; the code looks no further than that. */
    static Map<Bytes, Bytes> account(long nonce) {
        return Map.of(accountKey(), new ScaleCodecWriter().writeUint32(nonce).toBytes());
    }

    static Bytes nonce(long nonce) {
        return new ScaleCodecWriter().writeUint32(nonce).toBytes();
    }

    /** A chain that runs this code: four blocks, a map that makes its trie deep, an account. */
    static FakeChain chain() {
        FakeChain chain = new FakeChain(4, 0, code(FakeChain.SPEC_VERSION));
        chain.addMap(200);
        Map<Bytes, Bytes> entries = new HashMap<>(metadataEntries(FakeChain.SPEC_VERSION));
        entries.putAll(account(7));
        chain.change(entries);
        chain.grow(2);
        return chain;
    }
}

package io.hypha.node.runtime;

import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Keccak;
import io.hypha.node.crypto.Twox;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.UnaryOperator;

/** {@code ext_hashing_*}: bytes in, a pointer to the digest out. */
final class HashingFunctions {

    private HashingFunctions() {}

    static void addTo(HostFunctionTable table) {
        add(table, "blake2_128", Blake2b::hash128);
        add(table, "blake2_256", Blake2b::hash256);
        add(table, "keccak_256", Keccak::hash256);
        add(table, "keccak_512", Keccak::hash512);
        add(table, "sha2_256", HashingFunctions::sha256);
        add(table, "twox_64", Twox::hash64);
        add(table, "twox_128", Twox::hash128);
        add(table, "twox_256", Twox::hash256);
    }

    private static void add(HostFunctionTable table, String name, UnaryOperator<byte[]> hash) {
        table.add(
                "ext_hashing_" + name + "_version_1",
                "l:i",
                (call, a) -> call.store(hash.apply(call.memory().slice(a[0]))));
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

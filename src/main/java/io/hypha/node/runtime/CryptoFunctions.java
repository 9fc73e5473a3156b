package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Ecdsa;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ext_crypto_*}: verdicts on signatures and keys recovered from them. There is no keystore:
 * what needs one traps, as in a node that has none.
 */
final class CryptoFunctions {

    private static final String PREFIX = "ext_crypto_";
    private static final String NO_KEYS = "there is no keystore";

    private CryptoFunctions() {}

    static void addTo(HostFunctionTable table) {
        table.add(
                PREFIX + "ed25519_verify_version_1", "ili:i", (call, a) -> flag(ed25519(call, a)));
        table.add(
                PREFIX + "ed25519_batch_verify_version_1",
                "ili:i",
                (call, a) -> flag(call.batch().add(ed25519(call, a))));
        table.add(
                PREFIX + "sr25519_verify_version_1",
                "ili:i",
                (call, a) -> flag(sr25519(call, a, true)));
        table.add(
                PREFIX + "sr25519_verify_version_2",
                "ili:i",
                (call, a) -> flag(sr25519(call, a, false)));
        table.add(
                PREFIX + "sr25519_batch_verify_version_1",
                "ili:i",
                (call, a) -> flag(call.batch().add(sr25519(call, a, false))));
        table.add(
                PREFIX + "ecdsa_verify_version_1",
                "ili:i",
                (call, a) -> flag(ecdsa(call, a, true)));
        table.add(
                PREFIX + "ecdsa_verify_version_2",
                "ili:i",
                (call, a) -> flag(ecdsa(call, a, false)));
        table.add(
                PREFIX + "ecdsa_batch_verify_version_1",
                "ili:i",
                (call, a) -> flag(call.batch().add(ecdsa(call, a, false))));
        table.add(
                PREFIX + "ecdsa_verify_prehashed_version_1",
                "iii:i",
                (call, a) -> flag(ecdsaPrehashed(call, a)));
        table.addVoid(
                PREFIX + "start_batch_verify_version_1", "", (call, _) -> call.batch().start());
        table.add(
                PREFIX + "finish_batch_verify_version_1",
                ":i",
                (call, _) -> flag(call.batch().finish()));
        for (int version = 1; version <= 2; version++) {
            boolean mayOverflow = version == 1;
            table.add(
                    PREFIX + "secp256k1_ecdsa_recover_version_" + version,
                    "ii:l",
                    (call, a) -> recover(call, a, mayOverflow, false));
            table.add(
                    PREFIX + "secp256k1_ecdsa_recover_compressed_version_" + version,
                    "ii:l",
                    (call, a) -> recover(call, a, mayOverflow, true));
        }
        for (String scheme : List.of("ed25519", "sr25519", "ecdsa")) {
            table.addRefused(PREFIX + scheme + "_public_keys_version_1", "i:l", NO_KEYS);
            table.addRefused(PREFIX + scheme + "_generate_version_1", "il:i", NO_KEYS);
            table.addRefused(PREFIX + scheme + "_sign_version_1", "iil:l", NO_KEYS);
        }
        table.addRefused(PREFIX + "ecdsa_sign_prehashed_version_1", "iii:l", NO_KEYS);
    }

    private static long flag(boolean isValid) {
        return isValid ? 1 : 0;
    }

    private static boolean ed25519(HostCall call, long[] a) {
        StackRoom.require();
        byte[] signature = call.memory().read((int) a[0], Ed25519.SIGNATURE_SIZE);
        byte[] message = call.memory().slice(a[1]);
        byte[] key = call.memory().read((int) a[2], Ed25519.PUBLIC_KEY_SIZE);
        return call.assumed().covers(key, signature) || Ed25519.verify(key, message, signature);
    }

    /** Version 1 takes signatures of schnorrkel 0.1, too, as old blocks hold them. */
    private static boolean sr25519(HostCall call, long[] a, boolean takesUnmarked) {
        StackRoom.require();
        byte[] signature = call.memory().read((int) a[0], Schnorrkel.SIGNATURE_SIZE);
        byte[] message = call.memory().slice(a[1]);
        byte[] key = call.memory().read((int) a[2], Schnorrkel.PUBLIC_KEY_SIZE);
        if (call.assumed().covers(key, signature)) {
            return true;
        }
        return takesUnmarked
                ? Schnorrkel.verifyOld(key, message, signature)
                : Schnorrkel.verify(key, message, signature);
    }

    private static boolean ecdsa(HostCall call, long[] a, boolean mayOverflow) {
        StackRoom.require();
        byte[] signature = call.memory().read((int) a[0], Ecdsa.SIGNATURE_SIZE);
        byte[] hash = Blake2b.hash256(call.memory().slice(a[1]));
        byte[] key = call.memory().read((int) a[2], Ecdsa.PUBLIC_KEY_SIZE);
        return Arrays.equals(key, Secp256k1.recover(hash, signature, mayOverflow).key());
    }

    private static boolean ecdsaPrehashed(HostCall call, long[] a) {
        StackRoom.require();
        byte[] signature = call.memory().read((int) a[0], Ecdsa.SIGNATURE_SIZE);
        byte[] hash = call.memory().read((int) a[1], 32);
        byte[] key = call.memory().read((int) a[2], Ecdsa.PUBLIC_KEY_SIZE);
        return Arrays.equals(key, Secp256k1.recover(hash, signature, false).key());
    }

    /** SCALE {@code Result<[u8; 64 or 33], EcdsaVerifyError>}. */
    private static long recover(HostCall call, long[] a, boolean mayOverflow, boolean compressed) {
        StackRoom.require();
        byte[] signature = call.memory().read((int) a[0], Ecdsa.SIGNATURE_SIZE);
        byte[] hash = call.memory().read((int) a[1], 32);
        Secp256k1.Recovered recovered = Secp256k1.recover(hash, signature, mayOverflow);
        ScaleCodecWriter answer = new ScaleCodecWriter();
        byte[] key = compressed ? recovered.key() : recovered.point();
        if (key.length == 0) {
            answer.writeUByte(1).writeUByte(recovered.error());
        } else {
            answer.writeUByte(0).writeFixed(Bytes.of(key));
        }
        return call.storeFat(answer.toBytes());
    }
}

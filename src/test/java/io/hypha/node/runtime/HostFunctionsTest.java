package io.hypha.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each host function called from code; digests and signatures were made by @polkadot/util-crypto.
 */
class HostFunctionsTest {

    private static final RuntimeState EMPTY = RuntimeState.of(new TreeMap<>());
    private static final Bytes MESSAGE = ascii("the chain asks its host");
    private static final Bytes YES = Bytes.ofInts(1, 0, 0, 0);
    private static final Bytes NO = Bytes.ofInts(0, 0, 0, 0);
    private static final Bytes SR_KEY =
            Bytes.fromHex("0x7c0f469d3bd340bae718203fa30ca071a5e37c751e891dbded837b213d45d91d");
    private static final Bytes SR_SIGNATURE =
            Bytes.fromHex(
                    "0x80273affb970678063075c3915bb59c73884757b0421ea7e3c1988e4933e473830a719cb58d848594c97c1b7dba782c5719f50bbbbcad6b79665aac268619880");
    private static final Bytes ED_KEY =
            Bytes.fromHex("0xea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c");
    private static final Bytes ED_SIGNATURE =
            Bytes.fromHex(
                    "0xd541c2b1e23dbf0ff5c6980b863fbab022f6a324c703835c0c9f266ddc4f613ee182be7fec36396d62c6669e73add9fc83be08f580cedd3c6e7e1a235a682c0a");
    private static final Bytes EC_KEY =
            Bytes.fromHex("0x02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f");
    private static final Bytes EC_POINT =
            Bytes.fromHex(
                    "0x989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f631f4d05b3ae518776ee08755a7703e64b2ebc32547504de0b55a142d4ecdf80");
    private static final Bytes EC_SIGNATURE =
            Bytes.fromHex(
                    "0xbc5679894e7eb5553330cfaad0f4efc3003ba95a80814a64afcac3532e6fc3db74e6826650b9c74196d20cd484b36978bc27e01a95d188143c961616b6e421e800");
    private static final Bytes EC_HASH =
            Bytes.fromHex("0x31854f242b2978fa88aa6e5c6268c528ec9ad82e1b382ce1776b5761b943a2f5");

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] changed = bytes.toArray();
        changed[index] ^= 1;
        return Bytes.of(changed);
    }

    private static void assertResult(Bytes expected, HostProgram program) {
        assertEquals(expected, program.result(EMPTY));
    }

    private static void assertTrapped(String reason, HostProgram program) {
        assertThat(program.outcome(EMPTY))
                .isInstanceOfSatisfying(
                        CallOutcome.Trapped.class,
                        trapped -> assertThat(trapped.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "blake2_128, 0x3c8d65d69f873c3234596c76f62dfaab",
        "blake2_256, 0x31854f242b2978fa88aa6e5c6268c528ec9ad82e1b382ce1776b5761b943a2f5",
        "keccak_256, 0x6ca08964610d801df87b0fbdd4a6aebee0d685011a9006ccd55207d3aea00b0e",
        "keccak_512,"
                + " 0xa7bd256d57016a1466701c65c6f7dcf2aced7733283c0929ba143d3c0096c2f84e322e850199789cda914fd6c58c8110f7c2c141364b1d16987241e70f03c14b",
        "sha2_256, 0xf82a89550aba284377ad7002608bf0d27f930fccccbf33e9d4c238c94e21fd52",
        "twox_64, 0x474545cd1218bbc5",
        "twox_128, 0x474545cd1218bbc58d3c82abeaac514a",
        "twox_256, 0x474545cd1218bbc58d3c82abeaac514ae5b9e7d9cee65d3c8571c4b2a41bec74"
    })
    void hashes(String name, String digest) {
        Bytes expected = Bytes.fromHex(digest);
        assertResult(
                expected,
                HostProgram.of("hashing_" + name + "_version_1", "l:i", MESSAGE)
                        .pointingTo(expected.size()));
    }

    private static void assertVerdicts(String name, Bytes signature, Bytes key) {
        assertResult(YES, HostProgram.of(name, "ili:i", signature, MESSAGE, key));
        assertResult(NO, HostProgram.of(name, "ili:i", flipped(signature, 3), MESSAGE, key));
        assertResult(NO, HostProgram.of(name, "ili:i", signature, flipped(MESSAGE, 0), key));
        assertResult(NO, HostProgram.of(name, "ili:i", signature, MESSAGE, flipped(key, 5)));
    }

    @Test
    void verdicts_on_signatures() {
        assertVerdicts("crypto_ed25519_verify_version_1", ED_SIGNATURE, ED_KEY);
        assertVerdicts("crypto_sr25519_verify_version_1", SR_SIGNATURE, SR_KEY);
        assertVerdicts("crypto_sr25519_verify_version_2", SR_SIGNATURE, SR_KEY);
        assertVerdicts("crypto_ecdsa_verify_version_1", EC_SIGNATURE, EC_KEY);
        assertVerdicts("crypto_ecdsa_verify_version_2", EC_SIGNATURE, EC_KEY);
        assertVerdicts("crypto_ed25519_batch_verify_version_1", ED_SIGNATURE, ED_KEY);
        assertResult(
                YES,
                HostProgram.of(
                        "crypto_ecdsa_verify_prehashed_version_1",
                        "iii:i",
                        EC_SIGNATURE,
                        EC_HASH,
                        EC_KEY));
        assertResult(
                NO,
                HostProgram.of(
                        "crypto_ecdsa_verify_prehashed_version_1",
                        "iii:i",
                        EC_SIGNATURE,
                        flipped(EC_HASH, 1),
                        EC_KEY));
    }

    /** The vector is the one by which Substrate keeps its promise to old signatures. */
    @Test
    void only_version_1_takes_signatures_of_schnorrkel_0_1() {
        Bytes key =
                Bytes.fromHex("b4bfa1f7a5166695eb75299fd1c4c03ea212871c342f2c5dfea0902b2c246918");
        Bytes signature =
                Bytes.fromHex(
                        "5a9755f069939f45d96aaf125cf5ce7ba1db998686f87f2fb3cbdea922078741"
                                + "a73891ba265f70c31436e18a9acd14d189d73c12317ab6c313285cd938453202");
        Bytes message =
                ascii(
                        "Verifying that I am the owner of"
                                + " 5G9hQLdsKQswNPgB499DeA5PkFBbgkLPJWkkS6FAM6xGQ8xD. Hash:"
                                + " 221455a3\n");
        String one = "crypto_sr25519_verify_version_1";
        assertResult(YES, HostProgram.of(one, "ili:i", signature, message, key));
        assertResult(NO, HostProgram.of(one, "ili:i", flipped(signature, 40), message, key));
        assertResult(
                NO,
                HostProgram.of(
                        "crypto_sr25519_verify_version_2", "ili:i", signature, message, key));
    }

    @Test
    void a_batch_tells_all_verdicts_at_once() {
        for (boolean good : new boolean[] {true, false}) {
            assertResult(
                    good ? YES : NO,
                    HostProgram.of("crypto_start_batch_verify_version_1", ":")
                            .then(
                                    "crypto_ed25519_batch_verify_version_1",
                                    "ili:i",
                                    good ? ED_SIGNATURE : flipped(ED_SIGNATURE, 9),
                                    MESSAGE,
                                    ED_KEY)
                            .then(
                                    "crypto_sr25519_batch_verify_version_1",
                                    "ili:i",
                                    SR_SIGNATURE,
                                    MESSAGE,
                                    SR_KEY)
                            .then(
                                    "crypto_ecdsa_batch_verify_version_1",
                                    "ili:i",
                                    EC_SIGNATURE,
                                    MESSAGE,
                                    EC_KEY)
                            .then("crypto_finish_batch_verify_version_1", ":i"));
        }
        assertTrapped("no batch", HostProgram.of("crypto_finish_batch_verify_version_1", ":i"));
        assertTrapped(
                "open already",
                HostProgram.of("crypto_start_batch_verify_version_1", ":")
                        .then("crypto_start_batch_verify_version_1", ":"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void keys_are_recovered_from_signatures(int version) {
        String plain = "crypto_secp256k1_ecdsa_recover_version_" + version;
        String compressed = "crypto_secp256k1_ecdsa_recover_compressed_version_" + version;
        Bytes good = Bytes.ofInts(0);
        assertResult(
                Bytes.concat(good, EC_POINT), HostProgram.of(plain, "ii:l", EC_SIGNATURE, EC_HASH));
        assertResult(
                Bytes.concat(good, EC_KEY),
                HostProgram.of(compressed, "ii:l", EC_SIGNATURE, EC_HASH));
        Bytes ethereum = Bytes.concat(EC_SIGNATURE.slice(0, 64), Bytes.ofInts(27));
        assertResult(
                Bytes.concat(good, EC_KEY), HostProgram.of(compressed, "ii:l", ethereum, EC_HASH));
        Bytes badV = Bytes.concat(EC_SIGNATURE.slice(0, 64), Bytes.ofInts(4));
        assertResult(Bytes.ofInts(1, 1), HostProgram.of(compressed, "ii:l", badV, EC_HASH));
        Bytes zero = Bytes.fromHex("00".repeat(65));
        assertResult(Bytes.ofInts(1, 2), HostProgram.of(plain, "ii:l", zero, EC_HASH));
        Bytes above = Bytes.fromHex("ff".repeat(64) + "00");
        Bytes answer = HostProgram.of(plain, "ii:l", above, EC_HASH).result(EMPTY);
        assertThat(answer).isNotEqualTo(version == 1 ? Bytes.ofInts(1, 0) : Bytes.EMPTY);
        if (version == 2) {
            assertEquals(Bytes.ofInts(1, 0), answer);
        }
    }

    @Test
    void a_placeholder_counts_for_its_signer_and_nobody_else() {
        AssumedSignatures assumed = new AssumedSignatures(Set.of(Hash256.of(SR_KEY)));
        Bytes placeholder = AssumedSignatures.PLACEHOLDER;
        record Case(String scheme, Bytes signature, Bytes key, Bytes verdict) {}
        for (Case each :
                List.of(
                        new Case("sr25519_verify_version_2", placeholder, SR_KEY, YES),
                        new Case("ed25519_verify_version_1", placeholder, SR_KEY, YES),
                        new Case("sr25519_verify_version_2", placeholder, ED_KEY, NO),
                        new Case("sr25519_verify_version_2", flipped(placeholder, 0), SR_KEY, NO),
                        new Case("sr25519_verify_version_2", SR_SIGNATURE, SR_KEY, YES))) {
            CallOutcome outcome =
                    HostProgram.of(
                                    "crypto_" + each.scheme(),
                                    "ili:i",
                                    each.signature(),
                                    MESSAGE,
                                    each.key())
                            .outcome(EMPTY, assumed);
            assertEquals(new CallOutcome.Returned(each.verdict(), List.of()), outcome);
        }
        assertResult(
                NO,
                HostProgram.of(
                        "crypto_sr25519_verify_version_2", "ili:i", placeholder, MESSAGE, SR_KEY));
    }

    @Test
    void storage_is_written_read_and_walked() {
        String set = "storage_set_version_1";
        Bytes key = ascii("key");
        Bytes value = ascii("value");
        HostProgram written = HostProgram.of(set, "ll:", key, value);
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 5 << 2), value),
                written.then("storage_get_version_1", "l:l", key));
        assertResult(Bytes.ofInts(0), HostProgram.of("storage_get_version_1", "l:l", key));
        assertResult(
                YES,
                HostProgram.of(set, "ll:", key, value)
                        .then("storage_exists_version_1", "l:i", key));
        assertResult(
                NO,
                HostProgram.of(set, "ll:", key, value)
                        .then("storage_clear_version_1", "l:", key)
                        .then("storage_exists_version_1", "l:i", key));
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 4 << 2), ascii("key2")),
                HostProgram.of(set, "ll:", key, value)
                        .then(set, "ll:", ascii("key2"), value)
                        .then("storage_next_key_version_1", "l:l", key));
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 5 << 2, 2 << 2), ascii("abab")),
                HostProgram.of("storage_append_version_1", "ll:", key, ascii("ab"))
                        .then("storage_append_version_1", "ll:", key, ascii("ab"))
                        .then("storage_get_version_1", "l:l", key));
        assertResult(
                Bytes.ofInts(0),
                HostProgram.of("storage_changes_root_version_1", "l:l", ascii("x".repeat(32))));
    }

    @Test
    void read_copies_from_an_offset_and_tells_what_is_left() {
        Bytes key = ascii("key");
        HostProgram written =
                HostProgram.of("storage_set_version_1", "ll:", key, ascii("0123456789"));
        // the buffer of four bytes is the argument itself
        assertResult(
                Bytes.ofInts(1, 7, 0, 0, 0),
                written.then("storage_read_version_1", "lli:l", key, ascii("...."), 3));
        assertResult(
                Bytes.ofInts(0),
                HostProgram.of("storage_read_version_1", "lli:l", key, ascii("...."), 3));
        HostProgram beyond =
                HostProgram.of("storage_set_version_1", "ll:", key, ascii("0123456789"));
        assertResult(
                Bytes.ofInts(1, 0, 0, 0, 0),
                beyond.then("storage_read_version_1", "lli:l", key, ascii("...."), 11));
    }

    @Test
    void prefixes_are_cleared_up_to_a_limit_of_what_the_state_holds() {
        SortedMap<Bytes, Bytes> entries = new TreeMap<>();
        for (String key : List.of("a", "p", "p1", "p2", "p3", "q")) {
            entries.put(ascii(key), ascii("v"));
        }
        RuntimeState state = RuntimeState.of(entries);
        String clear = "storage_clear_prefix_version_2";
        Bytes prefix = ascii("p");
        assertEquals(
                Bytes.ofInts(0, 4, 0, 0, 0),
                HostProgram.of(clear, "ll:l", prefix, Bytes.ofInts(0)).result(state));
        assertEquals(
                Bytes.ofInts(1, 2, 0, 0, 0),
                HostProgram.of(clear, "ll:l", prefix, Bytes.ofInts(1, 2, 0, 0, 0)).result(state));
        // what only the overlay holds goes too, and is not counted
        assertEquals(
                Bytes.ofInts(0),
                HostProgram.of("storage_set_version_1", "ll:", ascii("p9"), prefix)
                        .then(clear, "ll:l", prefix, Bytes.ofInts(1, 2, 0, 0, 0))
                        .then("storage_get_version_1", "l:l", ascii("p9"))
                        .result(state));
        assertEquals(
                Bytes.concat(Bytes.ofInts(1, 1 << 2), ascii("q")),
                HostProgram.of("storage_clear_prefix_version_1", "l:", prefix)
                        .then("storage_next_key_version_1", "l:l", ascii("a"))
                        .result(state));
        assertTrapped(
                "Option<u32>", HostProgram.of(clear, "ll:l", prefix, Bytes.ofInts(1, 2, 0, 0)));
    }

    @Test
    void transactions_keep_or_forget() {
        Bytes key = ascii("k");
        HostProgram rolledBack =
                HostProgram.of("storage_set_version_1", "ll:", key, ascii("1"))
                        .then("storage_start_transaction_version_1", ":")
                        .then("storage_set_version_1", "ll:", key, ascii("2"))
                        .then("storage_rollback_transaction_version_1", ":")
                        .then("storage_get_version_1", "l:l", key);
        assertResult(Bytes.concat(Bytes.ofInts(1, 4), ascii("1")), rolledBack);
        HostProgram committed =
                HostProgram.of("storage_start_transaction_version_1", ":")
                        .then("storage_set_version_1", "ll:", key, ascii("2"))
                        .then("storage_commit_transaction_version_1", ":")
                        .then("storage_get_version_1", "l:l", key);
        assertResult(Bytes.concat(Bytes.ofInts(1, 4), ascii("2")), committed);
    }

    /** One entry under state version 0: a leaf of 4 nibbles, hashed. */
    @Test
    void roots_are_those_of_the_trie() {
        String child = "default_child_storage_";
        Bytes name = ascii("crowd");
        Bytes key = Bytes.ofInts(0x12, 0x34);
        Bytes value = ascii("value");
        Bytes leaf = Bytes.concat(Bytes.ofInts(0x44, 0x12, 0x34, 5 << 2), value);
        Bytes root = io.hypha.node.crypto.Blake2b.hash256(leaf).toBytes();
        assertResult(
                root,
                HostProgram.of("storage_set_version_1", "ll:", key, value)
                        .then("storage_root_version_1", ":l"));
        assertResult(
                root,
                HostProgram.of("storage_set_version_1", "ll:", key, value)
                        .then("storage_root_version_2", "i:l", 1));
        assertResult(
                root,
                HostProgram.of(child + "set_version_1", "lll:", name, key, value)
                        .then(child + "root_version_1", "l:l", name));
        Bytes rootKey = Bytes.concat(ascii(":child_storage:default:"), name);
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 32 << 2), root),
                HostProgram.of(child + "set_version_1", "lll:", name, key, value)
                        .then("storage_root_version_2", "i:l", 0)
                        .then("storage_get_version_1", "l:l", rootKey));
        Bytes pairs = Bytes.concat(Bytes.ofInts(1 << 2, 2 << 2), key, Bytes.ofInts(5 << 2), value);
        assertResult(
                root,
                HostProgram.of("trie_blake2_256_root_version_1", "l:i", pairs).pointingTo(32));
        assertResult(
                Bytes.of(io.hypha.node.crypto.Keccak.hash256(leaf.toArray())),
                HostProgram.of("trie_keccak_256_root_version_2", "li:i", pairs, 1).pointingTo(32));
        Bytes ordered = Bytes.concat(Bytes.ofInts(0x42, 0, 5 << 2), value);
        assertResult(
                io.hypha.node.crypto.Blake2b.hash256(ordered).toBytes(),
                HostProgram.of(
                                "trie_blake2_256_ordered_root_version_2",
                                "li:i",
                                Bytes.concat(Bytes.ofInts(1 << 2, 5 << 2), value),
                                0)
                        .pointingTo(32));
        assertTrapped("no state version", HostProgram.of("storage_root_version_2", "i:l", 2));
    }

    @Test
    void child_tries_are_apart() {
        String child = "default_child_storage_";
        Bytes name = ascii("crowd");
        Bytes key = ascii("key");
        assertResult(
                Bytes.ofInts(0),
                HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                        .then("storage_get_version_1", "l:l", key));
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 3 << 2), key),
                HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                        .then(child + "get_version_1", "ll:l", name, key));
        assertResult(
                Bytes.concat(Bytes.ofInts(1, 3 << 2), key),
                HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                        .then(child + "next_key_version_1", "ll:l", name, ascii("a")));
        assertResult(
                Bytes.ofInts(1, 2, 0, 0, 0),
                HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                        .then(child + "read_version_1", "llli:l", name, key, ascii(".."), 1));
        assertResult(
                NO,
                HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                        .then(child + "clear_version_1", "ll:", name, key)
                        .then(child + "exists_version_1", "ll:i", name, key));
        for (HostProgram killed :
                List.of(
                        HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                                .then(child + "storage_kill_version_1", "l:", name),
                        HostProgram.of(child + "set_version_1", "lll:", name, key, key)
                                .then(child + "clear_prefix_version_1", "ll:", name, ascii("k")))) {
            assertResult(NO, killed.then(child + "exists_version_1", "ll:i", name, key));
        }
        assertResult(
                YES,
                HostProgram.of(
                        child + "storage_kill_version_2",
                        "ll:i",
                        name,
                        Bytes.ofInts(1, 0, 0, 0, 0)));
        assertResult(
                Bytes.ofInts(0, 0, 0, 0, 0),
                HostProgram.of(child + "storage_kill_version_3", "ll:l", name, Bytes.ofInts(0)));
        assertResult(
                Bytes.ofInts(0, 0, 0, 0, 0),
                HostProgram.of(
                        child + "clear_prefix_version_2", "lll:l", name, key, Bytes.ofInts(0)));
    }

    @Test
    void a_runtime_does_not_write_the_roots_of_children() {
        Bytes key = ascii(":child_storage:default:x");
        assertResult(
                NO,
                HostProgram.of("storage_set_version_1", "ll:", key, key)
                        .then("storage_exists_version_1", "l:i", key));
    }

    @Test
    void the_version_of_another_blob_is_read_from_its_sections_or_asked_for() {
        Bytes blob;
        try (InputStream in =
                HostFunctionsTest.class.getResourceAsStream("/devnet/runtime-424.wasm")) {
            blob = Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Bytes version =
                ((CodeLoading.Loaded) RuntimeCode.of(blob)).code().version().orElseThrow().encode();
        Bytes expected =
                new io.hypha.node.scale.ScaleCodecWriter()
                        .writeUByte(1)
                        .writeByteVector(version)
                        .toBytes();
        String name = "misc_runtime_version_version_1";
        assertResult(expected, HostProgram.of(name, "l:l", blob));
        assertResult(Bytes.ofInts(0), HostProgram.of(name, "l:l", blob.slice(0, 4_000)));
        Bytes bare =
                new TinyModule()
                        .memory(1)
                        .data(8, Bytes.ofInts(1, 2, 3))
                        .function("Core_version", "ii:l", TinyModule.fat(8, 3))
                        .build();
        assertResult(Bytes.ofInts(1, 3 << 2, 1, 2, 3), HostProgram.of(name, "l:l", bare));
    }

    @Test
    void what_is_said_is_handed_to_the_caller() {
        CallOutcome outcome =
                HostProgram.of("logging_log_version_1", "ill:", 1, ascii("runtime"), ascii("a\nb"))
                        .then("logging_log_version_1", "ill:", 5, ascii("runtime"), ascii("trace"))
                        .then("misc_print_utf8_version_1", "l:", ascii("words"))
                        .then("misc_print_hex_version_1", "l:", Bytes.ofInts(0xab))
                        .then("misc_print_num_version_1", "l:", -1L)
                        .outcome(EMPTY);
        assertEquals(
                List.of(
                        new LogLine(1, "runtime", "a b"),
                        new LogLine(3, "print", "words"),
                        new LogLine(3, "print", "0xab"),
                        new LogLine(3, "print", "18446744073709551615")),
                outcome.log());
        assertResult(Bytes.ofInts(3, 0, 0, 0), HostProgram.of("logging_max_level_version_1", ":i"));
        assertTrapped(
                "the code panicked: no way",
                HostProgram.of("panic_handler_abort_on_panic_version_1", "l:", ascii("no way")));
    }

    @Test
    void what_a_node_alone_has_is_refused_or_passed_over() {
        assertTrapped(
                "no keystore", HostProgram.of("crypto_sr25519_generate_version_1", "il:i", 0, NO));
        assertTrapped("no off-chain worker", HostProgram.of("offchain_timestamp_version_1", ":l"));
        assertTrapped(
                "nothing is measured", HostProgram.of("benchmarking_proof_size_version_1", ":l"));
        assertResult(Bytes.EMPTY, HostProgram.of("benchmarking_wipe_db_version_1", ":"));
        assertResult(Bytes.EMPTY, HostProgram.of("offchain_index_set_version_1", "ll:", NO, YES));
        assertTrapped(
                "trie-db",
                HostProgram.of("trie_blake2_256_verify_proof_version_1", "illl:i", NO, NO, NO, NO));
    }
}

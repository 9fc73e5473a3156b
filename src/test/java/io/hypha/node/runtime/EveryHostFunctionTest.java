package io.hypha.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The project's own test runtime ({@code src/test/wasm}, C compiled to WebAssembly) calls every
 * host function there is, interpreted and compiled, against values published elsewhere.
 */
class EveryHostFunctionTest {

    private static final String MODULE = "/host/every-function.wasm";
    private static final Bytes YES = Bytes.ofInts(1, 0, 0, 0);
    private static final Bytes NO = Bytes.ofInts(0, 0, 0, 0);
    private static final Bytes NOTHING = Bytes.EMPTY;
    private static final Bytes NONE = Bytes.ofInts(0);

    private static final RuntimeCode INTERPRETED = load();
    private static final RuntimeCode COMPILED = load();

    static {
        assertTrue(COMPILED.compile());
    }

    /** RFC 8032, 7.1, test 2. */
    private static final Bytes ED_KEY =
            hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    private static final Bytes ED_MESSAGE = hex("72");
    private static final Bytes ED_SIGNATURE =
            hex(
                    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");

    /** Of polkadot-js's wasm-crypto, which has it of Substrate's subkey. */
    private static final Bytes SR_KEY =
            hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");

    private static final Bytes SR_MESSAGE =
            ascii(
                    "I hereby verify that I control"
                            + " 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    private static final Bytes SR_SIGNATURE =
            hex(
                    "b83881d3bd7302981ee1c504fe5b7b394682927131fc0846fd616bb40fa14d02"
                            + "640fd2aca785b4cb57904765c2e4e75f59a7dd30154c209964369912091f6981");

    /** Made by @polkadot/util-crypto; the hash is BLAKE2b-256 of the message. */
    private static final Bytes EC_MESSAGE = ascii("the chain asks its host");

    private static final Bytes EC_HASH =
            hex("31854f242b2978fa88aa6e5c6268c528ec9ad82e1b382ce1776b5761b943a2f5");
    private static final Bytes EC_KEY =
            hex("02989c0b76cb563971fdc9bef31ec06c3560f3249d6ee9e5d83c57625596e05f6f");
    private static final Bytes EC_SIGNATURE =
            hex(
                    "bc5679894e7eb5553330cfaad0f4efc3003ba95a80814a64afcac3532e6fc3db"
                            + "74e6826650b9c74196d20cd484b36978bc27e01a95d188143c961616b6e421e800");

    /** The example of Ethereum's precompile 1: hash, r, s, v and the address of the signer. */
    private static final Bytes ETH_HASH =
            hex("18c547e4f7b0f325ad1e56f57e26c745b09a3e503d86e00e5255ff7f715d3d1c");

    private static final Bytes ETH_SIGNATURE =
            hex(
                    "73b1693892219d736caba55bdb67216e485557ea6b6af75f37096c9aa6a5a75f"
                            + "eeb940b1d03b21e36b0e47e79769f095fe2ab855bd91e3a38756b7d75a9c45491c");
    private static final Bytes ETH_ADDRESS = hex("a94f5374fce5edbc8e2a8697c15331677e6ebf0b");

    /** W3F's hex_1c1: the trie of 0x01 under 0x01, a leaf of two nibbles. */
    private static final Bytes LEAF = hex("42010401");

    private static final Bytes LEAF_ROOT =
            hex("aec6072b6e4507c220045c5c0ce8438894d9f2280a6a034b355e908546fc28a5");

    /** BLAKE2b-256 of a zero: the extrinsics root of an empty block. */
    private static final Bytes EMPTY_ROOT =
            hex("03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314");

    private record Step(String name, Bytes arguments) {}

    /** What a case must give: bytes, or a trap with a reason. */
    private sealed interface Expected {
        record Result(Bytes bytes) implements Expected {}

        record Trap(String reason) implements Expected {}
    }

    private record Case(List<Step> steps, Expected expected) {
        @Override
        public String toString() {
            return steps.stream().map(Step::name).collect(Collectors.joining(", "));
        }
    }

    private static Bytes hex(String text) {
        return Bytes.fromHex(text);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static RuntimeCode load() {
        return switch (RuntimeCode.of(blob(MODULE))) {
            case CodeLoading.Loaded(RuntimeCode code) -> code;
            case CodeLoading.Refused(String reason) -> throw new AssertionError(reason);
        };
    }

    private static Bytes blob(String resource) {
        try (InputStream in = EveryHostFunctionTest.class.getResourceAsStream(resource)) {
            return Bytes.of(Objects.requireNonNull(in).readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Bytes with their length, numbers in four bytes, long ones in eight. */
    private static Step step(String name, Object... arguments) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        for (Object each : arguments) {
            switch (each) {
                case Bytes bytes -> out.writeUint32(bytes.size()).writeFixed(bytes);
                case Integer number -> out.writeUint32(number);
                case Long number -> out.writeLong(number);
                default -> throw new IllegalArgumentException("neither bytes nor a number");
            }
        }
        return new Step(name, out.toBytes());
    }

    private static Case gives(Bytes result, Step... steps) {
        return new Case(List.of(steps), new Expected.Result(result));
    }

    private static Case traps(String reason, Step... steps) {
        return new Case(List.of(steps), new Expected.Trap(reason));
    }

    private static Bytes some(Bytes value) {
        return new ScaleCodecWriter().writeUByte(1).writeByteVector(value).toBytes();
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] changed = bytes.toArray();
        changed[index] ^= 1;
        return Bytes.of(changed);
    }

    private static Bytes keccak256(Bytes input) {
        KeccakDigest digest = new KeccakDigest(256);
        digest.update(input.toArray(), 0, input.size());
        byte[] hash = new byte[32];
        digest.doFinal(hash, 0);
        return Bytes.of(hash);
    }

    private static Stream<Case> cases() {
        return Stream.of(
                        hashing(),
                        signatures(),
                        recovery(),
                        storage(),
                        childStorage(),
                        tries(),
                        machine(),
                        outside())
                .flatMap(Collection::stream);
    }

    /** polkadot-js for SubtensorModule; FIPS 180 and the Keccak team for abc. */
    private static List<Case> hashing() {
        Bytes name = ascii("SubtensorModule");
        Bytes abc = ascii("abc");
        Map<String, String> ofName =
                Map.of(
                        "twox_64", "658faa385070e074",
                        "twox_128", "658faa385070e074c85bf6b568cf0555",
                        "twox_256",
                                "658faa385070e074c85bf6b568cf0555"
                                        + "6b3dc7ed5094e368fc4010c9483f5e1c",
                        "blake2_128", "b01b49b91c86e6c7a45600a9c2f0bcf2",
                        "blake2_256",
                                "be3a0133d14f7064df21a2ab88f1370de630fa34c9f1ec9d7b5384f95a2bc97d");
        Map<String, String> ofAbc =
                Map.of(
                        "sha2_256",
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                        "keccak_256",
                                "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
                        "keccak_512",
                                "18587dc2ea106b9a1563e32b3312421ca164c7f1f07bc922a9c83d77cea3a1e5"
                                        + "d0c69910739025372dc14ac9642629379540c17e2a65b19d77aa511a9d00bb96");
        List<Case> cases = new ArrayList<>();
        ofName.forEach((hash, value) ->
                cases.add(gives(hex(value), step("hashing_" + hash + "_version_1", name))));
        ofAbc.forEach((hash, value) ->
                cases.add(gives(hex(value), step("hashing_" + hash + "_version_1", abc))));
        return cases;
    }

    private record Signed(String scheme, Bytes signature, Bytes message, Bytes key) {
        Step check(String function) {
            return step("crypto_" + scheme + "_" + function, signature, message, key);
        }

        Signed spoilt() {
            return new Signed(scheme, flipped(signature, 40), message, key);
        }
    }

    private static final Signed ED = new Signed("ed25519", ED_SIGNATURE, ED_MESSAGE, ED_KEY);
    private static final Signed SR = new Signed("sr25519", SR_SIGNATURE, SR_MESSAGE, SR_KEY);
    private static final Signed EC = new Signed("ecdsa", EC_SIGNATURE, EC_MESSAGE, EC_KEY);

    private static List<Case> signatures() {
        List<Case> cases = new ArrayList<>();
        Map<Signed, List<String>> functions =
                Map.of(
                        ED, List.of("verify_version_1"),
                        SR, List.of("verify_version_1", "verify_version_2"),
                        EC, List.of("verify_version_1", "verify_version_2"));
        functions.forEach((good, names) -> {
            for (String name : names) {
                cases.add(gives(YES, good.check(name)));
                cases.add(gives(NO, good.spoilt().check(name)));
            }
        });
        String prehashed = "crypto_ecdsa_verify_prehashed_version_1";
        cases.add(gives(YES, step(prehashed, EC_SIGNATURE, EC_HASH, EC_KEY)));
        cases.add(gives(NO, step(prehashed, EC_SIGNATURE, flipped(EC_HASH, 0), EC_KEY)));
        for (Signed doubtful : List.of(ED, ED.spoilt())) {
            cases.add(
                    gives(
                            Bytes.concat(YES, YES, YES, doubtful.equals(ED) ? YES : NO),
                            step("crypto_start_batch_verify_version_1"),
                            doubtful.check("batch_verify_version_1"),
                            SR.check("batch_verify_version_1"),
                            EC.check("batch_verify_version_1"),
                            step("crypto_finish_batch_verify_version_1")));
        }
        return cases;
    }

    private static List<Case> recovery() {
        List<Case> cases = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            String name = "crypto_secp256k1_ecdsa_recover_compressed_version_" + version;
            Bytes found = Bytes.concat(Bytes.ofInts(0), EC_KEY);
            cases.add(gives(found, step(name, EC_SIGNATURE, EC_HASH)));
            Bytes badV = Bytes.concat(EC_SIGNATURE.slice(0, 64), Bytes.ofInts(9));
            cases.add(gives(Bytes.ofInts(1, 1), step(name, badV, EC_HASH)));
        }
        return cases;
    }

    private static List<Case> storage() {
        Bytes key = ascii("key");
        Bytes value = ascii("0123456789");
        Step set = step("storage_set_version_1", key, value);
        Step get = step("storage_get_version_1", key);
        Step exists = step("storage_exists_version_1", key);
        Step begin = step("storage_start_transaction_version_1");
        Step other = step("storage_set_version_1", key, ascii("other"));
        Bytes prefix = ascii("k");
        return List.of(
                gives(some(value), set, get),
                gives(Bytes.concat(NO, YES), exists, set, exists),
                gives(NONE, set, step("storage_clear_version_1", key), get),
                gives(
                        Bytes.concat(hex("0107000000"), ascii("3456")),
                        set,
                        step("storage_read_version_1", key, ascii("...."), 3)),
                gives(
                        some(Bytes.concat(Bytes.ofInts(2 << 2), ascii("abab"))),
                        step("storage_append_version_1", key, ascii("ab")),
                        step("storage_append_version_1", key, ascii("ab")),
                        get),
                gives(
                        Bytes.concat(some(key), NONE),
                        set,
                        step("storage_next_key_version_1", prefix),
                        step("storage_next_key_version_1", key)),
                gives(NONE, set, step("storage_clear_prefix_version_1", prefix), get),
                gives(
                        Bytes.concat(hex("0000000000"), NONE),
                        set,
                        step("storage_clear_prefix_version_2", prefix, NONE),
                        get),
                gives(
                        some(value),
                        set,
                        begin,
                        other,
                        step("storage_rollback_transaction_version_1"),
                        get),
                gives(
                        some(ascii("other")),
                        set,
                        begin,
                        other,
                        step("storage_commit_transaction_version_1"),
                        get),
                gives(NONE, step("storage_changes_root_version_1", LEAF_ROOT)),
                gives(
                        hex("ffffffffffffffff"),
                        step("storage_proof_size_storage_proof_size_version_1")));
    }

    private static List<Case> childStorage() {
        String child = "default_child_storage_";
        Bytes name = ascii("crowd");
        Bytes key = ascii("key");
        Bytes value = ascii("0123456789");
        Step set = step(child + "set_version_1", name, key, value);
        Step get = step(child + "get_version_1", name, key);
        Bytes prefix = ascii("k");
        return List.of(
                gives(
                        Bytes.concat(some(value), NONE),
                        set,
                        get,
                        step("storage_get_version_1", key)),
                gives(
                        Bytes.concat(YES, NO),
                        set,
                        step(child + "exists_version_1", name, key),
                        step(child + "exists_version_1", ascii("crown"), key)),
                gives(NONE, set, step(child + "clear_version_1", name, key), get),
                gives(
                        Bytes.concat(hex("0107000000"), ascii("3456")),
                        set,
                        step(child + "read_version_1", name, key, ascii("...."), 3)),
                gives(some(key), set, step(child + "next_key_version_1", name, prefix)),
                gives(NONE, set, step(child + "clear_prefix_version_1", name, prefix), get),
                gives(
                        Bytes.concat(hex("0000000000"), NONE),
                        set,
                        step(child + "clear_prefix_version_2", name, prefix, NONE),
                        get),
                gives(NONE, set, step(child + "storage_kill_version_1", name), get),
                gives(
                        Bytes.concat(YES, NONE),
                        set,
                        step(child + "storage_kill_version_2", name, NONE),
                        get),
                gives(
                        Bytes.concat(hex("0000000000"), NONE),
                        set,
                        step(child + "storage_kill_version_3", name, NONE),
                        get));
    }

    private static List<Case> tries() {
        Bytes one = Bytes.ofInts(1);
        Step set = step("storage_set_version_1", one, one);
        Step setChild = step("default_child_storage_set_version_1", ascii("c"), one, one);
        Bytes pair = Bytes.ofInts(1 << 2, 1 << 2, 1, 1 << 2, 1);
        Bytes items = Bytes.ofInts(1 << 2, 1 << 2, 7);
        Bytes sameItems = Bytes.ofInts(1 << 2, 1 << 2, 0, 1 << 2, 7);
        List<Case> cases =
                new ArrayList<>(
                        List.of(
                                gives(
                                        Bytes.concat(EMPTY_ROOT, LEAF_ROOT),
                                        step("storage_root_version_1"),
                                        set,
                                        step("storage_root_version_1")),
                                gives(
                                        Bytes.concat(LEAF_ROOT, LEAF_ROOT),
                                        set,
                                        step("storage_root_version_2", 0),
                                        step("storage_root_version_2", 1)),
                                gives(
                                        Bytes.concat(LEAF_ROOT, LEAF_ROOT),
                                        setChild,
                                        step("default_child_storage_root_version_1", ascii("c")),
                                        step(
                                                "default_child_storage_root_version_2",
                                                ascii("c"),
                                                1))));
        Map<String, Bytes> leaves = Map.of("blake2_256", LEAF_ROOT, "keccak_256", keccak256(LEAF));
        Map<String, Bytes> empties =
                Map.of("blake2_256", EMPTY_ROOT, "keccak_256", keccak256(NONE));
        for (String hash : leaves.keySet()) {
            String trie = "trie_" + hash + "_";
            Bytes root = leaves.get(hash);
            Bytes empty = empties.get(hash);
            cases.add(
                    gives(
                            Bytes.concat(root, root, empty),
                            step(trie + "root_version_1", pair),
                            step(trie + "root_version_2", pair, 1),
                            step(trie + "root_version_2", NONE, 0)));
            cases.add(
                    gives(
                            Bytes.concat(empty, empty),
                            step(trie + "ordered_root_version_1", NONE),
                            step(trie + "ordered_root_version_2", NONE, 1)));
            Bytes ordered = onlyResult(step(trie + "root_version_1", sameItems));
            cases.add(
                    gives(
                            Bytes.concat(ordered, ordered),
                            step(trie + "ordered_root_version_1", items),
                            step(trie + "ordered_root_version_2", items, 1)));
            for (int version = 1; version <= 2; version++) {
                cases.add(refused("does not verify", trie + "verify_proof_version_" + version));
            }
        }
        return cases;
    }

    private static List<Case> machine() {
        return List.of(
                gives(YES_LEVEL, step("logging_max_level_version_1")),
                gives(NOTHING, step("logging_log_version_1", 2, ascii("t"), ascii("words"))),
                gives(NOTHING, step("misc_print_utf8_version_1", ascii("words"))),
                gives(NOTHING, step("misc_print_hex_version_1", LEAF)),
                gives(NOTHING, step("misc_print_num_version_1", -1L)),
                gives(NONE, step("misc_runtime_version_version_1", LEAF)),
                gives(NO, step("wasm_tracing_enabled_version_1")),
                gives(Bytes.of(new byte[8]), step("wasm_tracing_enter_span_version_1", LEAF)),
                gives(NOTHING, step("wasm_tracing_event_version_1", LEAF)),
                gives(NOTHING, step("wasm_tracing_exit_version_1", 1L)),
                traps("no way", step("panic_handler_abort_on_panic_version_1", ascii("no way"))));
    }

    /** Information is the level of what is heard. */
    private static final Bytes YES_LEVEL = Bytes.ofInts(3, 0, 0, 0);

    private static final Set<String> PASSED_OVER =
            Set.of(
                    "offchain_index_set_version_1",
                    "offchain_index_clear_version_1",
                    "transaction_index_index_version_1",
                    "transaction_index_renew_version_1",
                    "benchmarking_wipe_db_version_1",
                    "benchmarking_commit_db_version_1",
                    "benchmarking_reset_read_write_count_version_1",
                    "benchmarking_set_whitelist_version_1",
                    "benchmarking_add_to_whitelist_version_1",
                    "benchmarking_remove_from_whitelist_version_1",
                    "benchmarking_store_string_into_pov_version_1");

    /** What a node alone has: keys, workers, measurements. */
    private static List<Case> outside() {
        List<Case> cases = new ArrayList<>();
        for (String name : DECLARED.keySet()) {
            if (PASSED_OVER.contains(name)) {
                cases.add(gives(NOTHING, zeros(name)));
            } else if (name.startsWith("offchain_")) {
                cases.add(refused("no off-chain worker", name));
            } else if (name.startsWith("benchmarking_")) {
                cases.add(refused("nothing is measured", name));
            } else if (name.startsWith("crypto_")
                    && (name.contains("_generate_")
                            || name.contains("_sign_")
                            || name.contains("_public_keys_"))) {
                cases.add(refused("no keystore", name));
            }
        }
        return cases;
    }

    private static Case refused(String reason, String name) {
        return traps(reason, zeros(name));
    }

    /** The function with 64 zeros for bytes, and zero for numbers. */
    private static Step zeros(String name) {
        Object[] arguments =
                DECLARED.get(name).stream()
                        .map(kind ->
                                switch (kind) {
                                    case "N" -> (Object) 0;
                                    case "W" -> (Object) 0L;
                                    default -> Bytes.of(new byte[64]);
                                })
                        .toArray();
        return step(name, arguments);
    }

    /** What functions.def says that each function takes. */
    private static final SortedMap<String, List<String>> DECLARED = declared();

    private static SortedMap<String, List<String>> declared() {
        SortedMap<String, List<String>> functions = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("src/test/wasm/functions.def"))) {
                if (line.startsWith("FUNCTION")) {
                    String[] words =
                            line.substring(line.indexOf('(') + 1, line.lastIndexOf(')'))
                                    .split(", ");
                    functions.put(words[0], List.of(Arrays.copyOfRange(words, 2, words.length)));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return functions;
    }

    private static CallOutcome run(RuntimeCode code, List<Step> steps) {
        if (steps.size() == 1) {
            Step only = steps.getFirst();
            return call(code, only.name(), only.arguments());
        }
        ScaleCodecWriter row = new ScaleCodecWriter();
        for (Step each : steps) {
            row.writeUint32(each.name().length())
                    .writeFixed(ascii(each.name()))
                    .writeFixed(each.arguments());
        }
        return call(code, "in_a_row", row.toBytes());
    }

    private static CallOutcome call(RuntimeCode code, String method, Bytes parameters) {
        return RuntimeSession.callOnce(
                code, RuntimeState.of(new TreeMap<>()), PatientCalls.LIMITS, method, parameters);
    }

    private static Bytes onlyResult(Step... steps) {
        return ((CallOutcome.Returned) run(INTERPRETED, List.of(steps))).result();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void each_function_gives_what_others_give(Case each) {
        for (RuntimeCode code : List.of(INTERPRETED, COMPILED)) {
            CallOutcome outcome = run(code, each.steps());
            switch (each.expected()) {
                case Expected.Result(Bytes bytes) ->
                        assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        CallOutcome.Returned.class,
                                        returned -> assertEquals(bytes, returned.result()));
                case Expected.Trap(String reason) ->
                        assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        CallOutcome.Trapped.class,
                                        trapped -> assertThat(trapped.reason()).contains(reason));
            }
        }
    }

    @Test
    void a_signer_is_who_ethereum_says() {
        for (int version = 1; version <= 2; version++) {
            Bytes answer =
                    onlyResult(
                            step(
                                    "crypto_secp256k1_ecdsa_recover_version_" + version,
                                    ETH_SIGNATURE,
                                    ETH_HASH));
            assertEquals(65, answer.size());
            assertEquals(0, answer.unsignedAt(0));
            assertEquals(ETH_ADDRESS, keccak256(answer.slice(1, 65)).slice(12, 32));
        }
    }

    @Test
    void memory_is_given_out_apart_and_taken_back() {
        String malloc = "allocator_malloc_version_1";
        Bytes places = onlyResult(step(malloc, 100), step(malloc, 1), step(malloc, 5_000));
        long[] at = new long[3];
        for (int i = 0; i < 3; i++) {
            at[i] =
                    new io.hypha.node.scale.ScaleCodecReader(places.slice(4 * i, 4 * i + 4))
                            .readUint32();
            assertThat(at[i] % 8).isZero();
        }
        assertThat(Math.abs(at[1] - at[0])).isGreaterThanOrEqualTo(8);
        assertThat(Math.abs(at[2] - at[0])).isGreaterThanOrEqualTo(100);
        assertThat(call(COMPILED, "allocator_free_version_1", NO))
                .isInstanceOf(CallOutcome.Trapped.class);
    }

    @Test
    void it_calls_every_function_of_the_host_and_the_cases_leave_none_out() {
        Set<String> names =
                HostFunctionTable.names().stream()
                        .map(name -> name.substring("ext_".length()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, DECLARED.keySet());
        assertThat(INTERPRETED.entryPoints()).containsAll(names).contains("in_a_row");
        assertThat(INTERPRETED.unknownImports()).isEmpty();
        Map<String, Integer> called = new HashMap<>();
        cases().flatMap(each -> each.steps().stream())
                .forEach(step -> called.merge(step.name(), 1, Integer::sum));
        Set<String> elsewhere =
                Set.of(
                        "allocator_malloc_version_1",
                        "allocator_free_version_1",
                        "crypto_secp256k1_ecdsa_recover_version_1",
                        "crypto_secp256k1_ecdsa_recover_version_2");
        names.removeAll(elsewhere);
        assertEquals(names, new TreeSet<>(called.keySet()));
    }

    @Test
    void the_module_in_the_project_is_what_its_source_compiles_to(@TempDir Path dir)
            throws Exception {
        Optional<String> clang = output("clang", "--version");
        assumeTrue(
                clang.isPresent() && output("wasm-ld", "--version").isPresent(),
                "clang or wasm-ld is not installed");
        assumeTrue(
                clang.get().contains("clang version 14."),
                "the module was made by clang 14, found " + clang.get().lines().findFirst());
        Path built = dir.resolve("built.wasm");
        Optional<String> said = output("src/test/wasm/build", built.toString());
        assertThat(said).contains("");
        assertEquals(blob(MODULE), Bytes.of(Files.readAllBytes(built)));
    }

    private static Optional<String> output(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.runtime.RuntimeVersionSection;
import io.hypha.node.scale.ScaleCodecWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The runtime that others run says what the runtime that makes the blocks says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WasmRuntimeTest {

    private static final long TAO = 1_000_000_000;
    private static final String INFO = "TransactionPaymentApi_query_info";
    private static final String DETAILS = "TransactionPaymentApi_query_fee_details";
    private static final String STAKE_INFO = "StakeInfoRuntimeApi_get_";
    private static final List<String> WITHOUT_PARAMETERS =
            List.of(
                    "Core_version",
                    "Metadata_metadata",
                    "Metadata_metadata_versions",
                    "AuraApi_slot_duration",
                    "AuraApi_authorities",
                    "GrandpaApi_grandpa_authorities",
                    "GrandpaApi_current_set_id");

    private MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("wasm"));
    private WasmRuntime wasm =
            WasmRuntime.compiled(chain.get(Bytes.of(ascii(":code"))).orElseThrow());
    private final Wallet alice = Wallet.sr25519("//Alice");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Both answer alike, or both refuse. */
    private boolean assertAlike(String method, Bytes parameters) {
        CallResult expected = new LedgerApis(chain.runtime).call(chain, at(), method, parameters);
        WasmRuntime.Answer found = wasm.call(chain, method, parameters);
        switch (expected) {
            case CallResult.Returned(Bytes value) -> {
                assertThat(found.value()).as(method + parameters).contains(value);
                return true;
            }
            case CallResult.Trapped _ -> {
                assertThat(found.trapped()).as(method + parameters.toHex()).isTrue();
                return false;
            }
            case CallResult.NoSuchMethod _ -> throw new AssertionError(method);
        }
    }

    private BlockContext at() {
        return new BlockContext(chain.number(), 1, chain.hash(), MemoryChain.GENESIS);
    }

    private static Bytes priced(Bytes extrinsic, long length) {
        return Bytes.concat(extrinsic, StorageItem.u32(length));
    }

    @Test
    void it_imports_a_memory_and_host_functions_of_substrate_and_nothing_else() {
        assertThat(wasm.imports())
                .containsExactlyInAnyOrder(
                        "env.memory",
                        "env.ext_storage_get_version_1",
                        "env.ext_allocator_malloc_version_1",
                        "env.ext_hashing_blake2_128_version_1",
                        "env.ext_hashing_blake2_256_version_1",
                        "env.ext_crypto_ed25519_verify_version_1",
                        "env.ext_crypto_sr25519_verify_version_2",
                        "env.ext_crypto_secp256k1_ecdsa_recover_compressed_version_2",
                        "env.ext_hashing_twox_64_version_1",
                        "env.ext_hashing_twox_128_version_1");
        assertThat(wasm.exports()).contains("__heap_base").containsAll(WITHOUT_PARAMETERS);
    }

    @Test
    void its_custom_sections_tell_its_version() {
        RuntimeVersionSection version = chain.runtime.version();
        RuntimeVersionSection bare =
                new RuntimeVersionSection(
                        version.specName(),
                        version.implName(),
                        version.authoringVersion(),
                        version.specVersion(),
                        version.implVersion(),
                        List.of(),
                        version.transactionVersion(),
                        version.stateVersion());
        ScaleCodecWriter apis = new ScaleCodecWriter();
        version.apis().forEach(api -> apis.writeFixed(api.id()).writeUint32(api.version()));
        assertEquals(bare.encode(), wasm.section("runtime_version"));
        assertEquals(apis.toBytes(), wasm.section("runtime_apis"));
    }

    @Test
    void it_answers_alike_at_genesis_and_after_blocks_and_a_change_of_voters() {
        assertAlikeForEachMethod();
        chain.author(12);
        Authority eve =
                new Authority(
                        Hash256.of(Ed25519.publicKey(DevelopmentVoters.seed("//Eve").toArray())),
                        7);
        chain.author(
                alice.sign(
                        chain,
                        Wallet.sudo(
                                Wallet.scheduleGrandpaChange(List.of(eve), 0, Optional.empty()))));
        assertAlikeForEachMethod();
    }

    private void assertAlikeForEachMethod() {
        for (String method : WITHOUT_PARAMETERS) {
            assertAlike(method, Bytes.EMPTY);
            assertAlike(method, Bytes.ofInts(0));
        }
        for (long version : new long[] {0, 13, 14, 15, 16, 17, 114, 0xffff_ffffL}) {
            assertAlike("Metadata_metadata_at_version", StorageItem.u32(version));
        }
        assertAlike("Metadata_metadata_at_version", Bytes.ofInts(14, 0, 0));
        for (DevAccounts.DevAccount account : DevAccounts.ALL) {
            assertAlike("AccountNonceApi_account_nonce", account.sr25519().toBytes());
        }
        assertAlike("AccountNonceApi_account_nonce", Bytes.fromHex("ab".repeat(32)));
        assertAlike("AccountNonceApi_account_nonce", Bytes.fromHex("ab".repeat(31)));
        assertAlike("AccountNonceApi_account_nonce", Bytes.fromHex("ab".repeat(33)));
    }

    @Test
    void it_tells_positions_and_what_of_them_is_free_alike() {
        chain.author(12);
        Population population = new Population("wasm");
        List<Bytes> coldkeys = new ArrayList<>(population.nominators().subList(0, 6));
        coldkeys.add(alice.account());
        coldkeys.add(population.validators().getFirst().coldkey());
        coldkeys.add(Bytes.fromHex("ab".repeat(32)));
        coldkeys.add(population.nominators().getFirst());
        int positions = 0;
        for (Bytes coldkey : coldkeys) {
            assertAlike(STAKE_INFO + "stake_info_for_coldkey", coldkey);
            for (int netuid : List.of(0, 1, 3, 64)) {
                for (int index : List.of(0, 1, 2)) {
                    Bytes hotkey = population.validators().get(index).hotkey();
                    positions +=
                            Staking.stakeOf(chain.reading(), hotkey, coldkey, netuid) > 0 ? 1 : 0;
                    assertAlike(
                            STAKE_INFO + "stake_info_for_hotkey_coldkey_netuid",
                            Bytes.concat(hotkey, coldkey, StorageItem.u16(netuid)));
                }
            }
        }
        assertThat(positions).isGreaterThan(3);
        Bytes all =
                new ScaleCodecWriter()
                        .writeVector(coldkeys, ScaleCodecWriter::writeFixed)
                        .toBytes();
        assertAlike(STAKE_INFO + "stake_info_for_coldkeys", all);
        assertAlike(STAKE_INFO + "stake_info_for_coldkeys", Bytes.ofInts(0));
        assertAlike(STAKE_INFO + "stake_info_for_coldkeys", all.slice(0, all.size() - 1));
        List<Integer> everySubnet = new ArrayList<>();
        for (int netuid = 0; netuid < 1_000; netuid++) {
            everySubnet.add(netuid);
        }
        for (Optional<List<Integer>> netuids :
                List.of(
                        Optional.<List<Integer>>empty(),
                        Optional.of(List.<Integer>of()),
                        Optional.of(List.of(3, 1, 0, 1, 3)),
                        Optional.of(List.of(2, 900)),
                        Optional.of(everySubnet))) {
            Bytes wanted =
                    new ScaleCodecWriter()
                            .writeOptional(
                                    netuids,
                                    (out, list) ->
                                            out.writeVector(list, ScaleCodecWriter::writeUint16))
                            .toBytes();
            for (Bytes accounts : List.of(all, Bytes.ofInts(0))) {
                assertAlike(
                        STAKE_INFO + "stake_availability_for_coldkeys",
                        Bytes.concat(accounts, wanted));
            }
        }
    }

    @Test
    void it_tells_the_fee_of_a_trade_alike() {
        Bytes hotkey = Bytes.fromHex("0c".repeat(32));
        Bytes none = Bytes.ofInts(0);
        Bytes root = Bytes.concat(Bytes.ofInts(1), hotkey, StorageItem.u16(0));
        Bytes third = Bytes.concat(Bytes.ofInts(1), hotkey, StorageItem.u16(3));
        Bytes elsewhere = Bytes.concat(Bytes.ofInts(1), alice.account(), StorageItem.u16(3));
        for (Bytes origin : List.of(none, root, third, elsewhere, Bytes.ofInts(2))) {
            for (Bytes destination : List.of(none, root, third, elsewhere)) {
                for (long amount : new long[] {0, 1, 5 * TAO, Long.MAX_VALUE, -1}) {
                    assertAlike(
                            STAKE_INFO + "stake_fee",
                            Bytes.concat(
                                    origin,
                                    alice.account(),
                                    destination,
                                    hotkey,
                                    WorkingState.littleEndian(amount, 8)));
                }
            }
        }
    }

    /** One extrinsic for each call, and for each way to sign. */
    private List<Bytes> extrinsics() {
        Bytes other = Bytes.fromHex("0b".repeat(32));
        Bytes deep = Wallet.transfer(other, 1);
        for (int i = 0; i < 9; i++) {
            deep = Wallet.sudo(deep);
        }
        Bytes depth8 = Wallet.transfer(other, 1);
        for (int i = 0; i < 8; i++) {
            depth8 = i % 2 == 0 ? Wallet.batchAll(depth8, depth8) : Wallet.sudo(depth8);
        }
        List<Authority> voters = List.of(new Authority(Hash256.ZERO, 1));
        List<Bytes> calls =
                List.of(
                        Wallet.call(0, 0, out -> out.writeByteVector(Bytes.ofInts(1, 2, 3))),
                        Wallet.call(2, 0, out -> out.writeCompact(1_790_000_000_000L)),
                        Wallet.transfer(other, 5 * TAO),
                        Wallet.call(5, 0, out -> out.writeUByte(1).writeCompact(1)),
                        Wallet.call(
                                5,
                                0,
                                out ->
                                        out.writeUByte(2)
                                                .writeByteVector(Bytes.ofInts(9))
                                                .writeCompact(1L << 40)),
                        Wallet.call(
                                5,
                                4,
                                out ->
                                        out.writeUByte(4)
                                                .writeFixed(other.slice(0, 20))
                                                .writeUByte(1)),
                        Wallet.addStake(other, 3, TAO),
                        Wallet.removeStake(other, 3, TAO),
                        Wallet.addStakeLimit(other, 3, TAO, TAO, true),
                        Wallet.removeStakeLimit(other, 3, TAO, TAO, false),
                        Wallet.moveStake(other, other, 1, 2, TAO),
                        Wallet.call(0, 2, out -> out.writeByteVector(Bytes.ofInts(0, 97))),
                        Wallet.call(7, 83, out -> out.writeFixed(other)),
                        Wallet.call(7, 84, out -> out.writeFixed(other)),
                        Wallet.call(
                                7,
                                86,
                                out ->
                                        out.writeFixed(other)
                                                .writeFixed(other)
                                                .writeFixed(new byte[12])),
                        Wallet.call(7, 87, out -> out.writeFixed(other).writeFixed(new byte[12])),
                        Wallet.call(7, 90, out -> out.writeFixed(other).writeFixed(new byte[21])),
                        Wallet.call(
                                7, 103, out -> out.writeFixed(other).writeUint16(3).writeUByte(0)),
                        Wallet.call(
                                7,
                                103,
                                out ->
                                        out.writeFixed(other)
                                                .writeUint16(3)
                                                .writeUByte(1)
                                                .writeLong(TAO)),
                        Wallet.call(7, 114, out -> out.writeUint16(3).writeFixed(other)),
                        Wallet.call(7, 121, out -> out.writeFixed(Bytes.ofInts(8, 1, 0, 2, 0))),
                        Wallet.call(7, 122, out -> out.writeUByte(1)),
                        Wallet.call(7, 122, out -> out.writeFixed(Bytes.ofInts(2, 4, 3, 0))),
                        Wallet.call(11, 0, out -> out.writeFixed(Bytes.ofInts(4, 0, 0, 0))),
                        Wallet.call(11, 4, out -> out.writeFixed(Bytes.ofInts(4, 0, 0, 0))),
                        Wallet.call(
                                16,
                                0,
                                out ->
                                        out.writeUByte(0)
                                                .writeFixed(other)
                                                .writeFixed(Bytes.ofInts(1, 17))
                                                .writeFixed(Wallet.transfer(other, 1))),
                        Wallet.call(
                                16,
                                1,
                                out -> out.writeUByte(0).writeFixed(other).writeFixed(new byte[5])),
                        Wallet.call(
                                16,
                                2,
                                out -> out.writeUByte(0).writeFixed(other).writeFixed(new byte[5])),
                        Wallet.batchAll(),
                        Wallet.batchAll(Wallet.addStake(other, 1, TAO), Wallet.transfer(other, 1)),
                        Wallet.scheduleGrandpaChange(voters, 1, Optional.of(9L)),
                        Wallet.sudo(Wallet.scheduleGrandpaChange(voters, 1, Optional.empty())),
                        Wallet.sudo(Wallet.call(2, 0, out -> out.writeCompact(1))),
                        depth8,
                        deep);
        List<Bytes> signed = new ArrayList<>();
        calls.forEach(call -> signed.add(alice.sign(chain, call)));
        Wallet ed25519 = Wallet.ed25519(3);
        Wallet.Terms terms = Wallet.Terms.immortal(1 << 20).withTip(1L << 62);
        signed.add(ed25519.sign(terms, calls.getFirst()));
        signed.add(
                ed25519.sign(
                        terms.mortal(Bytes.ofInts(0xa5, 0x02), Hash256.ZERO)
                                .withDigest(Hash256.ZERO),
                        calls.getFirst()));
        signed.add(chain.runtime.inherent(1_790_000_000_000L));
        return signed;
    }

    @Test
    void it_weighs_every_call_alike() {
        for (Bytes extrinsic : extrinsics()) {
            for (long length : new long[] {0, extrinsic.size(), 0x7fff_ffffL, 0xffff_ffffL}) {
                assertAlike(INFO, priced(extrinsic, length));
                assertAlike(DETAILS, priced(extrinsic, length));
            }
        }
    }

    @Test
    void later_specs_answer_alike_where_calls_have_moved_and_where_an_extension_was_added() {
        Bytes other = Bytes.fromHex("0b".repeat(32));
        MemoryChain before = chain;
        WasmRuntime genesis = wasm;
        chain = new MemoryChain(MemoryChain.shortSpec("upgraded"));
        try {
            upgradeAndCompare(other);
        } finally {
            chain = before;
            wasm = genesis;
        }
    }

    private void upgradeAndCompare(Bytes other) {
        for (long spec : new long[] {425, 426}) {
            Bytes code = DevnetRuntime.code(spec);
            chain.author(alice.sign(chain, Wallet.sudo(Wallet.setCode(code))));
            chain.author();
            assertEquals(code, chain.get(Bytes.of(ascii(":code"))).orElseThrow());
            assertEquals(spec, chain.runtime.version(chain).specVersion());
            wasm = WasmRuntime.compiled(code);
            assertAlikeForEachMethod();
            for (int index : List.of(88, 89, 104, 105)) {
                Bytes call =
                        Wallet.call(
                                7, index, out -> out.writeFixed(other).writeFixed(new byte[19]));
                Bytes transaction = alice.sign(chain, call);
                boolean exists = assertAlike(INFO, priced(transaction, transaction.size()));
                assertEquals(index > 100, exists);
                assertAlike(
                        "TaggedTransactionQueue_validate_transaction",
                        Bytes.concat(Bytes.ofInts(2), transaction, chain.hash().toBytes()));
            }
            for (Bytes extrinsic : extrinsics()) {
                assertAlike(INFO, priced(extrinsic, extrinsic.size()));
                assertAlike(
                        "TaggedTransactionQueue_validate_transaction",
                        Bytes.concat(Bytes.ofInts(2), extrinsic, chain.hash().toBytes()));
            }
            Bytes digested =
                    alice.sign(
                            Wallet.Terms.immortal(
                                            chain.runtime.accountNonce(
                                                    chain, Hash256.of(alice.account())))
                                    .ofSpec(spec)
                                    .withDigest(chain.runtime.metadataDigest(chain)),
                            Wallet.transfer(other, TAO));
            Bytes verdict =
                    wasm.call(
                                    chain,
                                    "TaggedTransactionQueue_validate_transaction",
                                    Bytes.concat(Bytes.ofInts(2), digested, chain.hash().toBytes()))
                            .value()
                            .orElseThrow();
            assertEquals(0, verdict.unsignedAt(0));
        }
    }

    @Test
    void it_refuses_alike_what_is_no_extrinsic() {
        SplittableRandom random = new SplittableRandom(31);
        List<Bytes> good = extrinsics();
        int answered = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).toArray();
            int changes = 1 + random.nextInt(3);
            for (int c = 0; c < changes; c++) {
                int place =
                        random.nextBoolean()
                                ? random.nextInt(bytes.length)
                                : Math.min(bytes.length - 1, 101 + random.nextInt(40));
                bytes[place] = (byte) random.nextInt();
            }
            Bytes mutant = Bytes.of(bytes);
            int cut = random.nextInt(20) == 0 ? random.nextInt(mutant.size()) : mutant.size();
            Bytes parameters = priced(mutant.slice(0, cut), mutant.size());
            answered += assertAlike(INFO, parameters) ? 1 : 0;
        }
        assertThat(answered).isBetween(150, 1_850);
    }

    @Test
    void it_traps_where_the_state_lacks_what_it_must_read() {
        TreeMap<Bytes, Bytes> nothing = new TreeMap<>();
        StateView empty =
                new StateView() {
                    @Override
                    public Optional<Bytes> get(Bytes key) {
                        return Optional.ofNullable(nothing.get(key));
                    }

                    @Override
                    public Optional<Bytes> nextKey(Bytes after) {
                        return Optional.empty();
                    }
                };
        for (String method : WITHOUT_PARAMETERS) {
            boolean reads = !List.of("Core_version", "Metadata_metadata_versions").contains(method);
            assertThat(wasm.call(empty, method, Bytes.EMPTY).trapped()).as(method).isEqualTo(reads);
        }
        assertThat(wasm.call(empty, "Metadata_metadata_at_version", StorageItem.u32(15)).value())
                .contains(Bytes.ofInts(0));
    }

    @Test
    void the_modules_in_the_project_are_what_their_sources_compile_to(@TempDir Path dir)
            throws Exception {
        Optional<String> clang = output("clang", "--version");
        assumeTrue(
                clang.isPresent() && output("wasm-ld", "--version").isPresent(),
                "clang or wasm-ld is not installed");
        assumeTrue(
                clang.get().contains("clang version 14."),
                "the module was made by clang 14, found " + clang.get().lines().findFirst());
        Process build =
                new ProcessBuilder("src/main/wasm/build", dir.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, build.waitFor(), said);
        for (long spec : new long[] {424, 425, 426}) {
            assertEquals(
                    DevnetRuntime.code(spec),
                    Bytes.of(Files.readAllBytes(dir.resolve("runtime-" + spec + ".wasm"))));
        }
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

package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.devnet.runtime.Validity.InvalidTransaction;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpgradesTest {

    private static final DevnetSpec SPEC = Bench.SPEC;

    /** Code that nobody runs, in place of the modules. */
    private static final Bytes CODE_425 = Bytes.fromHex("0061736d01000000425425");

    private static final Bytes CODE_426 = Bytes.fromHex("0061736d01000000426426");

    private static final DevnetRuntime RUNTIME =
            new DevnetRuntime(
                    SPEC,
                    List.of(
                            release(SpecLayout.SPEC_424, RuntimeDescription.code()),
                            release(SpecLayout.SPEC_425, CODE_425),
                            release(SpecLayout.SPEC_426, CODE_426)));

    private final Bench bench = new Bench(RUNTIME);
    private final MemoryChain chain = bench.chain;

    private static Release release(SpecLayout layout, Bytes code) {
        return Release.of(SPEC, layout, code);
    }

    private void upgrade(Bytes code) {
        bench.send(bench.alice, Wallet.sudo(Wallet.setCode(code)));
        assertThat(bench.event("Sudo", "Sudid").toString()).contains("Ok");
    }

    private Bytes addStakeLimit(int index) {
        return Wallet.call(
                7,
                index,
                out ->
                        out.writeFixed(bench.mossgate)
                                .writeUint16(0)
                                .writeLong(Bench.TAO)
                                .writeLong(Bench.TAO)
                                .writeBoolean(false));
    }

    private RuntimeMetadata metadata() {
        return RuntimeMetadata.decode(chain.get(chain.runtime.metadataKey(15)).orElseThrow());
    }

    private Validity validate(Bytes transaction) {
        return chain.runtime.validate(chain, chain.next(), transaction);
    }

    private static Validity invalid(InvalidTransaction reason) {
        return new Validity.Invalid(reason);
    }

    @Test
    void the_block_that_changes_the_code_announces_it_and_the_next_one_is_executed_by_it() {
        upgrade(CODE_425);
        assertThat(bench.names())
                .containsSubsequence("System.CodeUpdated", "Sudo.Sudid", "System.ExtrinsicSuccess");
        assertThat(bench.last().digest())
                .containsExactly(new DigestItem.RuntimeEnvironmentUpdated());
        assertThat(chain.get(WellKnown.CODE)).contains(CODE_425);
        assertThat(metadata().runtimeVersion().orElseThrow().specVersion()).isEqualTo(425);
        assertThat(chain.get(WellKnown.METADATA_DIGEST))
                .contains(chain.runtime.metadataDigest(chain).toBytes());
        assertThat(chain.runtime.metadataDigest(chain))
                .isNotEqualTo(chain.runtime.metadataDigest());
        assertThat(chain.get(Items.LAST_RUNTIME_UPGRADE.prefix()))
                .contains(release(SpecLayout.SPEC_424, Bytes.EMPTY).lastUpgrade());
        BlockResult next = chain.author(chain.next());
        assertThat(next.digest()).isEmpty();
        assertThat(chain.get(Items.LAST_RUNTIME_UPGRADE.prefix()))
                .contains(release(SpecLayout.SPEC_425, Bytes.EMPTY).lastUpgrade());
        assertThat(chain.runtime.version().specVersion()).isEqualTo(424);
        assertThat(chain.runtime.version(chain).specVersion()).isEqualTo(425);
    }

    @Test
    void what_stands_behind_the_change_in_its_block_is_still_of_the_old_runtime() {
        Bytes change = bench.alice.sign(chain, Wallet.sudo(Wallet.setCode(CODE_425)));
        Bytes old = bench.eve.sign(chain, addStakeLimit(88));
        BlockResult result = chain.author(change, old);
        assertThat(result.refused()).isEmpty();
        assertThat(bench.stake(bench.eve, bench.mossgate, 0)).isEqualTo(Bench.TAO);
        Bytes late = bench.eve.sign(Wallet.Terms.immortal(1), addStakeLimit(88));
        assertThat(chain.author(late).refused().getFirst().reason())
                .isEqualTo(invalid(InvalidTransaction.CALL));
    }

    @Test
    void a_payload_of_the_old_spec_is_refused_and_one_that_is_built_anew_is_good() {
        Wallet.Terms old = Wallet.Terms.immortal(0);
        Bytes transfer = Wallet.transfer(bench.alice.account(), Bench.TAO);
        assertThat(validate(bench.eve.sign(old.ofSpec(425), transfer)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
        upgrade(CODE_425);
        assertThat(validate(bench.eve.sign(old, transfer)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
        assertThat(validate(bench.eve.sign(old.ofSpec(425), transfer)))
                .isInstanceOf(Validity.Valid.class);
        assertThat(validate(bench.eve.sign(chain, addStakeLimit(88))))
                .isEqualTo(invalid(InvalidTransaction.CALL));
        Bytes anew = bench.eve.sign(chain, addStakeLimit(104));
        assertThat(chain.runtime.queryInfo(chain, anew).partialFeeRao()).isPositive();
        bench.sendWell(bench.eve, addStakeLimit(104));
        assertThat(bench.stake(bench.eve, bench.mossgate, 0)).isEqualTo(Bench.TAO);
    }

    @Test
    void the_extension_of_426_takes_four_bytes_that_the_signature_covers() {
        upgrade(CODE_426);
        List<ExtrinsicFormat.Extension> extensions = metadata().extrinsic().extensions();
        assertThat(extensions).hasSize(14);
        assertThat(extensions.getLast().identifier()).isEqualTo("DevnetExtra");
        Bytes transfer = Wallet.transfer(bench.alice.account(), Bench.TAO);
        Wallet.Terms terms = Wallet.Terms.immortal(0);
        assertThat(validate(bench.eve.sign(terms.ofSpec(426), transfer)))
                .isInstanceOf(Validity.Valid.class);
        assertThat(validate(bench.eve.sign(terms.ofSpec(425), transfer)))
                .isEqualTo(invalid(InvalidTransaction.CALL));
        byte[] changed = bench.eve.sign(terms.ofSpec(426), transfer).toArray();
        changed[changed.length - transfer.size() - 1] ^= 1;
        assertThat(validate(Bytes.of(changed))).isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
    }

    @Test
    void each_spec_may_be_signed_over_its_own_digest_only() {
        upgrade(CODE_425);
        Wallet.Terms terms = Wallet.Terms.immortal(0).ofSpec(425);
        Bytes transfer = Wallet.transfer(bench.alice.account(), Bench.TAO);
        assertThat(
                        validate(
                                bench.eve.sign(
                                        terms.withDigest(chain.runtime.metadataDigest(chain)),
                                        transfer)))
                .isInstanceOf(Validity.Valid.class);
        assertThat(
                        validate(
                                bench.eve.sign(
                                        terms.withDigest(chain.runtime.metadataDigest()),
                                        transfer)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
    }

    @Test
    void metadata_of_later_specs_differs_where_it_should_and_nowhere_else() {
        RuntimeMetadata first = RuntimeMetadata.decode(chain.runtime.metadata(424, 16));
        RuntimeMetadata moved = RuntimeMetadata.decode(chain.runtime.metadata(425, 16));
        assertThat(index(first, "add_stake_limit")).isEqualTo(88);
        assertThat(index(moved, "add_stake_limit")).isEqualTo(104);
        assertThat(index(moved, "remove_stake_limit")).isEqualTo(105);
        assertThat(index(moved, "swap_stake_limit")).isEqualTo(90);
        assertThat(moved.extrinsic()).isEqualTo(first.extrinsic());
        assertThat(
                        moved.calls(moved.pallet("SubtensorModule").orElseThrow()).stream()
                                .mapToInt(VariantCase::index))
                .doesNotHaveDuplicates();
    }

    private static int index(RuntimeMetadata metadata, String call) {
        return metadata.calls(metadata.pallet("SubtensorModule").orElseThrow()).stream()
                .filter(each -> each.name().equals(call))
                .findFirst()
                .orElseThrow()
                .index();
    }

    @Test
    void code_that_is_unknown_or_no_newer_is_refused_with_the_chains_error() {
        refused(Bytes.fromHex("0061736d01000000"), 2);
        refused(Bytes.EMPTY, 2);
        refused(RuntimeDescription.code(), 1);
        upgrade(CODE_426);
        refused(CODE_425, 1);
        refused(CODE_426, 1);
        assertThat(chain.get(WellKnown.CODE)).contains(CODE_426);
    }

    private void refused(Bytes code, int error) {
        bench.send(bench.alice, Wallet.sudo(Wallet.setCode(code)));
        assertThat(bench.event("Sudo", "Sudid").toString()).contains(Bench.module(0, error));
        assertThat(bench.names()).doesNotContain("System.CodeUpdated");
        assertThat(bench.last().digest()).isEmpty();
    }

    @Test
    void only_the_chain_itself_may_set_code() {
        bench.send(bench.eve, Wallet.setCode(CODE_425));
        assertThat(bench.event("System", "ExtrinsicFailed").get("dispatch_error").asString())
                .isEqualTo("BadOrigin");
        assertThat(chain.runtime.version(chain).specVersion()).isEqualTo(424);
        Validity.Refusal refusal =
                (Validity.Refusal)
                        validate(bench.eve.sign(chain, Wallet.sudo(Wallet.setCode(CODE_425))));
        assertThat(refusal).isEqualTo(invalid(InvalidTransaction.BAD_SIGNER));
    }

    @Test
    void a_change_that_is_taken_back_is_not_announced() {
        Bytes both =
                Wallet.batchAll(
                        Wallet.setCode(CODE_425), Wallet.addStake(bench.mossgate, 1, Bench.TAO));
        bench.send(bench.alice, Wallet.sudo(both));
        assertThat(bench.event("Sudo", "Sudid").toString()).contains("BadOrigin");
        assertThat(bench.last().digest()).isEmpty();
        assertThat(chain.get(WellKnown.CODE)).contains(RuntimeDescription.code());
    }

    @Test
    void the_module_of_each_spec_says_that_it_is_of_that_spec() {
        for (Release release : Release.all(SPEC)) {
            Bytes section = new WasmRuntime(release.code()).section("runtime_version");
            assertThat(section.toHex())
                    .contains(
                            StorageItem.u32(release.version().specVersion()).toHex().substring(2));
            assertThat(DevnetRuntime.code(release.version().specVersion()))
                    .isEqualTo(release.code());
        }
        assertThatThrownBy(() -> DevnetRuntime.code(427))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void another_runtime_object_goes_on_from_the_state_alone() {
        upgrade(CODE_425);
        DevnetRuntime restarted =
                new DevnetRuntime(
                        SPEC,
                        List.of(
                                release(SpecLayout.SPEC_424, RuntimeDescription.code()),
                                release(SpecLayout.SPEC_425, CODE_425)));
        Bytes stake = bench.eve.sign(chain, addStakeLimit(104));
        List<Bytes> body =
                List.of(restarted.inherent(restarted.timestampMillis(chain.next().slot())), stake);
        assertThat(restarted.execute(chain, chain.next(), body).refused()).isEmpty();
        DevnetRuntime old =
                new DevnetRuntime(
                        SPEC, List.of(release(SpecLayout.SPEC_424, RuntimeDescription.code())));
        assertThatThrownBy(() -> old.execute(chain, chain.next(), body))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_fee_of_a_call_follows_from_its_spec() {
        Bytes call = addStakeLimit(104);
        FeeInfo fee = FeeSchedule.ofCall(425, call, 200);
        assertThat(fee).isEqualTo(FeeSchedule.addStake(true, 200));
        assertThatThrownBy(() -> FeeSchedule.ofCall(424, call, 200))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> FeeSchedule.ofCall(425, Bytes.concat(call, call), 200))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> FeeSchedule.ofCall(423, call, 200))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

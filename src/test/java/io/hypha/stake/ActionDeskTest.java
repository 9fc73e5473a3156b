package io.hypha.stake;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Every kind of action from its plan to what goes out, and a runtime that changes on the way. */
class ActionDeskTest {

    private static final long TAO = Scene.TAO;
    private static final Hotkey ONE = FakeSubtensor.MOSSGATE;
    private static final Hotkey TWO = new Hotkey(Hash256.fromHex("0x" + "5b".repeat(32)));
    private static final Hotkey THREE = new Hotkey(Hash256.fromHex("0x" + "5c".repeat(32)));
    private static final NetUid NET = FakeSubtensor.SUBNET;

    private final Scene scene = new Scene();

    private static StakingAction.Stake stake(Hotkey hotkey) {
        return new StakingAction.Stake(hotkey, NET, TAO, Tolerance.DEFAULT);
    }

    private static StakingAction batch() {
        return new StakingAction.Batch(List.of(stake(ONE), stake(TWO), stake(THREE)));
    }

    private Transaction accepted(StakingAction action) {
        Transaction prepared = scene.prepared(scene.can(action, 21_000_000), Scene.SIGNER);
        return scene.accepted(prepared, Scene.whole(Scene.wallet(prepared)));
    }

    @Test
    void every_kind_that_the_runtime_has_is_prepared_signed_and_sent() {
        for (StakingAction action : StakingActionJsonTest.oneOfEach()) {
            switch (StakingCalls.offer(scene.node.metadata, action.kind())) {
                case StakingCalls.Offer.NotOffered(String reason) -> {
                    scene.can(action, 21_000_000);
                    assertThat(scene.desk.prepare(action, Scene.SIGNER))
                            .isEqualTo(new Preparation.Refused(reason));
                }
                case StakingCalls.Offer.Offered _ -> {
                    Transaction sent = accepted(action);
                    assertThat(sent.action()).isEqualTo(action);
                    assertThat(sent.words()).endsWith(".");
                    assertThat(DecodedExtrinsic.decode(scene.node.metadata, sent.extrinsic()))
                            .isInstanceOfSatisfying(
                                    DecodedExtrinsic.Signed.class,
                                    signed -> {
                                        assertThat(signed.call().encoded()).isEqualTo(sent.call());
                                        assertThat(signed.nonce()).isEqualTo(sent.nonce());
                                    });
                }
            }
        }
        assertThat(scene.node.submitted).hasSize(15);
    }

    @Test
    void a_batch_over_three_validators_is_longer_than_256_bytes_and_its_hash_is_signed() {
        Transaction sent = accepted(batch());

        assertThat(sent.call().size()).isGreaterThan(150);
        assertThat(sent.words())
                .startsWith("3 calls, all or nothing. (1) Stake 1 τ with Mossgate (")
                .contains("(3) Stake 1 τ with Mossgate (" + THREE.address());
        assertThat(scene.node.submitted).containsExactly(sent.extrinsic());
    }

    @Test
    void names_what_a_wallet_changed_within_a_batch() {
        Transaction prepared = scene.prepared(scene.can(batch(), 21_000_000), Scene.SIGNER);
        SigningWallet wallet = Scene.wallet(prepared);
        byte[] call = wallet.call.toArray();
        // the amount of the second call: 3 bytes, then 53 for each call, 36 of it before the amount
        call[3 + 53 + 36] ^= 1;
        call[3 + 53 + 2] ^= 1;
        wallet.call = Bytes.of(call);

        assertThat(scene.rejected(prepared, Scene.whole(wallet)).getFirst())
                .startsWith(
                        "Your wallet returned another call. calls[2].SubtensorModule.add_stake_limit.hotkey "
                                + TWO.address()
                                + " → ")
                .endsWith(
                        "; calls[2].SubtensorModule.add_stake_limit.amount_staked 1000000000 → 1000000001.");
    }

    @Test
    void a_plan_that_fails_in_rehearsal_opens_no_wallet() {
        StakingAction action = stake(ONE);
        scene.can(action, 1);
        Plan plan = ((PlanAnswer.Planned) scene.planned.get(action)).plan();
        scene.planned.put(
                action,
                new PlanAnswer.Planned(
                        new Plan(
                                plan.action(),
                                plan.block(),
                                plan.stateCode(),
                                plan.legs(),
                                plan.limits(),
                                plan.chainFee(),
                                plan.goingStraightBack(),
                                new Rehearsal.Failed("BlockBuilder", "It would fail: no."),
                                plan.warnings(),
                                plan.alarms(),
                                plan.sentence())));
        assertThat(scene.desk.prepare(action, Scene.SIGNER))
                .isEqualTo(new Preparation.Refused("It would fail: no."));
    }

    @Test
    void what_the_planner_refuses_or_does_not_know_is_not_prepared() {
        StakingAction action = stake(ONE);
        scene.planned.put(
                action, new PlanAnswer.Refused(PlanAnswer.Field.HOTKEY, "No such validator."));
        assertThat(scene.desk.prepare(action, Scene.SIGNER))
                .isEqualTo(new Preparation.Refused("No such validator."));
        scene.planned.put(
                action, new PlanAnswer.Unknown(Reading.Reason.NO_PEER, "Nobody answers."));
        assertThat(scene.desk.prepare(action, Scene.SIGNER))
                .isEqualTo(new Preparation.Refused("Nobody answers."));
    }

    // ---- the runtime changes while the form is open

    /** The same runtime with the limit calls at other places. */
    private static Bytes next() {
        RuntimeMetadata known = RealMetadata.FINNEY_424_V16.decoded();
        return MetadataWriter.encode(
                OtherRuntimes.withCalls(
                        known,
                        "SubtensorModule",
                        calls ->
                                calls.stream()
                                        .map(each ->
                                                each.name().equals("add_stake_limit")
                                                        ? new VariantCase(
                                                                each.name(), 199, each.fields())
                                                        : each)
                                        .toList()),
                16);
    }

    @Test
    void an_upgrade_while_the_wallet_is_open_is_refused_and_one_step_builds_it_again() {
        Transaction prepared = scene.prepared();
        assertThat(scene.desk.isOutdated(prepared)).isFalse();
        scene.node.upgrade(next(), 425);
        scene.pass(Duration.ofSeconds(1));

        assertThat(scene.desk.isOutdated(prepared)).isTrue();
        assertThat(scene.rejected(prepared, Scene.whole(Scene.wallet(prepared))))
                .containsExactly(
                        "The chain's runtime changed from 424 to 425 while the form was open; nothing was sent. Build it again: calls, fees and limits may differ.");

        assertThat(scene.desk.rebuild(prepared.id()))
                .isInstanceOfSatisfying(
                        Preparation.Prepared.class,
                        again -> {
                            Transaction rebuilt = again.transaction();
                            assertThat(rebuilt.action()).isEqualTo(prepared.action());
                            assertThat(rebuilt.specVersion()).isEqualTo(425);
                            assertThat(rebuilt.id()).isNotEqualTo(prepared.id());
                            assertThat(prepared.call().unsignedAt(1)).isEqualTo(0x58);
                            assertThat(rebuilt.call().unsignedAt(1)).isEqualTo(199);
                            assertThat(scene.desk.isOutdated(rebuilt)).isFalse();
                            scene.accepted(rebuilt, Scene.whole(Scene.wallet(rebuilt)));
                        });
        assertThat(scene.now(prepared).state()).isEqualTo(TransactionState.REJECTED);
        assertThat(scene.now(prepared).explanation())
                .startsWith("Another payload was built in its place.");
        assertThat(scene.desk.signed(prepared.id(), Scene.whole(Scene.wallet(prepared))))
                .isInstanceOf(Acceptance.NotWaiting.class);
        assertThat(scene.node.submitted).hasSize(1);
    }

    @Test
    void nothing_is_prepared_for_another_runtime_than_was_reviewed() {
        StakingAction action = Scene.stake(TAO);
        assertThat(scene.desk.prepare(action, Scene.SIGNER, OptionalLong.of(424)))
                .isInstanceOf(Preparation.Prepared.class);
        scene.node.upgrade(next(), 425);
        assertThat(scene.desk.prepare(action, Scene.SIGNER, OptionalLong.of(424)))
                .isInstanceOfSatisfying(
                        Preparation.Refused.class,
                        refused ->
                                assertThat(refused.sentence())
                                        .startsWith("The chain's runtime changed from 424 to 425"));
    }

    @Test
    void an_upgrade_with_an_unknown_extension_that_carries_data_ends_signing_with_the_reason() {
        Transaction prepared = scene.prepared();
        scene.node.upgrade(
                OtherRuntimes.withExtensionOfData(RealMetadata.FINNEY_424_V16.bytes()), 426);

        assertThat(scene.desk.signingOff().orElseThrow())
                .isEqualTo(
                        "This runtime's transaction extension SudoTransactionExtension carries data that this version of Hypha does not know. Signing is switched off.");
        assertThat(scene.desk.rebuild(prepared.id()))
                .isEqualTo(new Preparation.Refused(scene.desk.signingOff().orElseThrow()));
        assertThat(scene.now(prepared).state()).isEqualTo(TransactionState.WAITING);
    }

    @Test
    void what_was_signed_is_not_built_again() {
        Transaction sent = scene.sent();
        assertThat(scene.desk.rebuild(sent.id()))
                .isEqualTo(
                        new Preparation.Refused(
                                "No payload of that name waits for a signature, so there is none to build again."));
        assertThat(scene.desk.rebuild(Hash256.ZERO)).isInstanceOf(Preparation.Refused.class);
    }

    @Test
    void says_what_the_runtime_offers_and_shows_the_call_of_a_plan() {
        assertThat(scene.desk.offered().orElseThrow()).hasSize(StakingAction.Kind.values().length);
        assertThat(scene.desk.claimTypes())
                .extracting(StakingCalls.ClaimType::variant)
                .containsExactly("Swap", "Keep", "KeepSubnets");
        StakingAction action = scene.can(batch(), 21_000_000);
        Plan plan = ((PlanAnswer.Planned) scene.planned.get(action)).plan();
        CallView view = scene.desk.view(plan).orElseThrow();
        assertThat(view.name()).isEqualTo("Utility.batch_all");
        assertThat(view.inner())
                .extracting(CallView::name)
                .containsOnly("SubtensorModule.add_stake_limit")
                .hasSize(3);
        assertThat(view.bytes()).isEqualTo(scene.prepared(action, Scene.SIGNER).call());
    }
}

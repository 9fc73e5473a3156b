package io.hypha.stake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.extrinsic.Call;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import io.hypha.stake.StakingAction.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls under the metadata of real runtimes, against bytes written out by hand from the chain's
 * call table.
 */
class StakingCallsTest {

    private static final Hotkey ONE = StakingActionJsonTest.ONE;
    private static final Hotkey TWO = StakingActionJsonTest.TWO;
    private static final Coldkey COLD = StakingActionJsonTest.COLD;
    private static final NetUid NET = StakingActionJsonTest.NET;
    private static final NetUid OTHER = StakingActionJsonTest.OTHER;
    private static final String K1 = "01".repeat(32);
    private static final String K2 = "02".repeat(32);
    private static final String K3 = "03".repeat(32);
    private static final long TAO = 1_000_000_000L;

    private static RuntimeMetadata finney;

    @BeforeAll
    static void read() {
        finney = RealMetadata.FINNEY_424_V16.decoded();
    }

    private static String u64(long value) {
        return HexFormat.of().toHexDigits(Long.reverseBytes(value));
    }

    private static Limits limits(StakingAction action) {
        List<OptionalLong> prices = new ArrayList<>();
        long price = 21_000_000;
        for (StakingAction.Single each : action.singles()) {
            prices.add(
                    StakingAction.takesLimit(each)
                            ? OptionalLong.of(price++)
                            : OptionalLong.empty());
        }
        return new Limits(prices);
    }

    private static StakingCalls.Build.Built built(RuntimeMetadata metadata, StakingAction action) {
        return switch (StakingCalls.build(
                metadata, action, limits(action), StakingCalls.Names.none())) {
            case StakingCalls.Build.Built built -> {
                assertThat(Call.decode(metadata, built.call()).encoded()).isEqualTo(built.call());
                yield built;
            }
            case StakingCalls.Build.NotOffered(String reason) -> throw new AssertionError(reason);
        };
    }

    private static String refused(RuntimeMetadata metadata, StakingAction action) {
        return switch (StakingCalls.build(
                metadata, action, limits(action), StakingCalls.Names.none())) {
            case StakingCalls.Build.Built built -> throw new AssertionError(built.words());
            case StakingCalls.Build.NotOffered(String reason) -> reason;
        };
    }

    private static void makes(RuntimeMetadata metadata, StakingAction action, String hex) {
        assertThat(built(metadata, action).call()).isEqualTo(Bytes.fromHex("0x" + hex));
    }

    private static Set<Kind> offered(RuntimeMetadata metadata) {
        return StakingCalls.offered(metadata).entrySet().stream()
                .filter(each -> each.getValue() instanceof StakingCalls.Offer.Offered)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    private static StakingAction.Stake stake(NetUid net) {
        return new StakingAction.Stake(ONE, net, 5 * TAO, Tolerance.DEFAULT);
    }

    private static StakingAction.Unstake unstake(NetUid net) {
        return new StakingAction.Unstake(ONE, net, 5 * TAO, Tolerance.DEFAULT);
    }

    @ParameterizedTest
    @EnumSource(
            value = RealMetadata.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "FINNEY_218_V15")
    void builds_every_call_to_the_byte(RealMetadata real) {
        buildsEveryCall(real.decoded(), "58", "59");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16})
    void builds_them_for_the_devnet_as_well_and_where_its_next_runtime_has_moved_them(int version) {
        DevnetRuntime devnet =
                new DevnetRuntime(
                        new DevnetSpec("calls", 1_790_000_000_000L, 2_000, 10, 4_320_000, 20));
        buildsEveryCall(RuntimeMetadata.decode(devnet.metadata(424, version)), "58", "59");
        buildsEveryCall(RuntimeMetadata.decode(devnet.metadata(425, version)), "68", "69");
    }

    /** The limit calls are at places of their own; all others where they have always been. */
    private static void buildsEveryCall(
            RuntimeMetadata runtime, String addLimit, String removeLimit) {
        makes(runtime, stake(NetUid.ROOT), "0702" + K1 + "0000" + u64(5 * TAO));
        makes(
                runtime,
                stake(NET),
                "07" + addLimit + K1 + "0c00" + u64(5 * TAO) + u64(21_000_000) + "00");
        makes(runtime, unstake(NetUid.ROOT), "0703" + K1 + "0000" + u64(5 * TAO));
        makes(
                runtime,
                unstake(NET),
                "07" + removeLimit + K1 + "0c00" + u64(5 * TAO) + u64(21_000_000) + "00");
        makes(
                runtime,
                new StakingAction.UnstakeFully(ONE, NET, Tolerance.DEFAULT),
                "0767" + K1 + "0c00" + "01" + u64(21_000_000));
        makes(
                runtime,
                new StakingAction.UnstakeFully(ONE, NetUid.ROOT, Tolerance.DEFAULT),
                "0767" + K1 + "0000" + "00");
        makes(runtime, new StakingAction.UnstakeAll(ONE), "0753" + K1);
        makes(runtime, new StakingAction.UnstakeAllAlpha(TWO), "0754" + K2);
        makes(
                runtime,
                new StakingAction.Move(ONE, TWO, NET, OTHER, 7),
                "0755" + K1 + K2 + "0c00" + "4000" + u64(7));
        makes(
                runtime,
                new StakingAction.Transfer(COLD, ONE, NET, NET, 7),
                "0756" + K3 + K1 + "0c00" + "0c00" + u64(7));
        makes(
                runtime,
                new StakingAction.Swap(ONE, NET, OTHER, 7, Tolerance.DEFAULT),
                "075a" + K1 + "0c00" + "4000" + u64(7) + u64(21_000_000) + "00");
        makes(
                runtime,
                new StakingAction.ClaimRoot(List.of(OTHER, NET)),
                "0779" + "08" + "0c00" + "4000");
        makes(runtime, new StakingAction.SetRootClaimType("Swap", List.of()), "077a00");
        makes(runtime, new StakingAction.SetRootClaimType("Keep", List.of()), "077a01");
        makes(runtime, new StakingAction.AutoStake(NET, ONE), "0772" + "0c00" + K1);
        makes(runtime, new StakingAction.AddStakingProxy(COLD), "1001" + "00" + K3 + "08" + z(4));
        makes(
                runtime,
                new StakingAction.RemoveStakingProxy(COLD),
                "1002" + "00" + K3 + "08" + z(4));
        makes(
                runtime,
                new StakingAction.AsProxy(COLD, stake(NetUid.ROOT)),
                "1000" + "00" + K3 + "0108" + "0702" + K1 + "0000" + u64(5 * TAO));
        makes(
                runtime,
                new StakingAction.Batch(
                        List.of(stake(NET), unstake(NET), new StakingAction.UnstakeAll(TWO))),
                "0b02"
                        + "0c"
                        + "07"
                        + addLimit
                        + K1
                        + "0c00"
                        + u64(5 * TAO)
                        + u64(21_000_000)
                        + "00"
                        + "07"
                        + removeLimit
                        + K1
                        + "0c00"
                        + u64(5 * TAO)
                        + u64(21_000_001)
                        + "00"
                        + "0753"
                        + K2);
    }

    private static String z(int bytes) {
        return "00".repeat(bytes);
    }

    @Test
    void the_runtime_before_alpha_stakes_on_root_without_a_subnet() {
        RuntimeMetadata old = RealMetadata.FINNEY_218_V15.decoded();

        assertThat(offered(old))
                .containsExactlyInAnyOrder(
                        Kind.STAKE,
                        Kind.UNSTAKE,
                        Kind.ADD_STAKING_PROXY,
                        Kind.REMOVE_STAKING_PROXY,
                        Kind.AS_PROXY,
                        Kind.BATCH);
        assertThat(StakingCalls.offer(old, Kind.STAKE))
                .isEqualTo(
                        new StakingCalls.Offer.Offered(
                                List.of("SubtensorModule.add_stake"),
                                StakingCalls.Scope.ROOT_ONLY));
        makes(old, stake(NetUid.ROOT), "0702" + K1 + u64(5 * TAO));
        makes(old, unstake(NetUid.ROOT), "0703" + K1 + u64(5 * TAO));
        makes(
                old,
                new StakingAction.AsProxy(COLD, stake(NetUid.ROOT)),
                "1000" + "00" + K3 + "0108" + "0702" + K1 + u64(5 * TAO));
        makes(
                old,
                new StakingAction.Batch(List.of(stake(NetUid.ROOT))),
                "0b02" + "04" + "0702" + K1 + u64(5 * TAO));
        makes(old, new StakingAction.AddStakingProxy(COLD), "1001" + "00" + K3 + "08" + z(4));
        assertThat(refused(old, stake(NET)))
                .isEqualTo("This runtime has no call SubtensorModule.add_stake_limit.");
        assertThat(refused(old, new StakingAction.Batch(List.of(stake(NetUid.ROOT), stake(NET)))))
                .isEqualTo("This runtime has no call SubtensorModule.add_stake_limit.");
    }

    @ParameterizedTest
    @EnumSource(
            value = RealMetadata.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "FINNEY_218_V15")
    void offers_what_the_runtime_has(RealMetadata real) {
        RuntimeMetadata runtime = real.decoded();
        assertThat(offered(runtime))
                .isEqualTo(
                        EnumSet.complementOf(
                                EnumSet.of(
                                        Kind.MOVE_LIMIT,
                                        Kind.TRANSFER_TO_HOTKEY,
                                        Kind.CLAIM_ROOT_OF,
                                        Kind.STAKE_INTO_BASKET)));
        assertThat(StakingCalls.offer(runtime, Kind.STAKE))
                .isEqualTo(
                        new StakingCalls.Offer.Offered(
                                List.of(
                                        "SubtensorModule.add_stake",
                                        "SubtensorModule.add_stake_limit"),
                                StakingCalls.Scope.EVERYWHERE));
        assertThat(StakingCalls.claimsFromAll(runtime)).isFalse();
    }

    @Test
    void claim_types_are_those_of_the_runtime() {
        assertThat(StakingCalls.rootClaimTypes(RealMetadata.FINNEY_343_V14.decoded()))
                .containsExactly(
                        new StakingCalls.ClaimType("Swap", false),
                        new StakingCalls.ClaimType("Keep", false));
        assertThat(StakingCalls.rootClaimTypes(finney))
                .containsExactly(
                        new StakingCalls.ClaimType("Swap", false),
                        new StakingCalls.ClaimType("Keep", false),
                        new StakingCalls.ClaimType("KeepSubnets", true));
        assertThat(StakingCalls.rootClaimTypes(RealMetadata.FINNEY_218_V15.decoded())).isEmpty();

        StakingAction some = new StakingAction.SetRootClaimType("KeepSubnets", List.of(OTHER, NET));
        makes(finney, some, "077a" + "02" + "08" + "0c00" + "4000");
        assertThat(refused(RealMetadata.FINNEY_343_V14.decoded(), some))
                .isEqualTo("This runtime has no claim type KeepSubnets.");
        assertThat(refused(finney, new StakingAction.SetRootClaimType("KeepSubnets", List.of())))
                .isEqualTo("The claim type KeepSubnets names at least one subnet.");
        assertThat(refused(finney, new StakingAction.SetRootClaimType("Keep", List.of(NET))))
                .isEqualTo("The claim type Keep names no subnets.");
    }

    @Test
    void calls_that_came_later_are_found_by_their_names_and_arguments() {
        RuntimeMetadata later = OtherRuntimes.withLaterCalls(finney);

        assertThat(offered(later))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.SET_ROOT_CLAIM_TYPE)));
        makes(
                later,
                new StakingAction.TransferToHotkey(COLD, ONE, TWO, NET, OTHER, 7),
                "078f" + K3 + K1 + K2 + "0c00" + "4000" + u64(7));
        makes(later, new StakingAction.StakeIntoBasket(ONE, TAO), "0793" + K1 + u64(TAO));
        makes(later, new StakingAction.ClaimRootOf(ONE), "0794" + K1);
        makes(
                later,
                new StakingAction.MoveLimit(ONE, TWO, NET, OTHER, 7, Tolerance.DEFAULT),
                "0795" + K1 + K2 + "0c00" + "4000" + u64(7) + u64(21_000_000) + "00");
        assertThat(refused(later, new StakingAction.SetRootClaimType("Swap", List.of())))
                .isEqualTo("This runtime has no call SubtensorModule.set_root_claim_type.");
    }

    @Test
    void a_call_at_another_place_is_built_there() {
        RuntimeMetadata moved =
                OtherRuntimes.withCalls(
                        finney,
                        "SubtensorModule",
                        calls ->
                                calls.stream()
                                        .map(each ->
                                                each.name().equals("add_stake_limit")
                                                        ? new VariantCase(
                                                                each.name(), 200, each.fields())
                                                        : each)
                                        .toList());
        makes(moved, stake(NET), "07c8" + K1 + "0c00" + u64(5 * TAO) + u64(21_000_000) + "00");
    }

    @Test
    void a_call_with_an_argument_more_or_less_or_of_another_type_is_not_offered() {
        assertThat(refused(changed("swap_stake_limit", true, 0), swap()))
                .isEqualTo(
                        "This runtime's call SubtensorModule.swap_stake_limit has an argument beneficiary that this version of Hypha does not know.");
        assertThat(refused(changed("swap_stake_limit", false, 1), swap()))
                .isEqualTo(
                        "This runtime's call SubtensorModule.swap_stake_limit has no argument allow_partial.");
        RuntimeMetadata wider =
                OtherRuntimes.withCalls(
                        finney,
                        "SubtensorModule",
                        calls -> {
                            int bool =
                                    OtherRuntimes.argument(
                                            calls, "add_stake_limit", "allow_partial");
                            return calls.stream()
                                    .map(each ->
                                            each.name().equals("unstake_all")
                                                    ? VariantCase.of(
                                                            each.name(),
                                                            each.index(),
                                                            Field.named("hotkey", bool))
                                                    : each)
                                    .toList();
                        });
        assertThat(refused(wider, new StakingAction.UnstakeAll(ONE)))
                .isEqualTo(
                        "The argument hotkey of this runtime's call SubtensorModule.unstake_all is of a type that this version of Hypha does not know.");
    }

    private static StakingAction swap() {
        return new StakingAction.Swap(ONE, NET, OTHER, 7, Tolerance.DEFAULT);
    }

    private static RuntimeMetadata changed(String call, boolean more, int fewer) {
        return OtherRuntimes.withCalls(
                finney,
                "SubtensorModule",
                calls ->
                        calls.stream()
                                .map(each -> {
                                    if (!each.name().equals(call)) {
                                        return each;
                                    }
                                    List<Field> fields = new ArrayList<>(each.fields());
                                    if (more) {
                                        fields.add(
                                                Field.named(
                                                        "beneficiary", fields.getFirst().type()));
                                    }
                                    return new VariantCase(
                                            call,
                                            each.index(),
                                            fields.subList(0, fields.size() - fewer));
                                })
                                .toList());
    }

    @Test
    void says_each_action_in_a_sentence_with_units_and_addresses() {
        String one = ONE.address();
        String two = TWO.address();
        String cold = COLD.address();
        assertThat(words(stake(NetUid.ROOT)))
                .isEqualTo("Stake 5 τ with " + one + " on root, one to one.");
        assertThat(words(stake(NET)))
                .isEqualTo(
                        "Stake 5 τ with "
                                + one
                                + " on subnet 12, at 0.021 τ per α at most; all of it or nothing.");
        assertThat(words(unstake(NET)))
                .isEqualTo(
                        "Unstake 5 α of subnet 12 from "
                                + one
                                + ", sold for at least 0.021 τ per α; all of it or nothing.");
        assertThat(words(unstake(NetUid.ROOT)))
                .isEqualTo("Unstake 5 τ on root from " + one + ", one to one.");
        assertThat(words(new StakingAction.UnstakeAll(ONE)))
                .endsWith("sold for τ at whatever the price is: no limit protects it.");
        assertThat(words(new StakingAction.Move(ONE, TWO, NET, NET, TAO)))
                .isEqualTo(
                        "Move 1 α of subnet 12 from "
                                + one
                                + " to "
                                + two
                                + ". Nothing is swapped.");
        assertThat(words(new StakingAction.Swap(ONE, NET, NetUid.ROOT, TAO, Tolerance.DEFAULT)))
                .isEqualTo(
                        "Swap 1 α of subnet 12, staked with "
                                + one
                                + ", into stake on root, for at least 0.021 τ per α of subnet 12; all of it or nothing.");
        assertThat(words(new StakingAction.Swap(ONE, NetUid.ROOT, NET, TAO, Tolerance.DEFAULT)))
                .contains("Swap 1 τ on root")
                .contains("at least 0.021 α of subnet 12 per τ;");
        assertThat(words(new StakingAction.AddStakingProxy(COLD)))
                .contains(cold)
                .endsWith("Held as a deposit until then: 0.033 τ, and 0.06 τ for the first one.");
        assertThat(words(new StakingAction.AsProxy(COLD, stake(NetUid.ROOT))))
                .isEqualTo(
                        "As the staking proxy of "
                                + cold
                                + ", for that account: Stake 5 τ with "
                                + one
                                + " on root, one to one.");
        assertThat(
                        words(
                                new StakingAction.Batch(
                                        List.of(
                                                stake(NetUid.ROOT),
                                                new StakingAction.ClaimRoot(List.of(NET))))))
                .isEqualTo(
                        "2 calls, all or nothing. (1) Stake 5 τ with "
                                + one
                                + " on root, one to one. (2) Claim root dividends of subnet 12.");
        assertThat(words(new StakingAction.SetRootClaimType("KeepSubnets", List.of(NET, OTHER))))
                .isEqualTo(
                        "From now on, root dividends: KeepSubnets, kept as alpha on subnet 12, subnet 64, sold for τ on all others.");
    }

    @Test
    void a_name_that_somebody_gave_himself_stands_beside_the_address_and_hides_nothing() {
        StakingCalls.Build build =
                StakingCalls.build(
                        finney,
                        stake(NetUid.ROOT),
                        Limits.none(stake(NetUid.ROOT)),
                        _ -> Optional.of("Moss\u202egate <b>\n(x)"));
        assertThat(build)
                .isInstanceOfSatisfying(
                        StakingCalls.Build.Built.class,
                        made ->
                                assertThat(made.words())
                                        .startsWith(
                                                "Stake 5 τ with Mossgate bx ("
                                                        + ONE.address()
                                                        + ")"));
    }

    private static String words(StakingAction action) {
        return built(finney, action).words();
    }

    @Test
    void limits_that_are_not_those_of_the_action_are_bad_code() {
        assertThatThrownBy(() ->
                        StakingCalls.build(
                                finney,
                                stake(NET),
                                Limits.none(stake(NET)),
                                StakingCalls.Names.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        StakingCalls.build(
                                finney,
                                stake(NetUid.ROOT),
                                Limits.of(1),
                                StakingCalls.Names.none()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

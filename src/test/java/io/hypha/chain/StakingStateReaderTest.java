package io.hypha.chain;

import static io.hypha.chain.FakeChain.coldkey;
import static io.hypha.chain.FakeChain.compact;
import static io.hypha.chain.FakeChain.hotkey;
import static io.hypha.chain.FakeChain.u16;
import static io.hypha.chain.FakeChain.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.Answer;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StakingStateReaderTest {

    private static final NetUid ONE = new NetUid(1);
    private static final Bytes NET_ONE = u16(1);

    private final Hotkey moss = hotkey("moss");
    private final Coldkey alice = coldkey("alice");
    private final Coldkey bob = coldkey("bob");
    private final FakeChain chain =
            new FakeChain()
                    .block(600)
                    .put("NetworksAdded", Bytes.ofInts(1), u16(0))
                    .put("NetworksAdded", Bytes.ofInts(1), NET_ONE)
                    .put("SubnetTAO", u64(100_000), NET_ONE)
                    .put("SubnetAlphaIn", u64(2_000_000), NET_ONE)
                    .put("SubnetMechanism", u16(1), NET_ONE);

    private StakingState state() {
        return answer(true);
    }

    private StakingState answer(boolean locks) {
        return switch (new StakingStateReader(chain)
                .read(
                        chain.finalizedHead().orElseThrow(),
                        new StakingStates.Question(
                                Set.of(alice), Set.of(moss), Set.of(ONE, new NetUid(9)), locks))) {
            case Answer.Given<StakingState>(StakingState state) -> state;
            case Answer.Missing<StakingState> missing -> throw new AssertionError(missing);
        };
    }

    private StakingState.Account account() {
        return state().accounts().get(alice);
    }

    @Test
    void reads_limits_from_constants_and_storage_and_names_what_a_runtime_has_not() {
        StakingState.Limits limits = state().limits();

        assertThat(limits.minimumStake()).isEqualTo(Rule.set(2_000_000L));
        assertThat(limits.existentialDeposit()).isEqualTo(Rule.set(500L));
        assertThat(limits.minimumReserve()).isEqualTo(Rule.set(1_000_000L));
        assertThat(limits.nominatorMinimum()).isEqualTo(Rule.set(0L));
        assertThat(limits.safeModeUntil()).isEqualTo(new Rule.Unset<>());
        assertThat(limits.rootUnlockInterval())
                .isEqualTo(new Rule.NoSuchRule<>("SubtensorModule.RootStakeUnlockInterval"));
        assertThat(limits.mostProxies()).isEqualTo(Rule.set(20L));
    }

    @Test
    void tells_an_entry_from_the_chains_default_and_from_none() {
        chain.put("NominatorMinRequiredStake", u64(100_000))
                .putAt("SafeMode", "EnteredUntil", Bytes.fromHex("0xd0070000"))
                .put("TransferToggle", Bytes.ofInts(0), NET_ONE)
                .put("SubtokenEnabled", Bytes.ofInts(1), NET_ONE)
                .put("Uids", u16(7), NET_ONE, key(moss));

        StakingState state = state();
        assertThat(state.limits().nominatorMinimum()).isEqualTo(Rule.set(100_000L));
        assertThat(state.limits().safeModeUntil()).isEqualTo(Rule.set(2_000L));
        StakingState.Subnet one = state.subnets().get(ONE);
        assertThat(one.exists()).isEqualTo(Rule.set(true));
        assertThat(one.transferAllowed()).isEqualTo(Rule.set(false));
        assertThat(one.subtokenEnabled()).isEqualTo(Rule.set(true));
        assertThat(one.claimThreshold()).isEqualTo(Rule.set(new Rao(500_000)));
        assertThat(one.registered()).isEqualTo(Map.of(moss, Rule.set(7L)));
        assertThat(one.pool().toOptional())
                .hasValueSatisfying(pool -> assertThat(pool.alphaIn()).isEqualTo(2_000_000));
        StakingState.Subnet nine = state.subnets().get(new NetUid(9));
        assertThat(nine.exists()).isEqualTo(Rule.set(false));
        assertThat(nine.transferAllowed()).isEqualTo(Rule.set(true));
        assertThat(nine.subtokenEnabled()).isEqualTo(Rule.set(false));
        assertThat(nine.registered()).isEqualTo(Map.of(moss, new Rule.Unset<>()));
    }

    @Test
    void knows_whether_anybody_owns_a_validator() {
        assertThat(state().owners()).isEqualTo(Map.of(moss, new Rule.Unset<>()));
        chain.put("Owner", bob.key().toBytes(), key(moss));
        assertThat(state().owners()).isEqualTo(Map.of(moss, Rule.set(bob)));
    }

    @Test
    void reads_what_an_account_has_announced_locked_and_allowed() {
        chain.put(
                        "ColdkeySwapAnnouncements",
                        Bytes.concat(Bytes.fromHex("0xdc050000"), FakeChain.key("new").toBytes()),
                        alice.key().toBytes())
                .put("ColdkeySwapDisputes", Bytes.fromHex("0x84030000"), alice.key().toBytes())
                .put("Lock", lock(300), alice.key().toBytes(), NET_ONE, key(moss))
                .put("Lock", lock(45), alice.key().toBytes(), NET_ONE, key(hotkey("fern")))
                .put("Lock", lock(1), bob.key().toBytes(), NET_ONE, key(moss))
                .putAt("Proxy", "Proxies", proxies(), alice.key().toBytes())
                .put("LastColdkeyHotkeyStakeBlock", u64(590), alice.key().toBytes(), key(moss))
                .put("AutoStakeDestination", key(moss), alice.key().toBytes(), NET_ONE)
                .put(
                        "RootClaimType",
                        Bytes.concat(Bytes.ofInts(2), compact(1), NET_ONE),
                        alice.key().toBytes());

        StakingState.Account account = account();
        assertThat(account.swapAnnounced()).isEqualTo(Rule.set(1_500L));
        assertThat(account.swapDisputed()).isEqualTo(Rule.set(900L));
        assertThat(account.locked()).isEqualTo(Rule.set(Map.of(ONE, new Alpha(ONE, 345))));
        assertThat(account.proxies())
                .isEqualTo(Rule.set(List.of(new StakingState.Proxy(bob, "Staking", 0))));
        assertThat(account.lastStakeBlock()).isEqualTo(Map.of(moss, Rule.set(590L)));
        assertThat(account.autoStake().get(ONE)).isEqualTo(Rule.set(moss));
        assertThat(account.claimType())
                .isEqualTo(Rule.set(new StakingState.ClaimType("KeepSubnets", List.of(ONE))));
        assertThat(answer(false).accounts().get(alice).locked()).isEqualTo(Rule.set(Map.of()));
    }

    @Test
    void takes_the_chains_defaults_for_an_account_that_set_nothing() {
        StakingState.Account account = account();

        assertThat(account.swapAnnounced()).isEqualTo(new Rule.Unset<>());
        assertThat(account.proxies()).isEqualTo(Rule.set(List.of()));
        assertThat(account.locked()).isEqualTo(Rule.set(Map.of()));
        assertThat(account.claimType())
                .isEqualTo(Rule.set(new StakingState.ClaimType("Swap", List.of())));
        assertThat(account.view().free().toOptional()).contains(Rao.ZERO);
    }

    @Test
    void calls_a_value_of_another_form_unknown_and_no_absent_rule() {
        chain.put("NominatorMinRequiredStake", Bytes.ofInts(1, 2))
                .put("TransferToggle", Bytes.ofInts(2), NET_ONE)
                .put("Lock", Bytes.ofInts(1), alice.key().toBytes(), NET_ONE, key(moss));

        assertThat(state().limits().nominatorMinimum()).isInstanceOf(Rule.Unknown.class);
        assertThat(state().subnets().get(ONE).transferAllowed()).isInstanceOf(Rule.Unknown.class);
        assertThat(account().locked()).isInstanceOf(Rule.Unknown.class);
    }

    private static Bytes key(Hotkey hotkey) {
        return hotkey.bytes();
    }

    private static Bytes lock(long mass) {
        return new ScaleCodecWriter()
                .writeLong(mass)
                .writeUint128(BigInteger.TWO)
                .writeLong(500)
                .toBytes();
    }

    /** One proxy of type 8, {@code Staking}, and its deposit. */
    private Bytes proxies() {
        return new ScaleCodecWriter()
                .writeCompact(1)
                .writeFixed(bob.key().toBytes())
                .writeUByte(8)
                .writeUint32(0)
                .writeLong(93_000_000)
                .toBytes();
    }
}
